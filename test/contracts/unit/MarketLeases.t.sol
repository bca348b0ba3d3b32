// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationSettlement} from "../../../contracts/interfaces/IAllocationSettlement.sol";
import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {Markets} from "../support/Markets.sol";

contract MarketLeasesTest is Markets {
    uint32 private constant PARTY = 13;
    uint80 private constant RATE_PAID = 900_000;

    uint32 private _provider;
    address private _operator;

    function setUp() public {
        startMarket();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
        allocate(applicant, 50_000);
    }

    function test_A4_acceptingABidMakesALease() public {
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        uint128 deposit = uint128(costOf(RATE_PAID, 4, 1 hours));
        uint40 start = uint40(block.timestamp);
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseStarted(orderId, _provider, 3, RATE_PAID, start, start + 1 hours, deposit);
        accept(orderId, _provider, RATE_PAID, 1 hours);
        IMarketLeases.Lease memory made = computeMarket.lease(orderId);
        assertEq(made.providerId, _provider);
        assertEq(made.party, 3);
        assertEq(made.rate, RATE_PAID);
        assertEq(made.end, start + 1 hours);
        assertEq(made.deposit, deposit);
        assertEq(made.withdrawn, 0);
        _assertState(orderId, IMarketLeases.LeaseState.Active);
        assertEq(uint8(book.order(orderId).state), uint8(IMarketOrders.OrderState.Leased));
        assertEq(held(), STAKE + deposit);
        assertEq(computeMarket.lockOf(orderId), costOf(RATE_PAID, 4, 1 hours) + 10e6, "one window and the bond");
        assertEq(lockedOf(_provider), computeMarket.lockOf(orderId));
        assertTrue(computeMarket.isServedBy(orderId, _provider));
        assertFalse(computeMarket.isServedBy(orderId, 0));
    }

    function test_accept_revertsIf_theSecondsAreNoneOrTooMany() public {
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketBadSeconds.selector, 0, 2 hours));
        computeMarket.accept(orderId, _provider, RATE_PAID, 0);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketBadSeconds.selector, 2 hours + 1, 2 hours));
        computeMarket.accept(orderId, _provider, RATE_PAID, 2 hours + 1);
    }

    function test_accept_revertsIf_notTheTenantOrNoBidOrLeasedBefore() public {
        uint64 orderId = placeOrder(4, 2 hours);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNoBid.selector, orderId, _provider));
        computeMarket.accept(orderId, _provider, RATE_PAID, 1);
        bid(orderId, _provider, RATE_PAID);
        expectRefusal(stranger, abi.encodeWithSelector(IMarketOrders.MarketNotTenant.selector, orderId, stranger));
        computeMarket.accept(orderId, _provider, RATE_PAID, 1);
        accept(orderId, _provider, RATE_PAID, 1);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId));
        computeMarket.accept(orderId, _provider, RATE_PAID, 1);
    }

    function test_accept_revertsIf_theOrderIsOver() public {
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        vm.warp(book.order(orderId).openUntil);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId));
        computeMarket.accept(orderId, _provider, RATE_PAID, 1);
    }

    function test_A9_aBudgetLeaseIsPaidByLineAndAllocation() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        bytes memory early =
            abi.encodeWithSelector(IMarketOrders.MarketStillBidding.selector, orderId, book.order(orderId).bidUntil);
        expectRefusal(applicant, early);
        computeMarket.acceptAssigned(orderId, 1 hours);
        waitForBids(orderId);
        acceptAssigned(orderId, 1 hours);
        uint48 epoch = clock.current();
        assertEq(computeMarket.lease(orderId).deposit, costOf(RATE_PAID, 4, 1 hours));
        assertEq(treasury.lineOf(POOL, epoch).drawnMoney, costOf(RATE_PAID, 4, 1 hours));
        assertEq(treasury.lineOf(POOL, epoch).drawnGpuSeconds, 4 * 1 hours);
        assertEq(allocation.requestOf(PARTY, POOL, epoch).consumed, 4 * 1 hours);
        assertEq(money.balanceOf(applicant), 0, "the tenant paid nothing");
    }

    function test_A9_theRemainderGoesBackToTheLineAndNeverToTheTenant() public {
        uint64 leaseId = startBudgetLease(applicant, _provider, 4, 2 hours, RATE_PAID);
        skipTime(1001);
        vm.prank(applicant);
        computeMarket.endLease(leaseId);
        uint48 epoch = clock.current();
        assertEq(treasury.lineOf(POOL, epoch).drawnMoney, costOf(RATE_PAID, 4, 1001));
        assertEq(treasury.lineOf(POOL, epoch).drawnGpuSeconds, 4 * 1001);
        assertEq(allocation.requestOf(PARTY, POOL, epoch).consumed, 4 * 1001);
        assertEq(money.balanceOf(applicant), 0);
        assertEq(computeMarket.claimable(applicant), 0);
    }

    function test_A9_noticeGivesTheRemainderBackToTheLineToo() public {
        uint64 leaseId = startBudgetLease(applicant, _provider, 4, 2 hours, RATE_PAID);
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        assertEq(treasury.lineOf(POOL, clock.current()).drawnMoney, costOf(RATE_PAID, 4, 10 minutes));
        assertEq(computeMarket.claimable(applicant), 0);
    }

    function test_A9_aBudgetLeaseEndsWithinItsEpoch() public {
        uint256 ends = clock.startOf(clock.current() + 1);
        vm.warp(ends - 1 hours);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        waitForBids(orderId);
        uint256 most = ends - block.timestamp;
        expectRefusal(applicant, abi.encodeWithSelector(IMarketLeases.MarketBadSeconds.selector, most + 1, most));
        computeMarket.acceptAssigned(orderId, uint32(most + 1));
        acceptAssigned(orderId, uint32(most));
        assertEq(computeMarket.lease(orderId).end, ends);
    }

    function test_acceptAssigned_revertsIf_moreThanIsAllocated() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 8, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        waitForBids(orderId);
        expectRefusal(
            applicant, abi.encodeWithSelector(IAllocationSettlement.AllocationExceeded.selector, PARTY, 57_600, 50_000)
        );
        computeMarket.acceptAssigned(orderId, 2 hours);
        acceptAssigned(orderId, 6250);
        assertEq(allocation.requestOf(PARTY, POOL, clock.current()).consumed, 50_000);
    }

    function test_acceptAssigned_revertsIf_ownMoney() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _provider, RATE_PAID);
        waitForBids(orderId);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketWrongPayer.selector, orderId));
        computeMarket.acceptAssigned(orderId, 1 hours);
    }

    function test_I4_anAgentSpendsOnlyInsideBothLimits() public {
        address agent = _agent(7_200, 5_000);
        uint64 orderId = placeBudgetOrder(agent, PARTY, 1, 3 hours);
        bid(orderId, _provider, 500_000);
        waitForBids(orderId);
        uint32 id = parties.agentOf(PARTY, agent).id;
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 7_201, 3_600));
        computeMarket.acceptAssigned(orderId, 7_201);
        acceptAssigned(orderId, 7_000);
        (uint48 epoch, uint64 gpuSeconds, uint128 spent) = computeMarket.spentBy(id);
        assertEq(epoch, clock.current());
        assertEq(gpuSeconds, 7_000);
        assertEq(spent, 3_500);
        vm.prank(agent);
        computeMarket.endLease(orderId);
        orderId = placeBudgetOrder(agent, PARTY, 1, 3 hours);
        bid(orderId, _provider, TOP_RATE);
        waitForBids(orderId);
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 7_201, 3_701));
        computeMarket.acceptAssigned(orderId, 201);
        acceptAssigned(orderId, 200);
    }

    function test_I4_anAgentsMoneyIsLimitedOfItsOwn() public {
        address agent = _agent(50_000, 5_000);
        uint64 orderId = placeBudgetOrder(agent, PARTY, 1, 3 hours);
        bid(orderId, _provider, TOP_RATE);
        waitForBids(orderId);
        uint32 id = parties.agentOf(PARTY, agent).id;
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 5_001, 5_001));
        computeMarket.acceptAssigned(orderId, 5_001);
        acceptAssigned(orderId, 5_000);
    }

    function test_I4_limitsAreForEachEpochAnew() public {
        address agent = _agent(1_000, 1_000);
        _leaseByAgent(agent);
        ask(applicant, POOL, 9_000);
        settle(POOL);
        nextEpoch();
        _leaseByAgent(agent);
        (uint48 epoch, uint64 gpuSeconds,) = computeMarket.spentBy(parties.agentOf(PARTY, agent).id);
        assertEq(epoch, clock.current());
        assertEq(gpuSeconds, 1_000);
    }

    function test_I4_anAgentWhoseTermIsOverSpendsNothing() public {
        address agent = _agent(7_200, 5_000);
        uint64 orderId = placeBudgetOrder(agent, PARTY, 1, 1 hours);
        bid(orderId, _provider, TOP_RATE);
        waitForBids(orderId);
        vm.prank(applicant);
        parties.setAgent(PARTY, agent, 0, 7_200, 5_000);
        expectRefusal(agent, abi.encodeWithSelector(IMarketOrders.MarketNotOfParty.selector, PARTY, agent));
        computeMarket.acceptAssigned(orderId, 100);
    }

    function test_I4_theControllerEndsWhatAnAgentStarted() public {
        address agent = _agent(7_200, 5_000);
        uint64 leaseId = _leaseByAgent(agent);
        vm.prank(applicant);
        computeMarket.endLease(leaseId);
        assertEq(treasury.lineOf(POOL, clock.current()).drawnMoney, 0);
    }

    function test_A5_paysByTheSecondLessTheFee() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        skipTime(1001);
        uint128 earned = uint128(RATE_PAID) * 4 * 1001 / 1e6;
        assertEq(computeMarket.earned(leaseId), earned);
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseWithdrawn(leaseId, earned, earned / 100);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(money.balanceOf(_operator), earned - earned / 100);
        expectRefusal(_operator, abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector));
        computeMarket.withdraw(leaseId);
    }

    /// @dev Twelve settlements at any instants, and one at the end: the provider and both fees have the same.
    function testFuzz_A5_manySettlementsAreOne(uint16[12] calldata steps, uint80 rate, uint8 units) public {
        rate = uint80(bound(rate, 1, TOP_RATE));
        units = uint8(bound(units, 1, 8));
        uint32 duration = 4 hours;
        uint256 before = vm.snapshotState();
        uint64 leaseId = startLease(_provider, units, duration, rate);
        skipTime(duration);
        uint256[3] memory once = _settled(leaseId);
        vm.revertToState(before);
        leaseId = startLease(_provider, units, duration, rate);
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < 12; ++i) {
            skipTime(steps[i] % 2_000);
            uint256 elapsed = vm.getBlockTimestamp() - start;
            if (elapsed > duration) elapsed = duration;
            uint256[3] memory sofar = _settled(leaseId);
            assertEq(sofar[0] + sofar[1] + sofar[2], costOf(rate, units, elapsed), "exactly what was earned");
        }
        vm.warp(start + duration);
        uint256[3] memory many = _settled(leaseId);
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(many[i], once[i]);
        }
        assertEq(many[1] + many[2], costOf(rate, units, duration) / 100, "the fee on all of it");
    }

    function test_withdraw_revertsIf_notTheOperator() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        skipTime(10);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, leaseId, tenant));
        computeMarket.withdraw(leaseId);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, 99, tenant));
        computeMarket.withdraw(99);
    }

    function test_A6_stopsAtTheSecondOfExhaustionAndPaysNoMore() public {
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        accept(orderId, _provider, RATE_PAID, 100);
        skipTime(99);
        assertEq(computeMarket.earned(orderId), costOf(RATE_PAID, 4, 99));
        skipTime(1);
        assertEq(computeMarket.earned(orderId), computeMarket.lease(orderId).deposit);
        skipTime(1 days);
        vm.prank(_operator);
        computeMarket.withdraw(orderId);
        assertEq(computeMarket.lease(orderId).withdrawn, costOf(RATE_PAID, 4, 100));
        expectRefusal(_operator, abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector));
        computeMarket.withdraw(orderId);
    }

    function test_A6_aTopUpExtendsIt() public {
        uint64 orderId = placeOrder(4, 200);
        bid(orderId, _provider, RATE_PAID);
        accept(orderId, _provider, RATE_PAID, 100);
        skipTime(99);
        uint40 end = uint40(block.timestamp + 51);
        uint128 deposit = uint128(costOf(RATE_PAID, 4, 150));
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseExtended(orderId, end, deposit);
        vm.prank(tenant);
        computeMarket.topUp(orderId, 50);
        skipTime(51);
        assertEq(computeMarket.earned(orderId), deposit);
        assertEq(held(), STAKE + deposit);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, orderId));
        computeMarket.topUp(orderId, 1);
    }

    function test_topUp_revertsIf_beyondTheOrderOrNothing() public {
        uint64 orderId = placeOrder(4, 200);
        bid(orderId, _provider, RATE_PAID);
        accept(orderId, _provider, RATE_PAID, 100);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketBadSeconds.selector, 101, 100));
        computeMarket.topUp(orderId, 101);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketBadSeconds.selector, 0, 100));
        computeMarket.topUp(orderId, 0);
        vm.prank(tenant);
        computeMarket.topUp(orderId, 100);
    }

    function test_topUp_revertsIf_ofTheBudgetOrNoticed() public {
        uint64 budget = startBudgetLease(applicant, _provider, 1, 1_000, TOP_RATE);
        expectRefusal(applicant, abi.encodeWithSelector(IMarketLeases.MarketPaidByBudget.selector, budget));
        computeMarket.topUp(budget, 1);
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, RATE_PAID);
        accept(orderId, _provider, RATE_PAID, 1 hours);
        vm.prank(_operator);
        computeMarket.giveNotice(orderId);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, orderId));
        computeMarket.topUp(orderId, 1);
    }

    function test_A7_endingGivesTheRestBackToTheLastUnit() public {
        uint256 before = money.balanceOf(tenant);
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        skipTime(1001);
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseClosed(leaseId);
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseShortened(leaseId, tenant, uint40(block.timestamp), uint128(costOf(RATE_PAID, 4, 1001)));
        vm.prank(tenant);
        computeMarket.endLease(leaseId);
        assertEq(before - money.balanceOf(tenant), costOf(RATE_PAID, 4, 1001));
        _assertState(leaseId, IMarketLeases.LeaseState.Closed);
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 0);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        assertEq(held(), STAKE + toTreasury + toBurn, "nothing else is left");
    }

    /// @dev What the tenant paid is what the provider and the fees got, whenever it ends.
    function testFuzz_A7_nothingIsLostWheneverItEnds(uint80 rate, uint8 units, uint32 elapsed, uint32 took) public {
        rate = uint80(bound(rate, 1, TOP_RATE));
        units = uint8(bound(units, 1, 8));
        elapsed = uint32(bound(elapsed, 0, 4 hours - 1));
        took = uint32(bound(took, 0, elapsed));
        uint256 before = money.balanceOf(tenant);
        uint64 leaseId = startLease(_provider, units, 4 hours, rate);
        skipTime(took);
        _settled(leaseId);
        skipTime(elapsed - took);
        vm.prank(tenant);
        computeMarket.endLease(leaseId);
        uint256[3] memory given = _settled(leaseId);
        assertEq(before - money.balanceOf(tenant), given[0] + given[1] + given[2]);
        assertEq(given[0] + given[1] + given[2], costOf(rate, units, elapsed));
    }

    function test_endLease_revertsIf_notTheTenantsSideOrOver() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        expectRefusal(_operator, abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, leaseId, _operator));
        computeMarket.endLease(leaseId);
        skipTime(2 hours);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, leaseId));
        computeMarket.endLease(leaseId);
    }

    function test_A7_theProviderEndsItAfterItsNoticeOnly() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        skipTime(100);
        uint40 end = uint40(block.timestamp + 10 minutes);
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseShortened(leaseId, _operator, end, uint128(costOf(RATE_PAID, 4, 700)));
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        _assertState(leaseId, IMarketLeases.LeaseState.Noticed);
        assertEq(computeMarket.lease(leaseId).end, end);
        assertEq(computeMarket.claimable(tenant), costOf(RATE_PAID, 4, 2 hours) - costOf(RATE_PAID, 4, 700));
        expectRefusal(stranger, abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, end));
        computeMarket.close(leaseId);
        vm.warp(end);
        assertEq(computeMarket.earned(leaseId), costOf(RATE_PAID, 4, 700), "paid through the notice");
        vm.prank(stranger);
        computeMarket.close(leaseId);
        _assertState(leaseId, IMarketLeases.LeaseState.Closed);
    }

    function test_I2_aLongBatchLeaseIsPreemptedWithTheNoticeItAskedFor() public {
        IMarketOrders.OrderTerms memory wants = wanting(8, 30 days);
        wants.notice = 2 days;
        vm.prank(tenant);
        uint64 leaseId = book.placeOrder(wants, SPEC);
        bid(leaseId, _provider, RATE_PAID);
        accept(leaseId, _provider, RATE_PAID, 30 days);
        skipTime(10 days);
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        assertEq(computeMarket.lease(leaseId).end, block.timestamp + 2 days);
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 8, "it serves until then");
        skipTime(2 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, computeMarket.lease(leaseId).end)
        );
        computeMarket.close(leaseId);
        skipTime(1);
        computeMarket.close(leaseId);
    }

    function test_giveNotice_revertsIf_twiceLateOrByAnother() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, leaseId, tenant));
        computeMarket.giveNotice(leaseId);
        uint40 end = computeMarket.lease(leaseId).end;
        vm.warp(end - 10 minutes);
        bytes memory late = abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, end);
        expectRefusal(_operator, late);
        computeMarket.giveNotice(leaseId);
        vm.warp(end - 10 minutes - 1);
        vm.startPrank(_operator);
        computeMarket.giveNotice(leaseId);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, end - 1));
        computeMarket.giveNotice(leaseId);
        vm.stopPrank();
    }

    function test_endLease_alsoAfterANotice() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        skipTime(100);
        uint256 before = money.balanceOf(tenant);
        vm.startPrank(tenant);
        computeMarket.endLease(leaseId);
        computeMarket.claim();
        vm.stopPrank();
        uint256 all = costOf(RATE_PAID, 4, 2 hours);
        assertEq(money.balanceOf(tenant) - before, all - costOf(RATE_PAID, 4, 100));
    }

    function test_close_byAnyoneOnceOver() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        skipTime(2 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, block.timestamp + 1));
        computeMarket.close(leaseId);
        skipTime(1);
        vm.prank(stranger);
        computeMarket.close(leaseId);
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 0);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, leaseId));
        computeMarket.close(leaseId);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, 99));
        computeMarket.close(99);
    }

    function test_release_freesTheStakeAfterTheWindow() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, RATE_PAID);
        uint40 end = computeMarket.lease(leaseId).end;
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, end));
        computeMarket.release(leaseId);
        vm.warp(end + 1 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, end + 1 hours));
        computeMarket.release(leaseId);
        assertGt(lockedOf(_provider), 0);
        skipTime(1);
        vm.expectEmit(address(computeMarket));
        emit IMarketLeases.LeaseReleased(leaseId);
        vm.prank(stranger);
        computeMarket.release(leaseId);
        assertEq(lockedOf(_provider), 0);
        assertEq(computeMarket.lockOf(leaseId), 0);
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 0, "closed on the way");
        _assertState(leaseId, IMarketLeases.LeaseState.Released);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, leaseId));
        computeMarket.release(leaseId);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(RATE_PAID, 4, 2 hours), "earned stays earned");
    }

    function test_N8_aPauseStopsNothingThatRuns() public {
        uint64 leaseId = placeOrder(4, 2 hours);
        bid(leaseId, _provider, RATE_PAID);
        accept(leaseId, _provider, RATE_PAID, 1 hours);
        vm.prank(guardian);
        book.pause();
        vm.prank(tenant);
        computeMarket.topUp(leaseId, 10);
        skipTime(1000);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        vm.startPrank(tenant);
        computeMarket.claim();
        computeMarket.dispute(leaseId, uint40(block.timestamp - 1), SPEC);
        vm.stopPrank();
        vm.warp(arbitration.finalAt(1));
        computeMarket.settleDispute(leaseId);
        vm.startPrank(_operator);
        providers.setEndpoint(_provider, "https://elsewhere.example");
        computeMarket.addStake(_provider, 1);
        computeMarket.withdrawStake(_provider, 1);
        vm.stopPrank();
        computeMarket.payFees();
    }

    /// @dev A thousand seconds of one unit, as dear as the line allows.
    function _leaseByAgent(address agent) private returns (uint64 leaseId) {
        leaseId = placeBudgetOrder(agent, PARTY, 1, 1_000);
        bid(leaseId, _provider, TOP_RATE);
        waitForBids(leaseId);
        acceptAssigned(leaseId, 1_000);
    }

    function _agent(uint64 gpuSeconds, uint112 amount) private returns (address agent) {
        agent = makeAddr("an agent");
        vm.prank(applicant);
        parties.setAgent(PARTY, agent, uint48(block.timestamp + 30 days), gpuSeconds, amount);
    }

    /// @dev After the provider took what it can: what it has, and both parts of the fees, over all of its leases.
    function _settled(uint64 leaseId) private returns (uint256[3] memory sums) {
        if (computeMarket.earned(leaseId) > computeMarket.lease(leaseId).withdrawn) {
            vm.prank(_operator);
            computeMarket.withdraw(leaseId);
        }
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        return [money.balanceOf(_operator), uint256(toTreasury), uint256(toBurn)];
    }

    function _assertState(uint64 leaseId, IMarketLeases.LeaseState state) private view {
        assertEq(uint8(computeMarket.lease(leaseId).state), uint8(state), "state of the lease");
    }
}
