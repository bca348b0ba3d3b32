// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../interfaces/IEvaluations.sol";
import {Releases} from "./Releases.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title What evaluators say about releases, and what of it counts
/// @dev Nothing here loops over attestations: a release has at most one live one per evaluator and kind.
abstract contract Evaluations is Releases, AccessManaged, EIP712, Nonces, IEvaluations {
    using EnumerableSet for EnumerableSet.AddressSet;
    using EnumerableSet for EnumerableSet.UintSet;

    /// @notice The most evaluators at a time; each is looked at whenever a release advances.
    uint256 public constant MAX_EVALUATORS = 32;

    uint256 internal constant KINDS = 6;

    // The attester is named because one key can own several ERC-1271 accounts, which would all accept the signature.
    bytes32 private constant ATTEST = keccak256(
        "Attest(address attester,uint32 releaseId,bytes32 root,uint8 kind,uint8 verdict,bytes32 report,uint48 expirationTime,string uri,uint256 nonce,uint48 deadline)"
    );

    /// @inheritdoc IEvaluations
    uint32 public attestationCount;

    /// @inheritdoc IEvaluations
    mapping(uint32 releaseId => uint32) public standingFails;

    /// @inheritdoc IEvaluations
    mapping(uint32 releaseId => mapping(EvaluationKind => mapping(address attester => uint32))) public liveAttestation;

    EnumerableSet.AddressSet private _evaluators;
    mapping(uint32 uid => Attestation) private _attestations;
    mapping(uint32 releaseId => mapping(EvaluationKind => mapping(uint32 party => EnumerableSet.UintSet))) private
        _failsOf;
    mapping(uint32 releaseId => mapping(EvaluationKind => mapping(uint32 party => bool))) private _overruledParty;
    mapping(uint32 releaseId => mapping(EvaluationKind => mapping(address attester => bool))) private
        _overruledAttester;

    /// @inheritdoc IEvaluations
    function appointEvaluator(address account) external restricted {
        if (!_evaluators.add(account)) revert EvaluationsAlreadyEvaluator(account);
        if (_evaluators.length() > MAX_EVALUATORS) revert EvaluationsTooManyEvaluators(MAX_EVALUATORS);
        emit EvaluatorAppointed(account);
    }

    /// @inheritdoc IEvaluations
    function dismissEvaluator(address account) external restricted {
        if (!_evaluators.remove(account)) revert EvaluationsNotEvaluator(account);
        emit EvaluatorDismissed(account);
    }

    /// @inheritdoc IEvaluations
    function attest(AttestationInput calldata input) external returns (uint32 uid) {
        // What was signed before and not sent yet is older than this and must not replace it.
        _useNonce(msg.sender);
        return _attest(msg.sender, input);
    }

    /// @inheritdoc IEvaluations
    function attestBySig(address attester, AttestationInput calldata input, uint48 deadline, bytes calldata signature)
        external
        returns (uint32 uid)
    {
        if (Time.timestamp() > deadline) revert EvaluationsExpiredSignature(deadline);
        bytes32 digest = _hashTypedDataV4(_hashStatement(attester, input, _useNonce(attester), deadline));
        if (!SignatureChecker.isValidSignatureNowCalldata(attester, digest, signature)) {
            revert EvaluationsInvalidSignature(attester);
        }
        return _attest(attester, input);
    }

    /// @inheritdoc IEvaluations
    function invalidateAttestations() external {
        _useNonce(msg.sender);
    }

    /// @inheritdoc IEvaluations
    function revokeAttestation(uint32 uid) external {
        Attestation storage a = _knownAttestation(uid);
        if (a.attester != msg.sender) revert EvaluationsNotAuthor(uid, msg.sender);
        if (a.revocationTime != 0) revert EvaluationsAlreadyRevoked(uid);
        _useNonce(msg.sender);
        _end(uid, a);
        emit AttestationRevoked(uid, a.releaseId, msg.sender);
    }

    /// @inheritdoc IEvaluations
    function overrule(uint32 uid) external restricted {
        Attestation storage a = _knownAttestation(uid);
        if (a.verdict != Verdict.Fail) revert EvaluationsNotAFail(uid);
        (uint32 releaseId, EvaluationKind kind) = (a.releaseId, a.kind);
        _overruledParty[releaseId][kind][a.party] = true;
        _overruledAttester[releaseId][kind][a.attester] = true;
        if (a.revocationTime == 0) _end(uid, a);
        emit AttestationOverruled(uid, releaseId);

        // While the vote ran, the author could replace its Fail and its party's other accounts could fail as well.
        uint32 replaced = liveAttestation[releaseId][kind][a.attester];
        if (replaced != 0 && _attestations[replaced].verdict == Verdict.Fail) _overruleToo(replaced, releaseId);
        EnumerableSet.UintSet storage fails = _failsOf[releaseId][kind][a.party];
        for (uint256 left = fails.length(); left > 0; --left) {
            _overruleToo(uint32(fails.at(left - 1)), releaseId);
        }
    }

    /// @inheritdoc IEvaluations
    function passes(uint32 releaseId, EvaluationKind kind, uint48 maxAge) external view returns (uint256) {
        (address[] memory attesters, uint32[] memory partyIds) = _countedEvaluators(_known(releaseId).party);
        return _countPasses(releaseId, kind, maxAge, attesters, partyIds);
    }

    /// @inheritdoc IEvaluations
    function attestation(uint32 uid) external view returns (Attestation memory) {
        return _knownAttestation(uid);
    }

    /// @inheritdoc IEvaluations
    function isEvaluator(address account) external view returns (bool) {
        return _evaluators.contains(account);
    }

    /// @inheritdoc IEvaluations
    function evaluators() external view returns (address[] memory) {
        return _evaluators.values();
    }

    /// @dev All evaluators with the party for which a Pass of theirs counts now, 0 when none does.
    function _countedEvaluators(uint32 releaseParty)
        internal
        view
        returns (address[] memory attesters, uint32[] memory partyIds)
    {
        attesters = _evaluators.values();
        partyIds = new uint32[](attesters.length);
        for (uint256 i = 0; i < attesters.length; ++i) {
            uint32 party = parties.partyNow(attesters[i]);
            if (party == releaseParty || parties.partyNext(attesters[i]) == releaseParty) continue;
            partyIds[i] = party;
        }
    }

    function _countPasses(
        uint32 releaseId,
        EvaluationKind kind,
        uint48 maxAge,
        address[] memory attesters,
        uint32[] memory partyIds
    ) internal view returns (uint256 count) {
        uint32[] memory counted = new uint32[](attesters.length);
        for (uint256 i = 0; i < attesters.length; ++i) {
            uint32 party = partyIds[i];
            if (party == 0 || !_isPass(liveAttestation[releaseId][kind][attesters[i]], party, maxAge)) continue;
            bool again = false;
            for (uint256 j = 0; j < count && !again; ++j) {
                again = counted[j] == party;
            }
            if (!again) counted[count++] = party;
        }
    }

    function _attest(address attester, AttestationInput calldata input) private returns (uint32 uid) {
        uint32 party = _checkAttester(attester, input.releaseId, input.kind);
        _checkStatement(input);

        uint32 earlier = liveAttestation[input.releaseId][input.kind][attester];
        if (earlier != 0) {
            _end(earlier, _attestations[earlier]);
            emit AttestationRevoked(earlier, input.releaseId, attester);
        }
        uid = ++attestationCount;
        liveAttestation[input.releaseId][input.kind][attester] = uid;
        if (input.verdict == Verdict.Fail) {
            _failsOf[input.releaseId][input.kind][party].add(uid);
            ++standingFails[input.releaseId];
        }
        _attestations[uid] = Attestation({
            releaseId: input.releaseId,
            kind: input.kind,
            verdict: input.verdict,
            attester: attester,
            party: party,
            time: Time.timestamp(),
            expirationTime: input.expirationTime,
            revocationTime: 0,
            report: input.report
        });
        emit Attested(
            uid,
            input.releaseId,
            attester,
            party,
            input.kind,
            input.verdict,
            input.report,
            input.expirationTime,
            input.uri
        );
    }

    function _overruleToo(uint32 uid, uint32 releaseId) private {
        _end(uid, _attestations[uid]);
        emit AttestationOverruled(uid, releaseId);
    }

    function _end(uint32 uid, Attestation storage a) private {
        a.revocationTime = Time.timestamp();
        delete liveAttestation[a.releaseId][a.kind][a.attester];
        if (a.verdict != Verdict.Fail) return;
        _failsOf[a.releaseId][a.kind][a.party].remove(uid);
        --standingFails[a.releaseId];
    }

    function _checkAttester(address attester, uint32 releaseId, EvaluationKind kind)
        private
        view
        returns (uint32 party)
    {
        if (!_evaluators.contains(attester)) revert EvaluationsNotEvaluator(attester);
        party = parties.partyNow(attester);
        uint32 next = parties.partyNext(attester);
        uint32 own = _known(releaseId).party;
        if (party == own || next == own) revert EvaluationsOwnRelease(attester, own);
        if (party == 0 || next == 0) revert EvaluationsNoParty(attester);
        if (_overruledParty[releaseId][kind][party] || _overruledAttester[releaseId][kind][attester]) {
            revert EvaluationsOverruled(releaseId, kind, party);
        }
    }

    function _checkStatement(AttestationInput calldata input) private view {
        Release storage r = _known(input.releaseId);
        if (r.stage == Stage.Revoked) revert EvaluationsRevokedRelease(input.releaseId);
        if (r.root != input.root) revert EvaluationsWrongRoot(input.releaseId, input.root, r.root);
        if (input.verdict == Verdict.None) revert EvaluationsNoVerdict();
        if (input.report == 0) revert EvaluationsNoReport();
        bool tooLate = input.verdict == Verdict.Fail || input.expirationTime <= Time.timestamp();
        if (input.expirationTime != 0 && tooLate) revert EvaluationsBadExpiry(input.expirationTime);
        uint256 uri = bytes(input.uri).length;
        if (uri > MAX_URI) revert RegistryTooLong("uri", uri, MAX_URI);
    }

    function _isPass(uint32 uid, uint32 party, uint48 maxAge) private view returns (bool) {
        if (uid == 0) return false;
        Attestation storage a = _attestations[uid];
        if (a.verdict != Verdict.Pass || a.party != party) return false;
        if (a.expirationTime != 0 && a.expirationTime <= Time.timestamp()) return false;
        return uint256(a.time) + maxAge > Time.timestamp();
    }

    function _knownAttestation(uint32 uid) private view returns (Attestation storage a) {
        a = _attestations[uid];
        if (a.attester == address(0)) revert EvaluationsUnknown(uid);
    }

    function _hashStatement(address attester, AttestationInput calldata input, uint256 nonce, uint48 deadline)
        private
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                ATTEST,
                attester,
                input.releaseId,
                input.root,
                input.kind,
                input.verdict,
                input.report,
                input.expirationTime,
                keccak256(bytes(input.uri)),
                nonce,
                deadline
            )
        );
    }
}
