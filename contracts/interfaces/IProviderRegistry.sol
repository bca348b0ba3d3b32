// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who offers what, and who looked
/// @notice A provider is one node of one pool: what it declares counts only while an auditor's confirmation of exactly
/// that declaration lives. An auditor belongs to another party than the operator, and the hardware of a node is audited
/// for one provider at a time, so the same GPUs are not offered twice.
interface IProviderRegistry {
    /// @notice What an operator says of its node.
    /// @param pool The pool, which is also the class of its GPUs.
    /// @param units GPUs, or CPU slots in a pool of those.
    /// @param attributes Bit i is set where attribute i holds.
    /// @param hardware SHA-256 of the sorted serial numbers of its devices.
    struct Declaration {
        uint32 pool;
        uint32 units;
        uint64 attributes;
        bytes32 hardware;
    }

    /// @notice A provider.
    /// @param operator Who acts for it.
    /// @param version Which of its declarations counts; audits name it.
    /// @param liveAudits Audits of this declaration that were neither revoked nor lapsed.
    /// @param retired Whether it retired.
    /// @param declaration What it declared last.
    struct Provider {
        address operator;
        uint32 version;
        uint16 liveAudits;
        bool retired;
        Declaration declaration;
    }

    /// @notice An auditor's last word on a provider.
    /// @param version The declaration that it confirms; 0 once revoked.
    /// @param until UNIX seconds from which on it counts no more.
    /// @param seq Goes up with every word; a signed audit names the one before it.
    struct Audit {
        uint32 version;
        uint48 until;
        uint32 seq;
    }

    /// @notice What the market asks of a provider.
    /// @param operator Who acts for it; zero where there is no such provider or it retired.
    /// @param pool Its pool.
    /// @param units What it declared.
    /// @param capable Whether it declared all attributes that were asked about.
    /// @param audited Whether every auditor that was asked about confirms it, and at least one was asked about.
    /// @param auditedUnits Units of its pool whose provider has an audit that counts.
    struct Offer {
        address operator;
        uint32 pool;
        uint32 units;
        bool capable;
        bool audited;
        uint64 auditedUnits;
    }

    /// @notice An auditor was appointed.
    event AuditorAppointed(uint16 indexed auditorId, address indexed auditor);

    /// @notice An auditor was dismissed; none of its audits counts any more.
    event AuditorDismissed(uint16 indexed auditorId);

    /// @notice An attribute got its meaning.
    event AttributeAdded(uint8 indexed attribute, string name);

    /// @notice A provider declared what it offers; audits of what it declared before count no more.
    event ProviderDeclared(
        uint32 indexed providerId, address indexed operator, uint32 version, Declaration declaration, string endpoint
    );

    /// @notice A provider serves at another address.
    event EndpointChanged(uint32 indexed providerId, string endpoint);

    /// @notice A provider retired.
    event ProviderRetired(uint32 indexed providerId);

    /// @notice An auditor confirmed a declaration.
    event ProviderAudited(uint32 indexed providerId, uint16 indexed auditorId, uint32 version, uint48 until);

    /// @notice An audit ended before its time, by its author or by vote.
    event AuditRevoked(uint32 indexed providerId, uint16 indexed auditorId);

    /// @notice An audit whose time is over, or whose author was dismissed, is counted no more.
    event AuditLapsed(uint32 indexed providerId, uint16 indexed auditorId);

    /// @notice There are as many already.
    error ProvidersTooMany(uint256 max);

    /// @notice A field that must say something is empty.
    error ProvidersEmptyField(string field);

    /// @notice A text is empty or too long, in bytes.
    error ProvidersBadText(uint256 length, uint256 max);

    /// @notice The account belongs to no party.
    error ProvidersNoParty(address account);

    /// @notice The account is an auditor already.
    error ProvidersKnownAuditor(address account, uint16 auditorId);

    /// @notice No such auditor is appointed.
    error ProvidersUnknownAuditor(uint16 auditorId);

    /// @notice The caller is not an appointed auditor.
    error ProvidersNotAuditor(address caller);

    /// @notice There is no such pool.
    error ProvidersUnknownPool(uint32 pool);

    /// @notice Attributes are set that have no meaning.
    error ProvidersUnknownAttribute(uint64 attributes);

    /// @notice There is no such provider, or it retired.
    error ProvidersUnknown(uint32 providerId);

    /// @notice Only the operator may do this.
    error ProvidersNotOperator(uint32 providerId, address caller);

    /// @notice Something of it is leased, or a dispute may still take some of its stake.
    error ProvidersBusy(uint32 providerId);

    /// @notice Another declaration counts now.
    error ProvidersOtherVersion(uint32 providerId, uint32 given, uint32 current);

    /// @notice The audit would end in the past or last too long.
    error ProvidersBadTerm(uint48 until, uint256 latest);

    /// @notice Auditor and operator are of one party.
    error ProvidersSameParty(uint32 party);

    /// @notice The hardware is audited for another provider, or leased out by it.
    error ProvidersHardwareTaken(bytes32 hardware, uint32 providerId);

    /// @notice There is no such live audit.
    error ProvidersNoAudit(uint32 providerId, uint16 auditorId);

    /// @notice The audit still counts.
    error ProvidersStillLive(uint32 providerId, uint16 auditorId);

    /// @notice The signature is not the auditor's, or names another sequence.
    error ProvidersInvalidSignature(address auditor);

    /// @notice Appoints an auditor. Restricted: policy tier.
    /// @param auditor An account of an admitted party.
    /// @return auditorId Its number.
    function appointAuditor(address auditor) external returns (uint16 auditorId);

    /// @notice Dismisses an auditor: its audits end at once. Restricted: policy tier.
    /// @param auditorId The auditor.
    function dismissAuditor(uint16 auditorId) external;

    /// @notice Gives the next attribute a meaning. Restricted: policy tier.
    /// @param name At most 64 bytes, such as "datacentre in the EU".
    /// @return attribute Its bit.
    function addAttribute(string calldata name) external returns (uint8 attribute);

    /// @notice Ends an audit. Restricted: routine tier.
    /// @param providerId The provider.
    /// @param auditorId The auditor.
    function removeAudit(uint32 providerId, uint16 auditorId) external;

    /// @notice Registers a provider; the caller operates it.
    /// @param declaration What it offers.
    /// @param endpoint Where it takes jobs: an https address of at most 256 bytes.
    /// @return providerId Its id.
    function register(Declaration calldata declaration, string calldata endpoint) external returns (uint32 providerId);

    /// @notice Declares anew, while nothing of it is leased; its audits end.
    /// @param providerId The provider.
    /// @param declaration What it offers.
    /// @param endpoint Where it takes jobs.
    function declare(uint32 providerId, Declaration calldata declaration, string calldata endpoint) external;

    /// @notice Serves at another address.
    /// @param providerId The provider.
    /// @param endpoint Where it takes jobs.
    function setEndpoint(uint32 providerId, string calldata endpoint) external;

    /// @notice Retires a provider: nothing of it may be leased and no stake locked. Its whole stake can be taken back then.
    /// @param providerId The provider.
    function retire(uint32 providerId) external;

    /// @notice Confirms a declaration. Only an appointed auditor of another party.
    /// @param providerId The provider.
    /// @param version The declaration.
    /// @param until UNIX seconds from which on it counts no more; at most `MAX_AUDIT_TIME` away.
    function audit(uint32 providerId, uint32 version, uint48 until) external;

    /// @notice The same, signed by the auditor (EIP-712 or ERC-1271), sent by anyone.
    /// @param auditorId The auditor.
    /// @param providerId The provider.
    /// @param version The declaration.
    /// @param until UNIX seconds.
    /// @param signature Over `Audit(uint16 auditorId,uint32 providerId,uint32 version,uint48 until,uint32 seq)` with the
    /// sequence of the auditor's last word on the provider.
    function auditBySig(uint16 auditorId, uint32 providerId, uint32 version, uint48 until, bytes calldata signature)
        external;

    /// @notice Takes the own audit back; a signed one that was not sent yet can be sent no more.
    /// @param providerId The provider.
    function revokeAudit(uint32 providerId) external;

    /// @notice Stops counting an audit whose time is over or whose author was dismissed. Open to anyone.
    /// @param providerId The provider.
    /// @param auditorId The auditor.
    function lapse(uint32 providerId, uint16 auditorId) external;

    /// @notice What the market asks of a provider.
    /// @param providerId The provider.
    /// @param auditorIds Up to four auditors, 16 bits each from the lowest, 0 for none.
    /// @param attributes What it must have.
    function offerOf(uint32 providerId, uint64 auditorIds, uint64 attributes) external view returns (Offer memory);

    /// @notice A provider.
    function provider(uint32 providerId) external view returns (Provider memory);

    /// @notice Who operates a provider, also after it retired; zero where there is none.
    function operatorOf(uint32 providerId) external view returns (address);

    /// @notice Whether the provider retired.
    function isRetired(uint32 providerId) external view returns (bool);

    /// @notice An auditor's last word on a provider.
    function auditOf(uint32 providerId, uint16 auditorId) external view returns (Audit memory);

    /// @notice Whether an audit counts: of the declaration that counts, in time, its author appointed.
    function isAudited(uint32 providerId, uint16 auditorId) external view returns (bool);

    /// @notice The account of an auditor, and whether it is appointed.
    function auditor(uint16 auditorId) external view returns (address account, bool appointed);

    /// @notice The number of an auditor, or 0.
    function auditorIdOf(address account) external view returns (uint16);

    /// @notice Units of a pool whose provider has an audit that counts.
    function auditedUnits(uint32 pool) external view returns (uint64);

    /// @notice For which provider hardware is audited, or leased out although its audits ended; or 0.
    function providerOfHardware(bytes32 hardware) external view returns (uint32);

    /// @notice How many providers there are, whether they retired or not.
    function providerCount() external view returns (uint32);

    /// @notice How many auditors there ever were.
    function auditorCount() external view returns (uint16);

    /// @notice How many attributes have a meaning.
    function attributeCount() external view returns (uint8);
}
