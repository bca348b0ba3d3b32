// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The arbiters' panel
/// @notice Up to seven arbiters, appointed by vote. Those who sat when a case was opened and share no party with a side
/// decide it by more than half of them; votes of the DAO can overturn until it is final. A case without a verdict in time
/// ends undecided.
interface IArbitration {
    /// @notice How a case ended.
    enum Outcome {
        Pending,
        Undecided,
        ForClaimant,
        ForRespondent
    }

    /// @notice A case.
    /// @param court The contract that opened it.
    /// @param claimant Who complains.
    /// @param respondent About whom.
    /// @param claimantParty Its party, or 0.
    /// @param respondentParty Its party, or 0.
    /// @param openedAt UNIX seconds.
    /// @param decidedAt UNIX seconds of the verdict; 0 before.
    /// @param verdict The verdict; Pending before.
    /// @param seats How many arbiters can decide it.
    /// @param forClaimant Bit i is set where the panel's seat i voted so.
    /// @param forRespondent The same.
    struct Case {
        address court;
        address claimant;
        address respondent;
        uint32 claimantParty;
        uint32 respondentParty;
        uint40 openedAt;
        uint40 decidedAt;
        Outcome verdict;
        uint8 seats;
        uint8 forClaimant;
        uint8 forRespondent;
    }

    /// @notice An arbiter was appointed.
    event ArbiterAppointed(address indexed arbiter);

    /// @notice An arbiter was dismissed; the cases that it sits on stay its own.
    event ArbiterDismissed(address indexed arbiter);

    /// @notice A case was opened before these arbiters.
    event CaseOpened(
        uint64 indexed caseId,
        address indexed court,
        address claimant,
        address respondent,
        uint32 claimantParty,
        uint32 respondentParty,
        address[] arbiters
    );

    /// @notice A side brought something forward.
    event EvidenceGiven(uint64 indexed caseId, address indexed by, bytes32 evidence);

    /// @notice An arbiter voted.
    event ArbiterVoted(uint64 indexed caseId, address indexed arbiter, bool forClaimant, bytes32 reason);

    /// @notice More than half of the arbiters agree, or the DAO overturned.
    event VerdictGiven(uint64 indexed caseId, Outcome verdict, bool byVote);

    /// @notice The panel is full.
    error ArbitrationPanelFull(uint256 max);

    /// @notice The account belongs to no party.
    error ArbitrationNoParty(address account);

    /// @notice It is an arbiter already.
    error ArbitrationKnownArbiter(address account);

    /// @notice It is no arbiter.
    error ArbitrationUnknownArbiter(address account);

    /// @notice Only the market and milestone leases open cases.
    error ArbitrationNotCourt(address caller);

    /// @notice There is no such case.
    error ArbitrationUnknownCase(uint64 caseId);

    /// @notice Only the two sides give evidence.
    error ArbitrationNotSide(uint64 caseId, address caller);

    /// @notice The caller does not decide this case, or shares a party with a side by now.
    error ArbitrationCannotDecide(uint64 caseId, address caller);

    /// @notice The arbiter voted.
    error ArbitrationVotedBefore(uint64 caseId, address arbiter);

    /// @notice The time for that is over.
    error ArbitrationOver(uint64 caseId);

    /// @notice A verdict is one of the two sides.
    error ArbitrationBadVerdict();

    /// @notice Appoints an arbiter, for cases opened from now on. Restricted: policy tier.
    /// @param arbiter An account of an admitted party.
    function appointArbiter(address arbiter) external;

    /// @notice Dismisses an arbiter, for cases opened from now on. Restricted: policy tier.
    /// @param arbiter The arbiter.
    function dismissArbiter(address arbiter) external;

    /// @notice Gives a case another verdict, or one that the arbiters did not give, before it is final. Restricted:
    /// policy tier.
    /// @param caseId The case.
    /// @param verdict For which side.
    function overturn(uint64 caseId, Outcome verdict) external;

    /// @notice Opens a case. Only the market and milestone leases.
    function open(address claimant, address respondent, uint32 claimantParty, uint32 respondentParty, bytes32 evidence)
        external
        returns (uint64 caseId);

    /// @notice Brings something forward: a side, until a verdict is given.
    /// @param caseId The case.
    /// @param evidence SHA-256 of it.
    function giveEvidence(uint64 caseId, bytes32 evidence) external;

    /// @notice Votes on a case: one of its arbiters, once, within `verdictTime`.
    /// @param caseId The case.
    /// @param forClaimant For the claimant, or the respondent.
    /// @param reason SHA-256 of the arbiter's reasons.
    function vote(uint64 caseId, bool forClaimant, bytes32 reason) external;

    /// @notice How a case ended; Pending until that is final.
    function outcomeOf(uint64 caseId) external view returns (Outcome);

    /// @notice UNIX seconds from which on the present result is final.
    function finalAt(uint64 caseId) external view returns (uint256);

    /// @notice A case.
    function caseOf(uint64 caseId) external view returns (Case memory);

    /// @notice The arbiters that decide a case.
    function arbitersOf(uint64 caseId) external view returns (address[] memory);

    /// @notice The arbiters of cases to come.
    function panel() external view returns (address[] memory);

    /// @notice How many cases there ever were.
    function caseCount() external view returns (uint64);

    /// @notice Seconds that arbiters have.
    function verdictTime() external view returns (uint48);

    /// @notice Seconds between a verdict, or that none came in time, and its being final.
    function appealTime() external view returns (uint48);
}
