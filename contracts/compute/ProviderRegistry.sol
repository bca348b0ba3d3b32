// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../interfaces/IAllocationRules.sol";
import {IMarketStakes} from "../interfaces/IMarketStakes.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Who offers compute, and who audited it
/// @notice Specification: docs/specification.md 15. Holds no money; stakes are the market's.
contract ProviderRegistry is AccessManaged, EIP712, IProviderRegistry {
    /// @dev The first word is all that a bid without needs reads of it.
    struct Node {
        address operator;
        uint32 version;
        uint32 units;
        uint16 liveAudits;
        uint8 pool;
        bool retired;
        uint64 attributes;
        bytes32 hardware;
    }

    struct Auditor {
        address account;
        bool appointed;
    }

    /// @notice The longest that an audit counts.
    uint48 public constant MAX_AUDIT_TIME = 365 days;

    uint256 private constant MAX_NAME = 64;
    uint256 private constant MAX_ENDPOINT = 256;
    uint8 private constant MAX_ATTRIBUTES = 64;
    bytes32 private constant AUDIT_TYPEHASH =
        keccak256("Audit(uint16 auditorId,uint32 providerId,uint32 version,uint48 until,uint32 seq)");

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice Where pools are known.
    IAllocationRules public immutable policy;

    /// @notice Which knows what is leased.
    IMarketStakes public immutable market;

    /// @inheritdoc IProviderRegistry
    uint32 public providerCount;

    /// @inheritdoc IProviderRegistry
    uint16 public auditorCount;

    /// @inheritdoc IProviderRegistry
    uint8 public attributeCount;

    /// @inheritdoc IProviderRegistry
    mapping(address account => uint16) public auditorIdOf;

    /// @inheritdoc IProviderRegistry
    mapping(uint32 pool => uint64) public auditedUnits;

    mapping(bytes32 hardware => uint32) private _holders;
    mapping(uint32 providerId => Node) private _providers;
    mapping(uint16 auditorId => Auditor) private _auditors;
    mapping(uint32 providerId => mapping(uint16 auditorId => Audit)) private _audits;

    modifier onlyOperator(uint32 providerId) {
        _checkOperator(providerId);
        _;
    }

    /// @param authority_ The AccessManager.
    /// @param parties_ The party registry.
    /// @param policy_ The allocation policy.
    /// @param market_ The market, predicted: it is deployed after this contract.
    constructor(address authority_, IPartyRegistry parties_, IAllocationRules policy_, IMarketStakes market_)
        AccessManaged(authority_)
        EIP712("Ostrakon ProviderRegistry", "1")
    {
        parties = parties_;
        policy = policy_;
        market = market_;
    }

    /// @inheritdoc IProviderRegistry
    function appointAuditor(address account) external restricted returns (uint16 auditorId) {
        if (parties.partyNow(account) == 0) revert ProvidersNoParty(account);
        auditorId = auditorIdOf[account];
        if (auditorId == 0) {
            auditorId = ++auditorCount;
            auditorIdOf[account] = auditorId;
            _auditors[auditorId].account = account;
        } else if (_auditors[auditorId].appointed) {
            revert ProvidersKnownAuditor(account, auditorId);
        }
        _auditors[auditorId].appointed = true;
        emit AuditorAppointed(auditorId, account);
    }

    /// @inheritdoc IProviderRegistry
    function dismissAuditor(uint16 auditorId) external restricted {
        if (!_auditors[auditorId].appointed) revert ProvidersUnknownAuditor(auditorId);
        _auditors[auditorId].appointed = false;
        emit AuditorDismissed(auditorId);
    }

    /// @inheritdoc IProviderRegistry
    function addAttribute(string calldata name) external restricted returns (uint8 attribute) {
        _checkText(name, MAX_NAME);
        attribute = attributeCount;
        if (attribute == MAX_ATTRIBUTES) revert ProvidersTooMany(MAX_ATTRIBUTES);
        attributeCount = attribute + 1;
        emit AttributeAdded(attribute, name);
    }

    /// @inheritdoc IProviderRegistry
    function removeAudit(uint32 providerId, uint16 auditorId) external restricted {
        if (!_isCounted(providerId, _audits[providerId][auditorId])) revert ProvidersNoAudit(providerId, auditorId);
        _revoke(providerId, auditorId);
    }

    /// @inheritdoc IProviderRegistry
    function register(Declaration calldata declaration, string calldata endpoint) external returns (uint32 providerId) {
        providerId = ++providerCount;
        _providers[providerId].operator = msg.sender;
        _declare(providerId, declaration, endpoint);
    }

    /// @inheritdoc IProviderRegistry
    function declare(uint32 providerId, Declaration calldata declaration, string calldata endpoint)
        external
        onlyOperator(providerId)
    {
        if (market.stakeOf(providerId).unitsInUse != 0) revert ProvidersBusy(providerId);
        _declare(providerId, declaration, endpoint);
    }

    /// @inheritdoc IProviderRegistry
    function setEndpoint(uint32 providerId, string calldata endpoint) external onlyOperator(providerId) {
        _checkText(endpoint, MAX_ENDPOINT);
        emit EndpointChanged(providerId, endpoint);
    }

    /// @inheritdoc IProviderRegistry
    function retire(uint32 providerId) external onlyOperator(providerId) {
        IMarketStakes.Stake memory stake = market.stakeOf(providerId);
        if (stake.unitsInUse != 0 || stake.locked != 0) revert ProvidersBusy(providerId);
        _uncountAll(providerId);
        _providers[providerId].retired = true;
        emit ProviderRetired(providerId);
    }

    /// @inheritdoc IProviderRegistry
    function audit(uint32 providerId, uint32 version, uint48 until) external {
        _audit(_ownAuditorId(), providerId, version, until);
    }

    /// @inheritdoc IProviderRegistry
    function auditBySig(uint16 auditorId, uint32 providerId, uint32 version, uint48 until, bytes calldata signature)
        external
    {
        address account = _auditors[auditorId].account;
        uint32 seq = _audits[providerId][auditorId].seq;
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(AUDIT_TYPEHASH, auditorId, providerId, version, until, seq)));
        if (!SignatureChecker.isValidSignatureNow(account, digest, signature)) {
            revert ProvidersInvalidSignature(account);
        }
        _audit(auditorId, providerId, version, until);
    }

    /// @inheritdoc IProviderRegistry
    function revokeAudit(uint32 providerId) external {
        if (_providers[providerId].operator == address(0)) revert ProvidersUnknown(providerId);
        _revoke(providerId, _ownAuditorId());
    }

    /// @inheritdoc IProviderRegistry
    function lapse(uint32 providerId, uint16 auditorId) external {
        Audit storage word = _audits[providerId][auditorId];
        if (!_isCounted(providerId, word)) revert ProvidersNoAudit(providerId, auditorId);
        if (isAudited(providerId, auditorId)) revert ProvidersStillLive(providerId, auditorId);
        word.version = 0;
        _uncount(providerId);
        emit AuditLapsed(providerId, auditorId);
    }

    /// @inheritdoc IProviderRegistry
    function provider(uint32 providerId) external view returns (Provider memory) {
        Node storage node = _providers[providerId];
        return Provider({
            operator: node.operator,
            version: node.version,
            liveAudits: node.liveAudits,
            retired: node.retired,
            declaration: Declaration({
                pool: node.pool, units: node.units, attributes: node.attributes, hardware: node.hardware
            })
        });
    }

    /// @inheritdoc IProviderRegistry
    function operatorOf(uint32 providerId) external view returns (address) {
        return _providers[providerId].operator;
    }

    /// @inheritdoc IProviderRegistry
    function isRetired(uint32 providerId) external view returns (bool) {
        return _providers[providerId].retired;
    }

    /// @inheritdoc IProviderRegistry
    function auditOf(uint32 providerId, uint16 auditorId) external view returns (Audit memory) {
        return _audits[providerId][auditorId];
    }

    /// @inheritdoc IProviderRegistry
    function auditor(uint16 auditorId) external view returns (address account, bool appointed) {
        return (_auditors[auditorId].account, _auditors[auditorId].appointed);
    }

    /// @inheritdoc IProviderRegistry
    function offerOf(uint32 providerId, uint64 auditorIds, uint64 attributes)
        external
        view
        returns (Offer memory offer)
    {
        Node storage node = _providers[providerId];
        if (node.retired) return offer;
        offer = Offer({
            operator: node.operator,
            pool: node.pool,
            units: node.units,
            capable: attributes == 0 || attributes & ~node.attributes == 0,
            audited: auditorIds != 0,
            auditedUnits: auditedUnits[node.pool]
        });
        uint32 version = node.version;
        for (; auditorIds != 0; auditorIds >>= 16) {
            uint16 auditorId = uint16(auditorIds);
            if (auditorId != 0 && !_isLive(providerId, auditorId, version)) offer.audited = false;
        }
    }

    /// @inheritdoc IProviderRegistry
    function providerOfHardware(bytes32 hardware) public view returns (uint32 providerId) {
        providerId = _holders[hardware];
        Node storage node = _providers[providerId];
        if (node.hardware != hardware) return 0;
        // What is leased out stays taken when its audits end, else another node could lease it out a second time.
        if (node.liveAudits == 0 && market.stakeOf(providerId).unitsInUse == 0) return 0;
    }

    /// @inheritdoc IProviderRegistry
    function isAudited(uint32 providerId, uint16 auditorId) public view returns (bool) {
        Node storage node = _providers[providerId];
        return !node.retired && _isLive(providerId, auditorId, node.version);
    }

    function _declare(uint32 providerId, Declaration calldata declaration, string calldata endpoint) private {
        if (declaration.pool == 0 || declaration.pool > policy.poolCount()) {
            revert ProvidersUnknownPool(declaration.pool);
        }
        if (declaration.units == 0) revert ProvidersEmptyField("units");
        if (declaration.hardware == 0) revert ProvidersEmptyField("hardware");
        if (declaration.attributes >> attributeCount != 0) revert ProvidersUnknownAttribute(declaration.attributes);
        _checkText(endpoint, MAX_ENDPOINT);
        _uncountAll(providerId);
        Node storage node = _providers[providerId];
        node.pool = uint8(declaration.pool);
        node.units = declaration.units;
        node.attributes = declaration.attributes;
        node.hardware = declaration.hardware;
        uint32 version = ++node.version;
        emit ProviderDeclared(providerId, msg.sender, version, declaration, endpoint);
    }

    function _audit(uint16 auditorId, uint32 providerId, uint32 version, uint48 until) private {
        if (!_auditors[auditorId].appointed) revert ProvidersUnknownAuditor(auditorId);
        Node storage node = _known(providerId);
        if (version != node.version) revert ProvidersOtherVersion(providerId, version, node.version);
        uint48 time = Time.timestamp();
        if (until <= time || until > time + MAX_AUDIT_TIME) revert ProvidersBadTerm(until, time + MAX_AUDIT_TIME);
        address account = _auditors[auditorId].account;
        uint32 party = parties.partyNow(account);
        if (party == 0) revert ProvidersNoParty(account);
        if (party == parties.partyNow(node.operator)) revert ProvidersSameParty(party);

        Audit storage word = _audits[providerId][auditorId];
        if (!_isCounted(providerId, word)) _count(providerId);
        word.version = version;
        word.until = until;
        ++word.seq;
        emit ProviderAudited(providerId, auditorId, version, until);
    }

    function _revoke(uint32 providerId, uint16 auditorId) private {
        Audit storage word = _audits[providerId][auditorId];
        // Also ends what was signed and not sent yet, so it needs no audit that counts.
        ++word.seq;
        if (_isCounted(providerId, word)) {
            word.version = 0;
            _uncount(providerId);
        }
        emit AuditRevoked(providerId, auditorId);
    }

    function _count(uint32 providerId) private {
        Node storage node = _providers[providerId];
        if (node.liveAudits == 0) {
            uint32 holder = providerOfHardware(node.hardware);
            if (holder != 0 && holder != providerId) revert ProvidersHardwareTaken(node.hardware, holder);
            _holders[node.hardware] = providerId;
            auditedUnits[node.pool] += node.units;
        }
        ++node.liveAudits;
    }

    function _uncount(uint32 providerId) private {
        if (--_providers[providerId].liveAudits == 0) _forgetUnits(providerId);
    }

    /// @dev What audits an older declaration is not counted, because `_isCounted` compares versions.
    function _uncountAll(uint32 providerId) private {
        if (_providers[providerId].liveAudits == 0) return;
        _providers[providerId].liveAudits = 0;
        _forgetUnits(providerId);
    }

    function _forgetUnits(uint32 providerId) private {
        Node storage node = _providers[providerId];
        auditedUnits[node.pool] -= node.units;
    }

    /// @dev The version is that of the provider's declaration; what was taken back has none.
    function _isLive(uint32 providerId, uint16 auditorId, uint32 version) private view returns (bool) {
        Audit storage word = _audits[providerId][auditorId];
        return word.version == version && word.until > block.timestamp && _auditors[auditorId].appointed;
    }

    function _isCounted(uint32 providerId, Audit storage word) private view returns (bool) {
        Node storage node = _providers[providerId];
        return word.version != 0 && word.version == node.version && !node.retired;
    }

    function _ownAuditorId() private view returns (uint16 auditorId) {
        auditorId = auditorIdOf[msg.sender];
        if (!_auditors[auditorId].appointed) revert ProvidersNotAuditor(msg.sender);
    }

    function _checkOperator(uint32 providerId) private view {
        if (_known(providerId).operator != msg.sender) revert ProvidersNotOperator(providerId, msg.sender);
    }

    function _known(uint32 providerId) private view returns (Node storage node) {
        node = _providers[providerId];
        if (node.operator == address(0) || node.retired) revert ProvidersUnknown(providerId);
    }

    function _checkText(string calldata text, uint256 max) private pure {
        uint256 length = bytes(text).length;
        if (length == 0 || length > max) revert ProvidersBadText(length, max);
    }
}
