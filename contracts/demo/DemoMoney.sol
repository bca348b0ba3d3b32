// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title The money of the local demo, worth nothing; a real deployment names a token that exists
contract DemoMoney is ERC20 {
    /// @param holder Who has all of it at first.
    /// @param supply Base units, a millionth of a demo dollar each.
    constructor(address holder, uint256 supply) ERC20("Demo dollar", "DUSD") {
        _mint(holder, supply);
    }

    /// @notice Six, as the money tokens have that are most used.
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
