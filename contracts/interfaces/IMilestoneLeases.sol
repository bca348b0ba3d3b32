// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "./IArbitration.sol";
import {IComputeTreasury} from "./IComputeTreasury.sol";
import {IMarketMoney} from "./IMarketMoney.sol";
import {IOrderBook} from "./IOrderBook.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";
import {IProviderRegistry} from "./IProviderRegistry.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What the milestone leases are made of.
/// @param money The money token.
/// @param treasury The treasury.
/// @param parties The party registry.
/// @param providers The provider registry.
/// @param book The order book, whose terms say fee and bond, and whose pause counts here too.
/// @param arbitration The arbiters.
/// @param reviewTime Seconds that a tenant has to reject what was delivered.
struct MilestonesConfig {
    IERC20 money;
    IComputeTreasury treasury;
    IPartyRegistry parties;
    IProviderRegistry providers;
    IOrderBook book;
    IArbitration arbitration;
    uint40 reviewTime;
}

/// @title Jobs that are paid by the milestone
/// @notice A tenant puts the money of up to sixteen milestones in escrow and names the provider. Milestones are delivered
/// in their order. What is delivered is paid when the tenant accepts it or says nothing within `reviewTime`; a rejection
/// opens a case. Each delivery brings the provider's bond along, so that a rejected one always finds it.
interface IMilestoneLeases is IMarketMoney {
    /// @notice Where a job stands.
    enum JobState {
        None,
        Offered,
        Running,
        Ended
    }

    /// @notice Where a milestone stands.
    enum MilestoneState {
        None,
        Open,
        Delivered,
        Rejected,
        Paid,
        Returned
    }

    /// @notice What a tenant plans.
    /// @param amount Base units that the milestone pays, fee included.
    /// @param deadline UNIX seconds until which it must be delivered; never before that of the milestone before it.
    struct Plan {
        uint96 amount;
        uint40 deadline;
    }

    /// @notice A job.
    /// @param tenant Who pays.
    /// @param tenantParty Its party when it made the offer, or 0.
    /// @param providerId Who works.
    /// @param providerParty The operator's party when the offer was made, or 0.
    /// @param version The terms of the market, for fee and bond.
    /// @param state Where it stands.
    /// @param milestones How many it has.
    /// @param delivered How many were delivered; these have the lowest indices.
    /// @param undelivered Base units of the others that lie in escrow.
    struct Job {
        address tenant;
        uint32 tenantParty;
        uint32 providerId;
        uint32 providerParty;
        uint16 version;
        JobState state;
        uint8 milestones;
        uint8 delivered;
        uint128 undelivered;
    }

    /// @notice A milestone.
    /// @param amount Base units that it pays, fee included.
    /// @param deadline UNIX seconds until which it must be delivered.
    /// @param deliveredAt UNIX seconds, or 0.
    /// @param state Where it stands.
    /// @param caseId The case over it, or 0.
    struct Milestone {
        uint96 amount;
        uint40 deadline;
        uint40 deliveredAt;
        MilestoneState state;
        uint64 caseId;
    }

    /// @notice A tenant put the money of a job in escrow.
    event JobOffered(
        uint64 indexed jobId,
        address indexed tenant,
        uint32 indexed providerId,
        uint32 tenantParty,
        uint32 providerParty,
        uint16 version,
        bytes32 specDigest,
        Plan[] plan
    );

    /// @notice The provider took the job; the money is bound from now on.
    event JobAccepted(uint64 indexed jobId);

    /// @notice No more milestones are delivered: the tenant took the money of the others back.
    event JobEnded(uint64 indexed jobId, uint128 returned);

    /// @notice The provider delivered a milestone and put its bond up.
    event MilestoneDelivered(uint64 indexed jobId, uint8 indexed index, bytes32 digest);

    /// @notice The tenant rejected a delivery and put its bond up.
    event MilestoneRejected(uint64 indexed jobId, uint8 indexed index, uint64 indexed caseId, bytes32 evidence);

    /// @notice A milestone paid the provider.
    /// @param amount Base units that it paid, fee included.
    /// @param fee What of it is the fee.
    event MilestonePaid(uint64 indexed jobId, uint8 indexed index, uint96 amount, uint96 fee);

    /// @notice A case was carried out. Where the tenant was right, the milestone's money went back to it.
    event MilestoneSettled(uint64 indexed jobId, uint8 indexed index, IArbitration.Outcome outcome);

    /// @notice There is no such provider, or it retired.
    error MilestonesUnknownProvider(uint32 providerId);

    /// @notice A job has from one to `max` milestones.
    error MilestonesBadCount(uint256 count, uint256 max);

    /// @notice A field that must say something is empty.
    error MilestonesEmptyField(string field);

    /// @notice Deadlines lie ahead, within `latest`, none before the one before it.
    error MilestonesBadDeadline(uint256 index, uint256 deadline, uint256 earliest, uint256 latest);

    /// @notice The council paused the market: nothing is offered or accepted until then.
    error MilestonesPaused(uint48 until);

    /// @notice Nobody else may do this.
    error MilestonesNotSide(uint64 jobId, address caller);

    /// @notice The job is not in the state for that.
    error MilestonesWrongState(uint64 jobId, JobState state);

    /// @notice The milestone is not in the state for that.
    error MilestonesWrongMilestone(uint64 jobId, uint8 index, MilestoneState state);

    /// @notice All milestones were delivered.
    error MilestonesAllDelivered(uint64 jobId);

    /// @notice It is too late for that.
    error MilestonesTooLate(uint64 jobId, uint256 until);

    /// @notice It is too early for that.
    error MilestonesTooEarly(uint64 jobId, uint256 from);

    /// @notice The arbiters are not done, or the vote on their verdict is not.
    error MilestonesNoVerdict(uint64 caseId);

    /// @notice Offers a job and puts its money in escrow. Not while the market is paused.
    /// @param providerId The provider.
    /// @param specDigest SHA-256 of the RFC 8785 form of what is agreed.
    /// @param plan The milestones, in the order in which they are delivered.
    /// @return jobId Its id, from 1.
    function offer(uint32 providerId, bytes32 specDigest, Plan[] calldata plan) external returns (uint64 jobId);

    /// @notice Takes the offer back and the money with it, while the provider did not accept. Only the tenant.
    /// @param jobId The job.
    function withdrawOffer(uint64 jobId) external;

    /// @notice Takes the job. Only the provider, before the first deadline, and not while the market is paused.
    /// @param jobId The job.
    function acceptJob(uint64 jobId) external;

    /// @notice Delivers the next milestone before its deadline, and puts the bond of the job's terms up. Only the provider.
    /// @param jobId The job.
    /// @param digest SHA-256 of what was made.
    function deliver(uint64 jobId, bytes32 digest) external;

    /// @notice Accepts a delivery, which pays it. Only the tenant.
    /// @param jobId The job.
    /// @param index The milestone, from 0.
    function acceptMilestone(uint64 jobId, uint8 index) external;

    /// @notice Pays a delivery about which the tenant said nothing within `reviewTime`. Open to anyone.
    /// @param jobId The job.
    /// @param index The milestone.
    function release(uint64 jobId, uint8 index) external;

    /// @notice Rejects a delivery within `reviewTime`, which opens a case, and puts the same bond up. Only the tenant.
    /// @param jobId The job.
    /// @param index The milestone.
    /// @param evidence SHA-256 of what the tenant can show.
    function reject(uint64 jobId, uint8 index, bytes32 evidence) external;

    /// @notice Carries a final verdict out. For the tenant: it gets the milestone's money back, and both bonds. For the
    /// provider: it is paid, and gets both bonds. Undecided: it is paid, and each gets its bond back. Open to anyone.
    /// @param jobId The job.
    /// @param index The milestone.
    function settle(uint64 jobId, uint8 index) external;

    /// @notice Takes the money of all undelivered milestones back once the deadline of the next is over; this ends the
    /// job but for what was delivered. Only the tenant.
    /// @param jobId The job.
    function reclaim(uint64 jobId) external;

    /// @notice A job.
    function job(uint64 jobId) external view returns (Job memory);

    /// @notice A milestone.
    function milestone(uint64 jobId, uint8 index) external view returns (Milestone memory);

    /// @notice How many jobs there ever were.
    function jobCount() external view returns (uint64);

    /// @notice Seconds that a tenant has to reject what was delivered.
    function reviewTime() external view returns (uint40);
}
