// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {Markets} from "../support/Markets.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract ArbitrationTest is Markets {
    address private _claimant;
    address private _respondent;

    function setUp() public {
        startMarket();
        appointArbiters();
        _claimant = tenant;
        _respondent = stewards[2];
    }

    function test_appointArbiter_addsToThePanel() public {
        vm.expectEmit(address(arbitration));
        emit IArbitration.ArbiterAppointed(stewards[7]);
        appointArbiter(stewards[7]);
        address[] memory panel = arbitration.panel();
        assertEq(panel.length, 4);
        assertEq(panel[3], stewards[7]);
    }

    function test_appointArbiter_revertsIf_knownOrFullOrOfNoParty() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitrationKnownArbiter.selector, stewards[3]));
        arbitration.appointArbiter(stewards[3]);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitrationNoParty.selector, stranger));
        arbitration.appointArbiter(stranger);
        for (uint256 i = 6; i < 10; ++i) {
            arbitration.appointArbiter(stewards[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitrationPanelFull.selector, 7));
        arbitration.appointArbiter(stewards[10]);
        vm.stopPrank();
    }

    function test_dismissArbiter_forCasesToCome() public {
        uint64 caseId = _open();
        vm.startPrank(address(timelock));
        vm.expectEmit(address(arbitration));
        emit IArbitration.ArbiterDismissed(stewards[3]);
        arbitration.dismissArbiter(stewards[3]);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitrationUnknownArbiter.selector, stewards[3]));
        arbitration.dismissArbiter(stewards[3]);
        vm.stopPrank();
        assertEq(arbitration.panel().length, 2);
        _vote(caseId, stewards[3], true);
        assertEq(arbitration.arbitersOf(_open()).length, 2);
    }

    function test_restricted_revertsIf_notTheTimelock() public {
        uint64 caseId = _open();
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stewards[3]);
        vm.startPrank(stewards[3]);
        vm.expectRevert(reason);
        arbitration.appointArbiter(stewards[7]);
        vm.expectRevert(reason);
        arbitration.dismissArbiter(stewards[4]);
        vm.expectRevert(reason);
        arbitration.overturn(caseId, IArbitration.Outcome.ForClaimant);
        vm.stopPrank();
    }

    function test_open_seatsWhoeverSharesNoPartyWithASide() public {
        appointArbiter(stewards[2]);
        appointArbiter(joinedTo(3));
        vm.expectEmit(address(arbitration));
        emit IArbitration.EvidenceGiven(1, _claimant, SPEC);
        uint64 caseId = _open();
        address[] memory arbiters = arbitration.arbitersOf(caseId);
        assertEq(arbiters.length, 3);
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(arbiters[i], stewards[3 + i]);
        }
        assertEq(arbitration.caseOf(caseId).seats, 3);
        assertEq(arbitration.caseCount(), 1);
        assertEq(arbitration.finalAt(caseId), block.timestamp + arbitration.verdictTime() + arbitration.appealTime());
    }

    function test_open_revertsIf_notACourt() public {
        expectRefusal(tenant, abi.encodeWithSelector(IArbitration.ArbitrationNotCourt.selector, tenant));
        arbitration.open(_claimant, _respondent, 0, 3, SPEC);
    }

    function test_vote_moreThanHalfDecide() public {
        uint64 caseId = _open();
        vm.expectEmit(address(arbitration));
        emit IArbitration.ArbiterVoted(caseId, stewards[3], true, SPEC);
        _vote(caseId, stewards[3], true);
        _assertVerdict(caseId, IArbitration.Outcome.Pending);
        _vote(caseId, stewards[4], false);
        _assertVerdict(caseId, IArbitration.Outcome.Pending);
        vm.expectEmit(address(arbitration));
        emit IArbitration.VerdictGiven(caseId, IArbitration.Outcome.ForClaimant, false);
        _vote(caseId, stewards[5], true);
        _assertVerdict(caseId, IArbitration.Outcome.ForClaimant);
        assertEq(arbitration.finalAt(caseId), block.timestamp + arbitration.appealTime());
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.Pending), "an appeal may come");
        skipTime(arbitration.appealTime());
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.ForClaimant));
    }

    function test_vote_halfIsNotMore() public {
        appointArbiter(stewards[6]);
        uint64 caseId = _open();
        _vote(caseId, stewards[3], true);
        _vote(caseId, stewards[4], true);
        _vote(caseId, stewards[5], false);
        _vote(caseId, stewards[6], false);
        _assertVerdict(caseId, IArbitration.Outcome.Pending);
        skipTime(arbitration.verdictTime() + arbitration.appealTime());
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.Undecided));
    }

    function test_vote_revertsIf_twiceOrNoArbiterOrDecidedOrLate() public {
        uint64 caseId = _open();
        _vote(caseId, stewards[3], true);
        _expectVoteRefused(
            stewards[3], abi.encodeWithSelector(IArbitration.ArbitrationVotedBefore.selector, caseId, stewards[3])
        );
        _expectVoteRefused(
            stewards[7], abi.encodeWithSelector(IArbitration.ArbitrationCannotDecide.selector, caseId, stewards[7])
        );
        uint256 before = vm.snapshotState();
        _vote(caseId, stewards[4], true);
        bytes memory over = abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId);
        _expectVoteRefused(stewards[5], over);
        vm.revertToState(before);
        skipTime(arbitration.verdictTime());
        _expectVoteRefused(stewards[5], over);
        expectRefusal(stewards[5], abi.encodeWithSelector(IArbitration.ArbitrationUnknownCase.selector, 9));
        arbitration.vote(9, true, SPEC);
    }

    function test_giveEvidence_bySidesUntilAVerdict() public {
        uint64 caseId = _open();
        vm.expectEmit(address(arbitration));
        emit IArbitration.EvidenceGiven(caseId, _respondent, SPEC);
        vm.prank(_respondent);
        arbitration.giveEvidence(caseId, SPEC);
        vm.prank(_claimant);
        arbitration.giveEvidence(caseId, SPEC);
        expectRefusal(stranger, abi.encodeWithSelector(IArbitration.ArbitrationNotSide.selector, caseId, stranger));
        arbitration.giveEvidence(caseId, SPEC);
        decide(caseId, true);
        expectRefusal(_claimant, abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId));
        arbitration.giveEvidence(caseId, SPEC);
    }

    function test_overturn_isFinalAtOnce() public {
        uint64 caseId = _open();
        decide(caseId, true);
        skipTime(arbitration.appealTime() - 1);
        vm.expectEmit(address(arbitration));
        emit IArbitration.VerdictGiven(caseId, IArbitration.Outcome.ForRespondent, true);
        _overturn(caseId, IArbitration.Outcome.ForRespondent);
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.ForRespondent));
        _expectOverturnRefused(caseId, abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId));
    }

    function test_overturn_givesAVerdictThatTheArbitersDidNot() public {
        uint64 caseId = _open();
        skipTime(arbitration.verdictTime() + arbitration.appealTime() - 1);
        _overturn(caseId, IArbitration.Outcome.ForClaimant);
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.ForClaimant));
        _expectVoteRefused(stewards[3], abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId));
    }

    /// @dev Arbiters who were bought need only stay silent: the time in which a vote could answer them begins with it.
    function test_overturn_aSilentPanelIsAnsweredAsLateAsAVerdictWouldBe() public {
        uint64 caseId = _open();
        skipTime(arbitration.verdictTime());
        _expectVoteRefused(stewards[3], abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId));
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.Pending));
        skipTime(arbitration.appealTime() - 1);
        _overturn(caseId, IArbitration.Outcome.ForClaimant);
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.ForClaimant));
    }

    function test_overturn_revertsIf_finalOrNoVerdict() public {
        uint64 caseId = _open();
        vm.startPrank(address(timelock));
        vm.expectRevert(IArbitration.ArbitrationBadVerdict.selector);
        arbitration.overturn(caseId, IArbitration.Outcome.Pending);
        vm.expectRevert(IArbitration.ArbitrationBadVerdict.selector);
        arbitration.overturn(caseId, IArbitration.Outcome.Undecided);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitrationUnknownCase.selector, 9));
        arbitration.overturn(9, IArbitration.Outcome.ForClaimant);
        vm.stopPrank();
        skipTime(arbitration.verdictTime() + arbitration.appealTime());
        _expectOverturnRefused(caseId, abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId));
    }

    function test_outcomeOf_withoutArbitersNobodyDecides() public {
        vm.startPrank(address(timelock));
        for (uint256 i = 3; i < 6; ++i) {
            arbitration.dismissArbiter(stewards[i]);
        }
        vm.stopPrank();
        uint64 caseId = _open();
        assertEq(arbitration.caseOf(caseId).seats, 0);
        _expectVoteRefused(
            stewards[3], abi.encodeWithSelector(IArbitration.ArbitrationCannotDecide.selector, caseId, stewards[3])
        );
        skipTime(arbitration.verdictTime() + arbitration.appealTime());
        assertEq(uint8(arbitration.outcomeOf(caseId)), uint8(IArbitration.Outcome.Undecided));
    }

    /// @dev Whatever seven arbiters say in whatever order: a verdict comes exactly with the fourth of one mind.
    function testFuzz_vote_theFourthOfSevenDecides(uint8 minds, uint8 count) public {
        for (uint256 i = 6; i < 10; ++i) {
            appointArbiter(stewards[i]);
        }
        uint64 caseId = _open();
        uint256[2] memory votes;
        for (uint256 i = 0; i < count % 8; ++i) {
            uint256 mind = minds >> i & 1;
            if (votes[0] == 4 || votes[1] == 4) {
                _expectVoteRefused(
                    stewards[3 + i], abi.encodeWithSelector(IArbitration.ArbitrationOver.selector, caseId)
                );
                continue;
            }
            _vote(caseId, stewards[3 + i], mind == 1);
            ++votes[mind];
        }
        IArbitration.Outcome expected = IArbitration.Outcome.Pending;
        if (votes[1] == 4) expected = IArbitration.Outcome.ForClaimant;
        if (votes[0] == 4) expected = IArbitration.Outcome.ForRespondent;
        _assertVerdict(caseId, expected);
    }

    function joinedTo(uint32 party) private returns (address account) {
        account = joinParty("a colleague", party);
        nextEpoch();
    }

    function _open() private returns (uint64) {
        vm.prank(market);
        return arbitration.open(_claimant, _respondent, 0, 3, SPEC);
    }

    function _vote(uint64 caseId, address arbiter, bool forClaimant) private {
        vm.prank(arbiter);
        arbitration.vote(caseId, forClaimant, SPEC);
    }

    function _overturn(uint64 caseId, IArbitration.Outcome verdict) private {
        vm.prank(address(timelock));
        arbitration.overturn(caseId, verdict);
    }

    function _expectVoteRefused(address arbiter, bytes memory reason) private {
        expectRefusal(arbiter, reason);
        arbitration.vote(1, true, SPEC);
    }

    function _expectOverturnRefused(uint64 caseId, bytes memory reason) private {
        expectRefusal(address(timelock), reason);
        arbitration.overturn(caseId, IArbitration.Outcome.ForClaimant);
    }

    function _assertVerdict(uint64 caseId, IArbitration.Outcome expected) private view {
        assertEq(uint8(arbitration.caseOf(caseId).verdict), uint8(expected));
    }
}
