// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {EpochTimed} from "./EpochTimed.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title What of the treasury's money is set aside, and for what
/// @dev Lines exist for the current epoch and the next only, so what is set aside for an epoch stops counting when it is
/// over, and no transaction has to say so.
abstract contract TreasuryBalance is AccessManaged, EpochTimed, IComputeTreasury {
    using SafeERC20 for IERC20;

    /// @notice The money token.
    IERC20 public immutable money;

    /// @inheritdoc IComputeTreasury
    uint256 public grantedBalance;

    /// @inheritdoc IComputeTreasury
    mapping(uint48 epoch => uint256) public reservedIn;

    /// @param money_ The money token: an ERC-20 that pays what it says and never changes balances by itself.
    constructor(IERC20 money_) {
        money = money_;
    }

    /// @inheritdoc IComputeTreasury
    function fund(uint256 amount) external {
        emit Funded(msg.sender, amount);
        _receive(msg.sender, amount);
    }

    /// @inheritdoc IComputeTreasury
    function withdraw(address to, uint256 amount) external restricted {
        _checkFree(amount);
        emit Withdrawn(to, amount);
        _pay(to, amount);
    }

    /// @inheritdoc IComputeTreasury
    function sweep(address token, address to, uint256 amount) external restricted {
        if (token == address(money)) revert TreasuryNotSweepable();
        emit Swept(token, to, amount);
        IERC20(token).safeTransfer(to, amount);
    }

    /// @inheritdoc IComputeTreasury
    function freeBalance() public view returns (uint256) {
        uint256 held = _held();
        uint256 balance = money.balanceOf(address(this));
        return balance > held ? balance - held : 0;
    }

    function _checkFree(uint256 amount) internal view {
        uint256 free = freeBalance();
        if (amount > free) revert TreasuryNotFree(amount, free);
    }

    function _reserve(uint48 epoch, uint256 amount) internal {
        reservedIn[epoch] += amount;
    }

    function _unreserve(uint48 epoch, uint256 amount) internal {
        reservedIn[epoch] -= amount;
    }

    /// @dev Ends with what is set aside still there. A token that calls its receiver before it has moved anything lets it
    /// have a line opened on the money that leaves; then nothing is paid.
    function _pay(address to, uint256 amount) internal {
        money.safeTransfer(to, amount);
        if (money.balanceOf(address(this)) < _held()) revert TreasuryNotFree(amount, 0);
    }

    /// @dev Refuses tokens that keep a part of what is sent.
    function _receive(address from, uint256 amount) internal {
        uint256 before = money.balanceOf(address(this));
        money.safeTransferFrom(from, address(this), amount);
        uint256 received = money.balanceOf(address(this)) - before;
        if (received < amount) revert TreasuryShortTransfer(amount, received);
    }

    function _held() private view returns (uint256) {
        uint48 epoch = _epochNow();
        return reservedIn[epoch] + reservedIn[epoch + 1] + grantedBalance;
    }
}
