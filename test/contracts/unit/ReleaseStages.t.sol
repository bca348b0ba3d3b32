// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {Proposals} from "../support/Proposals.sol";

/// @title Every function that depends on the stage, in every stage: what is not a transition reverts
/// @dev Every gate is met and every caller is the right one, so that the stage alone decides.
contract ReleaseStagesTest is Proposals {
    uint8 private constant NONE = 0;
    uint8 private constant REGISTERED = 1;
    uint8 private constant RED_TEAM = 2;
    uint8 private constant GATED = 3;
    uint8 private constant OPEN = 4;
    uint8 private constant REVOKED = 5;

    uint32 private _release;

    function setUp() public {
        deploySystem("demo");
        _release = registerRelease(stewards[0], "weights");
    }

    function test_advanceToRedTeam_fromRegisteredOnly() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == REGISTERED ? bytes("") : _illegal(stage, REGISTERED);
            _try(stage, address(timelock), abi.encodeCall(registry.advanceToRedTeam, (_release)), reason, RED_TEAM);
        }
    }

    function test_advanceToGated_fromRedTeamOnly() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == RED_TEAM ? bytes("") : _illegal(stage, RED_TEAM);
            _try(stage, address(timelock), abi.encodeCall(registry.advanceToGated, (_release)), reason, GATED);
        }
    }

    function test_advanceToOpen_fromGatedOnly() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == GATED ? bytes("") : _illegal(stage, GATED);
            _try(stage, address(timelock), abi.encodeCall(registry.advanceToOpen, (_release)), reason, OPEN);
        }
    }

    function test_revoke_fromEveryStageButRevoked() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == NONE ? _unknown() : bytes("");
            if (stage == REVOKED) {
                reason = abi.encodeWithSelector(IModelRegistry.RegistryAlreadyRevoked.selector, _release);
            }
            _try(stage, address(timelock), abi.encodeCall(registry.revoke, (_release)), reason, REVOKED);
        }
    }

    function test_withdraw_belowGatedOnly() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == NONE ? _unknown() : bytes("");
            if (stage >= GATED) {
                reason = abi.encodeWithSelector(IModelRegistry.RegistryNotWithdrawable.selector, _release, stage);
            }
            _try(stage, stewards[0], abi.encodeCall(registry.withdraw, (_release)), reason, REVOKED);
        }
    }

    function test_hold_belowOpenOnlyAndMovesNothing() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == NONE ? _unknown() : bytes("");
            if (stage >= OPEN) {
                reason = abi.encodeWithSelector(IReleaseGates.GatesNothingToStop.selector, _release, stage);
            }
            _try(stage, guardian, abi.encodeCall(registry.hold, (_release, "Wait.")), reason, stage);
        }
    }

    function test_recall_atGatedAndOpenOnlyAndMovesNothing() public {
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == NONE ? _unknown() : bytes("");
            if (stage == REGISTERED || stage == RED_TEAM || stage == REVOKED) {
                reason = abi.encodeWithSelector(IReleaseGates.GatesNothingToStop.selector, _release, stage);
            }
            _try(stage, guardian, abi.encodeCall(registry.recall, (_release, "Back.")), reason, stage);
        }
    }

    function test_attest_notToARevokedReleaseAndMovesNothing() public {
        IEvaluations.AttestationInput memory input =
            statement(_release, IEvaluations.EvaluationKind.Cyber, IEvaluations.Verdict.Pass);
        address evaluator = evaluatorFor(_release, 0);
        for (uint8 stage = NONE; stage <= REVOKED; ++stage) {
            bytes memory reason = stage == NONE ? _unknown() : bytes("");
            if (stage == REVOKED) {
                reason = abi.encodeWithSelector(IEvaluations.EvaluationsRevokedRelease.selector, _release);
            }
            input.releaseId = stage == NONE ? 99 : _release;
            _try(stage, evaluator, abi.encodeCall(registry.attest, (input)), reason, stage);
        }
    }

    /// @dev An empty `reason` says that the call goes through and leaves the release at `to`.
    function _try(uint8 stage, address caller, bytes memory data, bytes memory reason, uint8 to) private {
        uint256 before = vm.snapshotState();
        if (stage == NONE) {
            // Every call but `attest` names the release in its first word.
            if (bytes4(data) != registry.attest.selector) data[35] = 0x63;
        } else if (stage == REVOKED) {
            vm.prank(address(timelock));
            registry.revoke(_release);
        } else {
            advanceTo(_release, IModelRegistry.Stage(stage));
            if (stage != OPEN) meetGate(_release);
        }
        bytes32 content = _content();
        vm.prank(caller);
        (bool done, bytes memory answer) = address(registry).call(data);
        assertEq(done, reason.length == 0, vm.toString(stage));
        if (!done) assertEq(answer, reason);
        uint8 expected = done ? to : stage == NONE ? REGISTERED : stage;
        assertEq(uint256(registry.stageOf(_release)), expected, "stage");
        assertEq(_content(), content, "what is released");
        vm.revertToState(before);
    }

    function _content() private view returns (bytes32) {
        IModelRegistry.Release memory r = registry.release(_release);
        (r.stage, r.stageSince) = (IModelRegistry.Stage.None, 0);
        return keccak256(abi.encode(r));
    }

    function _illegal(uint8 actual, uint8 needed) private view returns (bytes memory) {
        if (actual == NONE) return _unknown();
        return abi.encodeWithSelector(IModelRegistry.RegistryIllegalStage.selector, _release, actual, needed);
    }

    function _unknown() private pure returns (bytes memory) {
        return abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 99);
    }
}
