// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationPolicy} from "../../interfaces/IAllocationPolicy.sol";
import {IMarketLeases} from "../../interfaces/IMarketLeases.sol";
import {IMarketOrders} from "../../interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../interfaces/IMarketStakes.sol";
import {IMarketTerms} from "../../interfaces/IMarketTerms.sol";
import {IPartyRegistry} from "../../interfaces/IPartyRegistry.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {MarketStakes} from "./MarketStakes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Leases and their escrow
/// @dev A deposit is what all seconds until `end` earn, exactly; so money and time run out together, and every change of
/// `end` changes the deposit by a difference of the same formula.
abstract contract MarketLeases is MarketStakes, IMarketLeases {
    struct Spending {
        uint48 epoch;
        uint64 gpuSeconds;
        uint128 money;
    }

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice The allocation policy.
    IAllocationPolicy public immutable policy;

    mapping(uint64 leaseId => Lease) internal _leases;
    mapping(uint32 agent => Spending) private _spent;

    /// @param parties_ The party registry.
    /// @param policy_ The allocation policy.
    constructor(IPartyRegistry parties_, IAllocationPolicy policy_) {
        parties = parties_;
        policy = policy_;
    }

    /// @inheritdoc IMarketLeases
    function accept(uint64 orderId, uint32 providerId, uint80 rate, uint32 paidSeconds) external nonReentrant {
        (IMarketOrders.Bid memory taken, IMarketOrders.Deal memory deal, uint256 lock) =
            book.take(orderId, msg.sender, providerId, rate);
        _receive(msg.sender, _start(orderId, taken, deal, lock, paidSeconds));
    }

    /// @inheritdoc IMarketLeases
    function acceptAssigned(uint64 orderId, uint32 paidSeconds) external nonReentrant {
        (IMarketOrders.Bid memory taken, IMarketOrders.Deal memory deal, uint256 lock) =
            book.takeAssigned(orderId, msg.sender);
        uint256 ends = _startOf(deal.epoch + 1);
        if (block.timestamp + paidSeconds > ends) revert MarketBadSeconds(paidSeconds, ends - block.timestamp);
        uint128 deposit = _start(orderId, taken, deal, lock, paidSeconds);
        uint64 gpuSeconds = uint64(deal.units) * paidSeconds;
        _spendAs(deal, gpuSeconds, deposit);
        policy.consume(deal.party, deal.pool, deal.epoch, gpuSeconds);
        uint256 before = money.balanceOf(address(this));
        treasury.draw(deal.pool, deal.epoch, gpuSeconds, deposit);
        _checkReceived(before, deposit);
    }

    /// @inheritdoc IMarketLeases
    function topUp(uint64 leaseId, uint32 moreSeconds) external nonReentrant {
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        Lease storage held = _leases[leaseId];
        if (deal.tenant != msg.sender) revert MarketNotSide(leaseId, msg.sender);
        if (deal.epoch != 0) revert MarketPaidByBudget(leaseId);
        if (held.state != LeaseState.Active || block.timestamp >= held.end) revert MarketNotRunning(leaseId);
        uint256 most = uint256(held.start) + deal.duration - held.end;
        if (moreSeconds == 0 || moreSeconds > most) revert MarketBadSeconds(moreSeconds, most);
        uint40 end = held.end + moreSeconds;
        uint128 deposit = LeaseMath.earned(held.rate, deal.units, end - held.start);
        uint128 more = deposit - held.deposit;
        held.end = end;
        held.deposit = deposit;
        _changeLoad(deal.pool, held.party, held.start, uint64(deal.units) * moreSeconds, 0);
        emit LeaseExtended(leaseId, end, deposit);
        _receive(msg.sender, more);
    }

    /// @inheritdoc IMarketLeases
    function endLease(uint64 leaseId) external nonReentrant {
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        if (deal.tenant != msg.sender && !book.isTenantSide(leaseId, msg.sender)) {
            revert MarketNotSide(leaseId, msg.sender);
        }
        _checkRunning(leaseId);
        _giveUnitsBack(deal, leaseId);
        _shorten(deal, leaseId, uint40(block.timestamp));
    }

    /// @inheritdoc IMarketLeases
    function giveNotice(uint64 leaseId) external nonReentrant {
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        Lease storage held = _leases[leaseId];
        _checkRunning(leaseId);
        if (providers.operatorOf(held.providerId) != msg.sender) revert MarketNotSide(leaseId, msg.sender);
        uint256 end = block.timestamp + deal.notice;
        if (end >= held.end) revert MarketStillRunning(leaseId, held.end);
        held.state = LeaseState.Noticed;
        _shorten(deal, leaseId, uint40(end));
    }

    /// @inheritdoc IMarketLeases
    function close(uint64 leaseId) external {
        _close(leaseId);
    }

    /// @inheritdoc IMarketLeases
    function withdraw(uint64 leaseId) external nonReentrant {
        Lease storage held = _leases[leaseId];
        if (providers.operatorOf(held.providerId) != msg.sender) revert MarketNotSide(leaseId, msg.sender);
        (uint32 units, uint16 feeBps, uint16 burnBps) = book.feesOf(leaseId);
        uint128 all = _earned(units, leaseId);
        uint128 before = held.withdrawn;
        // Less than before where a dispute contests what was paid out.
        if (all <= before) revert MarketNothingDue();
        held.withdrawn = all;

        uint256 fee = LeaseMath.feeOn(all, feeBps);
        uint256 feeBefore = LeaseMath.feeOn(before, feeBps);
        uint256 burnt = LeaseMath.feeOn(fee, burnBps) - LeaseMath.feeOn(feeBefore, burnBps);
        _addFees(fee - feeBefore - burnt, burnt);
        emit LeaseWithdrawn(leaseId, all, uint128(fee));
        _pay(msg.sender, all - before - (fee - feeBefore));
    }

    /// @inheritdoc IMarketLeases
    function release(uint64 leaseId) external {
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        Lease storage held = _leases[leaseId];
        if (_isRunning(held.state)) _close(leaseId);
        if (held.state != LeaseState.Closed) revert MarketNotRunning(leaseId);
        IMarketTerms.Terms memory terms = book.termsOf(deal.version);
        uint256 until = uint256(held.end) + terms.disputeWindow;
        if (block.timestamp < until) revert MarketStillRunning(leaseId, until);
        held.state = LeaseState.Released;
        _unlock(held.providerId, _lockFor(deal, terms, held.rate));
        emit LeaseReleased(leaseId);
    }

    /// @inheritdoc IMarketLeases
    function lease(uint64 leaseId) external view returns (Lease memory) {
        return _leases[leaseId];
    }

    /// @inheritdoc IMarketLeases
    function lockOf(uint64 leaseId) external view returns (uint128) {
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        Lease storage held = _leases[leaseId];
        if (held.state == LeaseState.None || held.state == LeaseState.Released) return 0;
        return uint128(_lockFor(deal, book.termsOf(deal.version), held.rate));
    }

    /// @inheritdoc IMarketLeases
    function spentBy(uint32 agent) external view returns (uint48 epoch, uint64 gpuSeconds, uint128 spent) {
        Spending storage spending = _spent[agent];
        return (spending.epoch, spending.gpuSeconds, spending.money);
    }

    /// @inheritdoc IMarketLeases
    function earned(uint64 leaseId) external view returns (uint128) {
        (uint32 units,,) = book.feesOf(leaseId);
        return _earned(units, leaseId);
    }

    /// @inheritdoc IMarketStakes
    function isServedBy(uint64 orderId, uint32 providerId) external view returns (bool) {
        return providerId != 0 && _leases[orderId].providerId == providerId;
    }

    /// @dev UNIX seconds from which on an open dispute contests the lease; the greatest number where there is none.
    function _contestedFrom(uint64 leaseId) internal view virtual returns (uint256);

    function _isRunning(LeaseState state) internal pure returns (bool) {
        return state == LeaseState.Active || state == LeaseState.Noticed;
    }

    function _giveUnitsBack(IMarketOrders.Deal memory deal, uint64 leaseId) internal {
        Lease storage held = _leases[leaseId];
        held.state = LeaseState.Closed;
        _disengage(held.providerId, deal.pool, held.party, deal.units);
        emit LeaseClosed(leaseId);
    }

    /// @dev Ends the lease at `end`, at which or before which it ends anyway, and gives the rest back to who paid.
    function _shorten(IMarketOrders.Deal memory deal, uint64 leaseId, uint40 end) internal {
        Lease storage held = _leases[leaseId];
        uint40 before = held.end;
        if (end >= before) return;
        uint128 deposit = LeaseMath.earned(held.rate, deal.units, end - held.start);
        uint128 rest = held.deposit - deposit;
        held.end = end;
        held.deposit = deposit;
        _changeLoad(deal.pool, held.party, held.start, 0, uint64(deal.units) * (before - end));
        emit LeaseShortened(leaseId, msg.sender, end, deposit);
        _giveBack(deal, rest, before - end);
    }

    /// @dev Money and seconds that a lease did not use, to whoever paid: the tenant, or the line and the allocation.
    function _giveBack(IMarketOrders.Deal memory deal, uint128 amount, uint256 unused) internal {
        if (deal.epoch == 0) {
            if (deal.tenant == msg.sender) _pay(msg.sender, amount);
            else _credit(deal.tenant, amount);
            return;
        }
        uint64 gpuSeconds = uint64(deal.units * unused);
        policy.restore(deal.party, deal.pool, deal.epoch, gpuSeconds);
        treasury.refund(deal.pool, deal.epoch, gpuSeconds, amount);
    }

    function _lockFor(IMarketOrders.Deal memory deal, IMarketTerms.Terms memory terms, uint256 rate)
        internal
        pure
        returns (uint256)
    {
        return LeaseMath.lockFor(rate, deal.units, deal.duration, terms.disputeWindow, terms.disputeBond);
    }

    function _start(
        uint64 orderId,
        IMarketOrders.Bid memory taken,
        IMarketOrders.Deal memory deal,
        uint256 lock,
        uint32 paidSeconds
    ) private returns (uint128 deposit) {
        if (paidSeconds == 0 || paidSeconds > deal.duration) {
            revert MarketBadSeconds(paidSeconds, deal.duration);
        }
        deposit = LeaseMath.earned(taken.rate, deal.units, paidSeconds);
        uint40 start = uint40(block.timestamp);
        _engage(taken.providerId, deal.units, lock);
        _addUse(deal.pool, taken.party, deal.units, uint64(deal.units) * paidSeconds);
        _leases[orderId] = Lease({
            providerId: taken.providerId,
            party: taken.party,
            start: start,
            end: start + paidSeconds,
            state: LeaseState.Active,
            rate: taken.rate,
            deposit: deposit,
            withdrawn: 0
        });
        emit LeaseStarted(orderId, taken.providerId, taken.party, taken.rate, start, start + paidSeconds, deposit);
    }

    /// @dev What an agent spends is not given back to it when a lease ends early, so ending leases buys it nothing.
    function _spendAs(IMarketOrders.Deal memory deal, uint64 gpuSeconds, uint128 amount) private {
        uint32 agent = deal.agent;
        if (agent == 0) return;
        Spending memory spent = _spent[agent];
        if (spent.epoch == deal.epoch) {
            gpuSeconds += spent.gpuSeconds;
            amount += spent.money;
        }
        IPartyRegistry.Agent memory limits = parties.agentOf(deal.party, msg.sender);
        if (gpuSeconds > limits.gpuSecondsPerEpoch || amount > limits.moneyPerEpoch) {
            revert MarketAgentLimit(agent, gpuSeconds, amount);
        }
        _spent[agent] = Spending({epoch: deal.epoch, gpuSeconds: gpuSeconds, money: amount});
    }

    function _close(uint64 leaseId) private {
        Lease storage held = _leases[leaseId];
        if (!_isRunning(held.state)) revert MarketNotRunning(leaseId);
        if (block.timestamp < held.end) revert MarketStillRunning(leaseId, held.end);
        _giveUnitsBack(book.dealOf(leaseId), leaseId);
    }

    function _checkRunning(uint64 leaseId) private view {
        Lease storage held = _leases[leaseId];
        if (!_isRunning(held.state) || block.timestamp >= held.end) revert MarketNotRunning(leaseId);
    }

    function _earned(uint256 units, uint64 leaseId) private view returns (uint128) {
        Lease storage held = _leases[leaseId];
        uint256 until = Math.min(Math.min(block.timestamp, held.end), _contestedFrom(leaseId));
        return LeaseMath.earned(held.rate, units, until - held.start);
    }
}
