// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationPolicy} from "../../interfaces/IAllocationPolicy.sol";
import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {IMarketOrders} from "../../interfaces/IMarketOrders.sol";
import {IPartyRegistry} from "../../interfaces/IPartyRegistry.sol";
import {EpochTimed} from "./EpochTimed.sol";
import {MarketTerms} from "./MarketTerms.sol";

/// @title What tenants want
abstract contract Orders is EpochTimed, MarketTerms, IMarketOrders {
    /// @dev An order in three words; the third is neither written nor read while `isPlain`.
    struct StoredOrder {
        address tenant;
        uint32 party;
        uint32 units;
        uint32 notice;
        uint80 maxRate;
        uint32 duration;
        uint40 bidUntil;
        uint40 openUntil;
        uint8 pool;
        uint16 version;
        OrderState state;
        uint8 bids;
        bool isPlain;
        uint64 attributes;
        uint64 auditorIds;
        uint32 releaseId;
        uint32 epoch;
        uint32 agent;
        uint32 declined;
    }

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice The allocation policy.
    IAllocationPolicy public immutable policy;

    /// @notice The treasury.
    IComputeTreasury public immutable treasury;

    /// @inheritdoc IMarketOrders
    uint64 public orderCount;

    mapping(uint64 orderId => StoredOrder) internal _orders;

    /// @param parties_ The party registry.
    /// @param policy_ The allocation policy.
    /// @param treasury_ The treasury.
    constructor(IPartyRegistry parties_, IAllocationPolicy policy_, IComputeTreasury treasury_) {
        parties = parties_;
        policy = policy_;
        treasury = treasury_;
    }

    /// @inheritdoc IMarketOrders
    function placeOrder(OrderTerms calldata wants, bytes32 specDigest) external returns (uint64 orderId) {
        return _place(parties.partyNow(msg.sender), 0, 0, wants, specDigest);
    }

    /// @inheritdoc IMarketOrders
    function placeBudgetOrder(uint32 party, OrderTerms calldata wants, bytes32 specDigest)
        external
        returns (uint64 orderId)
    {
        uint32 agent = _agentOf(party, msg.sender);
        uint48 epoch = _epochNow();
        uint256 lineRate = treasury.lineOf(wants.pool, epoch).maxRate;
        if (wants.maxRate > lineRate) revert MarketRateTooHigh(wants.maxRate, lineRate);
        return _place(party, agent, epoch, wants, specDigest);
    }

    /// @inheritdoc IMarketOrders
    function cancelOrder(uint64 orderId) external {
        if (!isTenantSide(orderId, msg.sender)) revert MarketNotTenant(orderId, msg.sender);
        StoredOrder storage placed = _orders[orderId];
        if (placed.state != OrderState.Open) revert MarketNotOpen(orderId);
        placed.state = OrderState.Canceled;
        emit OrderCanceled(orderId);
    }

    /// @inheritdoc IMarketOrders
    function order(uint64 orderId) external view returns (Order memory) {
        StoredOrder memory placed = _orders[orderId];
        return Order({
            tenant: placed.tenant,
            party: placed.party,
            agent: placed.agent,
            epoch: placed.epoch,
            bidUntil: placed.bidUntil,
            openUntil: placed.openUntil,
            version: placed.version,
            state: placed.state,
            declined: placed.declined,
            bids: placed.bids,
            wants: OrderTerms({
                pool: placed.pool,
                units: placed.units,
                duration: placed.duration,
                notice: placed.notice,
                maxRate: placed.maxRate,
                attributes: placed.attributes,
                auditorIds: placed.auditorIds,
                releaseId: placed.releaseId
            })
        });
    }

    /// @inheritdoc IMarketOrders
    function dealOf(uint64 orderId) public view returns (Deal memory deal) {
        StoredOrder storage placed = _orders[orderId];
        deal.tenant = placed.tenant;
        deal.party = placed.party;
        if (!placed.isPlain) (deal.agent, deal.epoch) = (placed.agent, placed.epoch);
        deal.pool = placed.pool;
        deal.units = placed.units;
        deal.duration = placed.duration;
        deal.notice = placed.notice;
        deal.version = placed.version;
    }

    /// @inheritdoc IMarketOrders
    function feesOf(uint64 orderId) external view returns (uint32 units, uint16 feeBps, uint16 burnBps) {
        StoredOrder storage placed = _orders[orderId];
        Terms storage terms = _termsAt(placed.version);
        return (placed.units, terms.feeBps, terms.burnBps);
    }

    /// @inheritdoc IMarketOrders
    function isTenantSide(uint64 orderId, address account) public view returns (bool) {
        StoredOrder storage placed = _orders[orderId];
        if (placed.tenant == account) return true;
        if (_epochOf(placed) == 0) return false;
        (address controller,,) = parties.partyInfo(placed.party);
        return account == controller;
    }

    function _openOrder(uint64 orderId) internal view returns (StoredOrder storage placed) {
        placed = _orders[orderId];
        if (placed.state != OrderState.Open || block.timestamp >= placed.openUntil) revert MarketNotOpen(orderId);
    }

    /// @dev The order, if the account may accept a bid on it now.
    function _ownOrder(uint64 orderId, address tenant) internal view returns (StoredOrder storage placed) {
        placed = _openOrder(orderId);
        if (placed.tenant != tenant) revert MarketNotTenant(orderId, tenant);
    }

    /// @dev The order, if the account may have it assigned now.
    function _assignable(uint64 orderId, address tenant) internal view returns (StoredOrder storage placed) {
        placed = _ownOrder(orderId, tenant);
        if (_epochOf(placed) == 0) revert MarketWrongPayer(orderId);
        if (block.timestamp < placed.bidUntil) revert MarketStillBidding(orderId, placed.bidUntil);
    }

    /// @dev The epoch whose budget pays, or 0.
    function _epochOf(StoredOrder storage placed) internal view returns (uint32) {
        return placed.isPlain ? 0 : placed.epoch;
    }

    /// @dev The account's number as an agent of the party, or 0 for a member.
    function _agentOf(uint32 party, address account) internal view returns (uint32) {
        if (party != 0 && parties.partyNow(account) == party) return 0;
        IPartyRegistry.Agent memory agent = parties.agentOf(party, account);
        if (agent.until <= block.timestamp) revert MarketNotOfParty(party, account);
        return agent.id;
    }

    function _place(uint32 party, uint32 agent, uint48 epoch, OrderTerms calldata wants, bytes32 specDigest)
        private
        returns (uint64 orderId)
    {
        _checkNotPaused();
        uint16 version = termsVersion;
        Terms storage terms = _termsAt(version);
        _checkWants(wants, terms);
        uint40 bidUntil = uint40(block.timestamp + terms.bidTime);
        uint40 openUntil = bidUntil + terms.orderTime;
        if (epoch != 0) {
            uint256 ends = _startOf(epoch + 1);
            if (bidUntil >= ends) revert MarketEpochTooShort(epoch, bidUntil, ends);
            if (openUntil > ends) openUntil = uint40(ends);
        }
        orderId = ++orderCount;
        StoredOrder storage placed = _orders[orderId];
        (placed.tenant, placed.party, placed.units, placed.notice) = (msg.sender, party, wants.units, wants.notice);
        placed.maxRate = wants.maxRate;
        placed.duration = wants.duration;
        placed.bidUntil = bidUntil;
        placed.openUntil = openUntil;
        placed.pool = uint8(wants.pool);
        placed.version = version;
        placed.state = OrderState.Open;
        if (epoch == 0 && wants.attributes | wants.auditorIds | wants.releaseId == 0) {
            placed.isPlain = true;
        } else {
            placed.attributes = wants.attributes;
            placed.auditorIds = wants.auditorIds;
            placed.releaseId = wants.releaseId;
            placed.epoch = uint32(epoch);
            placed.agent = agent;
        }
        emit OrderPlaced(orderId, msg.sender, party, agent, epoch, bidUntil, openUntil, version, wants, specDigest);
    }

    function _checkWants(OrderTerms calldata wants, Terms storage terms) private view {
        if (wants.pool == 0 || wants.pool > policy.poolCount()) revert MarketUnknownPool(wants.pool);
        if (wants.units == 0) revert MarketEmptyField("units");
        if (wants.maxRate == 0) revert MarketEmptyField("maxRate");
        if (wants.duration == 0) revert MarketEmptyField("duration");
        if (wants.duration > terms.maxDuration) revert MarketTooLong(wants.duration, terms.maxDuration);
        if (wants.notice < terms.minNotice) revert MarketNoticeTooShort(wants.notice, terms.minNotice);
    }
}
