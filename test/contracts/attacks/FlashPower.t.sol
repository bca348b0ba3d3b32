// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VotingToken} from "../../../contracts/governance/VotingToken.sol";
import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @dev Lends everything for one call, as a flash loan does.
contract Lender {
    VotingToken private immutable _token;

    constructor(VotingToken token) {
        _token = token;
    }

    function lend(Borrower borrower) external {
        uint256 amount = _token.balanceOf(address(this));
        _token.transfer(address(borrower), amount);
        borrower.onLoan();
        _token.transferFrom(address(borrower), address(this), amount);
    }
}

/// @dev Delegates to itself and tries one call of the governor while it holds the loan.
contract Borrower {
    VotingToken private immutable _token;
    address private immutable _governor;
    bytes private _attempt;
    bool public succeeded;
    bytes public reason;

    constructor(VotingToken token, address governor, address lender, bytes memory attempt) {
        (_token, _governor, _attempt) = (token, governor, attempt);
        token.approve(lender, type(uint256).max);
        token.delegate(address(this));
    }

    function onLoan() external {
        if (_attempt.length != 0) (succeeded, reason) = _governor.call(_attempt);
    }
}

/// @notice Power that is borrowed for a block is none: votes count as of a second that is over.
contract FlashPowerTest is TieredProposals {
    Lender private lender;

    function setUp() public {
        deployWithRelease();
        lender = new Lender(token);
        vm.prank(whale);
        token.transfer(address(lender), 49_900_000 ether);
        skipTime(1);
    }

    function test_loanCannotPropose() public {
        Proposal memory p = charterAction("By a loan.");
        bytes memory attempt = abi.encodeCall(IGovernor.propose, (p.targets, p.values, p.calldatas, p.description));
        Borrower borrower = _borrow(attempt);
        assertFalse(borrower.succeeded());
        assertEq(
            borrower.reason(),
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, address(borrower), 0, 10_000 ether
            )
        );
    }

    function test_loanAtTheSnapshotCountsNothing() public {
        Proposal memory p = charterMatter("One.");
        vm.warp(stock.proposalSnapshot(p.id));
        Borrower borrower = _borrow("");
        skipTime(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, address(borrower), 0));
        voteToken(p, address(borrower), FOR);
    }

    function test_loanDuringTheVoteCountsNothing() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        Borrower borrower = _borrow(abi.encodeCall(IGovernor.castVote, (p.id, FOR)));
        assertFalse(borrower.succeeded());
        assertEq(
            borrower.reason(), abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, address(borrower), 0)
        );
    }

    function test_tokensVoteOnceThoughTheyAreSold() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteToken(p, alice, FOR);
        vm.prank(alice);
        token.transfer(stranger, 20_100_000 ether);
        vm.prank(stranger);
        token.delegate(stranger);
        skipTime(1);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stranger, 0));
        voteToken(p, stranger, FOR);
    }

    function test_delegationAfterTheSnapshotMovesNothing() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        vm.prank(alice);
        token.delegate(bob);
        skipTime(1);
        voteToken(p, bob, FOR);
        voteToken(p, alice, AGAINST);
        (uint256 against, uint256 inFavour,) = governor.proposalVotes(p.id);
        assertEq(inFavour, 15_000_000 ether, "bob's own");
        assertEq(against, 20_100_000 ether, "alice's own");
    }

    function _borrow(bytes memory attempt) private returns (Borrower borrower) {
        borrower = new Borrower(token, address(governor), address(lender), attempt);
        lender.lend(borrower);
        assertEq(token.balanceOf(address(lender)), 49_900_000 ether, "paid back at once");
    }
}
