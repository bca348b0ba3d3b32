// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnclaves} from "../../interfaces/IEnclaves.sol";
import {IMarketOrders} from "../../interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../interfaces/IMarketStakes.sol";
import {IProviderRegistry} from "../../interfaces/IProviderRegistry.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {Orders} from "./Orders.sol";

/// @title Bids, that a lower one can displace, and who wins
/// @dev One question decides a bid, an acceptance and an assignment alike: `_obstacle`. So nobody wins with a bid that
/// cannot be served, and a bidder that cannot serve any more delays nobody.
abstract contract OrderBids is Orders {
    uint256 private constant BASIS_POINTS = 10_000;

    /// @notice The provider registry.
    IProviderRegistry public immutable providers;

    /// @notice The enclaves.
    IEnclaves public immutable enclaves;

    /// @notice The market, which holds the stakes.
    IMarketStakes public immutable market;

    mapping(uint64 orderId => mapping(uint256 index => Bid)) private _bids;

    modifier onlyMarket() {
        _checkMarket();
        _;
    }

    /// @param providers_ The provider registry.
    /// @param enclaves_ The enclaves.
    /// @param market_ The market.
    constructor(IProviderRegistry providers_, IEnclaves enclaves_, IMarketStakes market_) {
        providers = providers_;
        enclaves = enclaves_;
        market = market_;
    }

    /// @inheritdoc IMarketOrders
    function bid(uint64 orderId, uint32 providerId, uint80 rate, uint16 auditorId, uint32 enclaveId) external {
        _checkNotPaused();
        StoredOrder storage placed = _openOrder(orderId);
        // Else the winner of a budget order could raise its rate just before it is accepted.
        if (block.timestamp >= placed.bidUntil && _epochOf(placed) != 0) revert MarketNotOpen(orderId);
        if (rate == 0) revert MarketEmptyField("rate");
        if (rate > placed.maxRate) revert MarketRateTooHigh(rate, placed.maxRate);
        Bid memory offered = Bid({
            providerId: providerId,
            party: parties.partyNow(msg.sender),
            auditorId: auditorId,
            enclaveId: enclaveId,
            rate: rate
        });
        Terms storage terms = _termsAt(placed.version);
        IProviderRegistry.Offer memory offer = _offerOf(placed, offered);
        if (offer.operator != msg.sender) revert IMarketStakes.MarketNotOperator(providerId, msg.sender);
        uint256 index = _indexOf(placed, orderId, providerId);
        bool isNew = index == placed.bids;
        Obstacle obstacle = _obstacle(placed, offered, offer, isNew ? 0 : terms.bidDeposit);
        if (obstacle != Obstacle.None) revert MarketCannotServe(orderId, providerId, obstacle);

        if (isNew) {
            if (index == terms.maxBids) index = _displace(placed, orderId, rate, terms.bidDeposit);
            else placed.bids = uint8(index + 1);
            market.lockDeposit(providerId, terms.bidDeposit);
        }
        _bids[orderId][index] = offered;
        emit BidPlaced(orderId, providerId, offered.party, auditorId, enclaveId, rate);
    }

    /// @inheritdoc IMarketOrders
    function withdrawBid(uint64 orderId, uint32 providerId) external {
        StoredOrder storage placed = _orders[orderId];
        bool open = placed.state == OrderState.Open && block.timestamp < placed.openUntil;
        if (open) _checkOperator(providerId);
        // The deposit of the accepted bid is a part of what the lease locks.
        else if (market.isServedBy(orderId, providerId)) revert MarketNoBid(orderId, providerId);
        _dropBid(placed, orderId, _bidOf(placed, orderId, providerId), open ? BidEnd.Withdrawn : BidEnd.Released);
    }

    /// @inheritdoc IMarketOrders
    function declineWinner(uint64 orderId) external {
        StoredOrder storage placed = _assignable(orderId, msg.sender);
        if (placed.declined != 0) revert MarketDeclinedBefore(orderId);
        uint32 providerId = _winner(placed, orderId).providerId;
        if (providerId == 0) revert MarketNoWinner(orderId);
        placed.declined = providerId;
        _dropBid(placed, orderId, _bidOf(placed, orderId, providerId), BidEnd.Declined);
    }

    /// @inheritdoc IMarketOrders
    function take(uint64 orderId, address tenant, uint32 providerId, uint80 rate)
        external
        onlyMarket
        returns (Bid memory taken, Deal memory deal, uint256 lock)
    {
        StoredOrder storage placed = _ownOrder(orderId, tenant);
        if (_epochOf(placed) != 0) revert MarketWrongPayer(orderId);
        taken = _bids[orderId][_bidOf(placed, orderId, providerId)];
        if (taken.rate != rate) revert MarketOtherRate(orderId, taken.rate, rate);
        Obstacle obstacle = _obstacle(placed, taken, _offerOf(placed, taken), _termsAt(placed.version).bidDeposit);
        if (obstacle != Obstacle.None) revert MarketCannotServe(orderId, providerId, obstacle);
        (deal, lock) = _take(placed, orderId, taken.rate);
    }

    /// @inheritdoc IMarketOrders
    function takeAssigned(uint64 orderId, address tenant)
        external
        onlyMarket
        returns (Bid memory taken, Deal memory deal, uint256 lock)
    {
        StoredOrder storage placed = _assignable(orderId, tenant);
        if (_agentOf(placed.party, tenant) != placed.agent) revert MarketNotOfParty(placed.party, tenant);
        taken = _winner(placed, orderId);
        if (taken.providerId == 0) revert MarketNoWinner(orderId);
        (deal, lock) = _take(placed, orderId, taken.rate);
    }

    /// @inheritdoc IMarketOrders
    function winnerOf(uint64 orderId) external view returns (Bid memory) {
        return _winner(_orders[orderId], orderId);
    }

    /// @inheritdoc IMarketOrders
    function obstacleOf(uint64 orderId, Bid calldata offered) external view returns (Obstacle) {
        StoredOrder storage placed = _orders[orderId];
        uint256 index = _indexOf(placed, orderId, offered.providerId);
        uint256 held = index == placed.bids ? 0 : _termsAt(placed.version).bidDeposit;
        return _obstacle(placed, offered, _offerOf(placed, offered), held);
    }

    /// @inheritdoc IMarketOrders
    function bidsOf(uint64 orderId) external view returns (Bid[] memory list) {
        list = new Bid[](_orders[orderId].bids);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = _bids[orderId][i];
        }
    }

    function _take(StoredOrder storage placed, uint64 orderId, uint256 rate)
        private
        returns (Deal memory deal, uint256 lock)
    {
        _checkNotPaused();
        placed.state = OrderState.Leased;
        Terms storage terms = _termsAt(placed.version);
        return (dealOf(orderId), _lockFor(placed, terms, rate) - terms.bidDeposit);
    }

    function _lockFor(StoredOrder storage placed, Terms storage terms, uint256 rate) private view returns (uint256) {
        return LeaseMath.lockFor(rate, placed.units, placed.duration, terms.disputeWindow, terms.disputeBond);
    }

    /// @dev Makes room for a lower rate; of equal ones the latest goes. A bid that cannot be served makes room for any,
    /// else a wall of low ones that nobody means to serve would keep all others out.
    function _displace(StoredOrder storage placed, uint64 orderId, uint80 rate, uint80 deposit)
        private
        returns (uint256 index)
    {
        uint256 count = placed.bids;
        uint80 highest = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint80 other = _bids[orderId][i].rate;
            if (other >= highest) (highest, index) = (other, i);
        }
        if (rate >= highest) {
            index = _unservable(placed, orderId, deposit);
            if (index == count) revert MarketBidsFull(orderId, rate, highest);
        }
        uint32 providerId = _bids[orderId][index].providerId;
        market.unlockDeposit(providerId, deposit);
        emit BidEnded(orderId, providerId, BidEnd.Displaced);
    }

    function _dropBid(StoredOrder storage placed, uint64 orderId, uint256 index, BidEnd why) private {
        uint256 last = placed.bids - 1;
        uint32 providerId = _bids[orderId][index].providerId;
        if (index != last) _bids[orderId][index] = _bids[orderId][last];
        delete _bids[orderId][last];
        placed.bids = uint8(last);
        market.unlockDeposit(providerId, _termsAt(placed.version).bidDeposit);
        emit BidEnded(orderId, providerId, why);
    }

    /// @dev The first bid that cannot be served now, or how many there are.
    function _unservable(StoredOrder storage placed, uint64 orderId, uint256 deposit)
        private
        view
        returns (uint256 index)
    {
        for (; index < placed.bids; ++index) {
            Bid memory held = _bids[orderId][index];
            if (_obstacle(placed, held, _offerOf(placed, held), deposit) != Obstacle.None) return index;
        }
    }

    /// @dev The best bid that can be served now; all zero where there is none.
    function _winner(StoredOrder storage placed, uint64 orderId) private view returns (Bid memory best) {
        uint256 deposit = _termsAt(placed.version).bidDeposit;
        uint256 count = placed.bids;
        for (uint256 i = 0; i < count; ++i) {
            Bid memory next = _bids[orderId][i];
            if (best.providerId != 0 && !_isBetter(placed, next, best)) continue;
            if (_obstacle(placed, next, _offerOf(placed, next), deposit) == Obstacle.None) best = next;
        }
    }

    /// @dev `held` of the stake's lock is the bid's own deposit, which a lease takes over.
    function _obstacle(
        StoredOrder storage placed,
        Bid memory offered,
        IProviderRegistry.Offer memory offer,
        uint256 held
    ) private view returns (Obstacle) {
        if (offer.operator == address(0)) return Obstacle.NotListed;
        if (offer.pool != placed.pool) return Obstacle.OtherPool;
        if (!offer.capable) return Obstacle.MissingAttribute;
        if (!offer.audited) return Obstacle.NotAudited;

        Terms storage terms = _termsAt(placed.version);
        (IMarketStakes.Stake memory stake, IMarketStakes.Use memory use) =
            market.standingOf(offered.providerId, placed.pool, offered.party);
        if (uint256(stake.unitsInUse) + placed.units > offer.units) return Obstacle.NoUnitsFree;
        uint256 needed = _lockFor(placed, terms, offered.rate);
        if (stake.amount < terms.minStake || stake.amount - stake.locked + held < needed) {
            return Obstacle.StakeTooSmall;
        }
        uint256 counted = offer.auditedUnits > terms.floorUnits ? offer.auditedUnits : terms.floorUnits;
        if ((uint256(use.units) + placed.units) * BASIS_POINTS > terms.capBps * counted) return Obstacle.OverCap;
        return placed.isPlain ? Obstacle.None : _specialObstacle(placed, offered, offer.operator);
    }

    /// @dev What only orders of the budget and those with needs ask.
    function _specialObstacle(StoredOrder storage placed, Bid memory offered, address operator)
        private
        view
        returns (Obstacle)
    {
        if (offered.providerId == placed.declined) return Obstacle.Declined;
        if (placed.epoch != 0) {
            if (offered.party == 0) return Obstacle.NoParty;
            if (offered.party == placed.party) return Obstacle.SameParty;
            uint64 auditorIds = placed.auditorIds == 0 ? offered.auditorId : placed.auditorIds;
            if (!_isIndependent(auditorIds, offered.party)) return Obstacle.NotAudited;
        }
        uint32 releaseId = placed.releaseId;
        if (releaseId != 0 && !_isServing(releaseId, offered.enclaveId, operator)) return Obstacle.NoEnclave;
        return Obstacle.None;
    }

    /// @dev Whether none of the auditors belongs to the bidder's party by now; that they did not when they audited is the
    /// registry's matter.
    function _isIndependent(uint64 auditorIds, uint32 party) private view returns (bool) {
        for (; auditorIds != 0; auditorIds >>= 16) {
            (address account,) = providers.auditor(uint16(auditorIds));
            if (parties.partyNow(account) == party) return false;
        }
        return true;
    }

    function _offerOf(StoredOrder storage placed, Bid memory offered)
        private
        view
        returns (IProviderRegistry.Offer memory)
    {
        (uint64 auditorIds, uint64 attributes) = placed.isPlain ? (0, 0) : (placed.auditorIds, placed.attributes);
        return providers.offerOf(offered.providerId, auditorIds == 0 ? offered.auditorId : auditorIds, attributes);
    }

    function _indexOf(StoredOrder storage placed, uint64 orderId, uint32 providerId) private view returns (uint256) {
        uint256 count = placed.bids;
        for (uint256 i = 0; i < count; ++i) {
            if (_bids[orderId][i].providerId == providerId) return i;
        }
        return count;
    }

    function _bidOf(StoredOrder storage placed, uint64 orderId, uint32 providerId)
        private
        view
        returns (uint256 index)
    {
        index = _indexOf(placed, orderId, providerId);
        if (index == placed.bids) revert MarketNoBid(orderId, providerId);
    }

    function _isBetter(StoredOrder storage placed, Bid memory a, Bid memory b) private view returns (bool) {
        if (a.rate != b.rate) return a.rate < b.rate;
        uint256 loadA = _loadOf(placed.pool, a.party);
        uint256 loadB = _loadOf(placed.pool, b.party);
        if (loadA != loadB) return loadA < loadB;
        return a.providerId < b.providerId;
    }

    function _loadOf(uint32 pool, uint32 party) private view returns (uint256) {
        IMarketStakes.Use memory use = market.useOf(pool, party);
        return use.epoch == _epochNow() ? use.gpuSeconds : 0;
    }

    function _isServing(uint32 releaseId, uint32 enclaveId, address operator) private view returns (bool) {
        if (enclaveId == 0 || enclaveId > enclaves.enclaveCount() || !enclaves.isLive(enclaveId)) return false;
        (IEnclaves.Claim memory made, address by,,) = enclaves.enclave(enclaveId);
        return made.releaseId == releaseId && by == operator;
    }

    function _checkOperator(uint32 providerId) private view {
        if (providers.operatorOf(providerId) != msg.sender) {
            revert IMarketStakes.MarketNotOperator(providerId, msg.sender);
        }
    }

    function _checkMarket() private view {
        if (msg.sender != address(market)) revert MarketOnlyMarket(msg.sender);
    }
}
