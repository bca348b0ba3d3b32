// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {Markets} from "../support/Markets.sol";

/// @title Leases moved, ended or paid by who has no say in them, and agents beyond their limits
contract StolenLeasesTest is Markets {
    uint32 private constant PARTY = 13;

    uint32 private _provider;

    function setUp() public {
        startMarket();
        _provider = addProvider(stewards[2], 8);
        allocate(applicant, 50_000);
        giveMoney(stranger, 1e6);
    }

    /// @dev A second of another's lease, to hold its machine or to push its end out of a dispute's reach.
    function test_aTopUpOfAnothersLeaseByASecond() public {
        uint64 leaseId = placeOrder(4, 2 hours);
        bid(leaseId, _provider, TOP_RATE);
        accept(leaseId, _provider, TOP_RATE, 1 hours);
        address[3] memory others = [stranger, stewards[2], address(timelock)];
        for (uint256 i = 0; i < 3; ++i) {
            expectRefusal(others[i], abi.encodeWithSelector(IMarketLeases.MarketNotSide.selector, leaseId, others[i]));
            computeMarket.topUp(leaseId, 1);
        }
        vm.warp(computeMarket.lease(leaseId).end);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketLeases.MarketNotRunning.selector, leaseId));
        computeMarket.topUp(leaseId, 1);
    }

    function test_anothersOrderIsNotAcceptedDeclinedOrCanceled() public {
        uint64 own = placeOrder(4, 2 hours);
        bid(own, _provider, TOP_RATE);
        uint64 budget = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        bid(budget, _provider, TOP_RATE);
        waitForBids(budget);
        address colleague = joinParty("a colleague", PARTY);
        address[3] memory others = [stranger, stewards[2], colleague];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory refusal = abi.encodeWithSelector(IMarketOrders.MarketNotTenant.selector, budget, others[i]);
            expectRefusal(others[i], refusal);
            computeMarket.acceptAssigned(budget, 1);
            expectRefusal(others[i], refusal);
            book.declineWinner(budget);
            expectRefusal(others[i], refusal);
            book.cancelOrder(budget);
            expectRefusal(others[i], abi.encodeWithSelector(IMarketOrders.MarketNotTenant.selector, own, others[i]));
            computeMarket.accept(own, _provider, TOP_RATE, 1);
        }
    }

    /// @dev Spread over orders, ended and begun again, and with both units: the sum is what counts.
    function test_anAgentBeyondItsLimitWhateverItTries() public {
        address agent = _agent(1_000, 1_000);
        uint32 id = parties.agentOf(PARTY, agent).id;
        uint64 first = _budgetOrder(agent);
        uint64 second = _budgetOrder(agent);
        waitForBids(second);
        acceptAssigned(first, 600);
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 1_001, 1_001));
        computeMarket.acceptAssigned(second, 401);
        vm.prank(agent);
        computeMarket.endLease(first);
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 1_001, 1_001));
        computeMarket.acceptAssigned(second, 401);
        acceptAssigned(second, 400);
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketPaidByBudget.selector, second));
        computeMarket.topUp(second, 1);
    }

    /// @dev A lower limit counts at once, for orders that were placed under the higher one too.
    function test_aLimitTakenBackStopsWhatIsUnderWay() public {
        address agent = _agent(1_000, 1_000);
        uint64 orderId = _budgetOrder(agent);
        waitForBids(orderId);
        vm.prank(applicant);
        parties.setAgent(PARTY, agent, uint48(block.timestamp + 1 days), 100, 1_000);
        uint32 id = parties.agentOf(PARTY, agent).id;
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 101, 101));
        computeMarket.acceptAssigned(orderId, 101);
        acceptAssigned(orderId, 100);
    }

    /// @dev Who was an agent when it ordered does not spend as a member, and the other way round.
    function test_whatWasOrderedAsAnAgentIsNotSpentAsAMember() public {
        address agent = _agent(1_000, 1_000);
        vm.prank(applicant);
        parties.invite(PARTY, agent, true);
        vm.prank(agent);
        parties.accept(PARTY);
        vm.warp(clock.startOf(clock.current() + 1) - 2 hours);
        uint64 orderId = _budgetOrder(agent);
        nextEpoch();
        assertEq(parties.partyNow(agent), PARTY);
        expectRefusal(agent, abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId));
        computeMarket.acceptAssigned(orderId, 100);
        assertEq(book.order(orderId).agent, parties.agentOf(PARTY, agent).id);
    }

    /// @dev Of two parties that named it, an agent spends each one's own.
    function test_anAgentOfTwoPartiesSpendsEachOnesOwn() public {
        address agent = _agent(1_000, 1_000);
        vm.prank(stewards[0]);
        parties.setAgent(1, agent, uint48(block.timestamp + 1 days), 50_000, 50_000);
        expectRefusal(agent, abi.encodeWithSelector(IMarketOrders.MarketNotOfParty.selector, 2, agent));
        book.placeBudgetOrder(2, wanting(1, 1 hours), SPEC);
        uint64 orderId = _budgetOrder(agent);
        waitForBids(orderId);
        uint32 id = parties.agentOf(PARTY, agent).id;
        expectRefusal(agent, abi.encodeWithSelector(IMarketLeases.MarketAgentLimit.selector, id, 1_001, 1_001));
        computeMarket.acceptAssigned(orderId, 1_001);
    }

    function _budgetOrder(address agent) private returns (uint64 orderId) {
        orderId = placeBudgetOrder(agent, PARTY, 1, 1 hours);
        bid(orderId, _provider, TOP_RATE);
    }

    function _agent(uint64 gpuSeconds, uint112 amount) private returns (address agent) {
        agent = makeAddr("an agent");
        vm.prank(applicant);
        parties.setAgent(PARTY, agent, uint48(block.timestamp + 30 days), gpuSeconds, amount);
    }
}
