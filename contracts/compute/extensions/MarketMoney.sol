// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {IMarketMoney} from "../../interfaces/IMarketMoney.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Money in and out: what is owed to whom, and fees
abstract contract MarketMoney is ReentrancyGuardTransient, IMarketMoney {
    using SafeCast for uint256;
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

    /// @inheritdoc IMarketMoney
    mapping(address account => uint128) public claimable;

    Fees private _fees;

    /// @param money_ The money token.
    /// @param treasury_ The treasury.
    constructor(IERC20 money_, IComputeTreasury treasury_) {
        money = money_;
        treasury = treasury_;
        // The treasury takes refunds and fees itself, and only in calls that come from here.
        money_.forceApprove(address(treasury_), type(uint256).max);
    }

    /// @inheritdoc IMarketMoney
    function claim() external nonReentrant {
        uint128 amount = claimable[msg.sender];
        if (amount == 0) revert MarketNothingDue();
        claimable[msg.sender] = 0;
        emit Claimed(msg.sender, amount);
        _pay(msg.sender, amount);
    }

    /// @inheritdoc IMarketMoney
    function payFees() external nonReentrant {
        Fees memory fees = _fees;
        if (fees.toTreasury + fees.toBurn == 0) revert MarketNothingDue();
        delete _fees;
        emit FeesPaid(fees.toTreasury, fees.toBurn);
        if (fees.toTreasury != 0) treasury.fund(fees.toTreasury);
        if (fees.toBurn != 0) _pay(BURN_SINK, fees.toBurn);
    }

    /// @inheritdoc IMarketMoney
    function feesDue() external view returns (uint128 toTreasury, uint128 toBurn) {
        return (_fees.toTreasury, _fees.toBurn);
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        claimable[account] += amount.toUint128();
        emit Credited(account, uint128(amount));
    }

    function _addFees(uint256 toTreasury, uint256 toBurn) internal {
        if (toTreasury + toBurn == 0) return;
        Fees memory fees = _fees;
        _fees =
            Fees({toTreasury: (fees.toTreasury + toTreasury).toUint128(), toBurn: (fees.toBurn + toBurn).toUint128()});
    }

    function _pay(address to, uint256 amount) internal {
        if (amount != 0) money.safeTransfer(to, amount);
    }

    /// @dev Refuses tokens that keep a part of what is sent.
    function _receive(address from, uint256 amount) internal {
        uint256 before = money.balanceOf(address(this));
        money.safeTransferFrom(from, address(this), amount);
        _checkReceived(before, amount);
    }

    function _checkReceived(uint256 before, uint256 amount) internal view {
        uint256 received = money.balanceOf(address(this)) - before;
        if (received < amount) revert MarketShortTransfer(amount, received);
    }
}
