// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {Proposals} from "../support/Proposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice Both houses agree, and the release still does not move: what was voted is judged when it is executed.
contract GateEvasionTest is Proposals {
    IEvaluations.EvaluationKind private constant LICENCE = IEvaluations.EvaluationKind.Licence;

    address private _maker;
    uint32 private _model;

    function setUp() public {
        deploySystem("demo");
        _maker = stewards[0];
        vm.prank(_maker);
        _model = registry.registerModel("A model");
    }

    function test_G4_gatedToOpenOnlyByAnExecutedProposal() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        Proposal memory p = _toOpen(id, "Open it.");
        voteThrough(p);
        _assertStage(id, IModelRegistry.Stage.Gated);
        queue(p);
        _assertStage(id, IModelRegistry.Stage.Gated);
        warpToEta(p);
        execute(p);
        _assertStage(id, IModelRegistry.Stage.Open);
    }

    function test_G4_gatedStaysGatedWhenTheVoteFails() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        Proposal memory p = _toOpen(id, "Open it.");
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, FOR);
        voteSeats(p, 6, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(p);
        _assertStage(id, IModelRegistry.Stage.Gated);
    }

    /// @dev What a page may show as the licence is what was registered: no vote and no maintainer changes it.
    function test_G5_theLicenceOnChainNeverChanges() public {
        uint32 id = _release("weights", 1e22, 0);
        bytes32 licence = keccak256(bytes(registry.release(id).licence));
        assertEq(licence, keccak256("Apache-2.0"));
        for (uint8 stage = 2; stage <= 4; ++stage) {
            advanceTo(id, IModelRegistry.Stage(stage));
            assertEq(keccak256(bytes(registry.release(id).licence)), licence);
        }
        IModelRegistry.ReleaseInput memory input = releaseInput(_model, "weights", new uint32[](0));
        input.licence = "LicenseRef-other";
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.RegistryDuplicateRoot.selector, _model, bytes32("weights"), id)
        );
        vm.prank(_maker);
        registry.registerRelease(input);
    }

    function test_stageJumpThroughAVote() public {
        uint32 id = _release("weights", 1e22, 0);
        meetGate(id);
        Proposal memory p = _toOpen(id, "Straight to open.");
        _expectNotExecuted(
            p,
            abi.encodeWithSelector(
                IModelRegistry.RegistryIllegalStage.selector,
                id,
                IModelRegistry.Stage.Registered,
                IModelRegistry.Stage.Gated
            )
        );
    }

    /// @dev Three steps in one proposal: each gate's dwell begins when the step before is executed.
    function test_allStepsInOneProposal() public {
        uint32 id = _release("weights", 1e22, 0);
        passBy(evaluatorFor(id, 0), id, LICENCE);
        Proposal memory p = Proposal({
            id: 0,
            targets: new address[](3),
            values: new uint256[](3),
            calldatas: new bytes[](3),
            description: "All at once."
        });
        (p.targets[0], p.targets[1], p.targets[2]) = (address(registry), address(registry), address(registry));
        p.calldatas[0] = abi.encodeCall(registry.advanceToRedTeam, (id));
        p.calldatas[1] = abi.encodeCall(registry.advanceToGated, (id));
        p.calldatas[2] = abi.encodeCall(registry.advanceToOpen, (id));
        p = propose(p, alice);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesDwell.selector, id, uint48(block.timestamp + 30)));
        execute(p);
        _assertStage(id, IModelRegistry.Stage.Registered);
    }

    function test_reportThatExpiresWhileTheVoteRuns() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        IEvaluations.AttestationInput memory input = statement(id, LICENCE, IEvaluations.Verdict.Pass);
        input.expirationTime = uint48(block.timestamp + 1 days);
        address evaluator = evaluatorFor(id, 0);
        attestBy(evaluator, input);
        skipTime(60);
        assertTrue(registry.gateOf(id).met);
        _expectNotExecuted(_toOpen(id, "Open it."), _tooFew(id, LICENCE, 0, 1));
    }

    function test_reportThatGetsTooOldWhileTheVoteRuns() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        skipTime(180 days - 1 hours);
        // The one of the earlier gate is as old as the rule allows by now.
        assertTrue(registry.gateOf(id).met);
        _expectNotExecuted(_toOpen(id, "Open it."), _tooFew(id, LICENCE, 0, 1));
    }

    function test_evaluatorRevokesWhileTheVoteRuns() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        Proposal memory p = _toOpen(id, "Open it.");
        address evaluator = evaluatorFor(id, 0);
        uint32 uid = registry.liveAttestation(id, LICENCE, evaluator);
        vm.prank(evaluator);
        registry.revokeAttestation(uid);
        _expectNotExecuted(p, _tooFew(id, LICENCE, 0, 1));
    }

    function test_evaluatorDismissedWhileTheVoteRuns() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        Proposal memory p = _toOpen(id, "Open it.");
        address evaluator = evaluatorFor(id, 0);
        vm.prank(address(timelock));
        registry.dismissEvaluator(evaluator);
        _expectNotExecuted(p, _tooFew(id, LICENCE, 0, 1));
    }

    /// @dev Each of them is far below the class; what they derive from is counted along.
    function test_tenFineTunesBelowAFlopClass() public {
        uint32 last = _release("base", 5e22, 0);
        assertEq(registry.flopClassOf(5e22), 0);
        for (uint256 i = 1; i <= 10; ++i) {
            last = _release(bytes32(i), 6e21, last);
        }
        assertEq(registry.release(last).cumulativeFlop, 5e22 + 10 * 6e21);
        assertEq(registry.flopClassOf(registry.release(last).cumulativeFlop), 1);
        advanceTo(last, IModelRegistry.Stage.RedTeam);
        skipTime(1 days);
        // What the class of each single step would ask for is not enough.
        passBy(evaluatorFor(last, 0), last, LICENCE);
        vm.expectRevert(_tooFew(last, IEvaluations.EvaluationKind.BioChem, 0, 1));
        vm.prank(address(timelock));
        registry.advanceToGated(last);
    }

    function test_largestOfSeveralParentsSetsTheClass() public {
        uint32[] memory both = new uint32[](2);
        (both[0], both[1]) = (_release("small", 1, 0), _release("large", 1e25 - 1, 0));
        IModelRegistry.ReleaseInput memory input = releaseInput(_model, "merged", both);
        input.flop = 1;
        vm.prank(_maker);
        uint32 merged = registry.registerRelease(input);
        assertEq(registry.flopClassOf(registry.release(merged).cumulativeFlop), 2);
    }

    /// @dev A squatter's release of the same bytes is another release: it has no Passes and cannot take the root.
    function test_squattedRootInheritsNoEvaluation() public {
        uint32 id = _release("weights", 1e22, 0);
        uint32 squatted = registerRelease(stewards[1], "weights");
        advanceTo(id, IModelRegistry.Stage.RedTeam);
        meetGate(id);
        assertEq(registry.passes(squatted, LICENCE, 180 days), 0);
        Proposal memory p =
            _propose(abi.encodeCall(registry.advanceToRedTeam, (squatted)), "The squatter's, to red team.");
        _expectNotExecuted(
            p, abi.encodeWithSelector(IModelRegistry.RegistryRootClaimed.selector, bytes32("weights"), id)
        );
    }

    /// @dev A rule that another vote tightened meanwhile holds, and one that it loosened too.
    function test_ruleThatChangesWhileTheVoteRuns() public {
        uint32 id = _release("weights", 1e22, 0);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        Proposal memory p = _toOpen(id, "Open it.");
        voteThrough(p);
        queue(p);
        warpToEta(p);
        IReleaseGates.GateRule memory rule = registry.gateRule(0, IModelRegistry.Stage.Open);
        rule.passes[5] = 2;
        vm.prank(address(timelock));
        registry.setGateRule(0, IModelRegistry.Stage.Open, rule);
        vm.expectRevert(_tooFew(id, LICENCE, 1, 2));
        execute(p);
        passBy(evaluatorFor(id, 1), id, LICENCE);
        execute(p);
        _assertStage(id, IModelRegistry.Stage.Open);
    }

    function _release(bytes32 root, uint128 flop, uint32 parent) private returns (uint32) {
        uint32[] memory parentIds = new uint32[](parent == 0 ? 0 : 1);
        if (parent != 0) parentIds[0] = parent;
        IModelRegistry.ReleaseInput memory input = releaseInput(_model, root, parentIds);
        input.flop = flop;
        vm.prank(_maker);
        return registry.registerRelease(input);
    }

    function _toOpen(uint32 id, string memory description) private returns (Proposal memory) {
        return _propose(abi.encodeCall(registry.advanceToOpen, (id)), description);
    }

    function _propose(bytes memory data, string memory description) private returns (Proposal memory) {
        return propose(singleAction(address(registry), data, description), alice);
    }

    function _expectNotExecuted(Proposal memory p, bytes memory reason) private {
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.expectRevert(reason);
        execute(p);
    }

    function _assertStage(uint32 id, IModelRegistry.Stage expected) private view {
        assertEq(uint256(registry.stageOf(id)), uint256(expected), "stage");
    }

    function _tooFew(uint32 id, IEvaluations.EvaluationKind kind, uint256 have, uint256 needed)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IReleaseGates.GatesTooFewPasses.selector, id, kind, have, needed);
    }
}
