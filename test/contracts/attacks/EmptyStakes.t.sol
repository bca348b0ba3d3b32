// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketDisputes} from "../../../contracts/interfaces/IMarketDisputes.sol";
import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {Markets} from "../support/Markets.sol";

/// @title A provider that takes everything out before it is called to account, and a verdict that does not come
contract EmptyStakesTest is Markets {
    uint32 private _provider;
    address private _operator;

    function setUp() public {
        startMarket();
        appointArbiters();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
    }

    /// @dev It withdraws in the second before the dispute, and all of its free stake with it.
    function test_whatWasWithdrawnComesBackOutOfTheStake() public {
        uint256 had = money.balanceOf(tenant);
        uint64 leaseId = startLease(_provider, 8, 4 hours, TOP_RATE);
        skipTime(2 hours);
        vm.startPrank(_operator);
        computeMarket.withdraw(leaseId);
        uint112 free = STAKE - uint112(firstTerms().minStake);
        computeMarket.withdrawStake(_provider, free);
        vm.stopPrank();
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 1 hours));
        decide(caseId, true);
        settleDispute(leaseId);
        vm.prank(tenant);
        computeMarket.claim();
        assertEq(money.balanceOf(tenant), had - costOf(TOP_RATE, 8, 1 hours) + firstTerms().disputeBond);
    }

    /// @dev The least stake is far below what this lease locks.
    function test_nothingThatADisputeCouldTakeLeavesBeforeItsTime() public {
        uint64 leaseId = _dearLease();
        skipTime(3 hours);
        uint112 free = STAKE - lockedOf(_provider);
        vm.startPrank(_operator);
        computeMarket.withdraw(leaseId);
        computeMarket.withdrawStake(_provider, free);
        _expectNothingFree();
        vm.stopPrank();
        skipTime(1 hours);
        computeMarket.close(leaseId);
        skipTime(1 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketStillRunning.selector, leaseId, block.timestamp + 1));
        computeMarket.release(leaseId);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 1 hours));
        vm.expectRevert(abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, leaseId));
        computeMarket.release(leaseId);
        vm.startPrank(_operator);
        _expectNothingFree();
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersBusy.selector, _provider));
        providers.retire(_provider);
        vm.stopPrank();
        decide(caseId, true);
        settleDispute(leaseId);
        assertEq(computeMarket.claimable(tenant), 2 * uint256(firstTerms().disputeBond) + costOf(30e9, 8, 1));
    }

    /// @dev It stops the clock on its own lease as soon as something goes wrong: the window is counted from there.
    function test_aNoticeDoesNotShortenTheWindow() public {
        uint64 leaseId = startLease(_provider, 8, 4 hours, TOP_RATE);
        skipTime(1 hours);
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        skipTime(10 minutes + 1 hours - 1);
        computeMarket.close(leaseId);
        disputeBy(tenant, leaseId, uint40(block.timestamp - 1 hours));
        assertEq(uint8(computeMarket.lease(leaseId).state), uint8(IMarketLeases.LeaseState.Disputed));
    }

    function test_aDisputedLeaseIsNotWithdrawnBeyondWhatNobodyContests() public {
        uint64 leaseId = startLease(_provider, 8, 4 hours, TOP_RATE);
        skipTime(2 hours);
        disputeBy(tenant, leaseId, uint40(block.timestamp - 30 minutes));
        vm.startPrank(_operator);
        computeMarket.withdraw(leaseId);
        skipTime(1 hours);
        vm.expectRevert(IMarketMoney.MarketNothingDue.selector);
        computeMarket.withdraw(leaseId);
        vm.stopPrank();
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(TOP_RATE, 8, 90 minutes));
    }

    /// @dev Nothing can be had by never deciding: without a verdict in time all is as if nobody had disputed.
    function test_aStalledVerdictKeepsNoMoneyFromAnyone() public {
        uint64 leaseId = startLease(_provider, 8, 4 hours, TOP_RATE);
        skipTime(2 hours);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 30 minutes));
        vm.prank(stewards[3]);
        arbitration.vote(caseId, true, SPEC);
        vm.warp(arbitration.finalAt(caseId) - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketDisputes.MarketNoVerdict.selector, caseId));
        computeMarket.settleDispute(leaseId);
        skipTime(1);
        vm.prank(stranger);
        computeMarket.settleDispute(leaseId);
        vm.prank(tenant);
        computeMarket.claim();
        vm.startPrank(_operator);
        computeMarket.withdraw(leaseId);
        providers.retire(_provider);
        computeMarket.withdrawStake(_provider, STAKE);
        vm.stopPrank();
        computeMarket.payFees();
        assertEq(held(), 0);
    }

    /// @dev Arbiters that leave their parties, one after the other, hold nothing up for ever.
    function test_aPanelThatVanishesStallsNothing() public {
        address[3] memory leavers;
        for (uint256 i = 0; i < 3; ++i) {
            leavers[i] = joinParty(string.concat("arbiter ", vm.toString(i)), uint32(8 + i));
        }
        nextEpoch();
        vm.startPrank(address(timelock));
        for (uint256 i = 0; i < 3; ++i) {
            arbitration.dismissArbiter(stewards[3 + i]);
            arbitration.appointArbiter(leavers[i]);
        }
        vm.stopPrank();
        uint64 leaseId = startLease(_provider, 8, 4 hours, TOP_RATE);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(leavers[i]);
            parties.quit();
        }
        skipTime(1 hours);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 30 minutes));
        settleDispute(leaseId);
        assertEq(arbitration.caseOf(caseId).seats, 3);
        assertEq(computeMarket.claimable(tenant), firstTerms().disputeBond);
    }

    /// @dev A tenant that disputes whatever it can without a reason pays its bond each time.
    function test_aDisputeForNothingCostsItsBond() public {
        uint64 leaseId = startLease(_provider, 8, 4 hours, TOP_RATE);
        skipTime(4 hours);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 1 hours));
        decide(caseId, false);
        settleDispute(leaseId);
        assertEq(computeMarket.claimable(_operator), firstTerms().disputeBond);
        assertEq(computeMarket.claimable(tenant), 0);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        assertEq(computeMarket.lease(leaseId).withdrawn, costOf(TOP_RATE, 8, 4 hours));
    }

    /// @dev Nearly the whole stake is locked: 864 of 1,000 for an hour of it, and the bond.
    function _dearLease() private returns (uint64 leaseId) {
        vm.startPrank(tenant);
        leaseId = book.placeOrder(_dear(), SPEC);
        vm.stopPrank();
        bid(leaseId, _provider, 30e9);
        accept(leaseId, _provider, 30e9, 4 hours);
    }

    function _dear() private pure returns (IMarketOrders.OrderTerms memory wants) {
        wants = wanting(8, 4 hours);
        wants.maxRate = 30e9;
    }

    function _expectNothingFree() private {
        vm.expectRevert(abi.encodeWithSelector(IMarketStakes.MarketStakeTooSmall.selector, _provider, 1, 0));
        computeMarket.withdrawStake(_provider, 1);
    }
}
