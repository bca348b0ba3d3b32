// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What evaluators say about one exact artifact
/// @notice Evaluators are appointed by vote and counted by party. Field names follow the Ethereum Attestation Service
/// where it has the same thing (`uid`, `attester`, `time`, `expirationTime`, `revocationTime`).
interface IEvaluations {
    /// @notice What was evaluated.
    enum EvaluationKind {
        BioChem,
        Cyber,
        Autonomy,
        Safeguards,
        WeightSecurity,
        Licence
    }

    /// @notice The outcome of an evaluation.
    enum Verdict {
        None,
        Pass,
        Fail
    }

    /// @notice What an evaluator states.
    /// @param releaseId The release.
    /// @param root Its OMS subject digest; named so that the bytes are signed, and a reorganised chain, on which the id
    /// means another release, refuses it.
    /// @param kind What was evaluated.
    /// @param verdict Pass or Fail.
    /// @param report SHA-256 of the report; not 0.
    /// @param expirationTime UNIX seconds from which on a Pass counts no more, or 0 for never (the report's greatest age
    /// holds all the same). A Fail does not expire: it must be 0 there.
    /// @param uri Where the report may be found; untrusted, the digest decides. At most 256 bytes.
    struct AttestationInput {
        uint32 releaseId;
        bytes32 root;
        EvaluationKind kind;
        Verdict verdict;
        bytes32 report;
        uint48 expirationTime;
        string uri;
    }

    /// @notice What is stored of an attestation.
    /// @param releaseId The release.
    /// @param kind What was evaluated.
    /// @param verdict Pass or Fail.
    /// @param attester The evaluator.
    /// @param party The evaluator's party when it attested.
    /// @param time UNIX seconds of the attestation.
    /// @param expirationTime UNIX seconds from which on it counts no more, or 0.
    /// @param revocationTime UNIX seconds at which its author revoked or replaced it, or it was overruled; or 0.
    /// @param report SHA-256 of the report.
    struct Attestation {
        uint32 releaseId;
        EvaluationKind kind;
        Verdict verdict;
        address attester;
        uint32 party;
        uint48 time;
        uint48 expirationTime;
        uint48 revocationTime;
        bytes32 report;
    }

    /// @notice An account was appointed as evaluator.
    /// @param evaluator The account.
    event EvaluatorAppointed(address indexed evaluator);

    /// @notice An evaluator was dismissed: its Passes count no more, its Fails stand.
    /// @param evaluator The account.
    event EvaluatorDismissed(address indexed evaluator);

    /// @notice An evaluator attested. It replaces the live attestation of the same evaluator, release and kind, for which
    /// `AttestationRevoked` comes right before.
    /// @param uid The attestation, from 1.
    /// @param releaseId The release.
    /// @param attester The evaluator.
    /// @param party The evaluator's party at that time.
    /// @param kind What was evaluated.
    /// @param verdict Pass or Fail.
    /// @param report SHA-256 of the report.
    /// @param expirationTime UNIX seconds from which on it counts no more, or 0.
    /// @param uri Where the report may be found; untrusted.
    event Attested(
        uint32 indexed uid,
        uint32 indexed releaseId,
        address indexed attester,
        uint32 party,
        EvaluationKind kind,
        Verdict verdict,
        bytes32 report,
        uint48 expirationTime,
        string uri
    );

    /// @notice The author revoked or replaced an attestation.
    /// @param uid The attestation.
    /// @param releaseId The release.
    /// @param attester The author.
    event AttestationRevoked(uint32 indexed uid, uint32 indexed releaseId, address indexed attester);

    /// @notice A charter vote overruled a Fail; its author and the author's party cannot attest to this release and kind
    /// again. Comes for the Fail that the vote named, even if its author has taken it back since, and for each other Fail
    /// of that author or party that stood.
    /// @param uid The attestation.
    /// @param releaseId The release.
    event AttestationOverruled(uint32 indexed uid, uint32 indexed releaseId);

    /// @notice The account is no evaluator.
    /// @param account The account.
    error EvaluationsNotEvaluator(address account);

    /// @notice The account is an evaluator already.
    /// @param account The account.
    error EvaluationsAlreadyEvaluator(address account);

    /// @notice There are as many evaluators as there may be.
    /// @param max The number.
    error EvaluationsTooManyEvaluators(uint256 max);

    /// @notice The evaluator belongs to no party, in this epoch or in the next.
    /// @param account The evaluator.
    error EvaluationsNoParty(address account);

    /// @notice The evaluator belongs, in this epoch or in the next, to the party whose release it is.
    /// @param account The evaluator.
    /// @param party The party.
    error EvaluationsOwnRelease(address account, uint32 party);

    /// @notice The release has another root: the statement is about other bytes.
    /// @param releaseId The release.
    /// @param given The root in the statement.
    /// @param actual The release's root.
    error EvaluationsWrongRoot(uint32 releaseId, bytes32 given, bytes32 actual);

    /// @notice The verdict must be Pass or Fail.
    error EvaluationsNoVerdict();

    /// @notice The report's digest is missing.
    error EvaluationsNoReport();

    /// @notice The expiry has passed already, or was given for a Fail, which does not expire.
    /// @param expirationTime The expiry given.
    error EvaluationsBadExpiry(uint48 expirationTime);

    /// @notice The release is revoked; nothing more is attested to it.
    /// @param releaseId The release.
    error EvaluationsRevokedRelease(uint32 releaseId);

    /// @notice A charter vote overruled this party, or the evaluator while in another one, on this release and kind.
    /// @param releaseId The release.
    /// @param kind What was evaluated.
    /// @param party The evaluator's party now.
    error EvaluationsOverruled(uint32 releaseId, EvaluationKind kind, uint32 party);

    /// @notice No attestation has this uid.
    /// @param uid The uid.
    error EvaluationsUnknown(uint32 uid);

    /// @notice Only its author revokes an attestation.
    /// @param uid The attestation.
    /// @param caller Who tried.
    error EvaluationsNotAuthor(uint32 uid, address caller);

    /// @notice The attestation was revoked, replaced or overruled before.
    /// @param uid The attestation.
    error EvaluationsAlreadyRevoked(uint32 uid);

    /// @notice Only a Fail can be overruled.
    /// @param uid The attestation.
    error EvaluationsNotAFail(uint32 uid);

    /// @notice The signature is too late.
    /// @param deadline UNIX seconds until which it held.
    error EvaluationsExpiredSignature(uint48 deadline);

    /// @notice The signature is not the attester's over this statement, its nonce and this registry.
    /// @param attester The evaluator named.
    error EvaluationsInvalidSignature(address attester);

    /// @notice Appoints an evaluator; only by proposal (policy).
    /// @param account The account; its party counts, not the account.
    function appointEvaluator(address account) external;

    /// @notice Dismisses an evaluator; only by proposal (policy: fewer evaluators can be as dangerous as bad ones).
    /// @param account The account.
    function dismissEvaluator(address account) external;

    /// @notice States an evaluation; only evaluators of another party than the release's. Voids what the caller signed
    /// and nobody has sent yet.
    /// @param input The statement.
    /// @return uid The attestation.
    function attest(AttestationInput calldata input) external returns (uint32 uid);

    /// @notice The same for a statement that the evaluator signed, EOA or ERC-1271. EIP-712 type: `Attest(address
    /// attester,uint32 releaseId,bytes32 root,uint8 kind,uint8 verdict,bytes32 report,uint48 expirationTime,string uri,
    /// uint256 nonce,uint48 deadline)`, without the line breaks.
    /// @param attester The evaluator.
    /// @param input The statement.
    /// @param deadline UNIX seconds until which the signature holds.
    /// @param signature The evaluator's signature over the statement, `nonces(attester)` and the deadline.
    /// @return uid The attestation.
    function attestBySig(address attester, AttestationInput calldata input, uint48 deadline, bytes calldata signature)
        external
        returns (uint32 uid);

    /// @notice Voids all signed statements of the caller that are still outstanding.
    function invalidateAttestations() external;

    /// @notice Takes an attestation back; its author only, also when dismissed since. Voids what the author signed and
    /// nobody has sent yet.
    /// @param uid The attestation.
    function revokeAttestation(uint32 uid) external;

    /// @notice Overrules a Fail; only by proposal (charter). Ends every Fail of its author and of the author's party on
    /// this release and kind, and does so whether or not the author has replaced or revoked the named one meanwhile: else
    /// an evaluator could make the vote fail at its execution, as often as it likes.
    /// @param uid The attestation.
    function overrule(uint32 uid) external;

    /// @notice An attestation; reverts when unknown.
    /// @param uid The attestation.
    function attestation(uint32 uid) external view returns (Attestation memory);

    /// @notice How many attestations there ever were; uids run from 1.
    function attestationCount() external view returns (uint32);

    /// @notice The live attestation of an evaluator on a release and kind, or 0.
    /// @param releaseId The release.
    /// @param kind What was evaluated.
    /// @param attester The evaluator.
    function liveAttestation(uint32 releaseId, EvaluationKind kind, address attester) external view returns (uint32);

    /// @notice How many Fails stand against a release.
    /// @param releaseId The release.
    function standingFails(uint32 releaseId) external view returns (uint32);

    /// @notice Whether an account is an evaluator.
    /// @param account The account.
    function isEvaluator(address account) external view returns (bool);

    /// @notice The evaluators, at most 32, in no order.
    function evaluators() external view returns (address[] memory);

    /// @notice How many parties have a Pass that counts now: by an evaluator who is still appointed, still in the party it
    /// attested with (which is not the release's, now or next epoch), not expired, not older than `maxAge`.
    /// @param releaseId The release.
    /// @param kind What was evaluated.
    /// @param maxAge Greatest age of a report in seconds.
    function passes(uint32 releaseId, EvaluationKind kind, uint48 maxAge) external view returns (uint256);
}
