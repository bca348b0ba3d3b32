// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {Proposals} from "../support/Proposals.sol";

/// @notice An evaluator may stop a release with its Fail. A charter vote can go past it, whatever the evaluator does then.
contract EvaluatorAbuseTest is Proposals {
    IEvaluations.EvaluationKind private constant CYBER = IEvaluations.EvaluationKind.Cyber;
    uint32 private constant PARTY = 13;

    address private _evaluator;
    address private _second;
    uint32 private _release;

    function setUp() public {
        deploySystem("demo");
        _evaluator = applicant;
        _second = makeAddr("second key of party 13");
        _join(PARTY, _second);
        nextEpoch();
        _release = registerRelease(stewards[0], "weights");
        appoint(_evaluator);
        appoint(_second);
    }

    function test_N2_aCharterVoteOverrulesAFailAndTheReleaseAdvances() public {
        advanceTo(_release, IModelRegistry.Stage.RedTeam);
        uint32 uid = failBy(_evaluator, _release, CYBER);
        _passAllButCyberOf(stewards[11]);
        passBy(stewards[10], _release, CYBER);
        Proposal memory gated = _propose(abi.encodeCall(registry.advanceToGated, (_release)), "To gated.");
        voteThrough(gated);
        queue(gated);
        warpToEta(gated);
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesStandingFail.selector, _release, 1));
        execute(gated);
        Proposal memory p = _propose(abi.encodeCall(registry.overrule, (uid)), "The Fail is mistaken.");
        assertEq(governor.proposalTier(p.id), 2);
        passProposal(p);
        assertEq(registry.standingFails(_release), 0);
        execute(gated);
        assertEq(uint256(registry.stageOf(_release)), uint256(IModelRegistry.Stage.Gated));
    }

    function test_N2_aFailDoesNotKeepAProposalFromItsVote() public {
        failBy(_evaluator, _release, CYBER);
        Proposal memory p = _propose(abi.encodeCall(registry.advanceToRedTeam, (_release)), "To red team.");
        passProposal(p);
        assertEq(uint256(registry.stageOf(_release)), uint256(IModelRegistry.Stage.RedTeam));
    }

    function test_dismissedEvaluatorsFailStands() public {
        advanceTo(_release, IModelRegistry.Stage.RedTeam);
        meetGate(_release);
        failBy(_second, _release, CYBER);
        vm.startPrank(address(timelock));
        registry.dismissEvaluator(_second);
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesStandingFail.selector, _release, 1));
        registry.advanceToGated(_release);
        vm.stopPrank();
        uint32 uid = registry.attestationCount();
        vm.prank(_second);
        registry.revokeAttestation(uid);
        vm.prank(address(timelock));
        registry.advanceToGated(_release);
    }

    function test_failDoesNotGetTooOld() public {
        advanceTo(_release, IModelRegistry.Stage.RedTeam);
        failBy(_evaluator, _release, CYBER);
        skipTime(3000 days);
        assertEq(registry.standingFails(_release), 1);
        assertFalse(registry.gateOf(_release).met);
    }

    /// @dev Without this a Fail that is replaced day by day could never be overruled: its number would always be old.
    function test_overruleOfAFailThatItsAuthorReplacedMeanwhile() public {
        uint32 named = failBy(_evaluator, _release, CYBER);
        Proposal memory p = _overrule(named);
        uint32 newer = failBy(_evaluator, _release, CYBER);
        assertTrue(newer != named);
        vm.expectEmit(address(registry));
        emit IEvaluations.AttestationOverruled(newer, _release);
        execute(p);
        assertEq(registry.standingFails(_release), 0);
        _expectBarred(_evaluator);
    }

    function test_overruleOfAFailThatItsAuthorRevokedMeanwhile() public {
        uint32 named = failBy(_evaluator, _release, CYBER);
        Proposal memory p = _overrule(named);
        vm.prank(_evaluator);
        registry.revokeAttestation(named);
        vm.expectEmit(address(registry));
        emit IEvaluations.AttestationOverruled(named, _release);
        execute(p);
        _expectBarred(_evaluator);
        _expectBarred(_second);
    }

    function test_overruleOfAFailThatBecameAPassMeanwhile() public {
        uint32 named = failBy(_evaluator, _release, CYBER);
        Proposal memory p = _overrule(named);
        uint32 pass = passBy(_evaluator, _release, CYBER);
        execute(p);
        assertEq(registry.attestation(pass).revocationTime, 0, "a Pass is not overruled");
        assertEq(registry.passes(_release, CYBER, 180 days), 1);
    }

    function test_overruledPartyFailsAgainThroughASecondAccount() public {
        Proposal memory p = _overrule(failBy(_evaluator, _release, CYBER));
        execute(p);
        _expectBarred(_second);
    }

    function test_secondAccountFailsWhileTheFirstIsBeingOverruled() public {
        Proposal memory p = _overrule(failBy(_evaluator, _release, CYBER));
        uint32 other = failBy(_second, _release, CYBER);
        appoint(stewards[11]);
        failBy(stewards[11], _release, CYBER);
        assertEq(registry.standingFails(_release), 3);
        execute(p);
        assertEq(registry.attestation(other).revocationTime, block.timestamp);
        assertEq(registry.standingFails(_release), 1, "another party's Fail is its own matter");
    }

    /// @dev The account itself stays barred, also from within another party.
    function test_overruledEvaluatorFailsAgainFromAnotherParty() public {
        uint32 uid = failBy(_second, _release, CYBER);
        vm.prank(_second);
        parties.quit();
        nextEpoch();
        _join(12, _second);
        nextEpoch();
        uint32 moved = failBy(_second, _release, CYBER);
        assertEq(registry.attestation(moved).party, 12);
        Proposal memory p = _overrule(uid);
        execute(p);
        assertEq(registry.standingFails(_release), 0);
        expectRefused(
            _second,
            statement(_release, CYBER, IEvaluations.Verdict.Fail),
            abi.encodeWithSelector(IEvaluations.EvaluationsOverruled.selector, _release, CYBER, 12)
        );
        appoint(stewards[11]);
        failBy(stewards[11], _release, CYBER);
        assertEq(registry.standingFails(_release), 1, "its new party did nothing and is not barred");
    }

    function test_evaluatorCannotOverruleAppointOrAdvance() public {
        uint32 uid = failBy(_evaluator, _release, CYBER);
        bytes[5] memory calls = [
            abi.encodeCall(registry.overrule, (uid)),
            abi.encodeCall(registry.appointEvaluator, (stranger)),
            abi.encodeCall(registry.dismissEvaluator, (_second)),
            abi.encodeCall(registry.advanceToRedTeam, (_release)),
            abi.encodeCall(registry.hold, (_release, "Mine."))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(_evaluator);
            (bool done,) = address(registry).call(calls[i]);
            assertFalse(done);
        }
    }

    /// @dev However often an evaluator speaks, what is looked at stays one statement per evaluator and kind.
    function test_floodOfAttestationsMakesNoStepDearer() public {
        advanceTo(_release, IModelRegistry.Stage.RedTeam);
        meetGate(_release);
        uint256 before = _gasOfGate();
        for (uint256 i = 0; i < 200; ++i) {
            attestBy(
                _evaluator,
                statement(_release, CYBER, i % 2 == 0 ? IEvaluations.Verdict.Fail : IEvaluations.Verdict.Pass)
            );
        }
        assertEq(registry.standingFails(_release), 0);
        assertLe(_gasOfGate(), before + 5_000, "gas of the gate");
    }

    /// @dev 32 evaluators of 32 parties, each with all six kinds, and the longest list that a gate can meet.
    function test_gateOfThirtyTwoEvaluatorsFitsABlock() public {
        for (uint160 i = 1; i <= 32; ++i) {
            vm.prank(address(timelock));
            parties.admit(address(0xE0000000 + i), IPartyRegistry.Kind.PublicInterest);
        }
        vm.startPrank(address(timelock));
        registry.dismissEvaluator(_evaluator);
        registry.dismissEvaluator(_second);
        vm.stopPrank();
        nextEpoch();
        advanceTo(_release, IModelRegistry.Stage.RedTeam);
        for (uint160 i = 1; i <= 32; ++i) {
            appoint(address(0xE0000000 + i));
            for (uint8 kind = 0; kind < KINDS; ++kind) {
                passBy(address(0xE0000000 + i), _release, IEvaluations.EvaluationKind(kind));
            }
        }
        skipTime(1 hours);
        assertEq(registry.passes(_release, CYBER, 180 days), 32);
        vm.prank(address(timelock));
        uint256 before = gasleft();
        registry.advanceToGated(_release);
        assertLt(before - gasleft(), 3_000_000, "gas of the longest check");
    }

    /// @dev Overruling a party of many keys ends all their Fails at once.
    function test_overruleOfAPartyWithManyKeysFitsABlock() public {
        uint32 uid = failBy(_evaluator, _release, CYBER);
        for (uint160 i = 1; i <= 30; ++i) {
            _join(PARTY, address(0xF0000000 + i));
        }
        nextEpoch();
        for (uint160 i = 1; i <= 30; ++i) {
            appoint(address(0xF0000000 + i));
            failBy(address(0xF0000000 + i), _release, CYBER);
        }
        assertEq(registry.standingFails(_release), 31);
        vm.prank(address(timelock));
        uint256 before = gasleft();
        registry.overrule(uid);
        assertLt(before - gasleft(), 1_000_000, "gas of the overruling");
        assertEq(registry.standingFails(_release), 0);
    }

    function _gasOfGate() private view returns (uint256) {
        uint256 before = gasleft();
        registry.gateOf(_release);
        return before - gasleft();
    }

    function _passAllButCyberOf(address evaluator) private {
        appoint(evaluator);
        appoint(stewards[10]);
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            if (IEvaluations.EvaluationKind(kind) == CYBER) continue;
            passBy(evaluator, _release, IEvaluations.EvaluationKind(kind));
        }
    }

    /// @dev Voted for and due; what the evaluators do meanwhile comes between this and the execution.
    function _overrule(uint32 uid) private returns (Proposal memory p) {
        p = _propose(abi.encodeCall(registry.overrule, (uid)), "The Fail is mistaken.");
        voteThrough(p);
        queue(p);
        warpToEta(p);
    }

    function _propose(bytes memory data, string memory description) private returns (Proposal memory) {
        return propose(singleAction(address(registry), data, description), alice);
    }

    function _expectBarred(address evaluator) private {
        bytes memory reason = abi.encodeWithSelector(IEvaluations.EvaluationsOverruled.selector, _release, CYBER, PARTY);
        expectRefused(evaluator, statement(_release, CYBER, IEvaluations.Verdict.Fail), reason);
        expectRefused(evaluator, statement(_release, CYBER, IEvaluations.Verdict.Pass), reason);
    }

    function _join(uint32 party, address account) private {
        (address controller,,) = parties.partyInfo(party);
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }
}
