// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {Markets} from "../support/Markets.sol";

/// @title Arbiters and auditors that share a party with a side, by now or only later
contract SharedPartiesTest is Markets {
    uint32 private constant PARTY = 13;

    uint32 private _provider;
    address private _operator;
    uint32 private _conflicted;

    function setUp() public {
        startMarket();
        appointArbiters();
        _operator = makeAddr("an operator without a party");
        _provider = addProvider(_operator, 8);
        _conflicted = parties.partyNow(stewards[3]);
    }

    function test_anArbiterOfTheTenantsPartyIsNotSeated() public {
        _join(tenant, _conflicted);
        uint64 caseId = _dispute();
        address[] memory seated = arbitration.arbitersOf(caseId);
        assertEq(seated.length, 2);
        _expectCannotDecide(caseId, stewards[3]);
    }

    function test_anArbiterWhoIsASideIsNotSeated() public {
        uint32 own = addProvider(stewards[4], 8);
        uint64 leaseId = startLease(own, 4, 2 hours, TOP_RATE);
        skipTime(1 hours);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 10));
        assertEq(arbitration.arbitersOf(caseId).length, 2);
        _expectCannotDecide(caseId, stewards[4]);
    }

    /// @dev It bid before it joined the arbiter's party: the lease knows only what it was then.
    function test_anOperatorThatJoinsTheArbitersPartyIsNotJudgedByIt() public {
        uint64 leaseId = startLease(_provider, 4, 2 days, TOP_RATE);
        _join(_operator, _conflicted);
        skipTime(100);
        assertEq(computeMarket.lease(leaseId).party, 0);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 10));
        assertEq(arbitration.arbitersOf(caseId).length, 2);
        _expectCannotDecide(caseId, stewards[3]);
    }

    /// @dev It joins while the case is open.
    function test_aSideThatJoinsTheArbitersPartyMeanwhileIsNotJudgedByIt() public {
        uint64 leaseId = startLease(_provider, 4, 2 days, TOP_RATE);
        vm.warp(clock.startOf(clock.current() + 1) - 100);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 10));
        assertEq(arbitration.caseOf(caseId).seats, 3);
        _join(tenant, _conflicted);
        _expectCannotDecide(caseId, stewards[3]);
        vm.prank(stewards[4]);
        arbitration.vote(caseId, true, SPEC);
    }

    /// @dev The arbiter moves instead, and one that left its party decides nothing at all.
    function test_anArbiterThatMovesToASidesPartyDecidesNothing() public {
        address mover = joinParty("a moving arbiter", 9);
        nextEpoch();
        appointArbiter(mover);
        _join(tenant, 10);
        uint64 leaseId = startLease(_provider, 4, 2 days, TOP_RATE);
        vm.prank(mover);
        parties.quit();
        vm.warp(clock.startOf(clock.current() + 1) - 1);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 10));
        assertEq(arbitration.caseOf(caseId).seats, 4);
        skipTime(1);
        _expectCannotDecide(caseId, mover);
    }

    /// @dev The node was audited while its operator had no party; then it joined its auditor's.
    function test_anOperatorThatJoinsItsAuditorsPartyServesNoBudgetOrder() public {
        _join(_operator, parties.partyNow(auditor));
        allocate(applicant, 50_000);
        assertTrue(providers.isAudited(_provider, auditorId));
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        bytes memory refused = abi.encodeWithSelector(
            IMarketOrders.MarketCannotServe.selector, orderId, _provider, IMarketOrders.Obstacle.NotAudited
        );
        expectRefusal(_operator, refused);
        book.bid(orderId, _provider, TOP_RATE, auditorId, 0);
        IMarketOrders.OrderTerms memory wants = wanting(1, 1 hours);
        wants.auditorIds = uint64(auditorId) << 16;
        vm.prank(applicant);
        uint64 named = book.placeBudgetOrder(PARTY, wants, SPEC);
        expectRefusal(
            _operator,
            abi.encodeWithSelector(
                IMarketOrders.MarketCannotServe.selector, named, _provider, IMarketOrders.Obstacle.NotAudited
            )
        );
        book.bid(named, _provider, TOP_RATE, 0, 0);
    }

    /// @dev The auditor moves instead, between the bid and its acceptance.
    function test_anAuditorThatMovesToTheBiddersPartyConfirmsNothingToTheBudget() public {
        address mover = joinParty("a moving auditor", 9);
        nextEpoch();
        vm.prank(address(timelock));
        uint16 moverId = providers.appointAuditor(mover);
        uint32 node = addProvider(stewards[2], 8);
        vm.prank(mover);
        providers.audit(node, 1, uint48(block.timestamp + 30 days));
        vm.prank(mover);
        parties.quit();
        nextEpoch();
        _join(mover, parties.partyNow(stewards[2]));
        allocate(applicant, 50_000);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        expectRefusal(
            stewards[2],
            abi.encodeWithSelector(
                IMarketOrders.MarketCannotServe.selector, orderId, node, IMarketOrders.Obstacle.NotAudited
            )
        );
        book.bid(orderId, node, TOP_RATE, moverId, 0);
        bid(orderId, node, TOP_RATE);
    }

    function _dispute() private returns (uint64) {
        uint64 leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
        skipTime(1 hours);
        return disputeBy(tenant, leaseId, uint40(block.timestamp - 10));
    }

    /// @dev A member from the next epoch on, which begins now.
    function _join(address account, uint32 party) private {
        (address controller,,) = parties.partyInfo(party);
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
        nextEpoch();
    }

    function _expectCannotDecide(uint64 caseId, address arbiter) private {
        expectRefusal(arbiter, abi.encodeWithSelector(IArbitration.ArbitrationCannotDecide.selector, caseId, arbiter));
        arbitration.vote(caseId, true, SPEC);
    }
}
