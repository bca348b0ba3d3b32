// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a node earns, in integers
/// @dev The base is below 2^96, the multiplier below 2^32, challenges below 2^64 and nodes below 2^16, so nothing here
/// overflows. One division, so that nothing is rounded twice.
library RewardMath {
    uint256 private constant BASIS_POINTS = 10_000;

    /// @dev floor(base x bps x passed x min(freeNodes, ordinal) / (10000 x made x ordinal)): all of it for the first
    /// `freeNodes` nodes of a party, freeNodes / i for the i-th beyond. Zero where no challenge was made.
    function rewardOf(uint256 base, uint256 bps, uint256 made, uint256 passed, uint256 freeNodes, uint256 ordinal)
        internal
        pure
        returns (uint256)
    {
        if (made == 0) return 0;
        uint256 share = ordinal < freeNodes ? ordinal : freeNodes;
        return base * bps * passed * share / (BASIS_POINTS * made * ordinal);
    }
}
