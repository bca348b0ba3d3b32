// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Allocations} from "../support/Allocations.sol";

/// @title I4: what an agent's key can ask for: within a limit and a term, and never against its party
contract AllocationAgentsTest is Allocations {
    uint32 private constant PARTY = 13;
    uint64 private constant LIMIT = 10_000;
    uint32 private constant SECOND = 2;

    address private _agent;

    function setUp() public {
        startCompute();
        addPool("Second", CAPACITY);
        nextEpoch();
        _agent = nameAgent("agent", PARTY, LIMIT);
    }

    function test_requestFor_asksForThePartyAndSaysByWhom() public {
        assertEq(parties.partyNext(_agent), 0, "an agent needs to be no member");
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.Requested(PARTY, POOL, next(), 4_000, 1);
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.RequestedByAgent(PARTY, _agent, 4_000);
        _ask(POOL, 4_000, 1);
        IAllocationRequests.Request memory request = allocation.requestOf(PARTY, POOL, next());
        assertEq(request.units, 4_000);
        assertEq(request.agent, 1);
        assertEq(request.kind, uint8(IPartyRegistry.Kind.Lab));
    }

    function test_I4_theLimitIsOverAllPoolsOfAnEpoch() public {
        _ask(POOL, 6_000, 1);
        _expectLimit(SECOND, 4_001, 1, LIMIT + 1);
        _ask(SECOND, 4_000, 1);
        _expectLimit(POOL, 6_001, 2, LIMIT + 1);
    }

    function test_I4_aSmallerRequestGivesTheRestBack() public {
        _ask(POOL, LIMIT, 1);
        _ask(POOL, 3_000, 2);
        _ask(SECOND, 7_000, 1);
        _ask(POOL, 0, 3);
        _ask(SECOND, LIMIT, 2);
        _expectLimit(POOL, 1, 4, LIMIT + 1);
    }

    function test_I4_theLimitCountsWhatCounts() public {
        uint64 cap = CAPACITY / 5;
        _limit(cap);
        _ask(POOL, type(uint64).max, 1);
        assertEq(allocation.requestOf(PARTY, POOL, next()).units, cap);
    }

    function test_I4_theLimitIsFreshInEachEpoch() public {
        _ask(POOL, LIMIT, 1);
        nextEpoch();
        _limit(LIMIT);
        _ask(POOL, LIMIT, 1);
        _expectLimit(SECOND, 1, 1, LIMIT + 1);
    }

    function test_I4_newLimitsCountAtOnceInBothDirections() public {
        _ask(POOL, LIMIT, 1);
        _limit(LIMIT - 1);
        _expectLimit(POOL, LIMIT, 2, LIMIT);
        _limit(LIMIT + 1);
        _ask(POOL, LIMIT + 1, 2);
    }

    function test_I4_theTermEndsToTheSecond() public {
        uint48 until = uint48(block.timestamp + 1 hours);
        vm.prank(applicant);
        parties.setAgent(PARTY, _agent, until, LIMIT, 0);
        vm.warp(until - 1);
        _ask(POOL, 1, 1);
        vm.warp(until);
        _expectNotAgent(PARTY, until);
    }

    function test_I4_aKeyThatWasTakenBackCanDoNothing() public {
        vm.prank(applicant);
        parties.setAgent(PARTY, _agent, 0, 0, 0);
        _expectNotAgent(PARTY, 0);
    }

    /// @dev Agents are the party's: the next controller inherits them, and the last one has no say any more.
    function test_I4_theNextControllerTakesTheKeyBack() public {
        address successor = joinParty("successor", PARTY);
        nextEpoch();
        vm.prank(applicant);
        parties.proposeController(PARTY, successor);
        vm.prank(successor);
        parties.acceptController(PARTY);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyNotController.selector, PARTY, applicant));
        vm.prank(applicant);
        parties.setAgent(PARTY, _agent, uint48(block.timestamp + 1 days), LIMIT, 0);
        vm.prank(successor);
        parties.setAgent(PARTY, _agent, uint48(block.timestamp), LIMIT, 0);
        _expectNotAgent(PARTY, uint48(block.timestamp));
    }

    function test_I4_anAgentIsNobodyForOtherParties() public {
        _expectNotAgent(1, 0);
        vm.prank(stewards[0]);
        parties.setAgent(1, _agent, uint48(block.timestamp + 1 days), 50, 0);
        _ask(POOL, LIMIT, 1);
        uint48 epoch = next();
        vm.prank(_agent);
        allocation.requestFor(1, POOL, epoch, 50, 1);
        assertEq(allocation.requestOf(1, POOL, epoch).units, 50, "each party's limit is its own");
    }

    function test_requestFor_revertsIf_neverNamed() public {
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, PARTY, stranger, 0));
        vm.prank(stranger);
        allocation.requestFor(PARTY, POOL, epoch, 1, 1);
    }

    function test_requestFor_revertsIf_theRequestIsAMembers() public {
        ask(applicant, POOL, 1);
        _expectNotOwn(2);
    }

    function test_requestFor_revertsIf_theRequestIsAnotherAgents() public {
        address another = nameAgent("another agent", PARTY, LIMIT);
        uint48 epoch = next();
        vm.prank(another);
        allocation.requestFor(PARTY, POOL, epoch, 1, 1);
        _expectNotOwn(2);
    }

    function test_requestFor_revertsIf_theNumberIsNotAboveThePresentOne() public {
        _ask(POOL, 1, 4);
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationStaleRequest.selector, 4, 4));
        vm.prank(_agent);
        allocation.requestFor(PARTY, POOL, epoch, 2, 4);
    }

    function test_I4_aMemberReplacesWhatAnAgentAskedWhateverItsNumber() public {
        _ask(POOL, LIMIT, type(uint48).max);
        uint48 epoch = next();
        vm.startPrank(applicant);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationStaleRequest.selector, 0, 0));
        allocation.request(POOL, epoch, 3, 0);
        allocation.request(POOL, epoch, 3, 1);
        vm.stopPrank();
        assertEq(allocation.requestOf(PARTY, POOL, epoch).units, 3);
        assertEq(allocation.requestOf(PARTY, POOL, epoch).agent, 0);
        assertEq(allocation.groupOf(POOL, epoch, 1).count, 1);
        _expectNotOwn(type(uint48).max);
    }

    /// @dev What it asked for once stays counted, or it could ask twice for what its party took from it.
    function test_I4_whatAMemberReplacedStaysCounted() public {
        _ask(POOL, LIMIT, 1);
        ask(applicant, POOL, 5);
        _expectLimit(SECOND, 1, 1, LIMIT + 1);
    }

    function test_requestFor_revertsIf_thePartyIsClosedInThatEpoch() public {
        vm.prank(applicant);
        parties.close(PARTY);
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyIsClosed.selector, PARTY));
        vm.prank(_agent);
        allocation.requestFor(PARTY, POOL, epoch, 1, 1);
    }

    function test_requestFor_revertsIf_theKindIsExcluded() public {
        address agent = nameAgent("agent of a provider", 3, LIMIT);
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationKindExcluded.selector, 3, 3));
        vm.prank(agent);
        allocation.requestFor(3, POOL, epoch, 1, 1);
    }

    /// @dev Whatever it asks in whatever order, what stands of it never exceeds its limit.
    function testFuzz_I4_whatStandsNeverExceedsTheLimit(uint64[10] calldata wants, uint256 pools) public {
        uint48 epoch = next();
        for (uint48 i = 0; i < 10; ++i) {
            vm.prank(_agent);
            (bool done,) = address(allocation)
                .call(
                    abi.encodeCall(
                        allocation.requestFor,
                        (PARTY, uint32(1 + (pools >> i) % 2), epoch, wants[i] % (2 * LIMIT), i + 1)
                    )
                );
            uint256 sum = uint256(allocation.requestOf(PARTY, POOL, epoch).units)
                + allocation.requestOf(PARTY, SECOND, epoch).units;
            assertLe(sum, LIMIT);
            assertTrue(done || wants[i] % (2 * LIMIT) != 0, "nothing keeps an agent from asking for less");
        }
    }

    function _ask(uint32 pool, uint64 want, uint48 seq) private {
        uint48 epoch = next();
        vm.prank(_agent);
        allocation.requestFor(PARTY, pool, epoch, want, seq);
    }

    function _limit(uint64 gpuSeconds) private {
        vm.prank(applicant);
        parties.setAgent(PARTY, _agent, uint48(block.timestamp + 1 days), gpuSeconds, 0);
    }

    function _expectLimit(uint32 pool, uint64 want, uint48 seq, uint256 asked) private {
        uint64 limit = parties.agentOf(PARTY, _agent).gpuSecondsPerEpoch;
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationAgentLimit.selector, _agent, asked, limit));
        vm.prank(_agent);
        allocation.requestFor(PARTY, pool, epoch, want, seq);
    }

    function _expectNotAgent(uint32 party, uint48 until) private {
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, party, _agent, until));
        vm.prank(_agent);
        allocation.requestFor(party, POOL, epoch, 1, 9);
    }

    function _expectNotOwn(uint48 seq) private {
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotOwnRequest.selector, PARTY, _agent));
        vm.prank(_agent);
        allocation.requestFor(PARTY, POOL, epoch, 1, seq);
    }
}
