// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Releases} from "./Releases.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Whole proposals: from the first call to the last, by real accounts
abstract contract Proposals is Releases {
    struct Proposal {
        uint256 id;
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        string description;
    }

    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;
    bytes internal constant SEAT_HOUSE = hex"01";

    function singleAction(address target, bytes memory data, string memory description)
        internal
        pure
        returns (Proposal memory p)
    {
        p.targets = new address[](1);
        p.values = new uint256[](1);
        p.calldatas = new bytes[](1);
        (p.targets[0], p.calldatas[0], p.description) = (target, data, description);
    }

    function propose(Proposal memory p, address proposer) internal returns (Proposal memory) {
        vm.prank(proposer);
        p.id = stock.propose(p.targets, p.values, p.calldatas, p.description);
        return p;
    }

    function proposeSingle(address target, bytes memory data, address proposer) internal returns (Proposal memory) {
        return propose(singleAction(target, data, "A single action."), proposer);
    }

    function warpToVote(Proposal memory p) internal {
        vm.warp(stock.proposalSnapshot(p.id) + 1);
    }

    function warpPastVote(Proposal memory p) internal {
        vm.warp(stock.proposalDeadline(p.id) + 1);
    }

    function warpToEta(Proposal memory p) internal {
        vm.warp(stock.proposalEta(p.id));
    }

    function voteToken(Proposal memory p, address voter, uint8 support) internal {
        vm.prank(voter);
        stock.castVote(p.id, support);
    }

    function voteSeat(Proposal memory p, address steward, uint8 support) internal {
        vm.prank(steward);
        stock.castVoteWithReasonAndParams(p.id, support, "", SEAT_HOUSE);
    }

    /// @dev The first `count` stewards; four in a row are of four constituencies.
    function voteSeats(Proposal memory p, uint256 count, uint8 support) internal {
        for (uint256 i = 0; i < count; ++i) {
            voteSeat(p, stewards[i], support);
        }
    }

    function queue(Proposal memory p) internal {
        stock.queue(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function execute(Proposal memory p) internal {
        stock.execute(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function cancel(Proposal memory p, address caller) internal {
        vm.prank(caller);
        stock.cancel(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function assertState(Proposal memory p, IGovernor.ProposalState expected) internal view {
        assertEq(uint256(stock.state(p.id)), uint256(expected), "state of the proposal");
    }

    /// @dev Both houses agree: 70 % of the tokens and every first steward who still had a seat.
    function voteThrough(Proposal memory p) internal {
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, FOR);
        uint256 snapshot = stock.proposalSnapshot(p.id);
        for (uint256 i = 0; i < STEWARDS; ++i) {
            if (seats.getPastVotes(stewards[i], snapshot) != 0) voteSeat(p, stewards[i], FOR);
        }
        warpPastVote(p);
    }

    function passProposal(Proposal memory p) internal {
        voteThrough(p);
        queue(p);
        warpToEta(p);
        execute(p);
    }

    /// @dev Brings a call about as the DAO would. Proposed by a holder, so that seats' limits play no part.
    function pass(address target, bytes memory data, string memory description) internal returns (Proposal memory p) {
        p = propose(singleAction(target, data, description), alice);
        passProposal(p);
    }
}
