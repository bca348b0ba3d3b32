// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../interfaces/IComputeTreasury.sol";
import {INodeRewards, RewardsConfig} from "../interfaces/INodeRewards.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {EpochTimed} from "./extensions/EpochTimed.sol";
import {RewardMath} from "./libraries/RewardMath.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Rewards of nodes that were there when auditors asked
/// @notice Owes nothing that it does not hold: a claim is paid out of the balance, or waits. Specification:
/// docs/specification.md 20.
/// @dev A change made in epoch k is keyed k + 1, so nothing that is keyed for an epoch that began can change.
contract NodeRewards is AccessManaged, EpochTimed, EIP712, ReentrancyGuardTransient, INodeRewards {
    using Checkpoints for Checkpoints.Trace208;
    using SafeERC20 for IERC20;

    /// @notice The greatest multiplier, in basis points.
    uint32 public constant MAX_MULTIPLIER = 100_000;

    /// @notice The most challenges of a report, so that one of many cannot drown the others at will.
    uint32 public constant MAX_CHALLENGES = 10_000;

    uint8 private constant NODE_BITS = 16;
    bytes32 private constant REPORT_TYPEHASH =
        keccak256("Report(uint16 auditorId,uint32 providerId,uint48 epoch,uint32 made,uint32 passed)");

    /// @notice The money token.
    IERC20 public immutable money;

    /// @notice The treasury.
    IComputeTreasury public immutable treasury;

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice Where pools are known.
    IAllocationRules public immutable policy;

    /// @notice The provider registry.
    IProviderRegistry public immutable providers;

    /// @inheritdoc INodeRewards
    mapping(uint32 providerId => mapping(uint48 epoch => mapping(uint16 auditorId => bool))) public hasReported;

    /// @inheritdoc INodeRewards
    mapping(uint48 epoch => mapping(uint32 party => uint32)) public claimedNodes;

    Checkpoints.Trace208 private _rewards;
    mapping(uint32 pool => Checkpoints.Trace208) private _multipliers;
    mapping(uint32 providerId => mapping(uint48 epoch => Tally)) private _tallies;

    /// @param config What it is made of.
    constructor(RewardsConfig memory config)
        AccessManaged(config.authority)
        EpochTimed(config.clock)
        EIP712("Ostrakon NodeRewards", "1")
    {
        money = config.money;
        treasury = config.treasury;
        parties = config.parties;
        policy = config.policy;
        providers = config.providers;
        _setRewards(config.rewards, 0);
    }

    /// @inheritdoc INodeRewards
    function setRewards(Rewards calldata rewards) external restricted {
        _setRewards(rewards, _epochNow() + 1);
    }

    /// @inheritdoc INodeRewards
    function setMultiplier(uint32 pool, uint32 bps) external restricted {
        if (pool == 0 || pool > policy.poolCount()) revert RewardsUnknownPool(pool);
        if (bps > MAX_MULTIPLIER) revert RewardsMultiplierTooLarge(bps, MAX_MULTIPLIER);
        uint48 fromEpoch = _epochNow() + 1;
        _multipliers[pool].push(fromEpoch, bps);
        emit MultiplierSet(pool, fromEpoch, bps);
    }

    /// @inheritdoc INodeRewards
    function fund(uint256 amount) external nonReentrant {
        emit RewardsFunded(msg.sender, amount);
        uint256 before = money.balanceOf(address(this));
        money.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = money.balanceOf(address(this)) - before;
        if (received < amount) revert RewardsShortTransfer(amount, received);
    }

    /// @inheritdoc INodeRewards
    function pull(uint32 grantId) external nonReentrant {
        address recipient = treasury.moneyGrant(grantId).recipient;
        if (recipient != address(this)) revert RewardsOtherGrant(grantId, recipient);
        emit RewardsPulled(grantId, treasury.claimable(grantId));
        treasury.claim(grantId);
    }

    /// @inheritdoc INodeRewards
    function report(uint32 providerId, uint48 epoch, uint32 made, uint32 passed) external {
        _report(providers.auditorIdOf(msg.sender), providerId, epoch, made, passed);
    }

    /// @inheritdoc INodeRewards
    function reportBySig(
        uint16 auditorId,
        uint32 providerId,
        uint48 epoch,
        uint32 made,
        uint32 passed,
        bytes calldata signature
    ) external {
        (address account,) = providers.auditor(auditorId);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(REPORT_TYPEHASH, auditorId, providerId, epoch, made, passed)));
        if (!SignatureChecker.isValidSignatureNow(account, digest, signature)) revert RewardsInvalidSignature(account);
        _report(auditorId, providerId, epoch, made, passed);
    }

    /// @inheritdoc INodeRewards
    function claim(uint32 providerId, uint48 epoch) external nonReentrant {
        if (providers.operatorOf(providerId) != msg.sender) revert RewardsNotOperator(providerId, msg.sender);
        uint48 current = _epochNow();
        if (uint256(epoch) + 1 >= current) revert RewardsTooEarly(epoch, current);
        Tally storage tally = _tallies[providerId][epoch];
        if (tally.claimed) revert RewardsClaimedBefore(providerId, epoch);
        uint256 amount = _rewardOf(tally, epoch);
        if (amount == 0) revert RewardsNothingEarned(providerId, epoch);
        uint256 balance = money.balanceOf(address(this));
        if (amount > balance) revert RewardsNotFunded(amount, balance);
        tally.claimed = true;
        uint32 party = tally.party;
        uint32 ordinal = ++claimedNodes[epoch][party];
        emit RewardClaimed(providerId, epoch, party, msg.sender, ordinal, amount);
        money.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc INodeRewards
    function rewardOf(uint32 providerId, uint48 epoch) external view returns (uint256) {
        Tally storage tally = _tallies[providerId][epoch];
        return tally.claimed ? 0 : _rewardOf(tally, epoch);
    }

    /// @inheritdoc INodeRewards
    function tallyOf(uint32 providerId, uint48 epoch) external view returns (Tally memory) {
        return _tallies[providerId][epoch];
    }

    /// @inheritdoc INodeRewards
    function rewardsAt(uint48 epoch) public view returns (Rewards memory) {
        uint208 word = _rewards.upperLookupRecent(epoch);
        return Rewards({base: uint96(word >> NODE_BITS), freeNodes: uint16(word)});
    }

    /// @inheritdoc INodeRewards
    function multiplierAt(uint32 pool, uint48 epoch) public view returns (uint32) {
        return uint32(_multipliers[pool].upperLookupRecent(epoch));
    }

    function _setRewards(Rewards memory rewards, uint48 fromEpoch) private {
        if (rewards.freeNodes == 0) revert RewardsNoFreeNodes();
        _rewards.push(fromEpoch, (uint208(rewards.base) << NODE_BITS) | rewards.freeNodes);
        emit RewardsSet(fromEpoch, rewards);
    }

    function _report(uint16 auditorId, uint32 providerId, uint48 epoch, uint32 made, uint32 passed) private {
        (address account, bool appointed) = providers.auditor(auditorId);
        if (!appointed) revert RewardsNotAuditor(auditorId, account);
        uint48 current = _epochNow();
        if (uint256(epoch) + 1 != current) revert RewardsWrongEpoch(epoch, current);
        if (made == 0 || made > MAX_CHALLENGES || passed > made) revert RewardsBadCount(made, passed, MAX_CHALLENGES);
        if (hasReported[providerId][epoch][auditorId]) revert RewardsReportedBefore(providerId, epoch, auditorId);
        IProviderRegistry.Provider memory node = providers.provider(providerId);
        if (node.liveAudits == 0 || node.retired) revert RewardsNotAudited(providerId);

        Tally storage tally = _tallies[providerId][epoch];
        uint32 nodeParty = parties.partyNow(node.operator);
        if (tally.made == 0) {
            tally.party = nodeParty;
            tally.pool = node.declaration.pool;
        }
        uint32 party = parties.partyNow(account);
        if (party == 0 || party == nodeParty || party == tally.party) revert RewardsSameParty(party);
        hasReported[providerId][epoch][auditorId] = true;
        tally.made += made;
        tally.passed += passed;
        emit ChallengesReported(providerId, epoch, auditorId, tally.party, made, passed);
    }

    /// @dev As the next node of its party.
    function _rewardOf(Tally storage tally, uint48 epoch) private view returns (uint256) {
        Rewards memory rewards = rewardsAt(epoch);
        uint256 ordinal = uint256(claimedNodes[epoch][tally.party]) + 1;
        uint32 bps = multiplierAt(tally.pool, epoch);
        return RewardMath.rewardOf(rewards.base, bps, tally.made, tally.passed, rewards.freeNodes, ordinal);
    }
}
