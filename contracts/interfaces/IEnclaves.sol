// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Attestations of enclaves that serve a release: their digest and their expiry
/// @notice The chain verifies no quote. It holds what was claimed, by whom and until when, so that `ostrakon attest verify`
/// can check a quote against it, and stops counting it when its collateral is out of date.
interface IEnclaves {
    /// @notice What an operator claims.
    /// @param releaseId The release that the enclave serves.
    /// @param root Its OMS subject digest; a reorganised chain, on which the id means another release, refuses it.
    /// @param quote SHA-256 of the quote.
    /// @param collateral SHA-256 of the collateral with which it verifies.
    /// @param measurement Digest of the enclave's code; on the voted list.
    /// @param serviceKey The public key that signs the service's answers, 32 bytes.
    /// @param nonce Never used before by the operator.
    /// @param expirationTime UNIX seconds at which the collateral ends.
    struct Claim {
        uint32 releaseId;
        bytes32 root;
        bytes32 quote;
        bytes32 collateral;
        bytes32 measurement;
        bytes32 serviceKey;
        bytes32 nonce;
        uint48 expirationTime;
    }

    /// @notice A vote put a measurement on the list.
    /// @param measurement The digest.
    /// @param description What it is, for people; untrusted text.
    event MeasurementAllowed(bytes32 indexed measurement, string description);

    /// @notice A vote took a measurement off the list; enclaves with it count no more.
    /// @param measurement The digest.
    event MeasurementRemoved(bytes32 indexed measurement);

    /// @notice An operator claimed that an enclave serves a release.
    /// @param enclaveId The claim, from 1.
    /// @param releaseId The release.
    /// @param operator The account.
    /// @param party Its party.
    /// @param claim All that was given.
    event EnclaveAttested(
        uint32 indexed enclaveId, uint32 indexed releaseId, address indexed operator, uint32 party, Claim claim
    );

    /// @notice A claim was taken back, by its operator or by the controller of the operator's party.
    /// @param enclaveId The claim.
    event EnclaveRevoked(uint32 indexed enclaveId);

    /// @notice The operator belongs to no party.
    /// @param account The account.
    error EnclavesNoParty(address account);

    /// @notice The release is not Gated or Open.
    /// @param releaseId The release.
    /// @param stage Its stage (IModelRegistry.Stage).
    error EnclavesWrongStage(uint32 releaseId, uint8 stage);

    /// @notice The release has another root.
    /// @param releaseId The release.
    /// @param given The root in the claim.
    /// @param actual The release's root.
    error EnclavesWrongRoot(uint32 releaseId, bytes32 given, bytes32 actual);

    /// @notice A field is zero.
    /// @param field Its name.
    error EnclavesEmptyField(string field);

    /// @notice The measurement is not on the voted list.
    /// @param measurement The digest.
    error EnclavesUnknownMeasurement(bytes32 measurement);

    /// @notice The measurement is on the list already.
    /// @param measurement The digest.
    error EnclavesKnownMeasurement(bytes32 measurement);

    /// @notice The operator used the nonce before.
    /// @param operator The operator.
    /// @param nonce The nonce.
    error EnclavesUsedNonce(address operator, bytes32 nonce);

    /// @notice The expiry is in the past, or more than `maxTime` ahead.
    /// @param expirationTime The expiry given.
    /// @param max UNIX seconds of the latest allowed.
    error EnclavesBadExpiry(uint48 expirationTime, uint48 max);

    /// @notice No claim has this id.
    /// @param enclaveId The id.
    error EnclavesUnknown(uint32 enclaveId);

    /// @notice Only the operator, or the controller of the party it claimed for, takes a claim back.
    /// @param enclaveId The claim.
    /// @param caller Who tried.
    error EnclavesNotOperator(uint32 enclaveId, address caller);

    /// @notice The claim was taken back before.
    /// @param enclaveId The claim.
    error EnclavesAlreadyRevoked(uint32 enclaveId);

    /// @notice The description is empty or too long.
    /// @param length Its bytes.
    /// @param max The most.
    error EnclavesBadDescription(uint256 length, uint256 max);

    /// @notice Puts a measurement on the list; only by proposal (policy).
    /// @param measurement The digest.
    /// @param description What it is, for people; 1 to 256 bytes.
    function allowMeasurement(bytes32 measurement, string calldata description) external;

    /// @notice Takes a measurement off the list; only by proposal (routine).
    /// @param measurement The digest.
    function removeMeasurement(bytes32 measurement) external;

    /// @notice Claims that an enclave serves a release; only accounts of an admitted party.
    /// @param claim The claim.
    /// @return enclaveId Its id.
    function attestEnclave(Claim calldata claim) external returns (uint32 enclaveId);

    /// @notice Takes a claim back; only its operator, or the controller of the party that it claimed for, since the
    /// operator may have left the party that the claim names.
    /// @param enclaveId The claim.
    function revokeEnclave(uint32 enclaveId) external;

    /// @notice Whether a claim counts now: not expired, not taken back, its measurement on the list, its release Gated or
    /// Open.
    /// @param enclaveId The claim.
    function isLive(uint32 enclaveId) external view returns (bool);

    /// @notice What a quote's report data has to begin with: SHA-256 over chain id, this contract, the registry, the
    /// operator, the release's root, the service key and the nonce, ABI-encoded. The operator is part of it, and nonces
    /// are counted per operator: else whoever sees a claim on its way could send it first as its own.
    /// @param operator The account that claims.
    /// @param root The release's OMS subject digest.
    /// @param serviceKey The service's public key.
    /// @param nonce The nonce.
    function bindingOf(address operator, bytes32 root, bytes32 serviceKey, bytes32 nonce)
        external
        view
        returns (bytes32);

    /// @notice A claim, its operator and party; reverts when unknown.
    /// @param enclaveId The claim.
    function enclave(uint32 enclaveId)
        external
        view
        returns (Claim memory claim, address operator, uint32 party, bool revoked);

    /// @notice Whether a measurement is on the voted list.
    /// @param measurement The digest.
    function isAllowed(bytes32 measurement) external view returns (bool);

    /// @notice Whether an operator used a nonce.
    /// @param operator The operator.
    /// @param nonce The nonce.
    function isUsed(address operator, bytes32 nonce) external view returns (bool);

    /// @notice How many claims there ever were; ids run from 1.
    function enclaveCount() external view returns (uint32);

    /// @notice Seconds that a claim may last at most.
    function maxTime() external view returns (uint48);
}
