// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../interfaces/IArbitration.sol";
import {IMarketTerms} from "../interfaces/IMarketTerms.sol";
import {IMilestoneLeases, MilestonesConfig} from "../interfaces/IMilestoneLeases.sol";
import {IOrderBook} from "../interfaces/IOrderBook.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {MarketMoney} from "./extensions/MarketMoney.sol";
import {MilestoneJobs} from "./extensions/MilestoneJobs.sol";
import {LeaseMath} from "./libraries/LeaseMath.sol";

/// @title Jobs that are paid by the milestone
/// @notice Nothing here is restricted: no vote reaches money that is in it, but by overturning a verdict.
/// Specification: docs/specification.md 19.
/// @dev Each function changes what is kept (MilestoneJobs) before it moves money (MarketMoney).
contract MilestoneLeases is MarketMoney, MilestoneJobs {
    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice The provider registry.
    IProviderRegistry public immutable providers;

    /// @notice The order book.
    IOrderBook public immutable book;

    /// @notice The arbiters.
    IArbitration public immutable arbitration;

    /// @inheritdoc IMilestoneLeases
    uint40 public immutable reviewTime;

    /// @param config What it is made of.
    constructor(MilestonesConfig memory config) MarketMoney(config.money, config.treasury) {
        parties = config.parties;
        providers = config.providers;
        book = config.book;
        arbitration = config.arbitration;
        reviewTime = config.reviewTime;
    }

    /// @inheritdoc IMilestoneLeases
    function offer(uint32 providerId, bytes32 specDigest, Plan[] calldata plan)
        external
        nonReentrant
        returns (uint64 jobId)
    {
        address operator = _checkOpen(providerId);
        if (specDigest == 0) revert MilestonesEmptyField("specDigest");
        jobId = ++jobCount;
        uint128 total = _plan(jobId, plan);
        Job memory made = Job({
            tenant: msg.sender,
            tenantParty: parties.partyNow(msg.sender),
            providerId: providerId,
            providerParty: parties.partyNow(operator),
            version: book.termsVersion(),
            state: JobState.Offered,
            milestones: uint8(plan.length),
            delivered: 0,
            undelivered: total
        });
        _jobs[jobId] = made;
        emit JobOffered(
            jobId, msg.sender, providerId, made.tenantParty, made.providerParty, made.version, specDigest, plan
        );
        _receive(msg.sender, total);
    }

    /// @inheritdoc IMilestoneLeases
    function withdrawOffer(uint64 jobId) external nonReentrant {
        _end(jobId, JobState.Offered);
    }

    /// @inheritdoc IMilestoneLeases
    function acceptJob(uint64 jobId) external nonReentrant {
        Job storage held = _inState(jobId, JobState.Offered);
        if (_checkOpen(held.providerId) != msg.sender) revert MilestonesNotSide(jobId, msg.sender);
        _checkBefore(jobId, _milestones[jobId][0].deadline);
        held.state = JobState.Running;
        emit JobAccepted(jobId);
    }

    /// @inheritdoc IMilestoneLeases
    function deliver(uint64 jobId, bytes32 digest) external nonReentrant {
        Job storage held = _inState(jobId, JobState.Running);
        if (providers.operatorOf(held.providerId) != msg.sender) revert MilestonesNotSide(jobId, msg.sender);
        if (digest == 0) revert MilestonesEmptyField("digest");
        Milestone storage next = _next(held, jobId);
        _checkBefore(jobId, next.deadline);
        uint8 index = held.delivered++;
        held.undelivered -= next.amount;
        next.state = MilestoneState.Delivered;
        next.deliveredAt = uint40(block.timestamp);
        emit MilestoneDelivered(jobId, index, digest);
        _receive(msg.sender, _bondOf(held));
    }

    /// @inheritdoc IMilestoneLeases
    function acceptMilestone(uint64 jobId, uint8 index) external nonReentrant {
        _checkTenant(jobId);
        _inState(jobId, index, MilestoneState.Delivered);
        _payProvider(jobId, index, _bondOf(_jobs[jobId]));
    }

    /// @inheritdoc IMilestoneLeases
    function release(uint64 jobId, uint8 index) external nonReentrant {
        uint256 from = uint256(_inState(jobId, index, MilestoneState.Delivered).deliveredAt) + reviewTime;
        if (block.timestamp < from) revert MilestonesTooEarly(jobId, from);
        _payProvider(jobId, index, _bondOf(_jobs[jobId]));
    }

    /// @inheritdoc IMilestoneLeases
    function reject(uint64 jobId, uint8 index, bytes32 evidence) external nonReentrant {
        _checkTenant(jobId);
        if (evidence == 0) revert MilestonesEmptyField("evidence");
        Milestone storage rejected = _inState(jobId, index, MilestoneState.Delivered);
        _checkBefore(jobId, uint256(rejected.deliveredAt) + reviewTime);
        Job storage held = _jobs[jobId];
        rejected.state = MilestoneState.Rejected;
        address operator = providers.operatorOf(held.providerId);
        uint64 caseId = arbitration.open(msg.sender, operator, held.tenantParty, held.providerParty, evidence);
        rejected.caseId = caseId;
        emit MilestoneRejected(jobId, index, caseId, evidence);
        _receive(msg.sender, _bondOf(held));
    }

    /// @inheritdoc IMilestoneLeases
    function settle(uint64 jobId, uint8 index) external nonReentrant {
        Milestone storage rejected = _inState(jobId, index, MilestoneState.Rejected);
        IArbitration.Outcome outcome = arbitration.outcomeOf(rejected.caseId);
        if (outcome == IArbitration.Outcome.Pending) revert MilestonesNoVerdict(rejected.caseId);
        Job storage held = _jobs[jobId];
        uint256 bond = _bondOf(held);
        emit MilestoneSettled(jobId, index, outcome);
        if (outcome == IArbitration.Outcome.ForClaimant) {
            rejected.state = MilestoneState.Returned;
            _credit(held.tenant, rejected.amount + 2 * bond);
        } else if (outcome == IArbitration.Outcome.ForRespondent) {
            _payProvider(jobId, index, 2 * bond);
        } else {
            _credit(held.tenant, bond);
            _payProvider(jobId, index, bond);
        }
    }

    /// @inheritdoc IMilestoneLeases
    function reclaim(uint64 jobId) external nonReentrant {
        uint256 deadline = _next(_inState(jobId, JobState.Running), jobId).deadline;
        if (block.timestamp < deadline) revert MilestonesTooEarly(jobId, deadline);
        _end(jobId, JobState.Running);
    }

    /// @dev Gives the tenant, who calls, the money of what was not delivered.
    function _end(uint64 jobId, JobState state) private {
        _checkTenant(jobId);
        Job storage held = _inState(jobId, state);
        uint128 returned = held.undelivered;
        held.undelivered = 0;
        held.state = JobState.Ended;
        emit JobEnded(jobId, returned);
        _pay(msg.sender, returned);
    }

    /// @dev The milestone's money less the fee, and bonds.
    function _payProvider(uint64 jobId, uint8 index, uint256 bonds) private {
        Milestone storage paid = _milestones[jobId][index];
        Job storage held = _jobs[jobId];
        IMarketTerms.Terms memory terms = book.termsOf(held.version);
        uint96 amount = paid.amount;
        uint256 fee = LeaseMath.feeOn(amount, terms.feeBps);
        uint256 burnt = LeaseMath.feeOn(fee, terms.burnBps);
        paid.state = MilestoneState.Paid;
        _addFees(fee - burnt, burnt);
        emit MilestonePaid(jobId, index, amount, uint96(fee));
        _credit(providers.operatorOf(held.providerId), amount - fee + bonds);
    }

    function _checkOpen(uint32 providerId) private view returns (address operator) {
        uint48 until = book.pausedUntil();
        if (block.timestamp < until) revert MilestonesPaused(until);
        operator = providers.operatorOf(providerId);
        if (operator == address(0) || providers.isRetired(providerId)) revert MilestonesUnknownProvider(providerId);
    }

    function _bondOf(Job storage held) private view returns (uint256) {
        return book.termsOf(held.version).disputeBond;
    }
}
