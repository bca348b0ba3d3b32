// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "./IAllocationRules.sol";
import {IComputeTreasury} from "./IComputeTreasury.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";
import {IProviderRegistry} from "./IProviderRegistry.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What the rewards are made of.
/// @param authority The AccessManager.
/// @param clock The epoch clock.
/// @param money The money token.
/// @param treasury The treasury, which may grant money.
/// @param parties The party registry.
/// @param policy Where pools are known.
/// @param providers The provider registry.
/// @param rewards The rewards of epoch 0 and later, until a vote.
struct RewardsConfig {
    address authority;
    IEpochClock clock;
    IERC20 money;
    IComputeTreasury treasury;
    IPartyRegistry parties;
    IAllocationRules policy;
    IProviderRegistry providers;
    INodeRewards.Rewards rewards;
}

/// @title Rewards of nodes that were there when auditors asked
/// @notice A node earns base x multiplier of its pool x challenges passed / challenges made, for an epoch. The i-th node of
/// one party beyond `freeNodes` earns freeNodes / i of it. Auditors of other parties say what was made and passed: no word
/// of a party about itself counts.
interface INodeRewards {
    /// @notice What votes set.
    /// @param base Base units per node and epoch at a multiplier of 10,000 and all challenges passed.
    /// @param freeNodes How many nodes of a party earn all of it.
    struct Rewards {
        uint96 base;
        uint16 freeNodes;
    }

    /// @notice What auditors reported of a node for an epoch.
    /// @param party The operator's party at the first report; all without one share 0.
    /// @param pool Its pool at the first report; 0 where there is none.
    /// @param made Challenges made, over all reports.
    /// @param passed Challenges passed.
    /// @param claimed Whether the reward was paid.
    struct Tally {
        uint32 party;
        uint32 pool;
        uint64 made;
        uint64 passed;
        bool claimed;
    }

    /// @notice A vote set the rewards of `fromEpoch` and later.
    event RewardsSet(uint48 indexed fromEpoch, Rewards rewards);

    /// @notice A vote set the multiplier of a pool for `fromEpoch` and later.
    event MultiplierSet(uint32 indexed pool, uint48 indexed fromEpoch, uint32 bps);

    /// @notice Money came in that is not a grant's.
    event RewardsFunded(address indexed from, uint256 amount);

    /// @notice What had accrued of a grant came in.
    event RewardsPulled(uint32 indexed grantId, uint256 amount);

    /// @notice An auditor reported challenges.
    event ChallengesReported(
        uint32 indexed providerId,
        uint48 indexed epoch,
        uint16 indexed auditorId,
        uint32 party,
        uint32 made,
        uint32 passed
    );

    /// @notice A node was paid, as the `ordinal`-th of its party in the epoch.
    event RewardClaimed(
        uint32 indexed providerId,
        uint48 indexed epoch,
        uint32 indexed party,
        address operator,
        uint32 ordinal,
        uint256 amount
    );

    /// @notice At least one node of a party earns all.
    error RewardsNoFreeNodes();

    /// @notice There is no such pool.
    error RewardsUnknownPool(uint32 pool);

    /// @notice A multiplier is at most `max` basis points.
    error RewardsMultiplierTooLarge(uint32 bps, uint32 max);

    /// @notice The grant pays somebody else.
    error RewardsOtherGrant(uint32 grantId, address recipient);

    /// @notice No such auditor is appointed.
    error RewardsNotAuditor(uint16 auditorId, address account);

    /// @notice The signature is not the auditor's.
    error RewardsInvalidSignature(address auditor);

    /// @notice Challenges of an epoch are reported during the one after it.
    error RewardsWrongEpoch(uint48 epoch, uint48 current);

    /// @notice From one to `max` challenges are made, and no more are passed.
    error RewardsBadCount(uint32 made, uint32 passed, uint32 max);

    /// @notice No audit of the provider lives.
    error RewardsNotAudited(uint32 providerId);

    /// @notice Auditor and operator are of one party, or the auditor of none.
    error RewardsSameParty(uint32 party);

    /// @notice The auditor reported this before.
    error RewardsReportedBefore(uint32 providerId, uint48 epoch, uint16 auditorId);

    /// @notice Only the operator may do this.
    error RewardsNotOperator(uint32 providerId, address caller);

    /// @notice Reports are taken until that epoch is over.
    error RewardsTooEarly(uint48 epoch, uint48 current);

    /// @notice The reward was paid.
    error RewardsClaimedBefore(uint32 providerId, uint48 epoch);

    /// @notice The node earned nothing.
    error RewardsNothingEarned(uint32 providerId, uint48 epoch);

    /// @notice There is less money than that; the claim can be made once there is more.
    error RewardsNotFunded(uint256 amount, uint256 balance);

    /// @notice The money token moved less than it was told to.
    error RewardsShortTransfer(uint256 expected, uint256 received);

    /// @notice Sets base and free nodes, from the next epoch on; only by proposal (policy).
    /// @param rewards What a node earns.
    function setRewards(Rewards calldata rewards) external;

    /// @notice Sets the multiplier of a pool, from the next epoch on; only by proposal (policy).
    /// @param pool The pool; until a vote its nodes earn nothing.
    /// @param bps Basis points of the base, at most `MAX_MULTIPLIER`.
    function setMultiplier(uint32 pool, uint32 bps) external;

    /// @notice Pays money in; anyone.
    /// @param amount Base units, which the caller must have approved.
    function fund(uint256 amount) external;

    /// @notice Fetches what has accrued of a grant of the treasury to this contract. Open to anyone.
    /// @param grantId The grant.
    function pull(uint32 grantId) external;

    /// @notice Reports challenges of a node for the epoch before the current one. Only an appointed auditor of another party,
    /// once, and only of a provider with a live audit.
    /// @param providerId The provider.
    /// @param epoch The epoch.
    /// @param made Challenges made.
    /// @param passed Challenges passed.
    function report(uint32 providerId, uint48 epoch, uint32 made, uint32 passed) external;

    /// @notice The same, signed by the auditor (EIP-712 or ERC-1271), sent by anyone.
    /// @param auditorId The auditor.
    /// @param providerId The provider.
    /// @param epoch The epoch.
    /// @param made Challenges made.
    /// @param passed Challenges passed.
    /// @param signature Over `Report(uint16 auditorId,uint32 providerId,uint48 epoch,uint32 made,uint32 passed)`.
    function reportBySig(
        uint16 auditorId,
        uint32 providerId,
        uint48 epoch,
        uint32 made,
        uint32 passed,
        bytes calldata signature
    ) external;

    /// @notice Pays the reward of a node for an epoch, once its reports are over. Only its operator. Which node of a party
    /// is its i-th is decided by the order of claims.
    /// @param providerId The provider.
    /// @param epoch The epoch.
    function claim(uint32 providerId, uint48 epoch) external;

    /// @notice What a claim would pay now, in base units, if there is money for it; 0 where it was paid.
    function rewardOf(uint32 providerId, uint48 epoch) external view returns (uint256);

    /// @notice What auditors reported.
    function tallyOf(uint32 providerId, uint48 epoch) external view returns (Tally memory);

    /// @notice Whether an auditor reported.
    function hasReported(uint32 providerId, uint48 epoch, uint16 auditorId) external view returns (bool);

    /// @notice How many nodes of a party were paid for an epoch.
    function claimedNodes(uint48 epoch, uint32 party) external view returns (uint32);

    /// @notice Base and free nodes of an epoch; for one that has not begun, what would count if nothing changed.
    function rewardsAt(uint48 epoch) external view returns (Rewards memory);

    /// @notice The multiplier of a pool in an epoch, in basis points.
    function multiplierAt(uint32 pool, uint48 epoch) external view returns (uint32);
}
