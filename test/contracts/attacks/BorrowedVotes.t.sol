// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {IVotingToken} from "../../../contracts/interfaces/IVotingToken.sol";
import {Proposals} from "../support/Proposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Votes that are not the voter's: the treasury's, borrowed ones, and freshly minted ones
contract BorrowedVotesTest is Proposals {
    function setUp() public {
        deploySystem("demo");
        registerRelease(stewards[0], "weights");
        vm.prank(dave);
        assertTrue(token.transfer(address(timelock), 1_000_000 ether));
        skipTime(1);
    }

    function test_treasuryDelegatesByNoVote() public {
        bytes memory data = abi.encodeCall(token.delegate, (alice));
        Proposal memory p = propose(singleAction(address(token), data, "Let the treasury vote."), carol);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenNeverVotes.selector, address(timelock)));
        execute(p);
    }

    function test_treasuryVotesByNoVote() public {
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenNeverVotes.selector, address(timelock)));
        vm.prank(alice);
        token.delegate(address(timelock));
        Proposal memory routine =
            propose(singleAction(address(registry), abi.encodeCall(registry.revoke, (1)), "Open."), carol);
        skipTime(1 days);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, address(timelock), 0));
        voteToken(routine, address(timelock), FOR);
    }

    /// @dev N1: what is borrowed and given back within one second has no weight, be it one block or two.
    function test_N1_votesBorrowedInTheSecondOfTheSnapshotCountNothing() public {
        Proposal memory p =
            propose(singleAction(address(registry), abi.encodeCall(registry.revoke, (1)), "Revoke."), carol);
        vm.prank(stranger);
        token.delegate(stranger);
        vm.warp(stock.proposalSnapshot(p.id));
        vm.prank(whale);
        assertTrue(token.transfer(stranger, 10_000_000 ether));
        vm.roll(block.number + 1);
        vm.prank(stranger);
        assertTrue(token.transfer(whale, 10_000_000 ether));
        skipTime(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 0));
        voteToken(p, stranger, FOR);
        voteToken(p, whale, FOR);
        (, uint256 inFavour,) = governor.proposalVotes(p.id);
        assertEq(inFavour, 49_900_000 ether);
    }

    function test_N1_votesBoughtAfterTheSnapshotCountNothing() public {
        Proposal memory p =
            propose(singleAction(address(registry), abi.encodeCall(registry.revoke, (1)), "Revoke."), carol);
        warpToVote(p);
        vm.prank(stranger);
        token.delegate(stranger);
        vm.prank(whale);
        assertTrue(token.transfer(stranger, 49_900_000 ether));
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 0));
        voteToken(p, stranger, AGAINST);
        voteToken(p, whale, FOR);
        (uint256 against, uint256 inFavour,) = governor.proposalVotes(p.id);
        assertEq(against, 0);
        assertEq(inFavour, 49_900_000 ether);
    }

    function test_votesMintedDuringAVoteCountNothingInIt() public {
        skipTime(365 days);
        Proposal memory p =
            propose(singleAction(address(registry), abi.encodeCall(registry.revoke, (1)), "Revoke."), carol);
        warpToVote(p);
        uint256 quorum = governor.proposalQuorum(p.id);
        vm.prank(stranger);
        token.delegate(stranger);
        vm.prank(address(timelock));
        token.mint(stranger, 2_000_000 ether);
        skipTime(1);
        assertEq(governor.proposalQuorum(p.id), quorum);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 0));
        voteToken(p, stranger, FOR);
    }

    function test_twoMintsInOneProposalFailAsOne() public {
        skipTime(366 days);
        for (uint256 i = 0; i < STEWARDS; ++i) {
            vm.prank(stewards[i]);
            seats.present();
        }
        Proposal memory p;
        p.targets = new address[](2);
        p.values = new uint256[](2);
        p.calldatas = new bytes[](2);
        p.description = "Twice the yearly share.";
        for (uint256 i = 0; i < 2; ++i) {
            p.targets[i] = address(token);
            p.calldatas[i] = abi.encodeCall(token.mint, (alice, token.mintableNow()));
        }
        propose(p, carol);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        uint256 supply = token.totalSupply();
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenMintTooEarly.selector, block.timestamp + 365 days));
        execute(p);
        assertEq(token.totalSupply(), supply);
        assertState(p, IGovernor.ProposalState.Queued);
    }
}
