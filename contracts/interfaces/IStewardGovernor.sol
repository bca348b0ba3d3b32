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
/// @param money The money token: calling it is always a charter matter.
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
    address money;
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

    /// @notice The result flipped late: only Against is accepted from the base deadline until `extendedDeadline`.
    /// @param proposalId The proposal.
    /// @param extendedDeadline UNIX seconds; `proposalDeadline` returns it from now on. OpenZeppelin's event name.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);

    /// @notice All outstanding signed ballots of a voter are void.
    /// @param voter The voter.
    /// @param nonce The nonce that new ballots name.
    event BallotsInvalidated(address indexed voter, uint256 nonce);

    /// @notice The quorum of charter proposals changed, for snapshots from now on.
    /// @param oldNumerator Basis points before.
    /// @param newNumerator Basis points from now on.
    event CharterQuorumUpdated(uint256 oldNumerator, uint256 newNumerator);

    /// @notice The account has no weight in the house at the snapshot.
    /// @param account The voter.
    /// @param house 0 token house, 1 seat house.
    error GovernorNoVotes(address account, uint8 house);
    /// @notice `params` is neither empty (token house) nor 0x01 (seat house).
    /// @param params What was given.
    error GovernorInvalidHouse(bytes params);
    /// @notice In the objection period only Against is accepted.
    /// @param proposalId The proposal.
    /// @param until UNIX seconds of its end.
    error GovernorOnlyObjections(uint256 proposalId, uint256 until);
    /// @notice The tier derived from the actions now is above the stored one; `cancelIfRetiered` ends the proposal.
    /// @param proposalId The proposal.
    /// @param stored The tier under which it was voted on.
    /// @param derived The tier that its actions have now.
    error GovernorTierRaised(uint256 proposalId, uint8 stored, uint8 derived);
    /// @notice The derived tier did not rise, so there is nothing to cancel.
    /// @param proposalId The proposal.
    /// @param stored The tier under which it is voted on.
    /// @param derived The tier that its actions have now.
    error GovernorTierUnchanged(uint256 proposalId, uint8 stored, uint8 derived);
    /// @notice A target that no proposal may call.
    /// @param target The timelock.
    error GovernorForbiddenTarget(address target);
    /// @notice More actions than a proposal may hold.
    /// @param count How many there are.
    /// @param max How many there may be.
    error GovernorTooManyActions(uint256 count, uint256 max);
    /// @notice A steward already has as many live proposals as one seat may hold.
    /// @param steward The steward.
    /// @param live How many of its proposals live.
    error GovernorTooManyLiveProposals(address steward, uint256 live);
    /// @notice Execution was tried before the eta that the governor itself enforces.
    /// @param proposalId The proposal.
    /// @param eta UNIX seconds from which on it can be executed.
    error GovernorTooEarly(uint256 proposalId, uint256 eta);
    /// @notice Enough stewards are present again, so the token house cannot act alone.
    /// @param proposalId The proposal.
    /// @param present Stewards present now.
    /// @param minSeats Below this many a recovery is possible.
    error GovernorRecoveryOver(uint256 proposalId, uint256 present, uint256 minSeats);
    /// @notice The delays of the tiers do not rise, or the timelock's own delay is not that of tier 0.
    /// @param delays Seconds for tiers 0, 1 and 2.
    error GovernorInvalidDelays(uint32[3] delays);
    /// @notice A succeeded or queued proposal would expire at once.
    /// @param queueWindow Seconds given for queueing.
    /// @param gracePeriod Seconds given for execution.
    error GovernorInvalidExpiry(uint256 queueWindow, uint256 gracePeriod);
    /// @notice A function that this governor never allows (`relay`, `updateTimelock`).
    error GovernorDisabled();

    /// @notice Voids every signed ballot of the caller that is not yet cast.
    function invalidateBallots() external;
    /// @notice Ends a proposal whose derived tier rose above the stored one. Open to anyone.
    /// @param targets The contracts it calls.
    /// @param values The wei it sends.
    /// @param calldatas What it calls them with.
    /// @param descriptionHash keccak256 of its description.
    /// @return proposalId The proposal.
    function cancelIfRetiered(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) external returns (uint256 proposalId);
    /// @notice Sets the charter quorum; only by proposal, within the immutable bounds.
    /// @param newNumerator Basis points of the past supply.
    function updateCharterQuorumNumerator(uint256 newNumerator) external;

    /// @notice The tier stored when the proposal was made. Reverts on an unknown proposal.
    /// @param proposalId The proposal.
    /// @return 0 routine, 1 policy, 2 charter.
    function proposalTier(uint256 proposalId) external view returns (uint8);
    /// @notice N, the seat capacity stored when the proposal was made. Reverts on an unknown proposal.
    /// @param proposalId The proposal.
    /// @return The number of seats against which the seat house is counted.
    function proposalSeats(uint256 proposalId) external view returns (uint8);
    /// @notice Whether it was made as a recovery proposal. Reverts on an unknown proposal.
    /// @param proposalId The proposal.
    /// @return True when the token house alone may pass it.
    function proposalIsRecovery(uint256 proposalId) external view returns (bool);
    /// @notice What For + Abstain must reach in the token house. Reverts before the snapshot has passed.
    /// @param proposalId The proposal.
    /// @return Votes, rounded up.
    function proposalQuorum(uint256 proposalId) external view returns (uint256);
    /// @notice Token ballots so far.
    /// @param proposalId The proposal.
    /// @return againstVotes Votes Against.
    /// @return forVotes Votes For.
    /// @return abstainVotes Votes Abstain.
    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);
    /// @notice Seat ballots so far.
    /// @param proposalId The proposal.
    /// @return againstVotes Seats Against.
    /// @return forVotes Seats For.
    /// @return abstainVotes Seats Abstain.
    function seatVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);
    /// @notice Whether an account has voted in a house.
    /// @param proposalId The proposal.
    /// @param account The voter.
    /// @param house 0 token house, 1 seat house.
    /// @return True when its ballot is counted.
    function hasVotedIn(uint256 proposalId, address account, uint8 house) external view returns (bool);
    /// @notice What dissent adds to the delay of this proposal, from its tallies so far.
    /// @param proposalId The proposal.
    /// @return Seconds, rounded down; 0 in tier 0.
    function dissent(uint256 proposalId) external view returns (uint256);
    /// @notice The tier that a list of actions would get now. Reverts as `propose` would on a forbidden target.
    /// @param targets The contracts to call.
    /// @param values The wei to send.
    /// @param calldatas What to call them with.
    /// @return 0 routine, 1 policy, 2 charter.
    function deriveTier(address[] memory targets, uint256[] memory values, bytes[] memory calldatas)
        external
        view
        returns (uint8);
    /// @notice The time between queueing and execution, without dissent.
    /// @param tier 0 routine, 1 policy, 2 charter.
    /// @return Seconds.
    function delay(uint8 tier) external view returns (uint256);
    /// @notice The greatest delay that dissent can add.
    /// @return Seconds.
    function maxDissent() external view returns (uint256);
    /// @notice The end of the vote in which a flip opens the objection period.
    /// @return Seconds.
    function objectionWindow() external view returns (uint256);
    /// @notice The length of the objection period.
    /// @return Seconds.
    function objectionPeriod() external view returns (uint256);
    /// @notice The time after the vote in which a succeeded proposal can be queued.
    /// @return Seconds.
    function queueWindow() external view returns (uint256);
    /// @notice The time after its eta in which a queued proposal can be executed.
    /// @return Seconds.
    function gracePeriod() external view returns (uint256);
    /// @notice The charter quorum for a snapshot.
    /// @param timepoint UNIX seconds.
    /// @return Basis points of the past supply.
    function charterQuorumNumerator(uint256 timepoint) external view returns (uint256);
    /// @notice The seat house.
    /// @return Its contract.
    function seats() external view returns (address);
    /// @notice The guardian council.
    /// @return Its contract, not the account.
    function council() external view returns (address);
    /// @notice The charter: the table of (target, selector) to role.
    /// @return The AccessManager.
    function accessManager() external view returns (address);
    /// @notice The limits of what a vote can set.
    /// @return The contract that holds them.
    function bounds() external view returns (address);
    /// @notice The DAO's own description, ERC-4824.
    /// @return The URI of a JSON-LD document.
    function daoURI() external view returns (string memory);
}
