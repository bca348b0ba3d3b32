// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {IStewardSeats} from "../../../contracts/interfaces/IStewardSeats.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice The token house seats stewards by itself only while too few are there to ask, and does nothing else.
contract RecoveryAbuseTest is TieredProposals {
    uint256 private constant PRESENCE = 180 days;

    function setUp() public {
        deployWithRelease();
    }

    function test_absentStewardsAreReplacedByTheTokenHouseAlone() public {
        _absent(0);
        vm.expectEmit(address(governor));
        emit IStewardGovernor.ProposalFrozen(1, 2, 12, 0, true);
        Proposal memory p = _admission("Recover.");
        assertTrue(governor.proposalIsRecovery(p.id));
        _tokensAgree(p);
        queue(p);
        assertEq(stock.proposalEta(p.id), block.timestamp + 6 hours, "the longest delay");
        warpToEta(p);
        execute(p);
        assertNotEq(seats.seatOfAccount(applicant), 0, "seated");
    }

    function test_enoughPresentStewardsLeaveNoRecovery() public {
        _absent(6);
        Proposal memory p = _admission("Six are present, which is minSeats.");
        assertFalse(governor.proposalIsRecovery(p.id));
        _tokensAgree(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_anythingElseAmongTheActionsLeavesNoRecovery() public {
        _absent(0);
        Proposal memory p = _admissionAction("An admission and a removal.");
        _append(p, address(seats), abi.encodeCall(seats.remove, (1)));
        p = propose(p, alice);
        assertFalse(governor.proposalIsRecovery(p.id), "a removal");
        _tokensAgree(p);
        assertState(p, IGovernor.ProposalState.Defeated);

        Proposal memory q = _admissionAction("The selector on another contract.");
        q.targets[0] = address(registry);
        q = propose(q, alice);
        assertFalse(governor.proposalIsRecovery(q.id), "another target");

        Proposal memory r = _admissionAction("Three bytes of the selector.");
        r.calldatas[0] = hex"000000";
        r = propose(r, alice);
        assertFalse(governor.proposalIsRecovery(r.id), "no selector");
    }

    function test_stewardsReturningBeforeTheQueueEndTheRecovery() public {
        _absent(0);
        Proposal memory p = _admission("Recover.");
        _tokensAgree(p);
        _present(6);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorRecoveryOver.selector, p.id, 6, 6));
        queue(p);
    }

    function test_stewardsReturningBeforeTheExecutionEndTheRecovery() public {
        _absent(0);
        Proposal memory p = _admission("Recover.");
        _tokensAgree(p);
        queue(p);
        warpToEta(p);
        _present(6);
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorRecoveryOver.selector, p.id, 6, 6));
        execute(p);
        assertState(p, IGovernor.ProposalState.Queued);
    }

    function test_oneReturningStewardBlocksWhereNobodyWasPresent() public {
        _absent(0);
        Proposal memory p = _admission("Recover.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteSeat(p, stewards[4], AGAINST);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_moreThanHalfOfThePresentBlock() public {
        _absent(5);
        Proposal memory two = _admission("Two of five object.");
        Proposal memory three = _admission("Three of five object.");
        vm.warp(stock.proposalSnapshot(three.id) + 1);
        for (uint256 i = 0; i < 3; ++i) {
            if (i < 2) voteSeat(two, stewards[i], AGAINST);
            voteSeat(three, stewards[i], AGAINST);
        }
        voteToken(two, whale, FOR);
        voteToken(three, whale, FOR);
        warpPastVote(three);
        assertState(two, IGovernor.ProposalState.Succeeded);
        assertState(three, IGovernor.ProposalState.Defeated);
    }

    function test_numberOfPresentIsFrozenWhenProposed() public {
        _absent(4);
        Proposal memory p = _admission("Recover.");
        vm.prank(stewards[11]);
        seats.present();
        warpToVote(p);
        voteToken(p, whale, FOR);
        for (uint256 i = 0; i < 3; ++i) {
            voteSeat(p, stewards[i], AGAINST);
        }
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
    }

    function test_seatsForDoNotReplaceTheTokensOfARecovery() public {
        _absent(0);
        Proposal memory few = _admission("Ten percent of the tokens.");
        Proposal memory split = _admission("49.9 against 35.1 percent.");
        vm.warp(stock.proposalSnapshot(split.id) + 1);
        voteToken(few, carol, FOR);
        voteSeats(few, STEWARDS, FOR);
        voteToken(split, whale, FOR);
        voteToken(split, alice, AGAINST);
        voteToken(split, bob, AGAINST);
        warpPastVote(split);
        assertState(few, IGovernor.ProposalState.Defeated);
        assertState(split, IGovernor.ProposalState.Defeated);
    }

    function test_recoveryIsLimitedToAFewAdmissionsAMonth() public {
        _absent(0);
        Proposal memory p = _admissionAction("Four at once.");
        for (uint256 i = 0; i < 3; ++i) {
            _append(p, address(seats), abi.encodeCall(seats.admit, (stewards[i], uint32(i + 1), uint8(i))));
        }
        p = propose(p, alice);
        assertTrue(governor.proposalIsRecovery(p.id));
        _tokensAgree(p);
        queue(p);
        warpToEta(p);
        vm.expectPartialRevert(IStewardSeats.SeatsTooManyAdmissions.selector);
        execute(p);
    }

    /// @dev Nobody shows presence for its whole window, but for the first `count` at its end.
    function _absent(uint256 count) private {
        skipTime(PRESENCE + 1);
        _present(count);
        assertEq(seats.presentCount(), count);
    }

    function _present(uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            vm.prank(stewards[i]);
            seats.present();
        }
    }

    function _admission(string memory description) private returns (Proposal memory) {
        return propose(_admissionAction(description), alice);
    }

    function _admissionAction(string memory description) private view returns (Proposal memory) {
        return singleAction(address(seats), abi.encodeCall(seats.admit, (applicant, 13, 0)), description);
    }

    function _append(Proposal memory p, address target, bytes memory data) private pure {
        uint256 count = p.targets.length;
        (address[] memory targets, bytes[] memory calldatas) = (new address[](count + 1), new bytes[](count + 1));
        for (uint256 i = 0; i < count; ++i) {
            (targets[i], calldatas[i]) = (p.targets[i], p.calldatas[i]);
        }
        (targets[count], calldatas[count]) = (target, data);
        (p.targets, p.values, p.calldatas) = (targets, new uint256[](count + 1), calldatas);
    }

    function _tokensAgree(Proposal memory p) private {
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, FOR);
        warpPastVote(p);
    }
}
