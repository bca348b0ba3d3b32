// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {AllocationOracle} from "../support/AllocationOracle.sol";
import {WideAllocations} from "../support/WideAllocations.sol";

/// @title The settlement against an oracle, and what the rule promises of every result
contract AllocationDifferentialTest is WideAllocations {
    using AllocationOracle for AllocationOracle.Case;

    uint256 private constant PER_KIND = 3;
    uint256 private constant TENANTS = 7 * PER_KIND;

    address[] private _tenants;
    uint48 private _epoch;

    function setUp() public {
        deployWideSystem();
        for (uint256 kind = 0; kind < 7; ++kind) {
            string memory name = string.concat("kind ", vm.toString(kind), " tenant");
            address[] memory some = admitTenants(name, PER_KIND, IPartyRegistry.Kind(kind));
            for (uint256 i = 0; i < PER_KIND; ++i) {
                _tenants.push(some[i]);
            }
        }
        nextEpoch();
    }

    function testFuzz_settlement_equalsTheOracleToTheUnit(uint256 seed) public {
        AllocationOracle.Case memory c = _randomCase(seed);
        _askAll(c, seed);
        uint128[] memory levels = c.levelsOf();
        closeRequests();
        for (uint256 i = 0; i < levels.length; ++i) {
            _assertRefused(_with(levels, i, uint256(levels[i]) + 1));
            _assertRefused(_with(levels, i, uint256(levels[i]) - 1));
            _assertRefused(_with(levels, i, ALL));
            _assertRefused(_with(levels, i, uint256(keccak256(abi.encode(seed, i))) % 2 ** 86));
        }
        uint256 batch = 1 + seed % TENANTS;
        for (uint256 calls = 0; !allocation.verify(POOL, _epoch, levels, batch); ++calls) {
            assertLt(calls, TENANTS, "more steps than requests");
        }
        uint256[] memory expected = c.givenAt(levels);
        for (uint256 i = 0; i < TENANTS; ++i) {
            assertEq(_givenTo(i), expected[i], vm.toString(i));
        }
    }

    /// @dev Reserves, caps and the whole are respected, and no more is left over than there are tenants or classes
    /// that would take it.
    function testFuzz_settlement_wastesNothingAndExceedsNothing(uint256 seed) public {
        AllocationOracle.Case memory c = _settleRandomly(seed);
        uint256 total = 0;
        uint256 unsaturatedClasses = 0;
        uint256 unsaturatedTenants = 0;
        for (uint256 class = 0; class < c.policy.classes.length; ++class) {
            (uint256 sum, uint256 unsaturated) = _sumOf(c, class);
            uint256 demand = c.demandOf(class);
            uint256 guaranteed = AllocationOracle.min(demand, c.reserveOf(class));
            assertTrue(unsaturated == 0 ? sum == demand : sum + unsaturated > guaranteed, "reserve less dust");
            if (sum < demand) ++unsaturatedClasses;
            unsaturatedTenants += unsaturated;
            total += sum;
        }
        assertLe(total, c.capacity);
        if (unsaturatedTenants != 0) {
            assertLt(c.capacity - total, unsaturatedTenants + unsaturatedClasses, "more than dust was left over");
        }
        for (uint256 i = 0; i < TENANTS; ++i) {
            assertLe(_givenTo(i), c.capOf());
            assertLe(_givenTo(i), c.wants[i]);
        }
    }

    /// @dev Weighted envy: per unit of weight, nobody of the class has a GPU-second more than one who wants more.
    function testFuzz_settlement_leavesNobodyToEnvy(uint256 seed) public {
        AllocationOracle.Case memory c = _settleRandomly(seed);
        for (uint256 i = 0; i < TENANTS; ++i) {
            if (_givenTo(i) == c.unitsOf(i)) continue;
            for (uint256 n = 0; n < TENANTS; ++n) {
                if (c.classOf(n) != c.classOf(i) || c.wants[n] == 0) continue;
                assertGt((_givenTo(i) + 1) * c.weightOf(n), _givenTo(n) * c.weightOf(i));
            }
        }
    }

    function testFuzz_settlement_isTheSameInAnyOrderOfRequests(uint256 seed, uint256 otherSeed) public {
        uint256 before = vm.snapshotState();
        _settleRandomly(seed);
        uint256[] memory first = new uint256[](TENANTS);
        for (uint256 i = 0; i < TENANTS; ++i) {
            first[i] = _givenTo(i);
        }
        vm.revertToState(before);
        AllocationOracle.Case memory c = _randomCase(seed);
        _askAll(c, otherSeed);
        settle(POOL);
        for (uint256 i = 0; i < TENANTS; ++i) {
            assertEq(_givenTo(i), first[i], vm.toString(i));
        }
    }

    function _settleRandomly(uint256 seed) private returns (AllocationOracle.Case memory c) {
        c = _randomCase(seed);
        _askAll(c, seed);
        settle(POOL);
    }

    /// @dev All magnitudes of capacity and wishes, one to eight classes, kinds that share one with different weights.
    function _randomCase(uint256 seed) private returns (AllocationOracle.Case memory c) {
        c.capacity = 1 + _pick(seed, "capacity", 0, 2 ** 53 - 2);
        c.policy = _randomPolicy(seed);
        if (c.capOf() == 0) c.policy.capBps = 10_000;
        (c.kinds, c.wants) = (new uint8[](TENANTS), new uint256[](TENANTS));
        for (uint256 i = 0; i < TENANTS; ++i) {
            c.kinds[i] = uint8(i / PER_KIND);
            uint256 most = c.capacity < 2 ** 50 ? c.capacity * 2 : type(uint64).max;
            if (c.weightOf(i) != 0) c.wants[i] = _pick(seed, "want", i, most);
        }
        startWide(c.policy, uint64(c.capacity));
        _epoch = next();
    }

    function _randomPolicy(uint256 seed) private pure returns (IAllocationRules.Policy memory policy) {
        uint256 count = 1 + _pick(seed, "classes", 0, 70) % 8;
        // A low cap leaves little to share out, so most are high.
        policy.capBps = uint16(seed % 4 == 0 ? 1 + _pick(seed, "cap", 0, 9_999) : 10_000 - _pick(seed, "cap", 0, 7_000));
        policy.classes = new IAllocationRules.ClassRule[](count);
        uint256 left = 10_000;
        for (uint256 i = 0; i < count; ++i) {
            policy.classes[i].reserveBps = uint16(_pick(seed, "reserve", i, left));
            policy.classes[i].weight = uint16(1 + _pick(seed, "class weight", i, 65_534));
            left -= policy.classes[i].reserveBps;
        }
        for (uint256 kind = 0; kind < 7; ++kind) {
            policy.kinds[kind].class = uint8(uint256(keccak256(abi.encode(seed, kind))) % count);
            policy.kinds[kind].weight = uint16(_pick(seed, "weight", kind, 65_535));
        }
    }

    /// @dev In an order that follows the seed; some ask for something else first.
    function _askAll(AllocationOracle.Case memory c, uint256 seed) private {
        uint256 first = seed % TENANTS;
        uint256 step = 1 + (seed >> 8) % 2 * 4;
        for (uint256 n = 0; n < TENANTS; ++n) {
            uint256 i = (first + n * step) % TENANTS;
            if (c.weightOf(i) == 0) continue;
            if ((seed >> 16 >> i) & 3 == 0) ask(_tenants[i], POOL, uint64(seed >> i));
            if (c.wants[i] != 0 || n % 2 == 0 || (seed >> 16 >> i) & 3 == 0) {
                ask(_tenants[i], POOL, uint64(c.wants[i]));
            }
        }
        if (!allocation.roundOf(POOL, _epoch).opened) allocation.open(POOL, _epoch);
    }

    function _assertRefused(uint128[] memory levels) private {
        if (levels.length == 0) return;
        (bool done,) =
            address(allocation).call(abi.encodeCall(allocation.verify, (POOL, _epoch, levels, type(uint256).max)));
        assertFalse(done, "another level than the oracle's was taken");
    }

    /// @dev The same list with another level; an empty one where that is no other.
    function _with(uint128[] memory levels, uint256 i, uint256 level) private pure returns (uint128[] memory other) {
        if (level > ALL || level == levels[i]) return new uint128[](0);
        other = new uint128[](levels.length);
        for (uint256 n = 0; n < levels.length; ++n) {
            other[n] = n == i ? uint128(level) : levels[n];
        }
    }

    function _sumOf(AllocationOracle.Case memory c, uint256 class)
        private
        view
        returns (uint256 sum, uint256 unsaturated)
    {
        for (uint256 i = 0; i < TENANTS; ++i) {
            if (c.classOf(i) != class) continue;
            sum += _givenTo(i);
            if (_givenTo(i) < c.unitsOf(i)) ++unsaturated;
        }
    }

    function _givenTo(uint256 i) private view returns (uint256) {
        return allocation.allocationOf(parties.partyOf(_tenants[i], _epoch), POOL, _epoch);
    }

    /// @dev Small numbers as often as large ones.
    function _pick(uint256 seed, string memory what, uint256 i, uint256 most) private pure returns (uint256 value) {
        value = uint256(keccak256(abi.encode(seed, what, i)));
        value = value % (most + 1) >> (value >> 200) % 50 * (value >> 250 & 1);
    }
}
