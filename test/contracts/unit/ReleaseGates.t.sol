// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {StewardshipMoves} from "../support/StewardshipMoves.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract ReleaseGatesTest is StewardshipMoves {
    uint128 private constant SMALL = 1e23 - 1;
    uint128 private constant LARGE = 1e25;

    function setUp() public {
        deploySystem("demo");
    }

    function test_deployment_rulesAreThoseOfTheProfile() public {
        uint8[6][3] memory toGated = [[0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]];
        uint8[6][3] memory toOpen = [[0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 1, 1]];
        string[2] memory profiles = ["demo", "production"];
        uint48[3][2] memory dwells = [[uint48(60), 14 minutes, 30 minutes], [uint48(1 days), 14 days, 30 days]];
        for (uint256 p = 0; p < 2; ++p) {
            delete stewards;
            deploySystem(profiles[p]);
            assertEq(registry.holdTime(), p == 0 ? 7 days : 14 days);
            assertEq(registry.recallTime(), 30 days);
            for (uint8 class = 0; class < 3; ++class) {
                _assertRule(class, IModelRegistry.Stage.Gated, toGated[class], dwells[p][class] / 2);
                _assertRule(class, IModelRegistry.Stage.Open, toOpen[class], dwells[p][class]);
            }
        }
    }

    function test_flopClassOf_hasTheEdgesOfTheRules() public view {
        assertEq(registry.flopClassOf(0), 0);
        assertEq(registry.flopClassOf(1e23 - 1), 0);
        assertEq(registry.flopClassOf(1e23), 1);
        assertEq(registry.flopClassOf(1e25 - 1), 1);
        assertEq(registry.flopClassOf(1e25), 2);
        assertEq(registry.flopClassOf(type(uint128).max), 2);
    }

    function test_setGateRule_replacesARule() public {
        IReleaseGates.GateRule memory rule = IReleaseGates.GateRule([3, 0, 0, 0, 0, 9], 7 days, 1);
        vm.expectEmit(address(registry));
        emit IReleaseGates.GateRuleSet(1, IModelRegistry.Stage.Open, rule);
        _setRule(1, IModelRegistry.Stage.Open, rule);
        IReleaseGates.GateRule memory stored = registry.gateRule(1, IModelRegistry.Stage.Open);
        assertEq(keccak256(abi.encode(stored)), keccak256(abi.encode(rule)));
        assertEq(registry.gateRule(1, IModelRegistry.Stage.Gated).passes[0], 1, "the other one stays");
    }

    function test_setGateRule_revertsIf_classStageOrAgeIsWrong() public {
        IReleaseGates.GateRule memory rule = registry.gateRule(0, IModelRegistry.Stage.Open);
        for (uint8 stage = 0; stage <= 5; ++stage) {
            IModelRegistry.Stage to = IModelRegistry.Stage(stage);
            bytes memory reason = abi.encodeWithSelector(IReleaseGates.GatesInvalidRule.selector, 3, to);
            vm.expectRevert(reason);
            _setRule(3, to, rule);
            vm.expectRevert(reason);
            registry.gateRule(3, to);
            if (to == IModelRegistry.Stage.Gated || to == IModelRegistry.Stage.Open) continue;
            reason = abi.encodeWithSelector(IReleaseGates.GatesInvalidRule.selector, 0, to);
            vm.expectRevert(reason);
            _setRule(0, to, rule);
            vm.expectRevert(reason);
            registry.gateRule(0, to);
        }
        rule.maxReportAge = 0;
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesInvalidRule.selector, 0, IModelRegistry.Stage.Open));
        _setRule(0, IModelRegistry.Stage.Open, rule);
    }

    function test_setGateRule_revertsIf_notTheTimelock() public {
        IReleaseGates.GateRule memory rule = registry.gateRule(0, IModelRegistry.Stage.Open);
        address[3] memory callers = [guardian, stewards[0], whale];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]));
            vm.prank(callers[i]);
            registry.setGateRule(0, IModelRegistry.Stage.Open, rule);
        }
    }

    function test_setGateRule_appliesToWhatIsUnderWay() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.RedTeam);
        meetGate(id);
        IReleaseGates.GateRule memory rule = registry.gateRule(0, IModelRegistry.Stage.Gated);
        rule.passes[1] = 1;
        _setRule(0, IModelRegistry.Stage.Gated, rule);
        _expectStopped(id, _tooFew(id, IEvaluations.EvaluationKind.Cyber, 0, 1));
    }

    function test_advance_needsEachKindOfTheRule() public {
        uint32 id = _release(LARGE);
        for (uint8 stage = 2; stage <= 3; ++stage) {
            advanceTo(id, IModelRegistry.Stage(stage));
            IReleaseGates.GateRule memory rule = registry.gateRule(2, IModelRegistry.Stage(stage + 1));
            skipTime(rule.dwell);
            for (uint8 k = 0; k < KINDS; ++k) {
                IEvaluations.EvaluationKind kind = IEvaluations.EvaluationKind(k);
                uint256 have = registry.passes(id, kind, rule.maxReportAge);
                for (uint256 n = have; n < rule.passes[k]; ++n) {
                    _expectStopped(id, _tooFew(id, kind, n, rule.passes[k]));
                    passBy(evaluatorFor(id, n), id, kind);
                }
            }
            assertTrue(registry.gateOf(id).met);
        }
        _advance(id);
        _assertStage(id, IModelRegistry.Stage.Open);
    }

    function test_advance_waitsForTheDwellToTheSecond() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.RedTeam);
        uint48 until = uint48(block.timestamp + 30);
        passBy(evaluatorFor(id, 0), id, IEvaluations.EvaluationKind.Licence);
        vm.warp(until - 1);
        assertEq(registry.gateOf(id).dwellUntil, until);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesDwell.selector, id, until));
        vm.warp(until);
        _advance(id);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesDwell.selector, id, uint48(block.timestamp + 60)));
    }

    function test_advance_revertsIf_aFailStands() public {
        uint32 id = _release(SMALL);
        address evaluator = evaluatorFor(id, 0);
        uint32 early = failBy(evaluator, id, IEvaluations.EvaluationKind.Cyber);
        advanceTo(id, IModelRegistry.Stage.RedTeam);
        meetGate(id);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesStandingFail.selector, id, 1));
        failBy(evaluatorFor(id, 1), id, IEvaluations.EvaluationKind.BioChem);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesStandingFail.selector, id, 2));
        vm.prank(evaluator);
        registry.revokeAttestation(early);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesStandingFail.selector, id, 1));
        vm.prank(address(timelock));
        registry.overrule(2 + 1);
        _advance(id);
    }

    function test_advanceToRedTeam_asksForNoEvaluation() public {
        uint32 id = _release(LARGE);
        failBy(evaluatorFor(id, 0), id, IEvaluations.EvaluationKind.Cyber);
        IReleaseGates.GateStatus memory gate = registry.gateOf(id);
        assertTrue(gate.met, "to red team");
        assertEq(gate.standingFails, 1);
        _advance(id);
        assertFalse(registry.gateOf(id).met, "to gated");
    }

    function test_advanceToGated_needsEveryShareAcknowledged() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.RedTeam);
        meetGate(id);
        uint32 sealId = sealAmongThree(id, 2);
        assertEq(registry.gateOf(id).missingAcks, 1);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesSealNotAcknowledged.selector, id, 1));
        vm.prank(stewards[2]);
        custody.ackShare(sealId, 2);
        _advance(id);
    }

    function test_advanceToOpen_asksForNoSealAnyMore() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        sealAmongThree(id, 0);
        assertEq(registry.gateOf(id).missingAcks, 3);
        assertTrue(registry.gateOf(id).met);
        _advance(id);
        _assertStage(id, IModelRegistry.Stage.Open);
    }

    function test_hold_stopsEachStageOnce() public {
        uint32 id = _release(SMALL);
        for (uint8 stage = 1; stage <= 3; ++stage) {
            meetGate(id);
            uint48 until = uint48(block.timestamp) + registry.holdTime();
            vm.expectEmit(address(registry));
            emit IReleaseGates.ReleaseHeld(id, guardian, IModelRegistry.Stage(stage), until, "Look again.");
            _hold(id);
            assertEq(registry.heldUntil(id), until);
            assertEq(registry.gateOf(id).heldUntil, until);
            vm.warp(until - 1);
            _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesHeld.selector, id, until));
            bytes memory again =
                abi.encodeWithSelector(IReleaseGates.GatesHeldBefore.selector, id, IModelRegistry.Stage(stage));
            vm.expectRevert(again);
            _hold(id);
            vm.warp(until);
            vm.expectRevert(again);
            _hold(id);
            _advance(id);
        }
    }

    function test_recall_warnsAndStopsTheOpening() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        uint48 until = uint48(block.timestamp) + registry.recallTime();
        vm.expectEmit(address(registry));
        emit IReleaseGates.ReleaseRecalled(id, guardian, 1, until, "It leaks.");
        _recall(id);
        assertEq(registry.recalledUntil(id), until);
        vm.warp(until - 1);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesRecalled.selector, id, until));
        vm.warp(until);
        _advance(id);
        vm.expectRevert(abi.encodeWithSelector(IReleaseGates.GatesRecalledBefore.selector, id, 1));
        _recall(id);
        _appointCouncil();
        _recall(id);
        assertEq(registry.recalledUntil(id), block.timestamp + 30 days, "a new approval recalls what is open");
        _assertStage(id, IModelRegistry.Stage.Open);
    }

    function test_stops_revertIf_theReasonIsEmptyOrLong() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.Gated);
        bytes memory empty = abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "reason");
        bytes memory long = abi.encodeWithSelector(IModelRegistry.RegistryTooLong.selector, "reason", 257, 256);
        vm.startPrank(guardian);
        vm.expectRevert(empty);
        registry.hold(id, "");
        vm.expectRevert(empty);
        registry.recall(id, "");
        vm.expectRevert(long);
        registry.hold(id, string(new bytes(257)));
        vm.expectRevert(long);
        registry.recall(id, string(new bytes(257)));
        registry.hold(id, string(new bytes(256)));
        registry.recall(id, string(new bytes(256)));
        vm.stopPrank();
    }

    function test_stops_revertIf_theReleaseIsUnknown() public {
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 9);
        vm.expectRevert(reason);
        _hold(9);
        vm.expectRevert(reason);
        _recall(9);
        vm.expectRevert(reason);
        registry.gateOf(9);
        assertEq(uint256(registry.heldUntil(9)) + registry.recalledUntil(9), 0);
    }

    function test_gateOf_namesTheRevokedAncestor() public {
        uint32 base = _release(SMALL);
        uint32[] memory parents = new uint32[](1);
        parents[0] = base;
        vm.startPrank(stewards[0]);
        uint32 id = registry.registerRelease(releaseInput(1, "tuned", parents));
        registry.withdraw(base);
        vm.stopPrank();
        assertEq(registry.gateOf(id).revokedAncestor, base);
        assertFalse(registry.gateOf(id).met);
        _expectStopped(id, abi.encodeWithSelector(IModelRegistry.RegistryRevokedAncestor.selector, id, base));
    }

    function test_gateOf_revertsIf_openOrRevoked() public {
        uint32 id = _release(SMALL);
        advanceTo(id, IModelRegistry.Stage.Open);
        _expectNoGate(id, IModelRegistry.Stage.Open);
        vm.prank(address(timelock));
        registry.revoke(id);
        _expectNoGate(id, IModelRegistry.Stage.Revoked);
    }

    /// @dev A dwell can be as long as the clock: it never overflows, it just never ends.
    function test_gateOf_survivesARuleWithoutEnd() public {
        uint32 id = _release(SMALL);
        IReleaseGates.GateRule memory rule = registry.gateRule(0, IModelRegistry.Stage.Gated);
        (rule.dwell, rule.maxReportAge) = (type(uint48).max, type(uint48).max);
        _setRule(0, IModelRegistry.Stage.Gated, rule);
        advanceTo(id, IModelRegistry.Stage.RedTeam);
        passBy(evaluatorFor(id, 0), id, IEvaluations.EvaluationKind.Licence);
        assertEq(registry.gateOf(id).dwellUntil, type(uint48).max);
        _expectStopped(id, abi.encodeWithSelector(IReleaseGates.GatesDwell.selector, id, type(uint48).max));
    }

    /// @dev What portals show before a vote is what its execution meets.
    function testFuzz_gateOf_saysWhetherTheAdvanceGoesThrough(uint256 seed) public {
        uint32 id = _release(seed % 3 == 0 ? SMALL : seed % 3 == 1 ? 1e24 : LARGE);
        for (uint256 i = 0; i < 30 && registry.stageOf(id) != IModelRegistry.Stage.Open; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _somethingHappens(id, seed);
            bool met = registry.gateOf(id).met;
            IModelRegistry.Stage before = registry.stageOf(id);
            vm.prank(address(timelock));
            (bool done,) = address(registry).call(_step(id, before));
            assertEq(done, met, "the gate and the advance");
        }
    }

    function _somethingHappens(uint32 id, uint256 seed) private {
        uint256 act = (seed >> 8) % 8;
        IEvaluations.EvaluationKind kind = IEvaluations.EvaluationKind((seed >> 16) % 6);
        if (act < 3) meetGate(id);
        if (act == 3) failBy(evaluatorFor(id, (seed >> 24) % 3), id, kind);
        if (act == 4) skipTime((seed >> 32) % 200 days);
        if (act == 5) skipTime(seed % 1 hours);
        if (act == 6) {
            vm.prank(guardian);
            (bool held,) = address(registry).call(abi.encodeCall(registry.hold, (id, "Wait.")));
            assertTrue(held || registry.heldUntil(id) != 0 || council.current() == address(0), "held");
        }
        if (act == 7) {
            address evaluator = evaluatorFor(id, 0);
            vm.prank(address(timelock));
            registry.dismissEvaluator(evaluator);
        }
    }

    function _release(uint128 flop) private returns (uint32) {
        vm.startPrank(stewards[0]);
        uint32 modelId = registry.registerModel("A model");
        IModelRegistry.ReleaseInput memory input = releaseInput(modelId, "weights", new uint32[](0));
        input.flop = flop;
        uint32 id = registry.registerRelease(input);
        vm.stopPrank();
        return id;
    }

    function _advance(uint32 id) private {
        bytes memory step = _step(id, registry.stageOf(id));
        vm.prank(address(timelock));
        (bool done, bytes memory reason) = address(registry).call(step);
        assertEq(reason, "");
        assertTrue(done);
    }

    function _expectStopped(uint32 id, bytes memory expected) private {
        IReleaseGates.GateStatus memory gate = registry.gateOf(id);
        assertFalse(gate.met, "shown as met");
        bytes memory step = _step(id, registry.stageOf(id));
        vm.prank(address(timelock));
        (bool done, bytes memory reason) = address(registry).call(step);
        assertFalse(done, "advanced");
        assertEq(reason, expected);
    }

    function _step(uint32 id, IModelRegistry.Stage from) private view returns (bytes memory) {
        if (from == IModelRegistry.Stage.Registered) return abi.encodeCall(registry.advanceToRedTeam, (id));
        if (from == IModelRegistry.Stage.RedTeam) return abi.encodeCall(registry.advanceToGated, (id));
        return abi.encodeCall(registry.advanceToOpen, (id));
    }

    function _hold(uint32 id) private {
        vm.prank(guardian);
        registry.hold(id, "Look again.");
    }

    function _recall(uint32 id) private {
        vm.prank(guardian);
        registry.recall(id, "It leaks.");
    }

    function _appointCouncil() private {
        uint48 until = uint48(block.timestamp + 90 days);
        vm.prank(address(timelock));
        council.appoint(guardian, until);
    }

    function _setRule(uint8 class, IModelRegistry.Stage to, IReleaseGates.GateRule memory rule) private {
        vm.prank(address(timelock));
        registry.setGateRule(class, to, rule);
    }

    function _expectNoGate(uint32 id, IModelRegistry.Stage stage) private {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.RegistryIllegalStage.selector, id, stage, IModelRegistry.Stage.Gated)
        );
        registry.gateOf(id);
    }

    function _assertRule(uint8 class, IModelRegistry.Stage to, uint8[6] memory passes, uint48 dwell) private view {
        IReleaseGates.GateRule memory rule = registry.gateRule(class, to);
        assertEq(keccak256(abi.encode(rule)), keccak256(abi.encode(passes, dwell, uint48(180 days))));
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
