// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Allocations} from "../support/Allocations.sol";
import {OwnedAccount} from "../support/SignedStatements.sol";

/// @title Requests that their author signed and anybody sends
contract AllocationSignaturesTest is Allocations {
    string private constant AUTHOR = "party without a seat";
    uint32 private constant PARTY = 13;

    function setUp() public {
        startCompute();
    }

    function test_requestBySig_countsAsTheSignersOwn() public {
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.Requested(PARTY, POOL, 2, 5_000, 4);
        _send(toSign(applicant, PARTY, 5_000, 4), AUTHOR);
        IAllocationRequests.Request memory request = allocation.requestOf(PARTY, POOL, 2);
        assertEq(request.units, 5_000);
        assertEq(request.seq, 4);
        assertEq(request.agent, 0);
    }

    function test_requestBySig_ofASmartAccount() public {
        address account = address(new OwnedAccount(makeAddr("owner")));
        vm.prank(address(timelock));
        uint32 party = parties.admit(account, IPartyRegistry.Kind.Lab);
        IAllocationRequests.SignedRequest memory signed = toSign(account, party, 5_000, 1);
        _expectInvalid(signed, signRequest(signed, keyOf("not the owner")));
        _send(signed, "owner");
        assertEq(allocation.requestOf(party, POOL, 2).units, 5_000);
    }

    function test_requestBySig_ofASmartAccountCountsWhatItSaysNow() public {
        OwnedAccount account = new OwnedAccount(makeAddr("owner"));
        vm.prank(address(timelock));
        uint32 party = parties.admit(address(account), IPartyRegistry.Kind.Lab);
        IAllocationRequests.SignedRequest memory signed = toSign(address(account), party, 5_000, 1);
        account.setOwner(makeAddr("another owner"));
        _expectInvalid(signed, signRequest(signed, keyOf("owner")));
    }

    function test_requestBySig_replacesByItsNumberLikeAnyOther() public {
        vm.prank(applicant);
        allocation.request(POOL, 2, 5_000, 7);
        IAllocationRequests.SignedRequest memory signed = toSign(applicant, PARTY, 9_000, 7);
        bytes memory signature = signRequest(signed, keyOf(AUTHOR));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationStaleRequest.selector, 7, 7));
        allocation.requestBySig(signed, signature);
        _send(toSign(applicant, PARTY, 9_000, 8), AUTHOR);
        assertEq(allocation.requestOf(PARTY, POOL, 2).units, 9_000);
    }

    function test_requestBySig_ofAnAgentCountsWithinItsLimit() public {
        address agent = nameAgent("agent", PARTY, 6_000);
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.RequestedByAgent(PARTY, agent, 5_000);
        _send(toSign(agent, PARTY, 5_000, 1), "agent");
        assertEq(allocation.requestOf(PARTY, POOL, 2).agent, parties.agentOf(PARTY, agent).id);
        IAllocationRequests.SignedRequest memory signed = toSign(agent, PARTY, 6_001, 2);
        bytes memory signature = signRequest(signed, keyOf("agent"));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationAgentLimit.selector, agent, 6_001, 6_000));
        allocation.requestBySig(signed, signature);
    }

    /// @dev A member that is an agent as well needs no limit.
    function test_requestBySig_ofAMemberIsNeverTheAgents() public {
        vm.prank(applicant);
        parties.setAgent(PARTY, applicant, uint48(block.timestamp + 1 days), 1, 0);
        _send(toSign(applicant, PARTY, 5_000, 1), AUTHOR);
        assertEq(allocation.requestOf(PARTY, POOL, 2).agent, 0);
    }

    /// @dev One account can speak for two parties: as a member of its own, and as an agent of another.
    function test_requestBySig_namesThePartyThatItIsFor() public {
        vm.prank(stewards[0]);
        parties.setAgent(1, applicant, uint48(block.timestamp + 1 days), 100, 0);
        _send(toSign(applicant, 1, 100, 1), AUTHOR);
        _send(toSign(applicant, PARTY, 200, 1), AUTHOR);
        assertEq(allocation.requestOf(1, POOL, 2).units, 100);
        assertEq(allocation.requestOf(PARTY, POOL, 2).units, 200);
    }

    function test_requestBySig_revertsIf_signedByAnother() public {
        IAllocationRequests.SignedRequest memory signed = toSign(applicant, PARTY, 5_000, 1);
        _expectInvalid(signed, signRequest(signed, keyOf("stranger")));
        _expectInvalid(signed, "");
        _expectInvalid(signed, new bytes(65));
    }

    function test_requestBySig_revertsIf_anythingOfItIsChanged() public {
        IAllocationRequests.SignedRequest memory signed = toSign(applicant, PARTY, 5_000, 1);
        bytes memory signature = signRequest(signed, keyOf(AUTHOR));
        for (uint256 field = 0; field < 6; ++field) {
            IAllocationRequests.SignedRequest memory changed = toSign(applicant, PARTY, 5_000, 1);
            if (field == 0) changed.party = 1;
            if (field == 1) changed.pool = 2;
            if (field == 2) changed.epoch = 3;
            if (field == 3) changed.want = 5_001;
            if (field == 4) changed.seq = 2;
            if (field == 5) changed.account = stewards[0];
            _expectInvalid(changed, signature);
        }
        allocation.requestBySig(signed, signature);
    }

    function test_requestBySig_revertsIf_theSignerIsOfNoParty() public {
        IAllocationRequests.SignedRequest memory signed = toSign(stranger, 0, 5_000, 1);
        bytes memory signature = signRequest(signed, keyOf("stranger"));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, 0, stranger, 0));
        allocation.requestBySig(signed, signature);
    }

    function test_requestBySig_revertsIf_theSignerIsOfAnotherParty() public {
        IAllocationRequests.SignedRequest memory signed = toSign(applicant, 1, 5_000, 1);
        bytes memory signature = signRequest(signed, keyOf(AUTHOR));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotAgent.selector, 1, applicant, 0));
        allocation.requestBySig(signed, signature);
    }

    function test_requestBySig_revertsIf_theWindowIsOver() public {
        IAllocationRequests.SignedRequest memory signed = toSign(applicant, PARTY, 5_000, 1);
        bytes memory signature = signRequest(signed, keyOf(AUTHOR));
        uint48 from = clock.startOf(1);
        closeRequests();
        vm.expectRevert(
            abi.encodeWithSelector(
                IAllocationRequests.AllocationNotTaking.selector, 2, from, from + clock.length() - 2 hours
            )
        );
        allocation.requestBySig(signed, signature);
    }

    function _send(IAllocationRequests.SignedRequest memory signed, string memory signer) private {
        bytes memory signature = signRequest(signed, keyOf(signer));
        vm.prank(stranger);
        allocation.requestBySig(signed, signature);
    }

    function _expectInvalid(IAllocationRequests.SignedRequest memory signed, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationInvalidSignature.selector, signed.account));
        allocation.requestBySig(signed, signature);
    }
}
