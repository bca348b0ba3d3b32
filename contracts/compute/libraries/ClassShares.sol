// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What each class of tenants gets of a pool
/// @dev Weighted max-min fairness above the reserves, in integers: docs/specification.md 13.
library ClassShares {
    /// @dev The level of whoever gets all that it asks for.
    uint128 internal constant ALL = type(uint128).max;

    uint256 private constant SHIFT = 32;

    /// @dev What a weight gets at a level, before demand limits it: weight x level / 2^32.
    function atLevel(uint256 weight, uint256 level) internal pure returns (uint256) {
        return weight * level >> SHIFT;
    }

    /// @dev What each class gets at `level`, which must be the greatest at which all of it fits, or `ALL` where everything
    /// that is asked for fits.
    /// @param capacity What is shared, in GPU-seconds.
    /// @param demands What each class asks for.
    /// @param reserves What each class gets first, if it asks for it.
    /// @param weights The weight of each class in the rest.
    /// @return available What each class gets.
    /// @return right Whether the level is the one.
    function sharesAt(
        uint256 capacity,
        uint256[] memory demands,
        uint256[] memory reserves,
        uint256[] memory weights,
        uint128 level
    ) internal pure returns (uint256[] memory available, bool right) {
        uint256 count = demands.length;
        available = new uint256[](count);
        uint256 spare = capacity;
        for (uint256 i = 0; i < count; ++i) {
            available[i] = _min(demands[i], reserves[i]);
            // Reserves sum to at most the capacity.
            spare -= available[i];
        }
        uint256 given = 0;
        uint256 next = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint256 rest = demands[i] - available[i];
            if (level == ALL) {
                given += rest;
                available[i] = demands[i];
                continue;
            }
            uint256 extra = _min(rest, atLevel(weights[i], level));
            available[i] += extra;
            given += extra;
            next += _min(rest, atLevel(weights[i], uint256(level) + 1));
        }
        right = given <= spare && (level == ALL || next > spare);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
