// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {Deployment} from "./Deployment.sol";

/// @title Releases, what evaluators say of them, and stages without the votes
abstract contract Releases is Deployment {
    uint8 internal constant KINDS = 6;

    /// @dev A registered release of a fresh model of the caller's party.
    function registerRelease(address maintainer, bytes32 root) internal returns (uint32 releaseId) {
        vm.startPrank(maintainer);
        uint32 modelId = registry.registerModel("A model");
        releaseId = registry.registerRelease(releaseInput(modelId, root, new uint32[](0)));
        vm.stopPrank();
    }

    function releaseInput(uint32 modelId, bytes32 root, uint32[] memory parents)
        internal
        pure
        returns (IModelRegistry.ReleaseInput memory)
    {
        return IModelRegistry.ReleaseInput({
            modelId: modelId,
            version: "1.0",
            parents: parents,
            root: root,
            manifest: keccak256(abi.encode("manifest", root)),
            card: keccak256(abi.encode("card", root)),
            licence: "Apache-2.0",
            files: 770,
            size: 318_000_000_000,
            gpuSeconds: 1_000_000,
            flop: 1e24,
            uri: "https://weights.example/model"
        });
    }

    /// @dev As far as votes would bring it: each gate is met first, and the timelock alone moves it.
    function advanceTo(uint32 releaseId, IModelRegistry.Stage to) internal {
        for (uint8 stage = uint8(registry.stageOf(releaseId)); stage < uint8(to); ++stage) {
            meetGate(releaseId);
            vm.startPrank(address(timelock));
            if (stage == 1) registry.advanceToRedTeam(releaseId);
            else if (stage == 2) registry.advanceToGated(releaseId);
            else registry.advanceToOpen(releaseId);
            vm.stopPrank();
        }
    }

    /// @dev Everything that the next gate asks for: enough parties pass the release, and time goes by.
    function meetGate(uint32 releaseId) internal {
        IReleaseGates.GateStatus memory gate = registry.gateOf(releaseId);
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            for (uint256 n = 0; n < gate.rule.passes[kind]; ++n) {
                passBy(evaluatorFor(releaseId, n), releaseId, IEvaluations.EvaluationKind(kind));
            }
        }
        if (gate.dwellUntil > block.timestamp) vm.warp(gate.dwellUntil);
    }

    /// @dev The n-th evaluator of a party other than the release's, appointed if need be.
    function evaluatorFor(uint32 releaseId, uint256 n) internal returns (address evaluator) {
        evaluator = n == 0 ? applicant : stewards[STEWARDS - n];
        uint32 own = registry.release(releaseId).party;
        if (parties.partyNow(evaluator) == own) evaluator = stewards[STEWARDS / 2 - n];
        appoint(evaluator);
    }

    function appoint(address evaluator) internal {
        if (registry.isEvaluator(evaluator)) return;
        vm.prank(address(timelock));
        registry.appointEvaluator(evaluator);
    }

    function passBy(address evaluator, uint32 releaseId, IEvaluations.EvaluationKind kind)
        internal
        returns (uint32 uid)
    {
        return attestBy(evaluator, statement(releaseId, kind, IEvaluations.Verdict.Pass));
    }

    function failBy(address evaluator, uint32 releaseId, IEvaluations.EvaluationKind kind)
        internal
        returns (uint32 uid)
    {
        return attestBy(evaluator, statement(releaseId, kind, IEvaluations.Verdict.Fail));
    }

    function attestBy(address evaluator, IEvaluations.AttestationInput memory input) internal returns (uint32 uid) {
        vm.prank(evaluator);
        return registry.attest(input);
    }

    function expectRefused(address evaluator, IEvaluations.AttestationInput memory input, bytes memory reason)
        internal
    {
        vm.expectRevert(reason);
        attestBy(evaluator, input);
    }

    function statement(uint32 releaseId, IEvaluations.EvaluationKind kind, IEvaluations.Verdict verdict)
        internal
        view
        returns (IEvaluations.AttestationInput memory)
    {
        return IEvaluations.AttestationInput({
            releaseId: releaseId,
            root: registry.release(releaseId).root,
            kind: kind,
            verdict: verdict,
            report: keccak256(abi.encode("report", releaseId, kind, verdict)),
            expirationTime: 0,
            uri: "https://reports.example/1"
        });
    }
}
