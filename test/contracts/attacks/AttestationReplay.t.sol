// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {OwnedAccount, SignedStatements} from "../support/SignedStatements.sol";

/// @notice What an evaluator signed is said once, about those bytes, here, and not after it has spoken again.
contract AttestationReplayTest is SignedStatements {
    IEvaluations.EvaluationKind private constant CYBER = IEvaluations.EvaluationKind.Cyber;
    uint48 private constant AGE = 180 days;

    address private _evaluator;
    uint256 private _key;
    uint32 private _release;

    function setUp() public {
        deploySystem("demo");
        _evaluator = applicant;
        _key = keyOf("party without a seat");
        _release = registerRelease(stewards[0], "weights");
        appoint(_evaluator);
    }

    function test_signedPassCountsAsOne() public {
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        uint32 uid = send(s);
        IEvaluations.Attestation memory a = registry.attestation(uid);
        assertEq(a.attester, _evaluator, "not who sent it");
        assertEq(a.party, 13);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
        assertEq(registry.nonces(_evaluator), 1);
    }

    function test_sameSignatureTwice() public {
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        send(s);
        expectInvalid(s);
        vm.prank(_evaluator);
        registry.revokeAttestation(1);
        expectInvalid(s);
        assertEq(registry.passes(_release, CYBER, AGE), 0);
    }

    function test_oldPassAfterANewerFail() public {
        Signed memory kept = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        // Said by transaction, so that no signature used the nonce up.
        failBy(_evaluator, _release, CYBER);
        expectInvalid(kept);
        assertEq(registry.standingFails(_release), 1);
    }

    function test_oldPassAfterANewerSignedFail() public {
        Signed memory kept = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        send(sign(_evaluator, _statement(IEvaluations.Verdict.Fail), _key));
        expectInvalid(kept);
        assertEq(registry.standingFails(_release), 1);
    }

    function test_oldPassAfterARevocation() public {
        uint32 uid = passBy(_evaluator, _release, CYBER);
        Signed memory kept = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        vm.prank(_evaluator);
        registry.revokeAttestation(uid);
        expectInvalid(kept);
        assertEq(registry.passes(_release, CYBER, AGE), 0);
    }

    function test_invalidatedSignatures() public {
        Signed memory first = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        vm.prank(_evaluator);
        registry.invalidateAttestations();
        expectInvalid(first);
        send(sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key));
    }

    function test_nobodyElseVoidsOrUsesUpASignature() public {
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        Signed memory forged = s;
        vm.prank(stranger);
        registry.invalidateAttestations();
        forged.input.verdict = IEvaluations.Verdict.Fail;
        expectInvalid(forged);
        s.input.verdict = IEvaluations.Verdict.Pass;
        assertEq(send(s), 1);
    }

    function test_laterSignatureDoesNotOvertakeAnEarlierOne() public {
        Signed memory second = signAt(_evaluator, _statement(IEvaluations.Verdict.Pass), _key, 1);
        expectInvalid(second);
        send(sign(_evaluator, _statement(IEvaluations.Verdict.Fail), _key));
        send(second);
        assertEq(registry.standingFails(_release), 0);
    }

    function test_signatureOfAnotherChainOrContract() public {
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        s.signature = _signedFor(s, block.chainid + 1, address(registry));
        expectInvalid(s);
        s.signature = _signedFor(s, block.chainid, address(governor));
        expectInvalid(s);
        s.signature = _signedFor(s, block.chainid, address(registry));
        send(s);
    }

    function test_signatureAfterItsDeadline() public {
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        vm.warp(s.deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsExpiredSignature.selector, s.deadline));
        send(s);
        vm.warp(s.deadline);
        send(s);
    }

    /// @dev On a chain that reorganised, the id can mean other weights. The root is what was signed.
    function test_wrongRootAfterAReorganisation() public {
        IEvaluations.AttestationInput memory input = _statement(IEvaluations.Verdict.Pass);
        input.releaseId = registerRelease(stewards[1], "other weights");
        Signed memory s = sign(_evaluator, input, _key);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEvaluations.EvaluationsWrongRoot.selector,
                input.releaseId,
                bytes32("weights"),
                bytes32("other weights")
            )
        );
        send(s);
    }

    function test_everyFieldIsSigned() public {
        IEvaluations.AttestationInput memory input = _statement(IEvaluations.Verdict.Pass);
        input.expirationTime = uint48(block.timestamp + 2 days);
        uint32 twin = registerRelease(stewards[1], "weights");
        for (uint256 field = 0; field < 8; ++field) {
            Signed memory s = sign(_evaluator, _copy(input), _key);
            if (field == 0) s.input.releaseId = twin;
            if (field == 1) s.input.root = keccak256("other");
            if (field == 2) s.input.kind = IEvaluations.EvaluationKind.BioChem;
            if (field == 3) s.input.verdict = IEvaluations.Verdict.Fail;
            if (field == 4) s.input.report = keccak256("other");
            if (field == 5) s.input.expirationTime += 1;
            if (field == 6) s.input.uri = "https://other.example";
            if (field == 7) s.deadline += 1;
            expectInvalid(s);
        }
        send(sign(_evaluator, input, _key));
    }

    function test_signatureOfAnotherKey() public {
        expectInvalid(sign(_evaluator, _statement(IEvaluations.Verdict.Pass), keyOf("stranger")));
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        s.signature = "";
        expectInvalid(s);
        s.signature = new bytes(65);
        expectInvalid(s);
        s.attester = address(0);
        expectInvalid(s);
    }

    function test_smartAccountSignsAsItsOwner() public {
        OwnedAccount account = _smartEvaluator();
        Signed memory s = sign(address(account), _statement(IEvaluations.Verdict.Pass), keyOf("owner"));
        uint32 uid = send(s);
        assertEq(registry.attestation(uid).attester, address(account));
        expectInvalid(s);
        expectInvalid(sign(address(account), _statement(IEvaluations.Verdict.Pass), keyOf("stranger")));
        Signed memory kept = sign(address(account), _statement(IEvaluations.Verdict.Pass), keyOf("owner"));
        account.setOwner(makeAddr("next owner"));
        expectInvalid(kept);
    }

    /// @dev One owner, two accounts: what it signed for one is not said by the other.
    function test_signatureForAnotherAccountOfTheSameOwner() public {
        OwnedAccount account = _smartEvaluator();
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), keyOf("owner"));
        s.attester = address(account);
        expectInvalid(s);
    }

    function testFuzz_aForgedStatementIsNeverTaken(uint256 seed) public {
        Signed memory s = sign(_evaluator, _statement(IEvaluations.Verdict.Pass), _key);
        uint256 position = seed % s.signature.length;
        s.signature[position] = bytes1(uint8(s.signature[position]) ^ uint8(1 << ((seed >> 128) % 8)));
        expectInvalid(s);
    }

    function _smartEvaluator() private returns (OwnedAccount account) {
        account = new OwnedAccount(makeAddr("owner"));
        vm.prank(address(timelock));
        parties.admit(address(account), IPartyRegistry.Kind.PublicInterest);
        nextEpoch();
        appoint(address(account));
    }

    function _statement(IEvaluations.Verdict verdict) private view returns (IEvaluations.AttestationInput memory) {
        return statement(_release, CYBER, verdict);
    }

    function _signedFor(Signed memory s, uint256 chainId, address verifier) private view returns (bytes memory) {
        bytes32 digest = digestOf(s, registry.nonces(s.attester), chainId, verifier);
        (uint8 v, bytes32 r, bytes32 ss) = vm.sign(_key, digest);
        return abi.encodePacked(r, ss, v);
    }

    function _copy(IEvaluations.AttestationInput memory input)
        private
        pure
        returns (IEvaluations.AttestationInput memory)
    {
        return abi.decode(abi.encode(input), (IEvaluations.AttestationInput));
    }
}
