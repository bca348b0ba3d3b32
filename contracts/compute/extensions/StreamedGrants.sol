// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {TreasuryBalance} from "./TreasuryBalance.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Money that votes grant, linear by the second
abstract contract StreamedGrants is TreasuryBalance {
    /// @notice The longest that a grant may take to accrue.
    uint48 public constant MAX_GRANT_TIME = 4 * 365 days;

    /// @inheritdoc IComputeTreasury
    uint32 public grantCount;

    mapping(uint32 grantId => Grant) private _grants;

    /// @inheritdoc IComputeTreasury
    function grantMoney(address recipient, uint128 amount, uint48 start, uint48 cliff, uint48 end)
        external
        restricted
        returns (uint32 grantId)
    {
        if (recipient == address(0)) revert TreasuryEmptyField("recipient");
        if (amount == 0) revert TreasuryEmptyField("amount");
        bool isOrdered = start <= cliff && cliff <= end && start < end;
        if (!isOrdered || end <= block.timestamp || end - start > MAX_GRANT_TIME) {
            revert TreasuryBadTerm(start, cliff, end);
        }
        _checkFree(amount);
        grantId = ++grantCount;
        _grants[grantId] = Grant({
            recipient: recipient, start: start, cliff: cliff, end: end, amount: amount, claimed: 0, canceledAt: 0
        });
        grantedBalance += amount;
        emit MoneyGranted(grantId, recipient, amount, start, cliff, end);
    }

    /// @inheritdoc IComputeTreasury
    function claim(uint32 grantId) external {
        Grant storage g = _known(grantId);
        uint128 amount = _accrued(g) - g.claimed;
        if (amount == 0) revert TreasuryNothingToClaim(grantId);
        g.claimed += amount;
        grantedBalance -= amount;
        emit GrantClaimed(grantId, amount);
        _pay(g.recipient, amount);
    }

    /// @inheritdoc IComputeTreasury
    function cancelMoneyGrant(uint32 grantId) external restricted {
        Grant storage g = _known(grantId);
        uint128 kept = _accrued(g);
        uint128 freed = g.amount - kept;
        if (g.canceledAt != 0 || freed == 0) revert TreasuryGrantOver(grantId);
        g.canceledAt = Time.timestamp();
        g.amount = kept;
        grantedBalance -= freed;
        emit MoneyGrantCanceled(grantId, kept, freed);
    }

    /// @inheritdoc IComputeTreasury
    function moneyGrant(uint32 grantId) external view returns (Grant memory) {
        return _known(grantId);
    }

    /// @inheritdoc IComputeTreasury
    function claimable(uint32 grantId) external view returns (uint128) {
        Grant storage g = _known(grantId);
        return _accrued(g) - g.claimed;
    }

    /// @dev What it pays until now, claimed or not. A canceled one pays all of what was left to it.
    function _accrued(Grant storage g) private view returns (uint128) {
        if (g.canceledAt != 0 || block.timestamp >= g.end) return g.amount;
        if (block.timestamp < g.cliff || block.timestamp < g.start) return 0;
        return uint128(uint256(g.amount) * (block.timestamp - g.start) / (g.end - g.start));
    }

    function _known(uint32 grantId) private view returns (Grant storage g) {
        g = _grants[grantId];
        if (g.recipient == address(0)) revert TreasuryUnknownGrant(grantId);
    }
}
