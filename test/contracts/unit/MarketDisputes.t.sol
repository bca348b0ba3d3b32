// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketDisputes} from "../../../contracts/interfaces/IMarketDisputes.sol";
import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";

contract MarketDisputesTest is Markets {
    uint32 private constant PARTY = 13;
    uint80 private constant RATE_PAID = 900_000;
    uint256 private constant BOND = 10e6;

    uint32 private _provider;
    address private _operator;
    uint256 private _tenantHad;

    function setUp() public {
        startMarket();
        appointArbiters();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
        allocate(applicant, 50_000);
        giveMoney(applicant, BOND);
        _tenantHad = money.balanceOf(tenant);
    }

    function test_dispute_endsTheLeaseAndFreezesWhatIsContested() public {
        uint64 leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        uint40 start = uint40(block.timestamp);
        skipTime(2 hours);
        uint40 from = start + 90 minutes;
        vm.expectEmit(address(computeMarket));
        emit IMarketDisputes.LeaseDisputed(leaseId, 1, from, uint40(block.timestamp), keccak256("what the tenant saw"));
        assertEq(disputeBy(tenant, leaseId, from), 1);
        IMarketLeases.Lease memory ended = computeMarket.lease(leaseId);
        assertEq(uint8(ended.state), uint8(IMarketLeases.LeaseState.Disputed));
        assertEq(ended.end, block.timestamp);
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 0);
        assertEq(computeMarket.earned(leaseId), costOf(RATE_PAID, 4, 90 minutes), "only what nobody contests");
        assertEq(_tenantHad - money.balanceOf(tenant), costOf(RATE_PAID, 4, 2 hours) + BOND);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(RATE_PAID, 4, 90 minutes));
        IArbitration.Case memory opened = arbitration.caseOf(1);
        assertEq(opened.claimant, tenant);
        assertEq(opened.respondent, _operator);
        assertEq(opened.respondentParty, 3);
        assertEq(opened.court, address(computeMarket));
        assertEq(opened.seats, 3);
    }

    function test_dispute_reachesBackAtMostAWindow() public {
        uint64 leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        skipTime(2 hours);
        uint40 time = uint40(block.timestamp);
        _expectBadRange(leaseId, time - 1 hours - 1, time - 1 hours, time);
        _expectBadRange(leaseId, time, time - 1 hours, time);
        disputeBy(tenant, leaseId, time - 1 hours);
    }

    function test_dispute_reachesNotBeforeTheStart() public {
        uint64 leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        uint40 start = uint40(block.timestamp);
        _expectBadRange(leaseId, start, start, start);
        skipTime(10);
        _expectBadRange(leaseId, start - 1, start, start + 10);
        disputeBy(tenant, leaseId, start);
    }

    function test_dispute_afterTheEndUntilTheWindowIsOver() public {
        uint64 leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        uint40 end = computeMarket.lease(leaseId).end;
        vm.warp(end + 1 hours);
        expectRefusal(
            tenant, abi.encodeWithSelector(IMarketDisputes.MarketDisputeTooLate.selector, leaseId, end + 1 hours)
        );
        computeMarket.dispute(leaseId, end - 1, SPEC);
        vm.warp(end + 1 hours - 1);
        disputeBy(tenant, leaseId, end - 1);
        assertEq(computeMarket.lease(leaseId).end, end);
    }

    function test_dispute_revertsIf_notTheTenantOrNoLeaseOrTwice() public {
        uint64 leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        skipTime(100);
        uint40 from = uint40(block.timestamp - 1);
        expectRefusal(_operator, abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, leaseId, _operator));
        computeMarket.dispute(leaseId, from, SPEC);
        uint64 order = placeOrder(1, 1 hours);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, order));
        computeMarket.dispute(order, from, SPEC);
        disputeBy(tenant, leaseId, from);
        bytes memory notRunning = abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, leaseId);
        expectRefusal(tenant, notRunning);
        computeMarket.dispute(leaseId, from, SPEC);
        vm.expectRevert(notRunning);
        computeMarket.release(leaseId);
        vm.expectRevert(notRunning);
        computeMarket.close(leaseId);
    }

    function test_settleDispute_forTheTenantOutOfTheEscrow() public {
        (uint64 leaseId, uint64 caseId) = _disputed(0);
        decide(caseId, true);
        uint128 damages = uint128(costOf(RATE_PAID, 4, 2 hours) - costOf(RATE_PAID, 4, 90 minutes));
        uint128 penalty = damages / 10;
        vm.warp(arbitration.finalAt(caseId));
        vm.expectEmit(address(computeMarket));
        emit IMarketDisputes.DisputeSettled(leaseId, true, damages, 0, penalty);
        vm.prank(stranger);
        computeMarket.settleDispute(leaseId);
        vm.prank(tenant);
        computeMarket.claim();
        assertEq(money.balanceOf(tenant), _tenantHad - costOf(RATE_PAID, 4, 90 minutes) + BOND);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE - BOND - penalty);
        assertEq(lockedOf(_provider), 0);
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        assertEq(toTreasury, penalty);
        assertEq(toBurn, 0);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(RATE_PAID, 4, 90 minutes), "the rest was earned");
    }

    function test_settleDispute_forTheTenantOutOfTheStake() public {
        (uint64 leaseId, uint64 caseId) = _disputed(2 hours);
        decide(caseId, true);
        settleDispute(leaseId);
        uint256 damages = costOf(RATE_PAID, 4, 2 hours) - costOf(RATE_PAID, 4, 90 minutes);
        vm.prank(tenant);
        computeMarket.claim();
        assertEq(money.balanceOf(tenant), _tenantHad - costOf(RATE_PAID, 4, 90 minutes) + BOND);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE - BOND - damages - damages / 10);
        expectRefusal(_operator, abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector));
        computeMarket.withdraw(leaseId);
    }

    function test_settleDispute_forTheProvider() public {
        (uint64 leaseId, uint64 caseId) = _disputed(1 hours);
        decide(caseId, false);
        vm.warp(arbitration.finalAt(caseId) - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketDisputes.MarketNoVerdict.selector, caseId));
        computeMarket.settleDispute(leaseId);
        settleDispute(leaseId);
        assertEq(computeMarket.claimable(_operator), BOND, "the loser's bond");
        assertEq(computeMarket.claimable(tenant), 0);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE);
        assertEq(lockedOf(_provider), 0);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(RATE_PAID, 4, 2 hours), "frozen no more");
        assertTrue(computeMarket.disputeOf(leaseId).settled);
        vm.expectRevert(abi.encodeWithSelector(IMarketDisputes.MarketNoDispute.selector, leaseId));
        computeMarket.settleDispute(leaseId);
    }

    function test_settleDispute_withoutAVerdictPaysTheProviderAndGivesBondsBack() public {
        (uint64 leaseId, uint64 caseId) = _disputed(0);
        vm.prank(stewards[3]);
        arbitration.vote(caseId, true, SPEC);
        settleDispute(leaseId);
        assertEq(computeMarket.claimable(tenant), BOND);
        assertEq(computeMarket.claimable(_operator), 0);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(RATE_PAID, 4, 2 hours));
    }

    function test_settleDispute_followsTheVoteThatOverturned() public {
        (uint64 leaseId, uint64 caseId) = _disputed(0);
        decide(caseId, false);
        skipTime(4 days);
        vm.prank(address(timelock));
        arbitration.overturn(caseId, IArbitration.Outcome.ForClaimant);
        computeMarket.settleDispute(leaseId);
        assertEq(
            computeMarket.claimable(tenant), 2 * BOND + costOf(RATE_PAID, 4, 2 hours) - costOf(RATE_PAID, 4, 90 minutes)
        );
    }

    function test_settleDispute_revertsIf_thereIsNone() public {
        uint64 leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        vm.expectRevert(abi.encodeWithSelector(IMarketDisputes.MarketNoDispute.selector, leaseId));
        computeMarket.settleDispute(leaseId);
        vm.expectRevert(abi.encodeWithSelector(IMarketDisputes.MarketNoDispute.selector, 99));
        computeMarket.settleDispute(99);
    }

    function test_A9_damagesOfABudgetLeaseGoToTheLine() public {
        uint64 leaseId = startBudgetLease(applicant, _provider, 4, 2 hours, RATE_PAID);
        skipTime(2 hours - 1);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        uint64 caseId = disputeBy(applicant, leaseId, uint40(block.timestamp - 30 minutes));
        decide(caseId, true);
        uint48 epoch = book.dealOf(leaseId).epoch;
        settleDispute(leaseId);
        uint256 kept = costOf(RATE_PAID, 4, 90 minutes - 1);
        assertEq(treasury.lineOf(POOL, epoch).drawnMoney, kept);
        assertEq(treasury.lineOf(POOL, epoch).drawnGpuSeconds, 4 * (90 minutes - 1));
        assertEq(allocation.requestOf(PARTY, POOL, epoch).consumed, 4 * (90 minutes - 1));
        assertEq(computeMarket.claimable(applicant), 2 * BOND, "the bonds and nothing else");
    }

    function test_A9_damagesAreFreeMoneyOnceTheEpochIsOver() public {
        uint64 leaseId = startBudgetLease(applicant, _provider, 4, 2 hours, RATE_PAID);
        skipTime(2 hours);
        uint64 caseId = disputeBy(applicant, leaseId, uint40(block.timestamp - 1 hours));
        decide(caseId, true);
        vm.warp(arbitration.finalAt(caseId));
        uint256 free = treasury.freeBalance();
        computeMarket.settleDispute(leaseId);
        assertEq(treasury.freeBalance() - free, costOf(RATE_PAID, 4, 2 hours) - costOf(RATE_PAID, 4, 1 hours));
    }

    /// @dev Whenever it withdrew and from whenever on it is contested: the tenant is whole, the lock paid for it.
    function testFuzz_settleDispute_makesTheTenantWhole(
        uint32 lasted,
        uint32 took,
        uint32 back,
        uint80 rate,
        uint16 penaltyBps
    ) public {
        rate = uint80(bound(rate, 1, TOP_RATE));
        lasted = uint32(bound(lasted, 1, 4 hours));
        took = uint32(bound(took, 0, lasted));
        back = uint32(bound(back, 1, lasted < 1 hours ? lasted : 1 hours));
        _setPenalty(uint16(bound(penaltyBps, 0, 10_000)));
        uint64 leaseId = startLease(_provider, 4, 4 hours, rate);
        uint40 start = uint40(block.timestamp);
        uint256 lock = computeMarket.lockOf(leaseId);
        vm.warp(start + took);
        if (computeMarket.earned(leaseId) != 0) {
            vm.prank(_operator);
            computeMarket.withdraw(leaseId);
        }
        vm.warp(start + lasted);
        uint64 caseId = disputeBy(tenant, leaseId, start + lasted - back);
        decide(caseId, true);
        settleDispute(leaseId);
        uint256 kept = costOf(rate, 4, lasted - back);
        vm.prank(tenant);
        computeMarket.claim();
        assertEq(money.balanceOf(tenant), _tenantHad + BOND - kept, "paid what nobody contests, and got the bond");
        assertLe(STAKE - computeMarket.stakeOf(_provider).amount, lock, "no more than was locked");
        assertEq(lockedOf(_provider), 0);
    }

    function _setPenalty(uint16 penaltyBps) private {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.penaltyBps = penaltyBps;
        setTerms(terms);
    }

    /// @dev Two hours of four units, of which the last half hour is contested.
    function _disputed(uint256 withdrawnAfter) private returns (uint64 leaseId, uint64 caseId) {
        leaseId = startLease(_provider, 4, 4 hours, RATE_PAID);
        uint40 start = uint40(block.timestamp);
        if (withdrawnAfter != 0) {
            skipTime(withdrawnAfter);
            vm.prank(_operator);
            computeMarket.withdraw(leaseId);
        }
        vm.warp(start + 2 hours);
        caseId = disputeBy(tenant, leaseId, start + 90 minutes);
    }

    function _expectBadRange(uint64 leaseId, uint40 from, uint256 earliest, uint256 end) private {
        expectRefusal(tenant, abi.encodeWithSelector(IMarketDisputes.MarketBadRange.selector, from, earliest, end));
        computeMarket.dispute(leaseId, from, SPEC);
    }
}
