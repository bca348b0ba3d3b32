// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What leases cost, in integers
/// @dev Rates are below 2^80, units and seconds below 2^32, so nothing here overflows.
library LeaseMath {
    uint256 private constant RATE_UNIT = 1e6;
    uint256 private constant BASIS_POINTS = 10_000;

    /// @dev Base units that `units` earn in `elapsed` seconds from the start of a lease: never a sum of parts.
    function earned(uint256 rate, uint256 units, uint256 elapsed) internal pure returns (uint128) {
        return uint128(rate * units * elapsed / RATE_UNIT);
    }

    /// @dev What a lease locks of its provider's stake: all that a dispute can take of what was paid out, and the bond. A
    /// dispute reaches back `window` seconds, or over the whole lease.
    function lockFor(uint256 rate, uint256 units, uint256 duration, uint256 window, uint256 bond)
        internal
        pure
        returns (uint256)
    {
        uint256 reach = window < duration ? window : duration;
        return (rate * units * reach + RATE_UNIT - 1) / RATE_UNIT + bond;
    }

    /// @dev The fee on all that was paid out so far; charging differences of it makes many settlements equal one.
    function feeOn(uint256 paid, uint256 feeBps) internal pure returns (uint256) {
        return paid * feeBps / BASIS_POINTS;
    }
}
