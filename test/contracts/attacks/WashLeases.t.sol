// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {Markets} from "../support/Markets.sol";

/// @title A tenant that is its own provider
contract WashLeasesTest is Markets {
    uint32 private constant PARTY = 13;

    uint32 private _own;
    uint32 private _victim;

    function setUp() public {
        startMarket();
        _own = addProvider(applicant, 8);
        _victim = addProvider(stewards[2], 8);
        giveMoney(applicant, 100e6);
        allocate(applicant, 50_000);
    }

    function test_ownMoneyGoesRoundAndTheFeeIsLost() public {
        uint256 had = money.balanceOf(applicant);
        uint64 leaseId = _leaseToItself(4, 2 hours);
        skipTime(2 hours);
        vm.prank(applicant);
        computeMarket.withdraw(leaseId);
        assertEq(had - money.balanceOf(applicant), uint256(4 * 2 hours) / 100);
    }

    function test_thePublicPaysForNone() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        expectRefusal(applicant, _refusal(orderId, _own, IMarketOrders.Obstacle.SameParty));
        book.bid(orderId, _own, 1, auditorId, 0);
    }

    /// @dev Neither a colleague's order nor a colleague's node makes it another party.
    function test_colleaguesAreNoOtherParty() public {
        address colleague = joinParty("a colleague", PARTY);
        nextEpoch();
        ask(applicant, POOL, 9_000);
        settle(POOL);
        nextEpoch();
        uint32 node = addProvider(colleague, 8);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        expectRefusal(colleague, _refusal(orderId, node, IMarketOrders.Obstacle.SameParty));
        book.bid(orderId, node, 1, auditorId, 0);
        orderId = placeBudgetOrder(colleague, PARTY, 1, 1 hours);
        expectRefusal(applicant, _refusal(orderId, _own, IMarketOrders.Obstacle.SameParty));
        book.bid(orderId, _own, 1, auditorId, 0);
    }

    function test_anAgentThatOperatesANodeOfItsPartyIsNoOtherParty() public {
        address agent = joinParty("an agent that is a colleague", PARTY);
        nextEpoch();
        ask(applicant, POOL, 9_000);
        settle(POOL);
        nextEpoch();
        vm.prank(applicant);
        parties.setAgent(PARTY, agent, uint48(block.timestamp + 1 days), 9_000, 9_000);
        uint32 node = addProvider(agent, 8);
        uint64 orderId = placeBudgetOrder(agent, PARTY, 1, 1 hours);
        expectRefusal(agent, _refusal(orderId, node, IMarketOrders.Obstacle.SameParty));
        book.bid(orderId, node, 1, auditorId, 0);
    }

    /// @dev What another lease locked is out of reach of any verdict on one's own.
    function test_aDisputeWithItselfTakesOnlyItsOwnLock() public {
        appointArbiters();
        uint64 honest = placeOrder(4, 2 hours);
        bid(honest, _own, TOP_RATE);
        accept(honest, _own, TOP_RATE, 2 hours);
        uint64 leaseId = _leaseToItself(4, 2 hours);
        skipTime(1 hours);
        vm.prank(applicant);
        computeMarket.withdraw(leaseId);
        uint64 caseId = disputeBy(applicant, leaseId, uint40(block.timestamp - 1 hours));
        decide(caseId, true);
        settleDispute(leaseId);
        IMarketStakes.Stake memory stake = computeMarket.stakeOf(_own);
        assertEq(stake.locked, computeMarket.lockOf(honest));
        uint112 free = stake.amount - uint112(firstTerms().minStake);
        expectRefusal(
            applicant, abi.encodeWithSelector(IMarketStakes.MarketStakeTooSmall.selector, _own, free + 1, free)
        );
        computeMarket.withdrawStake(_own, free + 1);
        assertGt(stake.amount, stake.locked);
    }

    /// @dev A lease to oneself takes the units as any other does, so what is leased twice is never audited once.
    function test_aNodeLeasedToItselfIsNotLeasedToOthers() public {
        _leaseToItself(8, 2 hours);
        uint64 orderId = placeOrder(1, 1 hours);
        expectRefusal(applicant, _refusal(orderId, _own, IMarketOrders.Obstacle.NoUnitsFree));
        book.bid(orderId, _own, 1, auditorId, 0);
    }

    /// @dev A rival leases the victim's node for a month and ends in the same second: no load stays behind.
    function test_aLeaseThatEndsAtOnceSpoilsNoTie() public {
        uint64 wash = placeOrder(8, 30 days);
        bid(wash, _victim, TOP_RATE);
        accept(wash, _victim, TOP_RATE, 30 days);
        vm.prank(tenant);
        computeMarket.endLease(wash);
        assertEq(computeMarket.useOf(POOL, 3).gpuSeconds, 0);
        uint32 rival = addProvider(stewards[6], 8);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        bid(orderId, rival, TOP_RATE);
        bid(orderId, _victim, TOP_RATE);
        assertEq(book.winnerOf(orderId).providerId, _victim, "equal rates and loads: the lower id");
    }

    /// @dev Top-ups count as long as the lease is of this epoch, so ending takes no more off than was put on.
    function test_noLoadIsTakenOffThatWasNotPutOn() public {
        _leaseToItself(4, 2 hours);
        uint64 leaseId = _order(1, 2 days);
        vm.startPrank(applicant);
        book.bid(leaseId, _own, TOP_RATE, auditorId, 0);
        computeMarket.accept(leaseId, _own, TOP_RATE, 1);
        computeMarket.topUp(leaseId, 1 days);
        computeMarket.endLease(leaseId);
        vm.stopPrank();
        assertEq(computeMarket.useOf(POOL, PARTY).gpuSeconds, 4 * 2 hours);
    }

    function test_nobodyActsForTheOtherSide() public {
        uint64 leaseId = startLease(_victim, 4, 2 hours, TOP_RATE);
        bytes memory refusal = abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, leaseId, applicant);
        expectRefusal(applicant, refusal);
        computeMarket.endLease(leaseId);
        expectRefusal(applicant, refusal);
        computeMarket.giveNotice(leaseId);
        expectRefusal(applicant, refusal);
        computeMarket.withdraw(leaseId);
        expectRefusal(applicant, refusal);
        computeMarket.topUp(leaseId, 1);
        expectRefusal(applicant, refusal);
        computeMarket.dispute(leaseId, uint40(block.timestamp), SPEC);
    }

    function _leaseToItself(uint32 units, uint32 duration) private returns (uint64 leaseId) {
        leaseId = _order(units, duration);
        vm.startPrank(applicant);
        book.bid(leaseId, _own, TOP_RATE, auditorId, 0);
        computeMarket.accept(leaseId, _own, TOP_RATE, duration);
        vm.stopPrank();
    }

    function _order(uint32 units, uint32 duration) private returns (uint64) {
        vm.prank(applicant);
        return book.placeOrder(wanting(units, duration), SPEC);
    }

    function _refusal(uint64 orderId, uint32 providerId, IMarketOrders.Obstacle obstacle)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IMarketOrders.MarketCannotServe.selector, orderId, providerId, obstacle);
    }
}
