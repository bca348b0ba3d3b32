// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";

/// @title The rules of orders, leases, stakes and disputes written a second time, from plain lists
/// @dev Every step foretells whether the market takes it and what it moves. What goes wrong is kept in `violation`.
abstract contract MarketModel is Markets {
    enum Phase {
        None,
        Live,
        Noticed,
        Closed,
        Disputed,
        Done
    }

    struct Node {
        address operator;
        uint32 party;
        uint256 units;
        uint256 amount;
        uint256 locked;
        uint256 inUse;
        uint256 auditedUntil;
        bool counted;
    }

    struct Wanted {
        address tenant;
        uint32 party;
        uint48 epoch;
        uint256 units;
        uint256 duration;
        uint16 version;
        uint256 bidUntil;
        uint256 openUntil;
        bool isOpen;
    }

    struct Rent {
        Phase phase;
        uint32 node;
        uint256 rate;
        uint256 start;
        uint256 end;
        uint256 loadEnd;
        uint256 paid;
        uint256 withdrawn;
        uint256 lock;
        uint256 from;
        address claimant;
    }

    string public violation;
    uint256 public refusals;
    uint256 public leases;
    uint256 public budgetLeases;
    uint256 public topUps;
    uint256 public ends;
    uint256 public notices;
    uint256 public withdrawals;
    uint256 public disputes;
    uint256 public upheld;
    uint256 public rejected;
    uint256 public undecided;
    uint256 public releases;
    uint256 public claims;
    uint256 public contestedOrders;

    /// @dev What was sent to the market without a call.
    uint256 public gifts;

    uint32 internal nodeCount;
    uint64 internal orders;
    mapping(uint32 node => Node) internal nodes;
    mapping(uint64 orderId => Wanted) internal wanted;
    mapping(uint64 orderId => uint32[]) internal bidders;
    mapping(uint64 orderId => mapping(uint32 node => uint256)) internal rates;
    mapping(uint64 leaseId => Rent) internal rents;
    mapping(address account => uint256) internal owed;
    address[] internal accounts;

    uint256 private _treasuryFees;
    uint256 private _burntFees;
    mapping(uint16 version => IMarketTerms.Terms) private _terms;
    mapping(uint48 epoch => uint256) private _drawnMoney;
    mapping(uint48 epoch => uint256) private _drawnSeconds;
    mapping(uint48 epoch => mapping(uint32 party => uint256)) private _consumed;

    function startModel() internal {
        startMarket();
        appointArbiters();
        _terms[1] = firstTerms();
        accounts.push(tenant);
    }

    function addNode(address operator, uint32 units) internal {
        uint32 id = addProvider(operator, units);
        nodeCount = id;
        nodes[id] = Node({
            operator: operator,
            party: parties.partyNow(operator),
            units: units,
            amount: STAKE,
            locked: 0,
            inUse: 0,
            auditedUntil: block.timestamp + 90 days,
            counted: true
        });
        accounts.push(operator);
    }

    function termsWatched(IMarketTerms.Terms memory terms) internal {
        setTerms(terms);
        _terms[book.termsVersion()] = terms;
    }

    function placeWatched(address account, bool byBudget, uint32 units, uint32 duration) internal returns (uint64) {
        uint32 party = parties.partyNow(account);
        uint48 epoch = byBudget ? clock.current() : 0;
        bytes memory data = byBudget
            ? abi.encodeCall(book.placeBudgetOrder, (party, wanting(units, duration), SPEC))
            : abi.encodeCall(book.placeOrder, (wanting(units, duration), SPEC));
        uint256 bidUntil = block.timestamp + 60;
        uint256 openUntil = bidUntil + 12 hours;
        bool expected = true;
        if (byBudget) {
            uint256 last = clock.startOf(epoch + 1);
            // Without a line there is no rate to pay.
            expected = bidUntil < last && treasury.lineOf(POOL, epoch).maxRate == TOP_RATE;
            if (openUntil > last) openUntil = last;
        }
        bool done = callAs(account, address(book), data);
        expect(done, expected, "an order");
        if (!done) return 0;
        wanted[++orders] = Wanted({
            tenant: account,
            party: party,
            epoch: epoch,
            units: units,
            duration: duration,
            version: book.termsVersion(),
            bidUntil: bidUntil,
            openUntil: openUntil,
            isOpen: true
        });
        return orders;
    }

    function bidWatched(uint64 orderId, uint32 node, uint80 rate) internal {
        Wanted storage w = wanted[orderId];
        bool isNew = rates[orderId][node] == 0;
        bool expected = _isOpen(orderId) && (w.epoch == 0 || block.timestamp < w.bidUntil) && rate <= TOP_RATE
            && _canServe(orderId, node, rate, isNew ? 0 : _deposit(orderId));
        bytes memory data = abi.encodeCall(book.bid, (orderId, node, rate, auditorId, 0));
        bool done = callAs(nodes[node].operator, address(book), data);
        expect(done, expected, "a bid");
        if (!done) return;
        if (isNew) {
            bidders[orderId].push(node);
            nodes[node].locked += _deposit(orderId);
        }
        rates[orderId][node] = rate;
    }

    function withdrawBidWatched(address caller, uint64 orderId, uint32 node) internal {
        bool expected = rates[orderId][node] != 0;
        if (_isOpen(orderId)) expected = expected && caller == nodes[node].operator;
        else expected = expected && rents[orderId].node != node;
        bool done = callAs(caller, address(book), abi.encodeCall(book.withdrawBid, (orderId, node)));
        expect(done, expected, "taking a bid back");
        if (!done) return;
        nodes[node].locked -= _deposit(orderId);
        rates[orderId][node] = 0;
        uint32[] storage list = bidders[orderId];
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] != node) continue;
            list[i] = list[list.length - 1];
            list.pop();
            break;
        }
    }

    function acceptWatched(address caller, uint64 orderId, uint32 node, uint32 paid) internal {
        Wanted storage w = wanted[orderId];
        uint256 rate = rates[orderId][node];
        bool expected = _isOpen(orderId) && caller == w.tenant && w.epoch == 0 && rate != 0 && paid != 0
            && paid <= w.duration && _canServe(orderId, node, rate, _deposit(orderId));
        bytes memory data = abi.encodeCall(computeMarket.accept, (orderId, node, uint80(rate), paid));
        bool done = callAs(caller, address(computeMarket), data);
        expect(done, expected, "an acceptance");
        if (done) _begin(orderId, node, rate, paid);
    }

    function acceptAssignedWatched(address caller, uint64 orderId, uint32 paid) internal {
        Wanted storage w = wanted[orderId];
        uint32 node = _winner(orderId);
        uint256 rate = rates[orderId][node];
        bool expected = _isOpen(orderId) && caller == w.tenant && w.epoch != 0 && block.timestamp >= w.bidUntil
            && node != 0 && paid != 0 && paid <= w.duration;
        expected = expected && block.timestamp + paid <= clock.startOf(w.epoch + 1);
        expected = expected && _isAllocated(w, paid);
        bytes memory data = abi.encodeCall(computeMarket.acceptAssigned, (orderId, paid));
        bool done = callAs(caller, address(computeMarket), data);
        expect(done, expected, "an assignment");
        if (!done) return;
        if (bidders[orderId].length > 1) ++contestedOrders;
        _begin(orderId, node, rate, paid);
        _draw(w, paid, costOf(rate, w.units, paid));
        ++budgetLeases;
    }

    function topUpWatched(address caller, uint64 leaseId, uint32 more) internal {
        Rent storage r = rents[leaseId];
        Wanted storage w = wanted[leaseId];
        bool expected = r.phase == Phase.Live && caller == w.tenant && w.epoch == 0 && block.timestamp < r.end
            && more != 0 && r.end + more <= r.start + w.duration;
        bool done = callAs(caller, address(computeMarket), abi.encodeCall(computeMarket.topUp, (leaseId, more)));
        expect(done, expected, "a top-up");
        if (!done) return;
        ++topUps;
        r.end += more;
        if (_isThisEpoch(r.start)) r.loadEnd += more;
        r.paid = costOf(r.rate, w.units, r.end - r.start);
    }

    function endWatched(address caller, uint64 leaseId) internal {
        bool expected = _runs(leaseId) && _isTenant(caller, leaseId);
        bool done = callAs(caller, address(computeMarket), abi.encodeCall(computeMarket.endLease, (leaseId)));
        expect(done, expected, "an end");
        if (!done) return;
        ++ends;
        _close(leaseId);
        _shorten(leaseId, block.timestamp, caller);
    }

    function noticeWatched(address caller, uint64 leaseId) internal {
        Rent storage r = rents[leaseId];
        bool expected = _runs(leaseId) && caller == nodes[r.node].operator && block.timestamp + 10 minutes < r.end;
        bool done = callAs(caller, address(computeMarket), abi.encodeCall(computeMarket.giveNotice, (leaseId)));
        expect(done, expected, "a notice");
        if (!done) return;
        ++notices;
        r.phase = Phase.Noticed;
        _shorten(leaseId, block.timestamp + 10 minutes, caller);
    }

    function closeWatched(uint64 leaseId) internal {
        bool expected = _isLive(leaseId) && block.timestamp >= rents[leaseId].end;
        bool done = callAs(stranger, address(computeMarket), abi.encodeCall(computeMarket.close, (leaseId)));
        expect(done, expected, "a close");
        if (done) _close(leaseId);
    }

    function releaseWatched(uint64 leaseId) internal {
        Rent storage r = rents[leaseId];
        bool expected = (_isLive(leaseId) || r.phase == Phase.Closed)
            && block.timestamp >= r.end + _terms[wanted[leaseId].version].disputeWindow;
        bool done = callAs(stranger, address(computeMarket), abi.encodeCall(computeMarket.release, (leaseId)));
        expect(done, expected, "a release");
        if (!done) return;
        ++releases;
        if (_isLive(leaseId)) _close(leaseId);
        r.phase = Phase.Done;
        nodes[r.node].locked -= r.lock;
    }

    function withdrawWatched(address caller, uint64 leaseId) internal {
        Rent storage r = rents[leaseId];
        uint256 until = block.timestamp < r.end ? block.timestamp : r.end;
        if (r.phase == Phase.Disputed && r.from < until) until = r.from;
        uint256 all = r.phase == Phase.None ? 0 : costOf(r.rate, wanted[leaseId].units, until - r.start);
        bool expected = caller == nodes[r.node].operator && all > r.withdrawn;
        uint256 had = money.balanceOf(caller);
        bool done = callAs(caller, address(computeMarket), abi.encodeCall(computeMarket.withdraw, (leaseId)));
        expect(done, expected, "a withdrawal");
        if (!done) return;
        ++withdrawals;
        IMarketTerms.Terms storage t = _terms[wanted[leaseId].version];
        uint256 fees = all * t.feeBps / 10_000 - r.withdrawn * t.feeBps / 10_000;
        uint256 burnt =
            all * t.feeBps / 10_000 * t.burnBps / 10_000 - r.withdrawn * t.feeBps / 10_000 * t.burnBps / 10_000;
        (_treasuryFees, _burntFees) = (_treasuryFees + fees - burnt, _burntFees + burnt);
        if (money.balanceOf(caller) - had != all - r.withdrawn - fees) flag("a provider was paid something else");
        r.withdrawn = all;
    }

    function disputeWatched(address caller, uint64 leaseId, uint256 from) internal {
        Rent storage r = rents[leaseId];
        uint256 window = _terms[wanted[leaseId].version].disputeWindow;
        bool expected = (_isLive(leaseId) || r.phase == Phase.Closed) && _isTenant(caller, leaseId)
            && block.timestamp < r.end + window && from >= r.start && from + window >= block.timestamp && from < r.end
            && from < block.timestamp;
        bytes memory data = abi.encodeCall(computeMarket.dispute, (leaseId, uint40(from), SPEC));
        bool done = callAs(caller, address(computeMarket), data);
        expect(done, expected, "a dispute");
        if (!done) return;
        ++disputes;
        if (_isLive(leaseId)) _close(leaseId);
        _shorten(leaseId, block.timestamp, caller);
        (r.phase, r.from, r.claimant) = (Phase.Disputed, from, caller);
    }

    /// @dev The verdict is the arbiters' own matter; here counts what is done about it.
    function settleWatched(uint64 leaseId) internal {
        Rent storage r = rents[leaseId];
        uint256 outcome = 0;
        if (r.phase == Phase.Disputed) outcome = uint8(arbitration.outcomeOf(computeMarket.disputeOf(leaseId).caseId));
        bool done = callAs(stranger, address(computeMarket), abi.encodeCall(computeMarket.settleDispute, (leaseId)));
        expect(done, outcome != 0, "a settlement");
        if (!done) return;
        IMarketTerms.Terms storage t = _terms[wanted[leaseId].version];
        nodes[r.node].locked -= r.lock;
        r.phase = Phase.Done;
        if (outcome == 1) {
            ++undecided;
            owed[r.claimant] += t.disputeBond;
        } else if (outcome == 3) {
            ++rejected;
            owed[nodes[r.node].operator] += t.disputeBond;
        } else {
            ++upheld;
            owed[r.claimant] += 2 * uint256(t.disputeBond);
            _uphold(leaseId, t);
        }
    }

    function claimWatched(address caller) internal {
        uint256 had = money.balanceOf(caller);
        bool done = callAs(caller, address(computeMarket), abi.encodeCall(computeMarket.claim, ()));
        expect(done, owed[caller] != 0, "a claim");
        if (!done) return;
        ++claims;
        if (money.balanceOf(caller) - had != owed[caller]) flag("a claim paid something else");
        owed[caller] = 0;
    }

    function payFeesWatched() internal {
        bool done = callAs(stranger, address(computeMarket), abi.encodeCall(computeMarket.payFees, ()));
        expect(done, _treasuryFees + _burntFees != 0, "fees");
        if (done) (_treasuryFees, _burntFees) = (0, 0);
    }

    function stakeWatched(uint32 node, uint112 amount) internal {
        bool done = callAs(tenant, address(computeMarket), abi.encodeCall(computeMarket.addStake, (node, amount)));
        expect(done, true, "a stake");
        if (done) nodes[node].amount += amount;
    }

    function unstakeWatched(address caller, uint32 node, uint112 amount) internal {
        Node storage n = nodes[node];
        uint256 stays = n.locked > 100e6 ? n.locked : 100e6;
        bool expected = caller == n.operator && (amount == 0 || n.amount >= stays + amount);
        bytes memory data = abi.encodeCall(computeMarket.withdrawStake, (node, amount));
        bool done = callAs(caller, address(computeMarket), data);
        expect(done, expected, "taking a stake back");
        if (done) n.amount -= amount;
    }

    function auditWatched(uint32 node, bool isRevoked) internal {
        if (isRevoked) {
            vm.prank(auditor);
            providers.revokeAudit(node);
            (nodes[node].counted, nodes[node].auditedUntil) = (false, 0);
            return;
        }
        audit(node);
        (nodes[node].counted, nodes[node].auditedUntil) = (true, block.timestamp + 90 days);
    }

    function giftWatched(uint256 amount) internal {
        vm.prank(funder);
        assertTrue(money.transfer(address(computeMarket), amount));
        gifts += amount;
    }

    function callAs(address caller, address target, bytes memory data) internal returns (bool done) {
        vm.prank(caller);
        (done,) = target.call(data);
    }

    function expect(bool done, bool expected, string memory what) internal {
        if (!done) ++refusals;
        if (done && !expected) flag(string.concat(what, " went through against the rules"));
        if (!done && expected) flag(string.concat(what, " was refused though nothing stood in its way"));
    }

    function flag(string memory what) internal {
        if (bytes(violation).length == 0) violation = what;
    }

    /// @dev After every step: stakes, units, money and loads as the model has them.
    function check() internal {
        uint256 all = gifts + _treasuryFees + _burntFees;
        for (uint32 id = 1; id <= nodeCount; ++id) {
            IMarketStakes.Stake memory stake = computeMarket.stakeOf(id);
            Node storage n = nodes[id];
            if (stake.amount != n.amount) flag("another stake");
            if (stake.locked != n.locked) flag("another lock");
            if (stake.unitsInUse != n.inUse) flag("other units in use");
            all += n.amount;
        }
        for (uint64 id = 1; id <= orders; ++id) {
            Rent storage r = rents[id];
            all += r.paid - r.withdrawn;
            if (r.phase == Phase.Disputed) all += _terms[wanted[id].version].disputeBond;
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (_isFirst(i)) all += owed[accounts[i]];
            if (computeMarket.claimable(accounts[i]) != owed[accounts[i]]) flag("another claim");
        }
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        if (toTreasury != _treasuryFees || toBurn != _burntFees) flag("other fees");
        if (held() != all) flag("money came or went by itself");
        if (providers.auditedUnits(POOL) != _auditedUnits()) flag("other audited units");
        _checkLine(clock.current());
        _checkLine(clock.current() - 1);
    }

    /// @dev After a step on a lease.
    function checkLease(uint64 leaseId) internal {
        check();
        Rent storage r = rents[leaseId];
        IMarketLeases.Lease memory lease = computeMarket.lease(leaseId);
        if (uint8(lease.state) != uint8(r.phase)) flag("another state of a lease");
        if (lease.end != r.end || lease.deposit != r.paid || lease.withdrawn != r.withdrawn) flag("another lease");
        uint32 party = nodes[r.node].party;
        IMarketStakes.Use memory use = computeMarket.useOf(POOL, party);
        if (use.units != _partyUnits(party)) flag("other units of a party");
        if (use.epoch == clock.current() && use.gpuSeconds != _load(party)) flag("another load");
    }

    function _begin(uint64 orderId, uint32 node, uint256 rate, uint256 paid) private {
        ++leases;
        Wanted storage w = wanted[orderId];
        w.isOpen = false;
        uint256 lock = _lock(orderId, rate);
        Node storage n = nodes[node];
        n.inUse += w.units;
        n.locked += lock - _deposit(orderId);
        rents[orderId] = Rent({
            phase: Phase.Live,
            node: node,
            rate: rate,
            start: block.timestamp,
            end: block.timestamp + paid,
            loadEnd: block.timestamp + paid,
            paid: costOf(rate, w.units, paid),
            withdrawn: 0,
            lock: lock,
            from: 0,
            claimant: address(0)
        });
        // Invariant 9, asked of the chain itself.
        uint256 share = uint256(computeMarket.useOf(POOL, n.party).units) * 10_000;
        uint256 counted = providers.auditedUnits(POOL);
        if (counted < _terms[w.version].floorUnits) counted = _terms[w.version].floorUnits;
        if (share > _terms[w.version].capBps * counted) flag("a party leases out more than its share");
        if (!providers.isAudited(node, auditorId)) flag("a node leases units that nobody confirms");
        if (computeMarket.stakeOf(node).unitsInUse > providers.provider(node).declaration.units) {
            flag("a node leases more units than it has");
        }
    }

    function _close(uint64 leaseId) private {
        rents[leaseId].phase = Phase.Closed;
        nodes[rents[leaseId].node].inUse -= wanted[leaseId].units;
    }

    function _shorten(uint64 leaseId, uint256 end, address caller) private {
        Rent storage r = rents[leaseId];
        if (end >= r.end) return;
        uint256 paid = costOf(r.rate, wanted[leaseId].units, end - r.start);
        uint256 unused = r.end - end;
        if (_isThisEpoch(r.start)) r.loadEnd = end;
        r.end = end;
        _giveBack(leaseId, r.paid - paid, unused, caller);
        r.paid = paid;
    }

    function _giveBack(uint64 leaseId, uint256 amount, uint256 unused, address caller) private {
        Wanted storage w = wanted[leaseId];
        if (w.epoch == 0) {
            if (caller != w.tenant) owed[w.tenant] += amount;
            return;
        }
        _drawnMoney[w.epoch] -= amount;
        _drawnSeconds[w.epoch] -= w.units * unused;
        _consumed[w.epoch][w.party] -= w.units * unused;
    }

    function _uphold(uint64 leaseId, IMarketTerms.Terms storage t) private {
        Rent storage r = rents[leaseId];
        uint256 kept = costOf(r.rate, wanted[leaseId].units, r.from - r.start);
        uint256 damages = r.paid - kept;
        uint256 slashed = r.withdrawn > kept ? r.withdrawn - kept : 0;
        uint256 penalty = damages * t.penaltyBps / 10_000;
        if (penalty > r.lock - slashed - t.disputeBond) penalty = r.lock - slashed - t.disputeBond;
        nodes[r.node].amount -= slashed + t.disputeBond + penalty;
        _treasuryFees += penalty;
        _giveBack(leaseId, damages, r.end - r.from, stranger);
        (r.end, r.paid) = (r.from, kept);
        if (slashed != 0) r.withdrawn = kept;
    }

    function _draw(Wanted storage w, uint256 paid, uint256 amount) private {
        _drawnMoney[w.epoch] += amount;
        _drawnSeconds[w.epoch] += w.units * paid;
        _consumed[w.epoch][w.party] += w.units * paid;
    }

    function _checkLine(uint48 epoch) private {
        if (treasury.lineOf(POOL, epoch).drawnMoney != _drawnMoney[epoch]) flag("a line paid something else");
        if (treasury.lineOf(POOL, epoch).drawnGpuSeconds != _drawnSeconds[epoch]) flag("a line gave other seconds");
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint32 party = parties.partyNow(accounts[i]);
            if (party == 0) continue;
            if (allocation.requestOf(party, POOL, epoch).consumed != _consumed[epoch][party]) flag("another use");
        }
    }

    function _isAllocated(Wanted storage w, uint256 paid) private view returns (bool) {
        if (!allocation.roundOf(POOL, w.epoch).settled) return false;
        return _consumed[w.epoch][w.party] + w.units * paid <= allocation.allocationOf(w.party, POOL, w.epoch);
    }

    function _winner(uint64 orderId) private view returns (uint32 best) {
        uint256 bestKey = type(uint256).max;
        uint32[] storage list = bidders[orderId];
        for (uint256 i = 0; i < list.length; ++i) {
            uint256 rate = rates[orderId][list[i]];
            if (!_canServe(orderId, list[i], rate, _deposit(orderId))) continue;
            uint256 key = rate << 160 | _load(nodes[list[i]].party) << 64 | list[i];
            if (key < bestKey) (bestKey, best) = (key, list[i]);
        }
    }

    function _canServe(uint64 orderId, uint32 node, uint256 rate, uint256 ownDeposit) private view returns (bool) {
        Node storage n = nodes[node];
        Wanted storage w = wanted[orderId];
        IMarketTerms.Terms storage t = _terms[w.version];
        if (!n.counted || block.timestamp >= n.auditedUntil || n.inUse + w.units > n.units) return false;
        if (n.amount < t.minStake || n.amount + ownDeposit < n.locked + _lock(orderId, rate)) return false;
        uint256 counted = _auditedUnits() < t.floorUnits ? t.floorUnits : _auditedUnits();
        if ((_partyUnits(n.party) + w.units) * 10_000 > t.capBps * counted) return false;
        return w.epoch == 0 || (n.party != 0 && n.party != w.party);
    }

    function _lock(uint64 orderId, uint256 rate) private view returns (uint256) {
        Wanted storage w = wanted[orderId];
        IMarketTerms.Terms storage t = _terms[w.version];
        uint256 reach = w.duration < t.disputeWindow ? w.duration : t.disputeWindow;
        uint256 millionths = rate * w.units * reach;
        return millionths / 1e6 + (millionths % 1e6 == 0 ? 0 : 1) + t.disputeBond;
    }

    function _deposit(uint64 orderId) private view returns (uint256) {
        return _terms[wanted[orderId].version].bidDeposit;
    }

    function _auditedUnits() private view returns (uint256 sum) {
        for (uint32 id = 1; id <= nodeCount; ++id) {
            if (nodes[id].counted) sum += nodes[id].units;
        }
    }

    function _partyUnits(uint32 party) private view returns (uint256 sum) {
        for (uint32 id = 1; id <= nodeCount; ++id) {
            if (nodes[id].party == party) sum += nodes[id].inUse;
        }
    }

    /// @dev Units times seconds that leases of this epoch last, whatever verdicts took of them.
    function _load(uint32 party) private view returns (uint256 sum) {
        for (uint64 id = 1; id <= orders; ++id) {
            Rent storage r = rents[id];
            bool counts = r.phase != Phase.None && nodes[r.node].party == party && _isThisEpoch(r.start);
            if (counts) sum += wanted[id].units * (r.loadEnd - r.start);
        }
    }

    function _isTenant(address caller, uint64 leaseId) private view returns (bool) {
        Wanted storage w = wanted[leaseId];
        if (caller == w.tenant) return true;
        if (w.epoch == 0) return false;
        (address controller,,) = parties.partyInfo(w.party);
        return caller == controller;
    }

    function _isThisEpoch(uint256 time) private view returns (bool) {
        return time >= clock.startOf(clock.current());
    }

    function _isOpen(uint64 orderId) private view returns (bool) {
        return wanted[orderId].isOpen && block.timestamp < wanted[orderId].openUntil;
    }

    function _isLive(uint64 leaseId) private view returns (bool) {
        return rents[leaseId].phase == Phase.Live || rents[leaseId].phase == Phase.Noticed;
    }

    function _runs(uint64 leaseId) private view returns (bool) {
        return _isLive(leaseId) && block.timestamp < rents[leaseId].end;
    }

    function _isFirst(uint256 index) private view returns (bool) {
        for (uint256 i = 0; i < index; ++i) {
            if (accounts[i] == accounts[index]) return false;
        }
        return true;
    }
}
