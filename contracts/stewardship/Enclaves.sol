// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnclaves} from "../interfaces/IEnclaves.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Attestations of enclaves that serve a release
/// @notice Holds what operators claim and until when it counts. It verifies no quote: whoever relies on a claim checks
/// the quote against it.
contract Enclaves is AccessManaged, IEnclaves {
    struct Enclave {
        Claim claim;
        address operator;
        uint32 party;
        bool revoked;
    }

    uint256 private constant MAX_DESCRIPTION = 256;

    /// @notice The releases that enclaves serve.
    IModelRegistry public immutable registry;

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @inheritdoc IEnclaves
    uint48 public immutable maxTime;

    /// @inheritdoc IEnclaves
    uint32 public enclaveCount;

    /// @inheritdoc IEnclaves
    mapping(bytes32 measurement => bool) public isAllowed;

    /// @inheritdoc IEnclaves
    mapping(address operator => mapping(bytes32 nonce => bool)) public isUsed;

    mapping(uint32 enclaveId => Enclave) private _enclaves;

    /// @param authority_ The AccessManager.
    /// @param registry_ The model registry.
    /// @param parties_ The party registry.
    /// @param maxTime_ Seconds that a claim may last at most.
    constructor(address authority_, IModelRegistry registry_, IPartyRegistry parties_, uint48 maxTime_)
        AccessManaged(authority_)
    {
        registry = registry_;
        parties = parties_;
        maxTime = maxTime_;
    }

    /// @inheritdoc IEnclaves
    function allowMeasurement(bytes32 measurement, string calldata description) external restricted {
        if (measurement == 0) revert EnclavesEmptyField("measurement");
        uint256 length = bytes(description).length;
        if (length == 0 || length > MAX_DESCRIPTION) revert EnclavesBadDescription(length, MAX_DESCRIPTION);
        if (isAllowed[measurement]) revert EnclavesKnownMeasurement(measurement);
        isAllowed[measurement] = true;
        emit MeasurementAllowed(measurement, description);
    }

    /// @inheritdoc IEnclaves
    function removeMeasurement(bytes32 measurement) external restricted {
        if (!isAllowed[measurement]) revert EnclavesUnknownMeasurement(measurement);
        isAllowed[measurement] = false;
        emit MeasurementRemoved(measurement);
    }

    /// @inheritdoc IEnclaves
    function attestEnclave(Claim calldata claim) external returns (uint32 enclaveId) {
        uint32 party = parties.partyNow(msg.sender);
        if (party == 0) revert EnclavesNoParty(msg.sender);
        _checkFields(claim);
        _checkRelease(claim.releaseId, claim.root);
        if (!isAllowed[claim.measurement]) revert EnclavesUnknownMeasurement(claim.measurement);
        if (isUsed[msg.sender][claim.nonce]) revert EnclavesUsedNonce(msg.sender, claim.nonce);

        isUsed[msg.sender][claim.nonce] = true;
        enclaveId = ++enclaveCount;
        _enclaves[enclaveId] = Enclave({claim: claim, operator: msg.sender, party: party, revoked: false});
        emit EnclaveAttested(enclaveId, claim.releaseId, msg.sender, party, claim);
    }

    /// @inheritdoc IEnclaves
    function revokeEnclave(uint32 enclaveId) external {
        Enclave storage e = _known(enclaveId);
        if (msg.sender != e.operator) {
            (address controller,,) = parties.partyInfo(e.party);
            if (msg.sender != controller) revert EnclavesNotOperator(enclaveId, msg.sender);
        }
        if (e.revoked) revert EnclavesAlreadyRevoked(enclaveId);
        e.revoked = true;
        emit EnclaveRevoked(enclaveId);
    }

    /// @inheritdoc IEnclaves
    function isLive(uint32 enclaveId) external view returns (bool) {
        Enclave storage e = _enclaves[enclaveId];
        return e.claim.expirationTime > Time.timestamp() && !e.revoked && isAllowed[e.claim.measurement]
            && _isServed(registry.stageOf(e.claim.releaseId));
    }

    /// @inheritdoc IEnclaves
    function bindingOf(address operator, bytes32 root, bytes32 serviceKey, bytes32 nonce)
        external
        view
        returns (bytes32)
    {
        return sha256(abi.encode(block.chainid, address(this), registry, operator, root, serviceKey, nonce));
    }

    /// @inheritdoc IEnclaves
    function enclave(uint32 enclaveId)
        external
        view
        returns (Claim memory claim, address operator, uint32 party, bool revoked)
    {
        Enclave storage e = _known(enclaveId);
        return (e.claim, e.operator, e.party, e.revoked);
    }

    function _checkFields(Claim calldata claim) private view {
        if (claim.quote == 0) revert EnclavesEmptyField("quote");
        if (claim.collateral == 0) revert EnclavesEmptyField("collateral");
        if (claim.serviceKey == 0) revert EnclavesEmptyField("serviceKey");
        if (claim.nonce == 0) revert EnclavesEmptyField("nonce");
        uint48 time = Time.timestamp();
        if (claim.expirationTime <= time || claim.expirationTime > time + maxTime) {
            revert EnclavesBadExpiry(claim.expirationTime, time + maxTime);
        }
    }

    function _checkRelease(uint32 releaseId, bytes32 root) private view {
        IModelRegistry.Stage stage = registry.stageOf(releaseId);
        if (!_isServed(stage)) revert EnclavesWrongStage(releaseId, uint8(stage));
        bytes32 actual = registry.release(releaseId).root;
        if (root != actual) revert EnclavesWrongRoot(releaseId, root, actual);
    }

    function _known(uint32 enclaveId) private view returns (Enclave storage e) {
        e = _enclaves[enclaveId];
        if (e.operator == address(0)) revert EnclavesUnknown(enclaveId);
    }

    function _isServed(IModelRegistry.Stage stage) private pure returns (bool) {
        return stage == IModelRegistry.Stage.Gated || stage == IModelRegistry.Stage.Open;
    }
}
