// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {Proposals} from "./Proposals.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Everything that only votes may do about releases, each one step away from being done
abstract contract StewardshipMoves is Proposals {
    struct Move {
        string name;
        uint8 tier;
        address target;
        uint256 value;
        bytes data;
    }

    uint32 internal constant REGISTERED = 1;
    uint32 internal constant RED_TEAM = 2;
    uint32 internal constant GATED = 3;
    bytes32 internal constant MEASUREMENT = keccak256("build of a server");

    uint32 internal failUid;

    /// @dev Needs a live council and current evaluations: what stands in the way is the vote alone.
    function prepareReleases() internal {
        advanceTo(RED_TEAM, IModelRegistry.Stage.RedTeam);
        meetGate(RED_TEAM);
        advanceTo(GATED, IModelRegistry.Stage.RedTeam);
        sealAmongThree(GATED, 3);
        advanceTo(GATED, IModelRegistry.Stage.Gated);
        meetGate(GATED);
        failUid = failBy(evaluatorFor(REGISTERED, 1), REGISTERED, IEvaluations.EvaluationKind.Cyber);
    }

    function stewardshipMoves() internal returns (Move[] memory moves) {
        moves = new Move[](9);
        address target = address(registry);
        moves[0] = _move("advanceToRedTeam", 1, target, abi.encodeCall(registry.advanceToRedTeam, (REGISTERED)));
        moves[1] = _move("advanceToGated", 1, target, abi.encodeCall(registry.advanceToGated, (RED_TEAM)));
        moves[2] = _move("appointEvaluator", 1, target, abi.encodeCall(registry.appointEvaluator, (stranger)));
        moves[3] = _move("dismissEvaluator", 1, target, abi.encodeCall(registry.dismissEvaluator, (applicant)));
        moves[4] = _move("advanceToOpen", 2, target, abi.encodeCall(registry.advanceToOpen, (GATED)));
        moves[5] = _move("overrule", 2, target, abi.encodeCall(registry.overrule, (failUid)));
        IReleaseGates.GateRule memory nothing;
        nothing.maxReportAge = type(uint48).max;
        bytes memory rule = abi.encodeCall(registry.setGateRule, (2, IModelRegistry.Stage.Open, nothing));
        moves[6] = _move("setGateRule", 2, target, rule);
        bytes memory grant = abi.encodeCall(
            custody.grant, (1, makeAddr("grantee"), bytes32("its key"), uint48(block.timestamp + 20 days))
        );
        moves[7] = _move("grant", 1, address(custody), grant);
        bytes memory allow = abi.encodeCall(enclaves.allowMeasurement, (MEASUREMENT, "A build"));
        moves[8] = _move("allowMeasurement", 1, address(enclaves), allow);
    }

    function stewardshipFingerprint() internal view returns (bytes32) {
        bytes32 stages =
            keccak256(abi.encode(registry.stageOf(REGISTERED), registry.stageOf(RED_TEAM), registry.stageOf(GATED)));
        bytes32 evaluations = keccak256(
            abi.encode(
                registry.evaluators(),
                registry.standingFails(REGISTERED),
                registry.attestation(failUid),
                registry.gateRule(2, IModelRegistry.Stage.Open)
            )
        );
        bytes32 custodied = keccak256(
            abi.encode(
                custody.grantCount(),
                enclaves.isAllowed(MEASUREMENT),
                registry.authority(),
                IAccessManaged(address(custody)).authority(),
                IAccessManaged(address(enclaves)).authority()
            )
        );
        return keccak256(abi.encode(stages, evaluations, custodied));
    }

    /// @dev Sealed by a maintainer, two of three shares needed, the first `acks` acknowledged.
    function sealAmongThree(uint32 releaseId, uint8 acks) internal returns (uint32 sealId) {
        ICustody.SealInput memory input = ICustody.SealInput({
            releaseId: releaseId,
            ciphertextRoot: keccak256("ciphertext"),
            ciphertextManifest: keccak256("manifest of the ciphertext"),
            recipient: keccak256("age recipient"),
            threshold: 2,
            commitments: new bytes32[](2),
            seats: new uint32[](3),
            boxesDigest: keccak256("boxes")
        });
        (input.commitments[0], input.commitments[1]) = (keccak256("commitment 0"), keccak256("commitment 1"));
        for (uint32 i = 0; i < 3; ++i) {
            input.seats[i] = i + 1;
            vm.prank(stewards[i]);
            custody.registerRecipient(keccak256(abi.encode("recipient", i)));
        }
        (address maintainer,,) = parties.partyInfo(registry.release(releaseId).party);
        vm.prank(maintainer);
        sealId = custody.seal(input);
        for (uint8 i = 0; i < acks; ++i) {
            vm.prank(stewards[i]);
            custody.ackShare(sealId, i);
        }
    }

    function _move(string memory name, uint8 tier, address target, bytes memory data)
        private
        pure
        returns (Move memory)
    {
        return Move({name: name, tier: tier, target: target, value: 0, data: data});
    }
}
