// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Custody of gated weights: shares of a release's key, who holds them, and every one that was given out
/// @notice The contract sees no secret. It says who may hand out a share, to whom and until when; a share that leaves a
/// steward by way of the tool leaves an event here that carries it, encrypted to the grantee.
interface ICustody {
    /// @notice What a maintainer seals.
    /// @param releaseId The release.
    /// @param ciphertextRoot OMS subject digest of the encrypted files.
    /// @param ciphertextManifest SHA-256 of the canonical manifest of the encrypted files.
    /// @param recipient X25519 public key to which the files are encrypted (age recipient, raw).
    /// @param threshold Shares that rebuild the key: at least 2 and more than a third of the seats.
    /// @param commitments Feldman commitments, compressed Ed25519 points; `threshold` of them. The first one, in Montgomery
    /// form, is `recipient`; anyone can check that offline.
    /// @param seats The seats whose stewards hold the shares, ascending; share i belongs to `seats[i]`. At most 32.
    /// @param boxesDigest SHA-256 of the file with the encrypted shares.
    struct SealInput {
        uint32 releaseId;
        bytes32 ciphertextRoot;
        bytes32 ciphertextManifest;
        bytes32 recipient;
        uint8 threshold;
        bytes32[] commitments;
        uint32[] seats;
        bytes32 boxesDigest;
    }

    /// @notice What is stored of a seal.
    /// @param releaseId The release.
    /// @param threshold Shares that rebuild the key.
    /// @param shares Number of shares.
    /// @param acknowledged Bit i is set when the steward of share i acknowledged it.
    /// @param published Bit i is set when the steward of share i published it.
    /// @param time UNIX seconds of the seal.
    struct Seal {
        uint32 releaseId;
        uint8 threshold;
        uint8 shares;
        uint32 acknowledged;
        uint32 published;
        uint48 time;
    }

    /// @notice A voted grant.
    /// @param sealId The seal whose shares it may receive.
    /// @param grantee The account that the grant names; what `verify --as` asks for.
    /// @param recipient X25519 public key to which stewards encrypt the shares.
    /// @param expirationTime UNIX seconds from which on no share is given out.
    /// @param revoked Whether a vote revoked or the council stopped it.
    /// @param released Bit i is set when share i was given out.
    struct Grant {
        uint32 sealId;
        address grantee;
        bytes32 recipient;
        uint48 expirationTime;
        bool revoked;
        uint32 released;
    }

    /// @notice An account published the age recipient to which shares for it are encrypted.
    /// @param account The account.
    /// @param recipient X25519 public key.
    event RecipientRegistered(address indexed account, bytes32 recipient);

    /// @notice A release was sealed.
    /// @param sealId The seal, from 1.
    /// @param releaseId The release.
    /// @param maintainer Who sealed it.
    /// @param input All that was given.
    event Sealed(uint32 indexed sealId, uint32 indexed releaseId, address indexed maintainer, SealInput input);

    /// @notice A steward checked its share against the commitments and holds it.
    /// @param sealId The seal.
    /// @param index The share, from 0.
    /// @param steward The steward.
    event ShareAcknowledged(uint32 indexed sealId, uint8 indexed index, address indexed steward);

    /// @notice A vote granted access.
    /// @param grantId The grant, from 1.
    /// @param sealId The seal.
    /// @param grantee The account.
    /// @param recipient X25519 public key.
    /// @param expirationTime UNIX seconds of the end.
    event Granted(
        uint32 indexed grantId, uint32 indexed sealId, address indexed grantee, bytes32 recipient, uint48 expirationTime
    );

    /// @notice A vote revoked a grant, or the council stopped it; no further share is given out.
    /// @param grantId The grant.
    /// @param actor The timelock or the council.
    event GrantRevoked(uint32 indexed grantId, address indexed actor);

    /// @notice A steward gave out a share to a grantee.
    /// @param grantId The grant.
    /// @param index The share, from 0.
    /// @param steward The steward.
    /// @param box The share as an age file to the grantee's recipient.
    event ShareReleased(uint32 indexed grantId, uint8 indexed index, address indexed steward, bytes box);

    /// @notice A steward published its share of an open release.
    /// @param sealId The seal.
    /// @param index The share, from 0.
    /// @param steward The steward.
    /// @param share The share itself: a scalar of Ed25519's group, little-endian.
    event SharePublished(uint32 indexed sealId, uint8 indexed index, address indexed steward, bytes32 share);

    /// @notice The caller does not belong to the party whose release it is.
    /// @param account The caller.
    /// @param party The party.
    error CustodyNotOfParty(address account, uint32 party);

    /// @notice The release is in a stage in which this cannot be done.
    /// @param releaseId The release.
    /// @param stage Its stage (IModelRegistry.Stage).
    error CustodyWrongStage(uint32 releaseId, uint8 stage);

    /// @notice The council recalled the release: nothing is given out until the recall is over.
    /// @param releaseId The release.
    /// @param until UNIX seconds of the end.
    error CustodyRecalled(uint32 releaseId, uint48 until);

    /// @notice A digest, recipient or commitment is zero.
    /// @param field Its name.
    error CustodyEmptyField(string field);

    /// @notice The threshold is below 2, a third of the shares or less, or above their number.
    /// @param threshold The threshold.
    /// @param shares The number of shares.
    error CustodyBadThreshold(uint256 threshold, uint256 shares);

    /// @notice There must be as many commitments as the threshold says.
    /// @param commitments Number given.
    /// @param threshold Number needed.
    error CustodyBadCommitments(uint256 commitments, uint256 threshold);

    /// @notice Seats must exist, ascend, and be at most 32.
    /// @param seatId The first seat that is wrong, or their number when there are too many.
    error CustodyBadSeat(uint256 seatId);

    /// @notice A steward of the seal has registered no recipient.
    /// @param steward The steward.
    error CustodyNoRecipient(address steward);

    /// @notice No seal has this id.
    /// @param sealId The id.
    error CustodyUnknownSeal(uint32 sealId);

    /// @notice The seal has no share with this index.
    /// @param sealId The seal.
    /// @param index The index.
    error CustodyUnknownShare(uint32 sealId, uint8 index);

    /// @notice The caller is not the steward of this share's seat.
    /// @param sealId The seal.
    /// @param index The share.
    /// @param caller Who tried.
    error CustodyNotShareholder(uint32 sealId, uint8 index, address caller);

    /// @notice The share was acknowledged, released to this grant, or published before.
    /// @param index The share.
    error CustodyDoneBefore(uint8 index);

    /// @notice Not all stewards have acknowledged their shares of the seal.
    /// @param sealId The seal.
    /// @param missing How many are missing.
    error CustodyNotAcknowledged(uint32 sealId, uint256 missing);

    /// @notice No grant has this id.
    /// @param grantId The id.
    error CustodyUnknownGrant(uint32 grantId);

    /// @notice The grant is over.
    /// @param grantId The grant.
    /// @param expirationTime UNIX seconds of its end.
    error CustodyGrantExpired(uint32 grantId, uint48 expirationTime);

    /// @notice The grant was revoked or stopped.
    /// @param grantId The grant.
    error CustodyGrantRevoked(uint32 grantId);

    /// @notice The expiry is in the past or after the latest one allowed.
    /// @param expirationTime The expiry given.
    /// @param max UNIX seconds of the latest allowed.
    error CustodyBadExpiry(uint48 expirationTime, uint48 max);

    /// @notice The box is empty or too long for one share.
    /// @param length Its bytes.
    /// @param max The most.
    error CustodyBadBox(uint256 length, uint256 max);

    /// @notice Only the council may do this, while its term lasts.
    /// @param caller Who tried.
    error CustodyOnlyCouncil(address caller);

    /// @notice Publishes the caller's age recipient; a later one replaces it for later seals.
    /// @param recipient X25519 public key; not 0.
    function registerRecipient(bytes32 recipient) external;

    /// @notice Seals a release; only its maintainers. Below Gated the newest seal is what Gated asks acknowledgements of.
    /// @param input The seal.
    /// @return sealId Its id.
    function seal(SealInput calldata input) external returns (uint32 sealId);

    /// @notice Acknowledges a share; only the steward of its seat.
    /// @param sealId The seal.
    /// @param index The share.
    function ackShare(uint32 sealId, uint8 index) external;

    /// @notice Grants access to a sealed release at Gated; only by proposal (policy).
    /// @param sealId The seal, acknowledged by all.
    /// @param grantee The account.
    /// @param recipient X25519 public key of the grantee.
    /// @param expirationTime UNIX seconds of the end, at most `maxGrantTime` ahead.
    /// @return grantId The grant.
    function grant(uint32 sealId, address grantee, bytes32 recipient, uint48 expirationTime)
        external
        returns (uint32 grantId);

    /// @notice Revokes a grant; only by proposal (routine).
    /// @param grantId The grant.
    function revokeGrant(uint32 grantId) external;

    /// @notice Stops a grant; only the council.
    /// @param grantId The grant.
    function stopGrant(uint32 grantId) external;

    /// @notice Gives out a share to a live grant; only the steward of its seat, once.
    /// @param grantId The grant.
    /// @param index The share.
    /// @param box The share as an age file to the grant's recipient; 1 to 1024 bytes.
    function releaseShare(uint32 grantId, uint8 index, bytes calldata box) external;

    /// @notice Publishes a share of a release that is Open; only the steward of its seat, once.
    /// @param sealId The seal.
    /// @param index The share.
    /// @param share The share: a scalar of Ed25519's group, little-endian; not 0.
    function publishShare(uint32 sealId, uint8 index, bytes32 share) external;

    /// @notice The age recipient that an account registered, or 0.
    /// @param account The account.
    function recipientOf(address account) external view returns (bytes32);

    /// @notice A seal; reverts when unknown.
    /// @param sealId The seal.
    function sealInfo(uint32 sealId) external view returns (Seal memory);

    /// @notice The seat of a share.
    /// @param sealId The seal.
    /// @param index The share.
    function seatOfShare(uint32 sealId, uint8 index) external view returns (uint32);

    /// @notice The newest seal of a release, or 0.
    /// @param releaseId The release.
    function sealOf(uint32 releaseId) external view returns (uint32);

    /// @notice Shares of the release's newest seal that are not acknowledged; 0 when it is not sealed.
    /// @param releaseId The release.
    function missingAcks(uint32 releaseId) external view returns (uint256);

    /// @notice A grant; reverts when unknown.
    /// @param grantId The grant.
    function grantInfo(uint32 grantId) external view returns (Grant memory);

    /// @notice Whether shares can be given out to a grant now.
    /// @param grantId The grant.
    function isLive(uint32 grantId) external view returns (bool);

    /// @notice How many seals there ever were; ids run from 1.
    function sealCount() external view returns (uint32);

    /// @notice How many grants there ever were; ids run from 1.
    function grantCount() external view returns (uint32);

    /// @notice Seconds that a grant may last at most.
    function maxGrantTime() external view returns (uint48);
}
