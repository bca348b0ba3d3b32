// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationPolicy} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {OwnedAccount} from "../support/SignedStatements.sol";
import {WideAllocations} from "../support/WideAllocations.sol";

/// @title Asking in another's name: replayed signatures, and agents that go beyond what they were given
contract StolenRequestsTest is WideAllocations {
    string private constant AUTHOR = "party without a seat";
    uint32 private constant PARTY = 13;
    uint64 private constant LIMIT = 1_000;

    address private _agent;

    function setUp() public {
        startCompute();
        addPool("Second", CAPACITY);
        nextEpoch();
        _agent = nameAgent("agent", PARTY, LIMIT);
    }

    function test_aSignatureCountsForOnePool() public {
        (IAllocationRequests.SignedRequest memory signed, bytes memory signature) = _signed(500, 1);
        _send(signed, signature);
        signed.pool = 2;
        _expectInvalid(signed, signature);
        assertEq(allocation.requestOf(PARTY, 2, next()).seq, 0);
    }

    function test_aSignatureCountsForOneEpoch() public {
        (IAllocationRequests.SignedRequest memory signed, bytes memory signature) = _signed(500, 1);
        uint48 epoch = next();
        nextEpoch();
        vm.expectRevert(
            abi.encodeWithSelector(
                IAllocationRequests.AllocationNotTaking.selector,
                epoch,
                clock.startOf(epoch - 1),
                clock.startOf(epoch) - 2 hours
            )
        );
        allocation.requestBySig(signed, signature);
        signed.epoch = epoch + 1;
        _expectInvalid(signed, signature);
    }

    function test_aSignatureCountsOnOneChain() public {
        (IAllocationRequests.SignedRequest memory signed, bytes memory signature) = _signed(500, 1);
        vm.chainId(1337);
        _expectInvalid(signed, signature);
        vm.chainId(31337);
        _send(signed, signature);
    }

    function test_aSignatureCountsAtOneContract() public {
        (IAllocationRequests.SignedRequest memory signed, bytes memory signature) = _signed(500, 1);
        IAllocationPolicy other = deployAllocation(wideConfig(onePot(1_000)));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationInvalidSignature.selector, applicant));
        other.requestBySig(signed, signature);
    }

    function test_aSignatureIsNotUsedAgain() public {
        (IAllocationRequests.SignedRequest memory first, bytes memory signature) = _signed(500, 1);
        _send(first, signature);
        _expectStale(first, signature, 1);
        (IAllocationRequests.SignedRequest memory second, bytes memory later) = _signed(700, 2);
        _send(second, later);
        _expectStale(first, signature, 2);
        assertEq(allocation.requestOf(PARTY, POOL, next()).units, 700);
    }

    /// @dev Signed, never sent, and then replaced by a transaction: a relayer cannot bring it back.
    function test_aSignatureHeldBackDoesNotReplaceWhatCameSince() public {
        (IAllocationRequests.SignedRequest memory held, bytes memory signature) = _signed(500, 1);
        uint48 epoch = next();
        vm.prank(applicant);
        allocation.request(POOL, epoch, 0, 2);
        _expectStale(held, signature, 2);
    }

    /// @dev A member's older statement comes back neither through an agent's request in between.
    function test_anAgentsRequestBringsNoOlderSignatureBack() public {
        (IAllocationRequests.SignedRequest memory first, bytes memory signature) = _signed(500, 5);
        _send(first, signature);
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotOwnRequest.selector, PARTY, _agent));
        vm.prank(_agent);
        allocation.requestFor(PARTY, POOL, epoch, 1, 6);
        _expectStale(first, signature, 5);
    }

    function test_whoHasLeftSignsForNobody() public {
        address clerk = joinParty("clerk", PARTY);
        nextEpoch();
        vm.prank(clerk);
        parties.quit();
        IAllocationRequests.SignedRequest memory signed = toSign(clerk, PARTY, 500, 1);
        bytes memory signature = signRequest(signed, keyOf("clerk"));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, PARTY, clerk, 0));
        allocation.requestBySig(signed, signature);
    }

    function test_aSmartAccountsOldOwnerSignsForNobody() public {
        OwnedAccount account = new OwnedAccount(makeAddr("owner"));
        vm.prank(address(timelock));
        uint32 party = parties.admit(address(account), IPartyRegistry.Kind.Lab);
        IAllocationRequests.SignedRequest memory signed = toSign(address(account), party, 500, 1);
        bytes memory signature = signRequest(signed, keyOf("owner"));
        account.setOwner(makeAddr("thief"));
        _expectInvalid(signed, signature);
    }

    function test_I4_anAgentGetsNotOneSecondMoreThanItsLimit() public {
        _expectLimit(POOL, LIMIT + 1);
        _expectLimit(POOL, type(uint64).max);
        _askAsAgent(POOL, LIMIT);
        _expectLimit(2, 1);
    }

    function test_I4_aSignedRequestOfAnAgentHasTheSameLimit() public {
        _askAsAgent(2, LIMIT);
        IAllocationRequests.SignedRequest memory signed = toSign(_agent, PARTY, 1, 1);
        bytes memory signature = signRequest(signed, keyOf("agent"));
        vm.expectRevert(
            abi.encodeWithSelector(IAllocationRequests.AllocationAgentLimit.selector, _agent, LIMIT + 1, LIMIT)
        );
        allocation.requestBySig(signed, signature);
    }

    /// @dev Named anew, it is the same key with the same account of what it asked.
    function test_I4_namingAnAgentAnewGivesItNothingTwice() public {
        _askAsAgent(POOL, LIMIT);
        vm.startPrank(applicant);
        parties.setAgent(PARTY, _agent, 0, 0, 0);
        parties.setAgent(PARTY, _agent, uint48(block.timestamp + 1 days), LIMIT, 0);
        vm.stopPrank();
        _expectLimit(2, 1);
    }

    function test_I4_anExpiredAgentsSignatureIsWorthNothing() public {
        IAllocationRequests.SignedRequest memory signed = toSign(_agent, PARTY, 1, 1);
        bytes memory signature = signRequest(signed, keyOf("agent"));
        uint48 until = uint48(block.timestamp + 1 hours);
        vm.prank(applicant);
        parties.setAgent(PARTY, _agent, until, LIMIT, 0);
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, PARTY, _agent, until));
        allocation.requestBySig(signed, signature);
    }

    function test_I4_anAgentAsksForNoOtherParty() public {
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, 1, _agent, 0));
        vm.prank(_agent);
        allocation.requestFor(1, POOL, epoch, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNoParty.selector, _agent, epoch));
        vm.prank(_agent);
        allocation.request(POOL, epoch, 1, 1);
    }

    /// @dev It takes the greatest number there is, so that nobody could ever ask again: the party can.
    function test_I4_anAgentCannotLockItsPartyOut() public {
        uint48 epoch = next();
        vm.prank(_agent);
        allocation.requestFor(PARTY, POOL, epoch, 0, type(uint48).max);
        (IAllocationRequests.SignedRequest memory signed, bytes memory signature) = _signed(500, 1);
        _send(signed, signature);
        assertEq(allocation.requestOf(PARTY, POOL, epoch).units, 500);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotOwnRequest.selector, PARTY, _agent));
        vm.prank(_agent);
        allocation.requestFor(PARTY, POOL, epoch, 0, type(uint48).max);
    }

    function _signed(uint64 want, uint48 seq)
        private
        view
        returns (IAllocationRequests.SignedRequest memory signed, bytes memory signature)
    {
        signed = toSign(applicant, PARTY, want, seq);
        signature = signRequest(signed, keyOf(AUTHOR));
    }

    function _send(IAllocationRequests.SignedRequest memory signed, bytes memory signature) private {
        vm.prank(stranger);
        allocation.requestBySig(signed, signature);
    }

    function _expectInvalid(IAllocationRequests.SignedRequest memory signed, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationInvalidSignature.selector, signed.account));
        allocation.requestBySig(signed, signature);
    }

    function _expectStale(IAllocationRequests.SignedRequest memory signed, bytes memory signature, uint48 present)
        private
    {
        vm.expectRevert(
            abi.encodeWithSelector(IAllocationRequests.AllocationStaleRequest.selector, signed.seq, present)
        );
        allocation.requestBySig(signed, signature);
    }

    function _askAsAgent(uint32 pool, uint64 want) private {
        uint48 epoch = next();
        vm.prank(_agent);
        allocation.requestFor(PARTY, pool, epoch, want, 1);
    }

    function _expectLimit(uint32 pool, uint64 want) private {
        uint48 epoch = next();
        vm.expectPartialRevert(IAllocationRequests.AllocationAgentLimit.selector);
        vm.prank(_agent);
        allocation.requestFor(PARTY, pool, epoch, want, 1);
    }
}
