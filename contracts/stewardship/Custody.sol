// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../interfaces/ICouncil.sol";
import {ICustody} from "../interfaces/ICustody.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IReleaseGates} from "../interfaces/IReleaseGates.sol";
import {IStewardSeats} from "../interfaces/IStewardSeats.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Custody of gated weights
/// @notice The maintainer splits a release's key over seats; a vote grants access; each steward hands its own share out,
/// and only to a live grant. The council can end a grant and nothing else.
/// @dev Shares are points of a curve that the EVM does not know, and encrypted besides: who gives out which share to
/// which grant is judged here, what is in a share by those who open it.
contract Custody is AccessManaged, ICustody {
    /// @notice The most shares of a seal.
    uint256 public constant MAX_SHARES = 32;

    /// @notice The most bytes of a box with one share.
    uint256 public constant MAX_BOX = 1024;

    uint256 private constant SEATS_PER_WORD = 8;
    uint256 private constant SEAT_BITS = 32;

    /// @notice The releases; also asked for recalls (IReleaseGates).
    IModelRegistry public immutable registry;

    /// @notice Whose steward a share's holder is.
    IStewardSeats public immutable seats;

    /// @notice Who can stop a grant.
    ICouncil public immutable council;

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @inheritdoc ICustody
    uint48 public immutable maxGrantTime;

    /// @inheritdoc ICustody
    uint32 public sealCount;

    /// @inheritdoc ICustody
    uint32 public grantCount;

    /// @inheritdoc ICustody
    mapping(address account => bytes32 recipient) public recipientOf;

    /// @inheritdoc ICustody
    mapping(uint32 releaseId => uint32 sealId) public sealOf;

    mapping(uint32 sealId => Seal) private _seals;
    // Eight seats to a word, the first one lowest: a seal of up to eight writes one slot.
    mapping(uint32 sealId => mapping(uint256 word => uint256 packed)) private _seats;
    mapping(uint32 grantId => Grant) private _grants;

    /// @param authority_ The AccessManager.
    /// @param registry_ The model registry.
    /// @param seats_ The seats.
    /// @param council_ The council.
    /// @param parties_ The party registry.
    /// @param maxGrantTime_ Seconds that a grant may last at most.
    constructor(
        address authority_,
        IModelRegistry registry_,
        IStewardSeats seats_,
        ICouncil council_,
        IPartyRegistry parties_,
        uint48 maxGrantTime_
    ) AccessManaged(authority_) {
        registry = registry_;
        seats = seats_;
        council = council_;
        parties = parties_;
        maxGrantTime = maxGrantTime_;
    }

    /// @inheritdoc ICustody
    function registerRecipient(bytes32 recipient) external {
        if (recipient == 0) revert CustodyEmptyField("recipient");
        recipientOf[msg.sender] = recipient;
        emit RecipientRegistered(msg.sender, recipient);
    }

    /// @inheritdoc ICustody
    function seal(SealInput calldata input) external returns (uint32 sealId) {
        IModelRegistry.Release memory r = registry.release(input.releaseId);
        if (parties.partyNow(msg.sender) != r.party) revert CustodyNotOfParty(msg.sender, r.party);
        _checkBelowOpen(input.releaseId, r.stage);
        _checkFields(input);
        sealId = ++sealCount;
        _setSeats(sealId, input.seats);
        _seals[sealId] = Seal({
            releaseId: input.releaseId,
            threshold: input.threshold,
            shares: uint8(input.seats.length),
            acknowledged: 0,
            published: 0,
            time: Time.timestamp()
        });
        sealOf[input.releaseId] = sealId;
        emit Sealed(sealId, input.releaseId, msg.sender, input);
    }

    /// @inheritdoc ICustody
    function ackShare(uint32 sealId, uint8 index) external {
        Seal storage s = _knownSeal(sealId);
        _checkShareholder(sealId, index, s.shares);
        _checkBelowOpen(s.releaseId, registry.stageOf(s.releaseId));
        s.acknowledged = _mark(s.acknowledged, index);
        emit ShareAcknowledged(sealId, index, msg.sender);
    }

    /// @inheritdoc ICustody
    function grant(uint32 sealId, address grantee, bytes32 recipient, uint48 expirationTime)
        external
        restricted
        returns (uint32 grantId)
    {
        Seal storage s = _knownSeal(sealId);
        _checkStage(s.releaseId, IModelRegistry.Stage.Gated);
        uint256 missing = _missing(s);
        if (missing != 0) revert CustodyNotAcknowledged(sealId, missing);
        if (grantee == address(0)) revert CustodyEmptyField("grantee");
        if (recipient == 0) revert CustodyEmptyField("recipient");
        uint48 max = Time.timestamp() + maxGrantTime;
        if (expirationTime <= block.timestamp || expirationTime > max) revert CustodyBadExpiry(expirationTime, max);
        grantId = ++grantCount;
        _grants[grantId] = Grant({
            sealId: sealId,
            grantee: grantee,
            recipient: recipient,
            expirationTime: expirationTime,
            revoked: false,
            released: 0
        });
        emit Granted(grantId, sealId, grantee, recipient, expirationTime);
    }

    /// @inheritdoc ICustody
    function revokeGrant(uint32 grantId) external restricted {
        _revoke(grantId);
    }

    /// @inheritdoc ICustody
    function stopGrant(uint32 grantId) external {
        if (msg.sender != council.current()) revert CustodyOnlyCouncil(msg.sender);
        _revoke(grantId);
    }

    /// @inheritdoc ICustody
    function releaseShare(uint32 grantId, uint8 index, bytes calldata box) external {
        Grant storage g = _knownGrant(grantId);
        uint32 sealId = g.sealId;
        Seal storage s = _seals[sealId];
        _checkShareholder(sealId, index, s.shares);
        if (g.revoked) revert CustodyGrantRevoked(grantId);
        if (block.timestamp >= g.expirationTime) revert CustodyGrantExpired(grantId, g.expirationTime);
        uint32 releaseId = s.releaseId;
        _checkStage(releaseId, IModelRegistry.Stage.Gated);
        _checkNotRecalled(releaseId);
        if (box.length == 0 || box.length > MAX_BOX) revert CustodyBadBox(box.length, MAX_BOX);
        g.released = _mark(g.released, index);
        emit ShareReleased(grantId, index, msg.sender, box);
    }

    /// @inheritdoc ICustody
    function publishShare(uint32 sealId, uint8 index, bytes32 share) external {
        Seal storage s = _knownSeal(sealId);
        _checkShareholder(sealId, index, s.shares);
        uint32 releaseId = s.releaseId;
        _checkStage(releaseId, IModelRegistry.Stage.Open);
        _checkNotRecalled(releaseId);
        if (share == 0) revert CustodyEmptyField("share");
        s.published = _mark(s.published, index);
        emit SharePublished(sealId, index, msg.sender, share);
    }

    /// @inheritdoc ICustody
    function sealInfo(uint32 sealId) external view returns (Seal memory) {
        return _knownSeal(sealId);
    }

    /// @inheritdoc ICustody
    function seatOfShare(uint32 sealId, uint8 index) external view returns (uint32) {
        if (index >= _knownSeal(sealId).shares) revert CustodyUnknownShare(sealId, index);
        return _seatOf(sealId, index);
    }

    /// @inheritdoc ICustody
    function missingAcks(uint32 releaseId) external view returns (uint256) {
        return _missing(_seals[sealOf[releaseId]]);
    }

    /// @inheritdoc ICustody
    function grantInfo(uint32 grantId) external view returns (Grant memory) {
        return _knownGrant(grantId);
    }

    /// @inheritdoc ICustody
    function isLive(uint32 grantId) external view returns (bool) {
        Grant storage g = _grants[grantId];
        if (g.revoked || block.timestamp >= g.expirationTime) return false;
        uint32 releaseId = _seals[g.sealId].releaseId;
        return registry.stageOf(releaseId) == IModelRegistry.Stage.Gated && block.timestamp >= _recalledUntil(releaseId);
    }

    function _revoke(uint32 grantId) private {
        Grant storage g = _knownGrant(grantId);
        if (g.revoked) revert CustodyGrantRevoked(grantId);
        g.revoked = true;
        emit GrantRevoked(grantId, msg.sender);
    }

    /// @dev Ascending, so that no seat holds two shares of a seal.
    function _setSeats(uint32 sealId, uint32[] calldata seatIds) private {
        uint256 last = 0;
        uint256 packed = 0;
        uint256 count = seatIds.length;
        for (uint256 i = 0; i < count; ++i) {
            uint256 seatId = seatIds[i];
            if (seatId <= last) revert CustodyBadSeat(seatId);
            last = seatId;
            address steward = _stewardOf(seatId);
            if (recipientOf[steward] == 0) revert CustodyNoRecipient(steward);
            packed |= seatId << (SEAT_BITS * (i % SEATS_PER_WORD));
            if (i % SEATS_PER_WORD == SEATS_PER_WORD - 1 || i == count - 1) {
                _seats[sealId][i / SEATS_PER_WORD] = packed;
                packed = 0;
            }
        }
    }

    function _stewardOf(uint256 seatId) private view returns (address) {
        try seats.seat(seatId) returns (address steward, uint32, uint8, uint48, uint48) {
            return steward;
        } catch {
            revert CustodyBadSeat(seatId);
        }
    }

    /// @dev By the seat as it is held now: who lost it gives nothing out any more, and whom a vote gave its key to does.
    function _checkShareholder(uint32 sealId, uint8 index, uint8 shares) private view {
        if (index >= shares) revert CustodyUnknownShare(sealId, index);
        if (seats.seatOfAccount(msg.sender) != _seatOf(sealId, index)) {
            revert CustodyNotShareholder(sealId, index, msg.sender);
        }
    }

    function _checkStage(uint32 releaseId, IModelRegistry.Stage needed) private view {
        IModelRegistry.Stage stage = registry.stageOf(releaseId);
        if (stage != needed) revert CustodyWrongStage(releaseId, uint8(stage));
    }

    function _checkNotRecalled(uint32 releaseId) private view {
        uint48 until = _recalledUntil(releaseId);
        if (block.timestamp < until) revert CustodyRecalled(releaseId, until);
    }

    function _recalledUntil(uint32 releaseId) private view returns (uint48) {
        return IReleaseGates(address(registry)).recalledUntil(releaseId);
    }

    function _seatOf(uint32 sealId, uint8 index) private view returns (uint32) {
        return uint32(_seats[sealId][index / SEATS_PER_WORD] >> (SEAT_BITS * (index % SEATS_PER_WORD)));
    }

    function _knownSeal(uint32 sealId) private view returns (Seal storage s) {
        s = _seals[sealId];
        if (s.shares == 0) revert CustodyUnknownSeal(sealId);
    }

    function _knownGrant(uint32 grantId) private view returns (Grant storage g) {
        g = _grants[grantId];
        if (g.sealId == 0) revert CustodyUnknownGrant(grantId);
    }

    function _missing(Seal storage s) private view returns (uint256 missing) {
        missing = s.shares;
        for (uint256 bits = s.acknowledged; bits != 0; bits &= bits - 1) {
            --missing;
        }
    }

    function _checkBelowOpen(uint32 releaseId, IModelRegistry.Stage stage) private pure {
        if (stage == IModelRegistry.Stage.Open || stage == IModelRegistry.Stage.Revoked) {
            revert CustodyWrongStage(releaseId, uint8(stage));
        }
    }

    function _checkFields(SealInput calldata input) private pure {
        if (input.ciphertextRoot == 0) revert CustodyEmptyField("ciphertextRoot");
        if (input.ciphertextManifest == 0) revert CustodyEmptyField("ciphertextManifest");
        if (input.recipient == 0) revert CustodyEmptyField("recipient");
        if (input.boxesDigest == 0) revert CustodyEmptyField("boxesDigest");
        uint256 shares = input.seats.length;
        uint256 threshold = input.threshold;
        if (shares > MAX_SHARES) revert CustodyBadSeat(shares);
        if (threshold < 2 || threshold * 3 <= shares || threshold > shares) {
            revert CustodyBadThreshold(threshold, shares);
        }
        uint256 commitments = input.commitments.length;
        if (commitments != threshold) revert CustodyBadCommitments(commitments, threshold);
        for (uint256 i = 0; i < commitments; ++i) {
            if (input.commitments[i] == 0) revert CustodyEmptyField("commitments");
        }
    }

    /// @dev Sets a share's bit, which must not be set yet.
    function _mark(uint32 bits, uint8 index) private pure returns (uint32) {
        uint32 bit = uint32(1) << index;
        if (bits & bit != 0) revert CustodyDoneBefore(index);
        return bits | bit;
    }
}
