// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {Allocations} from "./Allocations.sol";

/// @title Providers that are staked and audited, tenants with money, orders and leases
abstract contract Markets is Allocations {
    /// @dev One base unit per unit and second, which is also the line's greatest rate.
    uint80 internal constant TOP_RATE = 1e6;
    uint112 internal constant STAKE = 1_000e6;
    bytes32 internal constant SPEC = keccak256("a workload");

    address internal auditor;
    uint16 internal auditorId;
    address internal tenant;

    /// @dev The whole system, one pool, an auditor, and a tenant with money and no party.
    function startMarket() internal {
        startCompute();
        auditor = stewards[11];
        vm.prank(address(timelock));
        auditorId = providers.appointAuditor(auditor);
        tenant = makeAddr("tenant");
        giveMoney(tenant, 1_000_000e6);
    }

    function giveMoney(address account, uint256 amount) internal {
        vm.prank(funder);
        require(money.transfer(account, amount));
        vm.prank(account);
        money.approve(address(computeMarket), type(uint256).max);
    }

    /// @dev A node of the first pool, with as much stake as any test needs.
    function addProvider(address operator, uint32 units) internal returns (uint32 providerId) {
        providerId = addUnaudited(operator, units);
        audit(providerId);
        giveMoney(operator, STAKE);
        vm.prank(operator);
        computeMarket.addStake(providerId, STAKE);
    }

    function addUnaudited(address operator, uint32 units) internal returns (uint32) {
        bytes32 hardware = keccak256(abi.encode(operator, units, providers.providerCount()));
        vm.prank(operator);
        return providers.register(
            IProviderRegistry.Declaration({pool: POOL, units: units, attributes: 0, hardware: hardware}),
            "https://provider.example"
        );
    }

    function audit(uint32 providerId) internal {
        uint32 version = providers.provider(providerId).version;
        vm.prank(auditor);
        providers.audit(providerId, version, uint48(block.timestamp + 90 days));
    }

    function wanting(uint32 units, uint32 duration) internal pure returns (IMarketOrders.OrderTerms memory wants) {
        wants.pool = POOL;
        wants.units = units;
        wants.duration = duration;
        wants.notice = 10 minutes;
        wants.maxRate = TOP_RATE;
    }

    function placeOrder(uint32 units, uint32 duration) internal returns (uint64) {
        vm.prank(tenant);
        return book.placeOrder(wanting(units, duration), SPEC);
    }

    function bid(uint64 orderId, uint32 providerId, uint80 rate) internal {
        vm.prank(providers.operatorOf(providerId));
        book.bid(orderId, providerId, rate, auditorId, 0);
    }

    function accept(uint64 orderId, uint32 providerId, uint80 rate, uint32 paidSeconds) internal {
        vm.prank(tenant);
        computeMarket.accept(orderId, providerId, rate, paidSeconds);
    }

    /// @dev A lease of own money that begins now and was paid in full.
    function startLease(uint32 providerId, uint32 units, uint32 duration, uint80 rate)
        internal
        returns (uint64 leaseId)
    {
        leaseId = placeOrder(units, duration);
        bid(leaseId, providerId, rate);
        accept(leaseId, providerId, rate, duration);
    }

    function take(uint64 orderId, uint32 providerId, uint80 rate) internal {
        accept(orderId, providerId, rate, book.order(orderId).wants.duration);
    }

    function setTerms(IMarketTerms.Terms memory terms) internal {
        vm.prank(address(timelock));
        book.setTerms(terms);
    }

    /// @dev An allocation of the next epoch for the account's party, which begins now.
    function allocate(address account, uint64 want) internal {
        ask(account, POOL, want);
        settle(POOL);
        nextEpoch();
    }

    function placeBudgetOrder(address account, uint32 party, uint32 units, uint32 duration) internal returns (uint64) {
        vm.prank(account);
        return book.placeBudgetOrder(party, wanting(units, duration), SPEC);
    }

    function waitForBids(uint64 orderId) internal {
        vm.warp(book.order(orderId).bidUntil);
    }

    function acceptAssigned(uint64 orderId, uint32 paidSeconds) internal {
        vm.prank(book.order(orderId).tenant);
        computeMarket.acceptAssigned(orderId, paidSeconds);
    }

    /// @dev A lease that begins now and that the budget pays in full, of the party of `account`.
    function startBudgetLease(address account, uint32 providerId, uint32 units, uint32 duration, uint80 rate)
        internal
        returns (uint64 leaseId)
    {
        leaseId = placeBudgetOrder(account, parties.partyNow(account), units, duration);
        bid(leaseId, providerId, rate);
        waitForBids(leaseId);
        acceptAssigned(leaseId, duration);
    }

    function appointArbiter(address arbiter) internal {
        vm.prank(address(timelock));
        arbitration.appointArbiter(arbiter);
    }

    /// @dev Of parties 4, 5 and 6.
    function appointArbiters() internal {
        for (uint256 i = 3; i < 6; ++i) {
            appointArbiter(stewards[i]);
        }
    }

    function disputeBy(address account, uint64 leaseId, uint40 from) internal returns (uint64 caseId) {
        vm.prank(account);
        computeMarket.dispute(leaseId, from, keccak256("what the tenant saw"));
        return computeMarket.disputeOf(leaseId).caseId;
    }

    /// @dev Every arbiter of the case that is needed votes one way.
    function decide(uint64 caseId, bool forClaimant) internal {
        address[] memory arbiters = arbitration.arbitersOf(caseId);
        for (uint256 i = 0; 2 * i <= arbiters.length; ++i) {
            vm.prank(arbiters[i]);
            arbitration.vote(caseId, forClaimant, keccak256("reasons"));
        }
        assertEq(
            uint8(arbitration.caseOf(caseId).verdict),
            uint8(forClaimant ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForRespondent)
        );
    }

    function settleDispute(uint64 leaseId) internal {
        vm.warp(arbitration.finalAt(computeMarket.disputeOf(leaseId).caseId));
        computeMarket.settleDispute(leaseId);
    }

    function held() internal view returns (uint256) {
        return money.balanceOf(address(computeMarket));
    }

    function lockedOf(uint32 providerId) internal view returns (uint112) {
        return computeMarket.stakeOf(providerId).locked;
    }

    function costOf(uint256 rate, uint256 units, uint256 elapsed) internal pure returns (uint256) {
        return rate * units * elapsed / 1e6;
    }

    /// @dev The reason why a call of the market by `caller` must fail.
    function expectRefusal(address caller, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(caller);
    }
}
