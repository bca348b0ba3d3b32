// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Proposals} from "../support/Proposals.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract EvaluationsTest is Proposals {
    IEvaluations.EvaluationKind private constant CYBER = IEvaluations.EvaluationKind.Cyber;
    IEvaluations.Verdict private constant PASS = IEvaluations.Verdict.Pass;
    IEvaluations.Verdict private constant FAIL = IEvaluations.Verdict.Fail;
    uint48 private constant AGE = 180 days;

    address private _evaluator;
    address private _second;
    uint32 private _release;

    function setUp() public {
        deploySystem("demo");
        _release = registerRelease(stewards[0], "weights");
        _evaluator = applicant;
        _second = stewards[11];
        appoint(_evaluator);
        appoint(_second);
    }

    function test_appointEvaluator_addsOne() public {
        vm.expectEmit(address(registry));
        emit IEvaluations.EvaluatorAppointed(stranger);
        appoint(stranger);
        assertTrue(registry.isEvaluator(stranger));
        assertEq(registry.evaluators().length, 3);
    }

    function test_appointEvaluator_revertsIf_oneAlready() public {
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsAlreadyEvaluator.selector, _evaluator));
        vm.prank(address(timelock));
        registry.appointEvaluator(_evaluator);
    }

    function test_appointEvaluator_revertsIf_thereAreThirtyTwo() public {
        for (uint160 i = 1; i <= 30; ++i) {
            appoint(address(i));
        }
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsTooManyEvaluators.selector, 32));
        registry.appointEvaluator(stranger);
        registry.dismissEvaluator(address(1));
        registry.appointEvaluator(stranger);
        vm.stopPrank();
        assertEq(registry.evaluators().length, registry.MAX_EVALUATORS());
    }

    function test_dismissEvaluator_removesOne() public {
        vm.expectEmit(address(registry));
        emit IEvaluations.EvaluatorDismissed(_evaluator);
        _dismiss(_evaluator);
        assertFalse(registry.isEvaluator(_evaluator));
        _expectRefused(_pass(CYBER), abi.encodeWithSelector(IEvaluations.EvaluationsNotEvaluator.selector, _evaluator));
    }

    function test_dismissEvaluator_revertsIf_none() public {
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsNotEvaluator.selector, stranger));
        _dismiss(stranger);
    }

    function test_restricted_revertIf_notTheTimelock() public {
        bytes[3] memory calls = [
            abi.encodeCall(registry.appointEvaluator, (stranger)),
            abi.encodeCall(registry.dismissEvaluator, (_evaluator)),
            abi.encodeCall(registry.overrule, (failBy(_evaluator, _release, CYBER)))
        ];
        address[5] memory callers = [stranger, guardian, _evaluator, stewards[0], whale];
        for (uint256 c = 0; c < calls.length; ++c) {
            for (uint256 i = 0; i < callers.length; ++i) {
                vm.prank(callers[i]);
                (bool done, bytes memory reason) = address(registry).call(calls[c]);
                assertFalse(done);
                assertEq(reason, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]));
            }
        }
    }

    function test_attest_storesWhatWasStated() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.expirationTime = uint48(block.timestamp + 10 days);
        vm.expectEmit(address(registry));
        emit IEvaluations.Attested(
            1, _release, _evaluator, 13, CYBER, PASS, input.report, input.expirationTime, input.uri
        );
        assertEq(attestBy(_evaluator, input), 1);
        IEvaluations.Attestation memory a = registry.attestation(1);
        assertEq(
            keccak256(abi.encode(a)),
            keccak256(
                abi.encode(
                    IEvaluations.Attestation({
                        releaseId: _release,
                        kind: CYBER,
                        verdict: PASS,
                        attester: _evaluator,
                        party: 13,
                        time: uint48(block.timestamp),
                        expirationTime: input.expirationTime,
                        revocationTime: 0,
                        report: input.report
                    })
                )
            )
        );
        assertEq(registry.attestationCount(), 1);
        assertEq(registry.liveAttestation(_release, CYBER, _evaluator), 1);
        assertEq(registry.standingFails(_release), 0);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
        assertEq(registry.passes(_release, IEvaluations.EvaluationKind.BioChem, AGE), 0);
    }

    function test_attest_revertsIf_notAnEvaluator() public {
        bytes memory reason = abi.encodeWithSelector(IEvaluations.EvaluationsNotEvaluator.selector, stewards[5]);
        expectRefused(stewards[5], _pass(CYBER), reason);
    }

    function test_attest_revertsIf_ofNoParty() public {
        appoint(stranger);
        bytes memory reason = abi.encodeWithSelector(IEvaluations.EvaluationsNoParty.selector, stranger);
        expectRefused(stranger, _pass(CYBER), reason);
    }

    function test_attest_revertsIf_theReleaseIsUnknownOrRevoked() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.releaseId = 9;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 9));
        vm.prank(address(timelock));
        registry.revoke(_release);
        _expectRefused(_pass(CYBER), abi.encodeWithSelector(IEvaluations.EvaluationsRevokedRelease.selector, _release));
    }

    function test_attest_inEveryStageButRevoked() public {
        for (uint8 stage = 1; stage <= 4; ++stage) {
            advanceTo(_release, IModelRegistry.Stage(stage));
            uint32 uid = passBy(_second, _release, CYBER);
            assertEq(registry.attestation(uid).time, block.timestamp);
        }
    }

    function test_attest_revertsIf_theRootIsAnother() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.root = keccak256("other bytes");
        _expectRefused(
            input,
            abi.encodeWithSelector(IEvaluations.EvaluationsWrongRoot.selector, _release, input.root, bytes32("weights"))
        );
    }

    function test_attest_revertsIf_withoutVerdictOrReport() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.report = 0;
        _expectRefused(input, abi.encodeWithSelector(IEvaluations.EvaluationsNoReport.selector));
        input.report = keccak256("report");
        input.verdict = IEvaluations.Verdict.None;
        _expectRefused(input, abi.encodeWithSelector(IEvaluations.EvaluationsNoVerdict.selector));
    }

    function test_attest_revertsIf_theExpiryIsPastOrOfAFail() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.expirationTime = uint48(block.timestamp);
        bytes memory reason = abi.encodeWithSelector(IEvaluations.EvaluationsBadExpiry.selector, input.expirationTime);
        _expectRefused(input, reason);
        input.expirationTime = uint48(block.timestamp + 1);
        input.verdict = FAIL;
        reason = abi.encodeWithSelector(IEvaluations.EvaluationsBadExpiry.selector, input.expirationTime);
        _expectRefused(input, reason);
        input.verdict = PASS;
        attestBy(_evaluator, input);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
    }

    function test_attest_revertsIf_theUriIsTooLong() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.uri = string(new bytes(257));
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryTooLong.selector, "uri", 257, 256));
        input.uri = string(new bytes(256));
        attestBy(_evaluator, input);
        input.uri = "";
        assertEq(attestBy(_evaluator, input), 2, "a report needs no address");
    }

    function test_attest_replacesTheEarlierOne() public {
        failBy(_evaluator, _release, CYBER);
        assertEq(registry.standingFails(_release), 1);
        skipTime(5);
        vm.expectEmit(address(registry));
        emit IEvaluations.AttestationRevoked(1, _release, _evaluator);
        passBy(_evaluator, _release, CYBER);
        assertEq(registry.standingFails(_release), 0);
        assertEq(registry.attestation(1).revocationTime, block.timestamp);
        assertEq(registry.liveAttestation(_release, CYBER, _evaluator), 2);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
    }

    function test_attest_ofAnotherKindOrReleaseReplacesNothing() public {
        uint32 other = registerRelease(stewards[0], "other weights");
        failBy(_evaluator, _release, CYBER);
        failBy(_evaluator, _release, IEvaluations.EvaluationKind.Autonomy);
        failBy(_evaluator, other, CYBER);
        failBy(_second, _release, CYBER);
        assertEq(registry.standingFails(_release), 3);
        assertEq(registry.standingFails(other), 1);
        for (uint32 uid = 1; uid <= 4; ++uid) {
            assertEq(registry.attestation(uid).revocationTime, 0);
        }
    }

    function test_revokeAttestation_byItsAuthorAlsoWhenDismissed() public {
        uint32 failed = failBy(_evaluator, _release, CYBER);
        uint32 passed = passBy(_second, _release, CYBER);
        _dismiss(_evaluator);
        skipTime(3);
        vm.expectEmit(address(registry));
        emit IEvaluations.AttestationRevoked(failed, _release, _evaluator);
        vm.prank(_evaluator);
        registry.revokeAttestation(failed);
        vm.prank(_second);
        registry.revokeAttestation(passed);
        assertEq(registry.standingFails(_release), 0);
        assertEq(registry.attestation(failed).revocationTime, block.timestamp);
        assertEq(registry.liveAttestation(_release, CYBER, _evaluator), 0);
        assertEq(registry.passes(_release, CYBER, AGE), 0);
    }

    function test_revokeAttestation_revertsIf_unknownOfAnotherOrRepeated() public {
        uint32 uid = failBy(_evaluator, _release, CYBER);
        address[4] memory others = [_second, guardian, stewards[0], address(timelock)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsNotAuthor.selector, uid, others[i]));
            vm.prank(others[i]);
            registry.revokeAttestation(uid);
        }
        vm.startPrank(_evaluator);
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsUnknown.selector, 7));
        registry.revokeAttestation(7);
        registry.revokeAttestation(uid);
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsAlreadyRevoked.selector, uid));
        registry.revokeAttestation(uid);
        vm.stopPrank();
    }

    function test_overrule_endsTheFailAndBarsItsParty() public {
        uint32 uid = failBy(_evaluator, _release, CYBER);
        skipTime(3);
        vm.expectEmit(address(registry));
        emit IEvaluations.AttestationOverruled(uid, _release);
        _overrule(uid);
        assertEq(registry.standingFails(_release), 0);
        assertEq(registry.attestation(uid).revocationTime, block.timestamp);
        assertEq(registry.liveAttestation(_release, CYBER, _evaluator), 0);
        bytes memory reason = abi.encodeWithSelector(IEvaluations.EvaluationsOverruled.selector, _release, CYBER, 13);
        _expectRefused(_pass(CYBER), reason);
        _expectRefused(statement(_release, CYBER, FAIL), reason);
        failBy(_evaluator, _release, IEvaluations.EvaluationKind.Autonomy);
        failBy(_evaluator, registerRelease(stewards[0], "other weights"), CYBER);
        failBy(_second, _release, CYBER);
        assertEq(registry.standingFails(_release), 2, "other kinds and other parties are not barred");
    }

    function test_overrule_revertsIf_unknownOrAPass() public {
        uint32 uid = passBy(_evaluator, _release, CYBER);
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsNotAFail.selector, uid));
        _overrule(uid);
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsUnknown.selector, 9));
        _overrule(9);
    }

    function test_overrule_twiceChangesNothingMore() public {
        uint32 uid = failBy(_evaluator, _release, CYBER);
        _overrule(uid);
        uint48 ended = registry.attestation(uid).revocationTime;
        skipTime(9);
        _overrule(uid);
        assertEq(registry.attestation(uid).revocationTime, ended);
        assertEq(registry.standingFails(_release), 0);
    }

    function test_passes_countsWhileNotExpiredAndNotTooOld() public {
        IEvaluations.AttestationInput memory input = _pass(CYBER);
        input.expirationTime = uint48(block.timestamp + 10 days);
        attestBy(_evaluator, input);
        passBy(_second, _release, CYBER);
        uint256 made = block.timestamp;
        vm.warp(made + 10 days - 1);
        assertEq(registry.passes(_release, CYBER, AGE), 2);
        vm.warp(made + 10 days);
        assertEq(registry.passes(_release, CYBER, AGE), 1, "the first one expired");
        vm.warp(made + AGE - 1);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
        vm.warp(made + AGE);
        assertEq(registry.passes(_release, CYBER, AGE), 0, "the second one is too old");
        assertEq(registry.passes(_release, CYBER, type(uint48).max), 1, "without a greatest age it never is");
    }

    function test_passes_endsWithTheAppointmentAndComesBackWithIt() public {
        passBy(_evaluator, _release, CYBER);
        _dismiss(_evaluator);
        assertEq(registry.passes(_release, CYBER, AGE), 0);
        appoint(_evaluator);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
    }

    function test_passes_revertsIf_theReleaseIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 9));
        registry.passes(9, CYBER, AGE);
    }

    function test_attestation_revertsIf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsUnknown.selector, 0));
        registry.attestation(0);
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsUnknown.selector, 1));
        registry.attestation(1);
    }

    /// @dev Against a plain list of everything that was said: what stands, what counts, and what is live.
    function testFuzz_attest_countsAgreeWithAPlainList(uint256 seed) public {
        uint256 steps = 40;
        address[4] memory who = [_evaluator, _second, stewards[10], stewards[9]];
        appoint(who[2]);
        appoint(who[3]);
        // [evaluator][kind] -> verdict that is live, 0 for none
        uint8[2][4] memory live;
        for (uint256 i = 0; i < steps; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 e, uint8 k) = (seed % 4, uint8((seed >> 8) % 2));
            IEvaluations.EvaluationKind kind = IEvaluations.EvaluationKind(k);
            uint256 act = (seed >> 16) % 3;
            if (act == 2) {
                uint32 uid = registry.liveAttestation(_release, kind, who[e]);
                if (uid == 0) continue;
                vm.prank(who[e]);
                registry.revokeAttestation(uid);
                live[e][k] = 0;
            } else {
                attestBy(who[e], statement(_release, kind, act == 0 ? PASS : FAIL));
                live[e][k] = uint8(act + 1);
            }
            uint256 fails = 0;
            uint256[2] memory passing;
            for (uint256 n = 0; n < 4; ++n) {
                for (uint256 m = 0; m < 2; ++m) {
                    if (live[n][m] == 2) ++fails;
                    if (live[n][m] == 1) ++passing[m];
                    uint32 uid = registry.liveAttestation(_release, IEvaluations.EvaluationKind(m), who[n]);
                    assertEq(uid == 0, live[n][m] == 0, "live");
                }
            }
            assertEq(registry.standingFails(_release), fails, "standing Fails");
            assertEq(registry.passes(_release, IEvaluations.EvaluationKind(0), AGE), passing[0], "passes");
            assertEq(registry.passes(_release, IEvaluations.EvaluationKind(1), AGE), passing[1], "passes");
        }
    }

    function _pass(IEvaluations.EvaluationKind kind) private view returns (IEvaluations.AttestationInput memory) {
        return statement(_release, kind, PASS);
    }

    function _expectRefused(IEvaluations.AttestationInput memory input, bytes memory reason) private {
        expectRefused(_evaluator, input, reason);
    }

    function _dismiss(address account) private {
        vm.prank(address(timelock));
        registry.dismissEvaluator(account);
    }

    function _overrule(uint32 uid) private {
        vm.prank(address(timelock));
        registry.overrule(uid);
    }
}
