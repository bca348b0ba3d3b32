// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../interfaces/IAllocationRules.sol";
import {IEpochClock} from "../interfaces/IEpochClock.sol";
import {BudgetLines} from "./extensions/BudgetLines.sol";
import {EpochTimed} from "./extensions/EpochTimed.sol";
import {StreamedGrants} from "./extensions/StreamedGrants.sol";
import {TreasuryBalance} from "./extensions/TreasuryBalance.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The treasury of compute
/// @notice Holds all budget money. Votes schedule what each pool gets per epoch, grant money, and can withdraw what is set
/// aside for nothing. Specification: docs/specification.md 14.
/// @dev The rules live in the extensions; this contract puts them together.
contract ComputeTreasury is BudgetLines, StreamedGrants {
    /// @param authority_ The AccessManager.
    /// @param clock_ The epoch clock.
    /// @param money_ The money token.
    /// @param policy_ The allocation policy.
    /// @param market_ The market; zero where there is none.
    constructor(address authority_, IEpochClock clock_, IERC20 money_, address policy_, address market_)
        AccessManaged(authority_)
        EpochTimed(clock_)
        TreasuryBalance(money_)
        BudgetLines(policy_, market_)
    {}

    function _checkPool(uint32 pool) internal view override {
        if (pool == 0 || pool > IAllocationRules(policy).poolCount()) revert TreasuryUnknownPool(pool);
    }
}
