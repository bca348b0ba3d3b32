// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Markets} from "../support/Markets.sol";

/// @title What the market costs, in whole transactions
contract MarketGasTest is Markets {
    uint32 private _first;
    uint32 private _second;

    function setUp() public {
        startMarket();
        _first = addProvider(stewards[2], 8);
        _second = addProvider(stewards[6], 8);
        // What every later lease finds: money, fees and use that are not zero any more.
        uint64 earlier = startLease(_second, 1, 1 days, TOP_RATE);
        skipTime(1 hours);
        vm.prank(stewards[6]);
        computeMarket.withdraw(earlier);
    }

    function test_gas_ownMoneyLease() public {
        vm.prank(tenant);
        uint64 orderId = book.placeOrder(wanting(4, 2 hours), SPEC);
        uint256 total = _record("order");
        vm.prank(stewards[2]);
        book.bid(orderId, _first, 900_000, auditorId, 0);
        total += _record("bid");
        vm.prank(stewards[6]);
        book.bid(orderId, _second, 800_000, auditorId, 0);
        total += _record("second bid");
        vm.prank(tenant);
        computeMarket.accept(orderId, _second, 800_000, 2 hours);
        uint256 acceptance = _record("accept");
        skipTime(1 hours);
        vm.prank(stewards[6]);
        computeMarket.withdraw(orderId);
        total += acceptance + _record("withdraw");
        vm.prank(tenant);
        computeMarket.endLease(orderId);
        total += _record("end a lease");
        vm.snapshotValue("market", "order, 2 bids, lease, withdraw, end", total);
        assertLe(acceptance, 220_000, "accept");
        assertLe(total, 600_000, "order, 2 bids, lease, withdraw, close");
    }

    function test_gas_budgetLease() public {
        allocate(applicant, 50_000);
        giveMoney(applicant, 100e6);
        vm.prank(applicant);
        uint64 orderId = book.placeBudgetOrder(13, wanting(4, 2 hours), SPEC);
        _record("budget order");
        vm.prank(stewards[2]);
        book.bid(orderId, _first, 900_000, auditorId, 0);
        _record("bid on a budget order");
        bid(orderId, _second, 800_000);
        waitForBids(orderId);
        vm.prank(applicant);
        computeMarket.acceptAssigned(orderId, 2 hours);
        assertLe(_record("accept the assigned of 2"), 320_000, "accept of a budget order");
        skipTime(1 hours);
        vm.prank(applicant);
        computeMarket.endLease(orderId);
        _record("end a budget lease");
    }

    function test_gas_leaseOfItsWholeLife() public {
        uint64 leaseId = placeOrder(4, 4 hours);
        bid(leaseId, _first, 900_000);
        accept(leaseId, _first, 900_000, 2 hours);
        vm.prank(tenant);
        computeMarket.topUp(leaseId, 1 hours);
        _record("top up");
        skipTime(1 hours);
        vm.prank(stewards[2]);
        computeMarket.giveNotice(leaseId);
        _record("give notice");
        vm.prank(tenant);
        computeMarket.claim();
        _record("claim");
        skipTime(10 minutes);
        computeMarket.close(leaseId);
        _record("close");
        skipTime(1 hours);
        computeMarket.release(leaseId);
        _record("release");
        computeMarket.payFees();
        _record("pay fees");
    }

    function test_gas_dispute() public {
        appointArbiters();
        uint64 leaseId = startLease(_first, 4, 2 hours, 900_000);
        skipTime(1 hours);
        vm.prank(stewards[2]);
        computeMarket.withdraw(leaseId);
        vm.prank(tenant);
        computeMarket.dispute(leaseId, uint40(block.timestamp - 30 minutes), SPEC);
        _record("dispute before 3 arbiters");
        vm.prank(stewards[3]);
        arbitration.vote(1, true, SPEC);
        _record("arbiter's vote");
        vm.prank(stewards[4]);
        arbitration.vote(1, true, SPEC);
        vm.warp(arbitration.finalAt(1));
        computeMarket.settleDispute(leaseId);
        _record("settle a dispute");
    }

    function test_gas_provider() public {
        uint32 providerId = addUnaudited(stewards[10], 8);
        vm.prank(auditor);
        providers.audit(providerId, 1, uint48(block.timestamp + 90 days));
        _record("audit");
        giveMoney(stewards[10], STAKE);
        vm.prank(stewards[10]);
        computeMarket.addStake(providerId, STAKE);
        _record("add a stake");
        uint64 orderId = placeOrder(1, 1 hours);
        bid(orderId, providerId, 900_000);
        vm.prank(stewards[10]);
        book.withdrawBid(orderId, providerId);
        _record("withdraw a bid");
        vm.prank(stewards[10]);
        computeMarket.withdrawStake(providerId, 1e6);
        _record("withdraw of a stake");
        vm.prank(stewards[10]);
        providers.retire(providerId);
        _record("retire");
    }

    /// @dev The dearest bid: the order is full, and which of its eight can be served has to be looked at.
    function test_gas_bidOnAFullOrder() public {
        uint64 orderId = placeOrder(1, 1 hours);
        uint32 last = 0;
        for (uint256 i = 0; i < 8; ++i) {
            last = addProvider(stewards[10], 1);
            bid(orderId, last, 100_000);
        }
        vm.prank(stewards[2]);
        book.bid(orderId, _first, 99_999, auditorId, 0);
        _record("bid that displaces");
        vm.prank(auditor);
        providers.revokeAudit(_first);
        vm.prank(stewards[6]);
        book.bid(orderId, _second, 200_000, auditorId, 0);
        _record("bid that displaces the last, which cannot be served");
    }

    function _record(string memory name) private returns (uint256) {
        return vm.snapshotGasLastCall("market", name);
    }
}
