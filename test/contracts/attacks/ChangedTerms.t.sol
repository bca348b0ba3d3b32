// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";

/// @title Terms that a vote changes while orders, leases and disputes are under way
contract ChangedTermsTest is Markets {
    uint32 private _provider;
    address private _operator;

    function setUp() public {
        startMarket();
        appointArbiters();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
    }

    function test_aRunningLeaseKeepsItsFeeItsNoticeAndItsLock() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
        uint128 lock = computeMarket.lockOf(leaseId);
        _changeEverything();
        skipTime(1 hours);
        assertEq(computeMarket.lockOf(leaseId), lock);
        vm.startPrank(_operator);
        computeMarket.withdraw(leaseId);
        computeMarket.giveNotice(leaseId);
        vm.stopPrank();
        assertEq(money.balanceOf(_operator), 14_400 - 144);
        assertEq(computeMarket.lease(leaseId).end, block.timestamp + 10 minutes);
        skipTime(10 minutes);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(money.balanceOf(_operator), 16_800 - 168);
        skipTime(1 hours);
        computeMarket.release(leaseId);
        assertEq(lockedOf(_provider), 0, "as much is freed as was locked");
    }

    function test_aDisputeIsSettledByTheTermsOfItsOrder() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
        skipTime(1 hours);
        _changeEverything();
        uint256 had = money.balanceOf(tenant);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 30 minutes));
        assertEq(money.balanceOf(tenant) + 10e6 - costOf(TOP_RATE, 4, 1 hours), had, "the old bond, and the rest back");
        decide(caseId, true);
        _changeEverything();
        settleDispute(leaseId);
        uint256 damages = costOf(TOP_RATE, 4, 30 minutes);
        assertEq(computeMarket.claimable(tenant), 20e6 + damages);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE - 10e6 - damages / 10);
        assertEq(lockedOf(_provider), 0);
    }

    function test_aWindowThatShrinksOrGrowsChangesNoLease() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
        IMarketTerms.Terms memory terms = firstTerms();
        terms.disputeWindow = 1;
        setTerms(terms);
        skipTime(2 hours + 1 hours - 1);
        uint256 before = vm.snapshotState();
        disputeBy(tenant, leaseId, uint40(block.timestamp - 1 hours));
        vm.revertToState(before);
        terms.disputeWindow = 30 days;
        setTerms(terms);
        skipTime(1);
        computeMarket.release(leaseId);
    }

    function test_anOpenOrderKeepsItsBidsDepositsAndCap() public {
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, TOP_RATE);
        _changeEverything();
        uint32 late = addProvider(stewards[6], 8);
        bid(orderId, late, 900_000);
        assertEq(lockedOf(late), 1e6, "the old deposit");
        vm.prank(stewards[6]);
        book.withdrawBid(orderId, late);
        assertEq(lockedOf(late), 0);
        take(orderId, _provider, TOP_RATE);
        assertEq(book.order(orderId).version, 1);
        uint64 anew = placeOrder(4, 30);
        assertEq(book.order(anew).version, 2);
        expectRefusal(
            _operator,
            abi.encodeWithSelector(
                IMarketOrders.MarketCannotServe.selector, anew, _provider, IMarketOrders.Obstacle.OverCap
            )
        );
        book.bid(anew, _provider, TOP_RATE, auditorId, 0);
    }

    /// @dev What is not locked can be taken back under any terms, after retiring if the least rose.
    function test_aLeastStakeThatRisesLocksNobodyIn() public {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.minStake = type(uint96).max;
        setTerms(terms);
        vm.startPrank(_operator);
        providers.retire(_provider);
        computeMarket.withdrawStake(_provider, STAKE);
        vm.stopPrank();
        assertEq(held(), 0);
    }

    function _changeEverything() private {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.maxBids = 2;
        terms.feeBps = 1000;
        terms.burnBps = 10_000;
        terms.capBps = 1;
        terms.penaltyBps = 10_000;
        terms.floorUnits = 1;
        terms.bidTime = 1;
        terms.orderTime = 1;
        terms.minNotice = 1;
        terms.disputeWindow = 60;
        terms.maxDuration = 60;
        terms.minStake = 1;
        terms.bidDeposit = 2e6;
        terms.disputeBond = 500e6;
        setTerms(terms);
    }
}
