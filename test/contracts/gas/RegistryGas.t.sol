// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {SignedStatements} from "../support/SignedStatements.sol";

/// @title What it costs to register, evaluate, stop and advance a release
contract RegistryGasTest is SignedStatements {
    IEvaluations.EvaluationKind private constant CYBER = IEvaluations.EvaluationKind.Cyber;

    uint32 private _release;

    function setUp() public {
        deploySystem("demo");
        _release = registerRelease(stewards[0], "weights");
        appoint(applicant);
        appoint(stewards[11]);
        passBy(stewards[11], _release, CYBER);
    }

    function test_registerRelease() public {
        IModelRegistry.ReleaseInput memory input = releaseInput(1, "more weights", new uint32[](0));
        vm.prank(stewards[0]);
        registry.registerRelease(input);
        _record("register a release", 290_000);
    }

    function test_attest() public {
        passBy(applicant, _release, CYBER);
        _record("attest, the first", 200_000);
        failBy(applicant, _release, CYBER);
        _record("attest, a Fail that replaces a Pass", 260_000);
    }

    function test_attestBySig() public {
        send(sign(applicant, statement(_release, CYBER, IEvaluations.Verdict.Pass), keyOf("party without a seat")));
        _record("attest by signature", 210_000);
    }

    function test_overrule() public {
        uint32 uid = failBy(applicant, _release, CYBER);
        vm.prank(address(timelock));
        registry.overrule(uid);
        _record("overrule, as the timelock calls it", 100_000);
    }

    function test_hold() public {
        vm.prank(guardian);
        registry.hold(_release, "Look again.");
        _record("hold", 60_000);
    }

    function test_recall() public {
        advanceTo(_release, IModelRegistry.Stage.Gated);
        vm.prank(guardian);
        registry.recall(_release, "It leaks.");
        _record("recall", 60_000);
    }

    function test_advanceToGated() public {
        advanceTo(_release, IModelRegistry.Stage.RedTeam);
        meetGate(_release);
        vm.prank(address(timelock));
        registry.advanceToGated(_release);
        _record("advance to gated, two evaluators", 190_000);
    }

    /// @dev The most that a gate can have to look at: 32 evaluators of 32 parties, each with all six kinds.
    function test_advanceToGated_ofThirtyTwoEvaluators() public {
        vm.startPrank(address(timelock));
        registry.dismissEvaluator(applicant);
        registry.dismissEvaluator(stewards[11]);
        for (uint160 i = 1; i <= 32; ++i) {
            parties.admit(address(0xE0000000 + i), IPartyRegistry.Kind.PublicInterest);
            registry.appointEvaluator(address(0xE0000000 + i));
        }
        registry.advanceToRedTeam(_release);
        vm.stopPrank();
        nextEpoch();
        for (uint160 i = 1; i <= 32; ++i) {
            for (uint8 kind = 0; kind < KINDS; ++kind) {
                passBy(address(0xE0000000 + i), _release, IEvaluations.EvaluationKind(kind));
            }
        }
        vm.prank(address(timelock));
        registry.advanceToGated(_release);
        _record("advance to gated, 32 evaluators", 2_800_000);
    }

    function _record(string memory name, uint256 limit) private {
        assertLe(vm.snapshotGasLastCall("registry", name), limit, name);
    }
}
