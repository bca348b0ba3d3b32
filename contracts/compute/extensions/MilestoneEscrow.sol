// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {IMilestoneLeases} from "../../interfaces/IMilestoneLeases.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title The money of milestone leases: what came in, what is owed to whom, and fees
/// @dev Everybody takes what is theirs; nobody is paid by another's transaction. Amounts are below 2^96 and bonds below
/// 2^80, and all of it was received, so no sum of them overflows what holds it.
abstract contract MilestoneEscrow is ReentrancyGuardTransient, IMilestoneLeases {
    using SafeERC20 for IERC20;

    struct Fees {
        uint128 toTreasury;
        uint128 toBurn;
    }

    /// @notice Where the burnt part of fees goes: nobody has its key, and not every token can be burnt.
    address public constant BURN_SINK = 0x000000000000000000000000000000000000dEaD;

    /// @notice The money token.
    IERC20 public immutable money;

    /// @notice The treasury.
    IComputeTreasury public immutable treasury;

    /// @inheritdoc IMilestoneLeases
    mapping(address account => uint128) public claimable;

    Fees private _fees;

    /// @param money_ The money token.
    /// @param treasury_ The treasury.
    constructor(IERC20 money_, IComputeTreasury treasury_) {
        money = money_;
        treasury = treasury_;
        // The treasury takes fees itself, and only in calls that come from here.
        money_.forceApprove(address(treasury_), type(uint256).max);
    }

    /// @inheritdoc IMilestoneLeases
    function claim() external nonReentrant {
        uint128 amount = claimable[msg.sender];
        if (amount == 0) revert MilestonesNothingDue(msg.sender);
        claimable[msg.sender] = 0;
        emit MilestoneClaimed(msg.sender, amount);
        money.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IMilestoneLeases
    function payFees() external nonReentrant {
        Fees memory fees = _fees;
        if (fees.toTreasury + fees.toBurn == 0) revert MilestonesNothingDue(address(treasury));
        delete _fees;
        emit MilestoneFeesPaid(fees.toTreasury, fees.toBurn);
        if (fees.toTreasury != 0) treasury.fund(fees.toTreasury);
        if (fees.toBurn != 0) money.safeTransfer(BURN_SINK, fees.toBurn);
    }

    /// @inheritdoc IMilestoneLeases
    function feesDue() external view returns (uint128 toTreasury, uint128 toBurn) {
        return (_fees.toTreasury, _fees.toBurn);
    }

    function _addFees(uint256 toTreasury, uint256 toBurn) internal {
        _fees.toTreasury += uint128(toTreasury);
        _fees.toBurn += uint128(toBurn);
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        claimable[account] += uint128(amount);
        emit MilestoneCredited(account, uint128(amount));
    }

    /// @dev From the caller. Refuses tokens that keep a part of what is sent.
    function _receive(uint256 amount) internal {
        uint256 before = money.balanceOf(address(this));
        money.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = money.balanceOf(address(this)) - before;
        if (received < amount) revert MilestonesShortTransfer(amount, received);
    }
}
