// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBounds} from "../../interfaces/IGovernorBounds.sol";

/// @title Holds the bounds for the setters that OpenZeppelin's constructors call
/// @dev Apart from GovernorBounded, because an immutable of that contract would still be zero at that time.
abstract contract BoundsHolder {
    IGovernorBounds internal immutable _bounds;

    constructor(address bounds_) {
        _bounds = IGovernorBounds(bounds_);
    }
}
