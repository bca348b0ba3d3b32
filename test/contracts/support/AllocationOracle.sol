// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";

/// @title Who should get what: the rule of docs/specification.md 13.6 and 13.7 written down from its definition
/// @dev It knows what was asked for, the policy and the capacity, and nothing of the contract.
library AllocationOracle {
    struct Case {
        uint256 capacity;
        IAllocationRules.Policy policy;
        // By tenant.
        uint8[] kinds;
        uint256[] wants;
    }

    uint128 internal constant ALL = type(uint128).max;
    uint256 private constant Q = 2 ** 32;
    // At 2^85 the least weight reaches what is shared at most, 2^53.
    uint256 private constant TOP_BIT = 1 << 85;

    /// @dev What counts of a tenant's wish.
    function unitsOf(Case memory self, uint256 tenant) internal pure returns (uint256) {
        return min(self.wants[tenant], capOf(self));
    }

    function capOf(Case memory self) internal pure returns (uint256) {
        return self.capacity * self.policy.capBps / 10_000;
    }

    function demandOf(Case memory self, uint256 class) internal pure returns (uint256 demand) {
        for (uint256 i = 0; i < self.wants.length; ++i) {
            if (classOf(self, i) == class) demand += unitsOf(self, i);
        }
    }

    function reserveOf(Case memory self, uint256 class) internal pure returns (uint256) {
        return self.capacity * self.policy.classes[class].reserveBps / 10_000;
    }

    function classOf(Case memory self, uint256 tenant) internal pure returns (uint256) {
        return self.policy.kinds[self.kinds[tenant]].class;
    }

    function weightOf(Case memory self, uint256 tenant) internal pure returns (uint256) {
        return self.policy.kinds[self.kinds[tenant]].weight;
    }

    /// @dev The class level, then a level per class.
    function levelsOf(Case memory self) internal pure returns (uint128[] memory levels) {
        uint256 count = self.policy.classes.length;
        uint256[] memory demands = new uint256[](count);
        for (uint256 class = 0; class < count; ++class) {
            demands[class] = demandOf(self, class);
        }
        levels = new uint128[](count + 1);
        levels[0] = _classLevel(self, demands);
        for (uint256 class = 0; class < count; ++class) {
            uint256 available = _availableTo(self, class, demands[class], levels[0]);
            levels[class + 1] = _level(self, class, demands[class], available);
        }
    }

    /// @dev What every tenant gets at these levels.
    function givenAt(Case memory self, uint128[] memory levels) internal pure returns (uint256[] memory given) {
        given = new uint256[](self.wants.length);
        for (uint256 i = 0; i < given.length; ++i) {
            given[i] = _atLevel(self, i, levels[classOf(self, i) + 1]);
        }
    }

    function min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function _classLevel(Case memory self, uint256[] memory demands) private pure returns (uint128) {
        if (_sumOfClasses(self, demands, ALL) <= self.capacity) return ALL;
        uint256 level = 0;
        for (uint256 bit = TOP_BIT; bit != 0; bit >>= 1) {
            if (_sumOfClasses(self, demands, level + bit) <= self.capacity) level += bit;
        }
        return uint128(level);
    }

    function _level(Case memory self, uint256 class, uint256 demand, uint256 available) private pure returns (uint128) {
        if (demand <= available) return ALL;
        uint256 level = 0;
        for (uint256 bit = TOP_BIT; bit != 0; bit >>= 1) {
            if (_sumOfTenants(self, class, level + bit) <= available) level += bit;
        }
        return uint128(level);
    }

    function _sumOfClasses(Case memory self, uint256[] memory demands, uint256 level)
        private
        pure
        returns (uint256 sum)
    {
        for (uint256 class = 0; class < demands.length; ++class) {
            sum += _availableTo(self, class, demands[class], level);
        }
    }

    function _sumOfTenants(Case memory self, uint256 class, uint256 level) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < self.wants.length; ++i) {
            if (classOf(self, i) == class) sum += _atLevel(self, i, level);
        }
    }

    function _availableTo(Case memory self, uint256 class, uint256 demand, uint256 level)
        private
        pure
        returns (uint256)
    {
        uint256 guaranteed = min(demand, reserveOf(self, class));
        if (level == ALL) return demand;
        return guaranteed + min(demand - guaranteed, self.policy.classes[class].weight * level / Q);
    }

    function _atLevel(Case memory self, uint256 tenant, uint256 level) private pure returns (uint256) {
        if (level == ALL) return unitsOf(self, tenant);
        return min(unitsOf(self, tenant), weightOf(self, tenant) * level / Q);
    }
}
