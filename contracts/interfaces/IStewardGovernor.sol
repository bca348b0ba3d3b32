// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a governor is made of. Addresses of contracts, seconds, basis points.
/// @param name The name in the EIP-712 domain of ballots.
/// @param daoURI The ERC-4824 document.
/// @param token The token house.
/// @param seats The seat house.
/// @param timelock The executor that owns everything; its own delay must be `delays[0]`.
/// @param accessManager The charter: the table of (target, selector) to role.
/// @param council The guardian council's contract.
/// @param bounds The limits of what a vote can set.
/// @param votingDelay Seconds from proposal to snapshot.
/// @param votingPeriod Seconds from snapshot to the end of the vote.
/// @param proposalThreshold Votes that a holder needs to propose.
/// @param quorumNumerator Basis points of the past supply, tiers 0 and 1.
/// @param charterQuorumNumerator Basis points of the past supply, tier 2.
/// @param objectionWindow Seconds before the end of the vote in which a flip opens the objection period.
/// @param objectionPeriod Seconds of the objection period.
/// @param delays Seconds between queueing and execution for tiers 0, 1 and 2; each greater than the one before.
/// @param maxDissent The most that dissent adds to the delay, in seconds.
/// @param queueWindow Seconds after the vote in which a succeeded proposal can be queued.
/// @param gracePeriod Seconds after the eta in which a queued proposal can be executed.
struct GovernorConfig {
    string name;
    string daoURI;
    address token;
    address seats;
    address timelock;
    address accessManager;
    address council;
    address bounds;
    uint48 votingDelay;
    uint32 votingPeriod;
    uint256 proposalThreshold;
    uint256 quorumNumerator;
    uint256 charterQuorumNumerator;
    uint32 objectionWindow;
    uint32 objectionPeriod;
    uint32[3] delays;
    uint32 maxDissent;
    uint32 queueWindow;
    uint32 gracePeriod;
}

/// @title What the governor offers beyond OpenZeppelin's IGovernor
/// @notice Every stock getter answers for the token house, so a stock client works unchanged. The seat house is
/// chosen by `params = 0x01` when voting. Specification: docs/specification.md.
interface IStewardGovernor {
    /// @notice What was frozen for a proposal when it was made.
    /// @param proposalId The proposal.
    /// @param tier 0 routine, 1 policy, 2 charter; the greatest over its actions.
    /// @param seatCapacity N, the number of seats against which the seat house is counted.
    /// @param presentSeats How many seats count as present when this is a recovery proposal; 0 otherwise.
    /// @param recovery Whether the token house alone may pass it because too few stewards are present.
    event ProposalFrozen(uint256 indexed proposalId, uint8 tier, uint8 seatCapacity, uint8 presentSeats, bool recovery);

    /// @notice The result flipped late: only Against is accepted until `extendedDeadline` (the stock event's name).
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);

    /// @notice All outstanding signed ballots of `voter` are void; new ones are signed with `nonce`.
    event BallotsInvalidated(address indexed voter, uint256 nonce);

    /// @notice The quorum of charter proposals changed, for snapshots from now on.
    event CharterQuorumUpdated(uint256 oldNumerator, uint256 newNumerator);

    /// @notice `account` has no weight in `house` (0 token house, 1 seat house) at the snapshot.
    error GovernorNoVotes(address account, uint8 house);
    /// @notice `params` is neither empty (token house) nor 0x01 (seat house).
    error GovernorInvalidHouse(bytes params);
    /// @notice In the objection period only Against is accepted.
    error GovernorOnlyObjections(uint256 proposalId, uint256 until);
    /// @notice The tier derived from the actions now is above the stored one; `cancelIfRetiered` ends the proposal.
    error GovernorTierRaised(uint256 proposalId, uint8 stored, uint8 derived);
    /// @notice The derived tier did not rise, so there is nothing to cancel.
    error GovernorTierUnchanged(uint256 proposalId, uint8 stored, uint8 derived);
    /// @notice A target that no proposal may call (the timelock).
    error GovernorForbiddenTarget(address target);
    /// @notice More actions than a proposal may hold.
    error GovernorTooManyActions(uint256 count, uint256 max);
    /// @notice A steward already has as many live proposals as one seat may hold.
    error GovernorTooManyLiveProposals(address steward, uint256 live);
    /// @notice Execution was tried before the eta that the governor itself enforces.
    error GovernorTooEarly(uint256 proposalId, uint256 eta);
    /// @notice Enough stewards are present again, so the token house cannot act alone.
    error GovernorRecoveryOver(uint256 proposalId, uint256 present, uint256 minSeats);
    /// @notice The delays of the tiers do not rise, or the timelock's own delay is not that of tier 0.
    error GovernorInvalidDelays(uint32[3] delays);
    /// @notice A succeeded or queued proposal would expire at once.
    error GovernorInvalidExpiry(uint256 queueWindow, uint256 gracePeriod);
    /// @notice A function that this governor never allows (`relay`, `updateTimelock`).
    error GovernorDisabled();

    /// @notice 0 routine, 1 policy, 2 charter, as stored when the proposal was made.
    function proposalTier(uint256 proposalId) external view returns (uint8);
    /// @notice N, the seat capacity stored when the proposal was made.
    function proposalSeats(uint256 proposalId) external view returns (uint8);
    /// @notice Whether it was made as a recovery proposal.
    function proposalIsRecovery(uint256 proposalId) external view returns (bool);
    /// @notice The token votes that For + Abstain must reach for this proposal, rounded up.
    function proposalQuorum(uint256 proposalId) external view returns (uint256);
    /// @notice Token votes so far.
    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);
    /// @notice Seat ballots so far.
    function seatVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);
    /// @notice Whether `account` has voted in `house` (0 token house, 1 seat house).
    function hasVotedIn(uint256 proposalId, address account, uint8 house) external view returns (bool);
    /// @notice Seconds that dissent adds to the delay of this proposal, from its tallies so far.
    function dissent(uint256 proposalId) external view returns (uint256);
    /// @notice The tier that a list of actions would get now. Reverts as `propose` would on a forbidden target.
    function deriveTier(address[] memory targets, uint256[] memory values, bytes[] memory calldatas)
        external
        view
        returns (uint8);
    /// @notice Seconds between queueing and execution for a tier, without dissent.
    function delay(uint8 tier) external view returns (uint256);
    /// @notice The greatest delay that dissent can add, in seconds.
    function maxDissent() external view returns (uint256);
    /// @notice Length, in seconds, of the end of the vote in which a flip opens the objection period.
    function objectionWindow() external view returns (uint256);
    /// @notice Length of the objection period, in seconds.
    function objectionPeriod() external view returns (uint256);
    /// @notice Seconds after the vote in which a succeeded proposal can be queued.
    function queueWindow() external view returns (uint256);
    /// @notice Seconds after its eta in which a queued proposal can be executed.
    function gracePeriod() external view returns (uint256);
    /// @notice The charter quorum in basis points of the past supply at a timepoint.
    function charterQuorumNumerator(uint256 timepoint) external view returns (uint256);
    /// @notice Sets the charter quorum; only by proposal, within the immutable bounds.
    function updateCharterQuorumNumerator(uint256 newNumerator) external;
    /// @notice Ends a proposal whose derived tier rose above the stored one. Open to anyone.
    function cancelIfRetiered(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) external returns (uint256 proposalId);
    /// @notice Voids every signed ballot of the caller that is not yet cast.
    function invalidateBallots() external;
    /// @notice The seat house.
    function seats() external view returns (address);
    /// @notice The guardian council's contract.
    function council() external view returns (address);
    /// @notice The charter: the table of (target, selector) to role.
    function accessManager() external view returns (address);
    /// @notice The limits of what a vote can set.
    function bounds() external view returns (address);
    /// @notice The ERC-4824 document of the DAO.
    function daoURI() external view returns (string memory);
}
