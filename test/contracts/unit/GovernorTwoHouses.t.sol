// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

contract GovernorTwoHousesTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_castVote_countsTokensInTheTokenHouseOnly() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        uint256 weight = token.getVotes(whale);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(whale, p.id, FOR, weight, "");
        voteToken(p, whale, FOR);
        voteToken(p, alice, AGAINST);
        voteToken(p, bob, ABSTAIN);
        _assertTokens(p, token.getVotes(alice), weight, token.getVotes(bob));
        _assertSeats(p, 0, 0, 0);
    }

    function test_castVote_countsSeatsInTheSeatHouseOnly() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCastWithParams(stewards[0], p.id, FOR, 1, "", SEAT_HOUSE);
        voteSeat(p, stewards[0], FOR);
        voteSeat(p, stewards[1], AGAINST);
        voteSeat(p, stewards[2], ABSTAIN);
        voteSeat(p, stewards[3], ABSTAIN);
        _assertSeats(p, 1, 1, 2);
        _assertTokens(p, 0, 0, 0);
    }

    function testFuzz_castVote_sumsEveryBallotOnce(uint8[5] memory ballots, uint8[12] memory seatBallots) public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        uint256[3] memory tokens;
        uint256[3] memory seatCount;
        for (uint256 i = 0; i < 5; ++i) {
            uint8 support = ballots[i] % 3;
            tokens[support] += token.getVotes(holders()[i]);
            voteToken(p, holders()[i], support);
        }
        for (uint256 i = 0; i < STEWARDS; ++i) {
            uint8 support = seatBallots[i] % 3;
            ++seatCount[support];
            voteSeat(p, stewards[i], support);
        }
        _assertTokens(p, tokens[0], tokens[1], tokens[2]);
        _assertSeats(p, seatCount[0], seatCount[1], seatCount[2]);
    }

    function test_castVote_revertsIf_supportIsNoneOfThree() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        voteToken(p, whale, 3);
        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        voteSeat(p, stewards[0], 255);
    }

    function test_castVote_revertsIf_theVoterHasNoWeightInThatHouse() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, stewards[0], 0));
        voteToken(p, stewards[0], FOR);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, whale, 1));
        voteSeat(p, whale, FOR);
    }

    function testFuzz_castVote_revertsIf_paramsNameNoHouse(bytes memory params) public {
        vm.assume(params.length != 0 && keccak256(params) != keccak256(SEAT_HOUSE));
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorInvalidHouse.selector, params));
        vm.prank(whale);
        stock.castVoteWithReasonAndParams(p.id, FOR, "", params);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorInvalidHouse.selector, params));
        stock.getVotesWithParams(whale, block.timestamp - 1, params);
    }

    function test_hasVoted_tellsTheHousesApart() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        voteSeat(p, stewards[0], FOR);
        assertFalse(stock.hasVoted(p.id, stewards[0]), "not in the token house");
        assertFalse(governor.hasVotedIn(p.id, stewards[0], 0));
        assertTrue(governor.hasVotedIn(p.id, stewards[0], 1));
        assertFalse(governor.hasVotedIn(p.id, stewards[0], 2), "there is no third house");
        voteToken(p, whale, FOR);
        assertTrue(stock.hasVoted(p.id, whale));
        assertFalse(governor.hasVotedIn(p.id, whale, 1));
    }

    function test_hasVoted_isPerProposalAcrossTheEdgeOfAWord() public {
        Proposal[] memory all = new Proposal[](130);
        for (uint256 i = 0; i < 130; ++i) {
            all[i] = charterMatter(vm.toString(i));
        }
        assertEq(all[127].id, 128, "ids are sequential from 1");
        warpToVote(all[129]);
        for (uint256 i = 126; i < 129; ++i) {
            voteToken(all[i], whale, FOR);
        }
        assertFalse(stock.hasVoted(all[125].id, whale));
        assertTrue(stock.hasVoted(127, whale) && stock.hasVoted(128, whale) && stock.hasVoted(129, whale));
        assertFalse(stock.hasVoted(all[129].id, whale));
        assertFalse(stock.hasVoted(all[0].id, whale), "id 1 shares a bit with id 129 in another word");
    }

    function test_getVotes_answersForTheTokenHouse() public view {
        uint256 before = block.timestamp - 1;
        assertEq(stock.getVotes(stewards[0], before), 0);
        assertEq(stock.getVotesWithParams(stewards[0], before, SEAT_HOUSE), 1);
        assertEq(stock.getVotesWithParams(stewards[0], before, ""), 0);
    }

    function test_countingMode_namesTheHouses() public view {
        assertEq(stock.COUNTING_MODE(), "support=bravo&quorum=for,abstain&params=house");
    }

    function test_getters_revertIf_theProposalIsUnknown() public {
        bytes memory unknown = abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 9);
        vm.expectRevert(unknown);
        governor.proposalTier(9);
        vm.expectRevert(unknown);
        governor.proposalSeats(9);
        vm.expectRevert(unknown);
        governor.proposalIsRecovery(9);
        vm.expectRevert(unknown);
        governor.proposalQuorum(9);
    }

    function test_propose_freezesTierAndCapacity() public {
        vm.expectEmit(address(governor));
        emit IStewardGovernor.ProposalFrozen(1, 2, 12, 0, false);
        Proposal memory p = charterMatter("One.");
        uint8[] memory capacities = new uint8[](5);
        (capacities[0], capacities[1], capacities[2], capacities[3], capacities[4]) = (3, 3, 3, 3, 3);
        vm.prank(address(timelock));
        seats.setCapacities(capacities);
        assertEq(seats.totalCapacity(), 15);
        assertEq(governor.proposalSeats(p.id), 12);
        assertEq(governor.proposalTier(p.id), 2);
        assertFalse(governor.proposalIsRecovery(p.id));
    }

    function test_quorum_isRoundedUp() public {
        skipTime(366 days);
        vm.prank(address(timelock));
        token.mint(alice, 1);
        skipTime(1);
        assertEq(stock.quorum(block.timestamp - 1), 10_000_000 ether + 1);
    }

    function test_proposalQuorum_isTheCharterQuorumInTierTwoOnly() public {
        Proposal memory charterOne = charterMatter("Charter.");
        Proposal memory policyOne = policy("Policy.");
        Proposal memory routineOne = routine("Routine.");
        warpToVote(routineOne);
        assertEq(governor.proposalQuorum(charterOne.id), 15_000_000 ether);
        assertEq(governor.proposalQuorum(policyOne.id), 10_000_000 ether);
        assertEq(governor.proposalQuorum(routineOne.id), 10_000_000 ether);
    }

    function test_routine_passesByTokensAlone() public {
        _assertResult(routine("Routine."), carol, 0, 0, true);
    }

    function test_routine_failsBelowTheQuorum() public {
        _assertResult(routine("Routine."), dave, 0, 0, false);
    }

    function test_routine_isBlockedByMoreThanHalfOfTheSeats() public {
        _assertResult(routine("Six object."), whale, 0, 6, true);
        _assertResult(routine("Seven object."), whale, 0, 7, false);
    }

    function test_routine_isBlockedByMoreThanHalfOfTheSeatsAtTheSnapshot() public {
        vm.startPrank(address(timelock));
        seats.remove(12);
        seats.remove(11);
        vm.stopPrank();
        _assertResult(routine("Five of ten object."), whale, 0, 5, true);
        _assertResult(routine("Six of ten object."), whale, 0, 6, false);
    }

    function test_policy_needsMoreThanAThirdOfTheSeats() public {
        _assertResult(policy("Four agree."), whale, 4, 0, false);
        _assertResult(policy("Five agree."), whale, 5, 0, true);
        _assertResult(policy("Five agree, five object."), whale, 5, 5, false);
        _assertResult(policy("The tokens are too few."), dave, 12, 0, false);
    }

    function test_charter_needsMoreThanHalfOfTheSeats() public {
        _assertResult(charterMatter("Six agree."), whale, 6, 0, false);
        _assertResult(charterMatter("Seven agree."), whale, 7, 0, true);
        _assertResult(charterMatter("Seven agree, four object."), whale, 7, 4, false);
        _assertResult(charterMatter("Below the charter quorum."), carol, 12, 0, false);
        _assertResult(charterMatter("At the charter quorum."), bob, 12, 0, true);
    }

    function test_charter_needsSixtyPercentOfTheTokens() public {
        Proposal memory p = charterMatter("49.9 against 35.1.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, AGAINST);
        voteToken(p, bob, AGAINST);
        voteSeats(p, STEWARDS, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_abstain_countsForTheQuorumAndDecidesNothing() public {
        Proposal memory p = policy("One For, the rest abstains.");
        warpToVote(p);
        voteToken(p, dave, FOR);
        voteToken(p, whale, ABSTAIN);
        voteSeats(p, 5, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Succeeded);

        Proposal memory q = policy("All abstain.");
        warpToVote(q);
        voteToken(q, whale, ABSTAIN);
        voteSeats(q, 5, FOR);
        warpPastVote(q);
        assertState(q, IGovernor.ProposalState.Defeated);
    }

    function test_quorum_ofAProposalIsThatOfItsSnapshot() public {
        Proposal memory p = routine("Routine.");
        warpToVote(p);
        voteToken(p, carol, FOR);
        pass(
            address(governor),
            abi.encodeCall(GovernorVotesQuorumFraction.updateQuorumNumerator, (2000)),
            "Raise the quorum to 20 %."
        );
        skipTime(1);
        assertEq(stock.quorum(block.timestamp - 1), 20_000_000 ether, "for snapshots from now on");
        assertEq(governor.proposalQuorum(p.id), 10_000_000 ether);
        assertState(p, IGovernor.ProposalState.Succeeded);
    }

    function test_R7_quorumsOf15And20PercentAreSetByVote() public {
        _setQuorum(1500);
        _assertResult(routine("10 % vote, 15 are needed."), carol, 0, 0, false);
        _assertResult(routine("15 % vote."), bob, 0, 0, true);
        _setQuorum(2000);
        _assertResult(routine("15 % vote, 20 are needed."), bob, 0, 0, false);
        Proposal memory p = routine("20 % vote.");
        warpToVote(p);
        voteToken(p, bob, FOR);
        voteToken(p, dave, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Succeeded);
    }

    function _setQuorum(uint256 basisPoints) private {
        pass(
            address(governor),
            abi.encodeCall(GovernorVotesQuorumFraction.updateQuorumNumerator, (basisPoints)),
            string.concat("Quorum ", vm.toString(basisPoints))
        );
        skipTime(1);
    }

    function _assertResult(Proposal memory p, address voter, uint256 forSeats, uint256 againstSeats, bool passes)
        private
    {
        warpToVote(p);
        voteToken(p, voter, FOR);
        for (uint256 i = 0; i < forSeats + againstSeats; ++i) {
            voteSeat(p, stewards[i], i < forSeats ? FOR : AGAINST);
        }
        warpPastVote(p);
        assertState(p, passes ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated);
    }

    function _assertTokens(Proposal memory p, uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
        private
        view
    {
        (uint256 a, uint256 f, uint256 b) = governor.proposalVotes(p.id);
        assertEq(a, againstVotes, "Against");
        assertEq(f, forVotes, "For");
        assertEq(b, abstainVotes, "Abstain");
    }

    function _assertSeats(Proposal memory p, uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
        private
        view
    {
        (uint256 a, uint256 f, uint256 b) = governor.seatVotes(p.id);
        assertEq(a, againstVotes, "seats Against");
        assertEq(f, forVotes, "seats For");
        assertEq(b, abstainVotes, "seats Abstain");
    }
}
