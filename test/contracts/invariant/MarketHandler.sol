// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {MarketModel} from "./MarketModel.sol";

/// @title What tenants, providers, arbiters, auditors, votes and strangers might do on the market, in any order
/// @dev The last orders are the likely ones, and mostly those act who may; who may not is tried as well.
contract MarketHandler is MarketModel {
    uint64 private constant RECENT = 6;

    constructor() {
        startModel();
        addNode(stewards[2], 8);
        addNode(stewards[2], 6);
        addNode(stewards[6], 10);
        addNode(stewards[6], 10);
        addNode(stewards[10], 8);
        addNode(makeAddr("an operator of no party"), 8);
        giveMoney(applicant, 1_000e6);
        giveMoney(stewards[0], 1_000e6);
        accounts.push(applicant);
        accounts.push(stewards[0]);
        _liveAnEpoch(uint256(keccak256("the first")));
    }

    function contracts() external view returns (address market_, address book_, address providers_, address money_) {
        return (address(computeMarket), address(book), address(providers), address(money));
    }

    function orderCount() external view returns (uint64) {
        return orders;
    }

    function nodeCount_() external view returns (uint32) {
        return nodeCount;
    }

    /// @notice What the market holds in bids of a node.
    function depositsOf(uint32 node) external view returns (uint256 sum) {
        for (uint64 id = 1; id <= orders; ++id) {
            if (rates[id][node] == 0 || rents[id].node == node) continue;
            sum += book.termsOf(wanted[id].version).bidDeposit;
        }
    }

    function owedInAll() external view returns (uint256 sum) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            bool isFirst = true;
            for (uint256 n = 0; n < i; ++n) {
                if (accounts[n] == accounts[i]) isFirst = false;
            }
            if (isFirst) sum += computeMarket.claimable(accounts[i]);
        }
    }

    /// @notice An order of own money, some bids, and mostly an acceptance.
    function trade(uint256 seed) public {
        uint64 id = placeWatched(_tenant(seed), false, _units(seed >> 8), _duration(seed >> 16));
        _bids(id, seed >> 40);
        uint32 node = _bidder(id, seed >> 80);
        if (node != 0 && seed & (7 << 100) != 0) acceptWatched(wanted[id].tenant, id, node, _paid(id, seed >> 110));
        checkLease(id);
    }

    /// @notice An order of the budget, some bids, and mostly what they are assigned to.
    function budgetTrade(uint256 seed) public {
        address account = seed & 1 == 0 ? applicant : stewards[0];
        uint64 id = placeWatched(account, true, _units(seed >> 8), _duration(seed >> 16) % 8 hours + 1);
        if (id == 0) return;
        _bids(id, seed >> 40);
        if (seed & (7 << 100) != 0) _warp(wanted[id].bidUntil);
        acceptAssignedWatched(seed & (15 << 104) == 0 ? tenant : account, id, _paid(id, seed >> 110));
        checkLease(id);
    }

    /// @notice Requests, levels, and the first seconds of the next epoch.
    function liveAnEpoch(uint256 seed) public {
        _liveAnEpoch(seed);
        check();
    }

    function bidAgain(uint256 seed) public {
        uint64 id = _recent(seed);
        if (id == 0) return;
        _bids(id, seed >> 16);
        checkLease(id);
    }

    function takeBidBack(uint256 seed) public {
        uint64 id = _recent(seed);
        if (id == 0) return;
        uint32 node = uint32(1 + (seed >> 16) % nodeCount);
        withdrawBidWatched(seed & (3 << 30) == 0 ? stranger : nodes[node].operator, id, node);
        check();
    }

    function acceptLate(uint256 seed) public {
        uint64 id = _recent(seed);
        if (id == 0) return;
        address caller = seed & (7 << 16) == 0 ? stranger : wanted[id].tenant;
        uint32 node = _bidder(id, seed >> 20);
        if (wanted[id].epoch != 0) acceptAssignedWatched(caller, id, _paid(id, seed >> 40));
        else acceptWatched(caller, id, node, _paid(id, seed >> 40));
        checkLease(id);
    }

    function topUp(uint256 seed) public {
        uint64 id = _running(seed);
        if (id == 0) return;
        topUpWatched(_callerFor(id, seed >> 8), id, uint32((seed >> 40) % (seed & (1 << 60) == 0 ? 2 : 9_000)));
        checkLease(id);
    }

    function end(uint256 seed) public {
        uint64 id = _running(seed);
        if (id == 0) return;
        endWatched(_callerFor(id, seed >> 8), id);
        checkLease(id);
    }

    function notice(uint256 seed) public {
        uint64 id = _running(seed);
        if (id == 0) return;
        noticeWatched(_operatorFor(id, seed >> 8), id);
        checkLease(id);
    }

    function close(uint256 seed) public {
        uint64 id = _recent(seed);
        if (id == 0) return;
        closeWatched(id);
        checkLease(id);
    }

    function withdraw(uint256 seed) public {
        uint64 id = _running(seed);
        if (id == 0) return;
        withdrawWatched(_operatorFor(id, seed >> 8), id);
        checkLease(id);
    }

    function release(uint256 seed) public {
        uint64 id = _recent(seed);
        if (id == 0) return;
        uint256 free = rents[id].end + book.termsOf(wanted[id].version).disputeWindow;
        if (rents[id].phase == Phase.Closed && seed & 256 == 0 && free > block.timestamp) _warp(free);
        releaseWatched(id);
        checkLease(id);
    }

    function dispute(uint256 seed) public {
        uint64 id = _running(seed);
        if (id == 0) return;
        uint256 until = block.timestamp < rents[id].end ? block.timestamp : rents[id].end;
        uint256 back = (seed >> 20) % 4_000;
        disputeWatched(_callerFor(id, seed >> 8), id, until > back ? until - back : 0);
        checkLease(id);
    }

    /// @notice Arbiters vote on the dispute of a lease; now and then a vote of the DAO overturns.
    function judge(uint256 seed) public {
        uint64 id = _disputed(seed);
        if (id == 0 || computeMarket.disputeOf(id).caseId == 0) return;
        uint64 caseId = computeMarket.disputeOf(id).caseId;
        address[] memory seated = arbitration.arbitersOf(caseId);
        for (uint256 i = 0; i < seated.length; ++i) {
            if (seed >> (20 + i) & 1 == 0) continue;
            callAs(seated[i], address(arbitration), abi.encodeCall(arbitration.vote, (caseId, seed & 32 == 0, SPEC)));
        }
        if (seed & (7 << 40) != 0) return;
        IArbitration.Outcome verdict =
            seed & (1 << 50) == 0 ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForRespondent;
        callAs(address(timelock), address(arbitration), abi.encodeCall(arbitration.overturn, (caseId, verdict)));
    }

    function settleDispute(uint256 seed) public {
        uint64 id = _disputed(seed);
        if (id == 0) return;
        uint64 caseId = computeMarket.disputeOf(id).caseId;
        if (caseId != 0 && seed & 256 == 0 && arbitration.finalAt(caseId) > block.timestamp) {
            _warp(arbitration.finalAt(caseId));
        }
        settleWatched(id);
        checkLease(id);
    }

    function claim(uint256 seed) public {
        claimWatched(accounts[seed % accounts.length]);
        check();
    }

    function payFees(uint256) public {
        payFeesWatched();
        check();
    }

    function moveStake(uint256 seed) public {
        uint32 node = uint32(1 + seed % nodeCount);
        uint112 amount = uint112((seed >> 16) % 400e6);
        if (seed & (1 << 200) == 0) stakeWatched(node, amount);
        else unstakeWatched(seed & (7 << 210) == 0 ? stranger : nodes[node].operator, node, amount);
        check();
    }

    function changeAudit(uint256 seed) public {
        auditWatched(uint32(1 + seed % nodeCount), (seed >> 8) % 4 == 0);
        check();
    }

    function sendDirectly(uint256 seed) public {
        giftWatched(seed % 1_000);
        check();
    }

    function changeTerms(uint256 seed) public {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.feeBps = uint16(seed % 1001);
        terms.burnBps = uint16((seed >> 16) % 10_001);
        terms.penaltyBps = uint16((seed >> 32) % 10_001);
        terms.capBps = uint16(2000 + (seed >> 48) % 3001);
        terms.disputeWindow = uint24(600 + (seed >> 64) % 7200);
        terms.bidDeposit = uint80((seed >> 96) % 5e6);
        terms.disputeBond = uint80(5e6 + (seed >> 128) % 20e6);
        termsWatched(terms);
        check();
    }

    function moveTime(uint256 seed) public {
        _warp(block.timestamp + (seed & 7 == 0 ? (seed >> 8) % 2 days : (seed >> 8) % 2 hours));
        check();
    }

    function _liveAnEpoch(uint256 seed) private {
        if (block.timestamp >= clock.startOf(clock.current() + 1) - 2 hours) nextEpoch();
        ask(applicant, POOL, uint64(10_000 + seed % 190_000));
        ask(stewards[0], POOL, uint64(10_000 + (seed >> 32) % 190_000));
        settle(POOL);
        nextEpoch();
    }

    function _bids(uint64 id, uint256 seed) private {
        uint256 count = seed % 4;
        for (uint256 i = 0; i < count; ++i) {
            uint256 part = uint256(keccak256(abi.encode(seed, i)));
            // Few rates, so that many are equal.
            uint80 rate = part & 15 == 0 ? TOP_RATE + 1 : uint80(TOP_RATE - (part >> 8) % 3 * 333_333);
            bidWatched(id, uint32(1 + (part >> 40) % nodeCount), rate);
        }
    }

    function _bidder(uint64 id, uint256 seed) private view returns (uint32) {
        uint256 count = bidders[id].length;
        return count == 0 ? 0 : bidders[id][seed % count];
    }

    function _recent(uint256 seed) private view returns (uint64) {
        uint64 count = orders < RECENT ? orders : RECENT;
        if (seed & (7 << 230) == 0) count = orders;
        return count == 0 ? 0 : orders - uint64((seed >> 3) % count);
    }

    /// @dev Mostly a lease that runs.
    function _running(uint256 seed) private view returns (uint64 id) {
        id = _recent(seed);
        if (seed & (3 << 240) == 0) return id;
        for (uint64 i = 0; i < 12 && i < orders; ++i) {
            uint64 next = orders - (i + uint64((seed >> 5) % 3)) % orders;
            if (rents[next].phase == Phase.Live && rents[next].end > block.timestamp) return next;
        }
    }

    /// @dev Mostly a lease over which a dispute is open.
    function _disputed(uint256 seed) private view returns (uint64 id) {
        id = _recent(seed);
        if (seed & (3 << 240) == 0) return id;
        for (uint64 next = orders; next > 0 && next + 24 > orders; --next) {
            if (rents[next].phase == Phase.Disputed) return next;
        }
    }

    function _tenant(uint256 seed) private view returns (address) {
        address[4] memory some = [tenant, tenant, applicant, stewards[0]];
        return some[seed % 4];
    }

    function _callerFor(uint64 id, uint256 seed) private view returns (address) {
        return seed & 7 == 0 ? stranger : wanted[id].tenant;
    }

    function _operatorFor(uint64 id, uint256 seed) private view returns (address) {
        return seed & 7 == 0 || rents[id].node == 0 ? tenant : nodes[rents[id].node].operator;
    }

    function _units(uint256 seed) private pure returns (uint32) {
        return uint32(1 + seed % 6);
    }

    function _duration(uint256 seed) private pure returns (uint32) {
        return uint32(1 + seed % (seed & (1 << 20) == 0 ? 4 hours : 3 days));
    }

    /// @dev Seconds to pay for: mostly some that are allowed.
    function _paid(uint64 id, uint256 seed) private view returns (uint32) {
        return uint32(seed & 15 == 0 ? wanted[id].duration + 1 : 1 + (seed >> 4) % wanted[id].duration);
    }

    function _warp(uint256 time) private {
        vm.warp(time);
    }
}
