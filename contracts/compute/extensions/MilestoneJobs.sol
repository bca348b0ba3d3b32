// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMilestoneLeases} from "../../interfaces/IMilestoneLeases.sol";

/// @title Jobs and their milestones as they are kept
/// @dev Milestones are delivered in their order, so what a job still holds is one number and nothing loops over them.
abstract contract MilestoneJobs is IMilestoneLeases {
    /// @notice The longest that the last deadline may lie ahead.
    uint256 public constant MAX_TERM = 2 * 365 days;

    uint256 private constant MAX_MILESTONES = 16;

    /// @inheritdoc IMilestoneLeases
    uint64 public jobCount;

    mapping(uint64 jobId => Job) internal _jobs;
    mapping(uint64 jobId => mapping(uint256 index => Milestone)) internal _milestones;

    /// @inheritdoc IMilestoneLeases
    function job(uint64 jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc IMilestoneLeases
    function milestone(uint64 jobId, uint8 index) external view returns (Milestone memory) {
        return _milestones[jobId][index];
    }

    function _plan(uint64 jobId, Plan[] calldata plan) internal returns (uint128 total) {
        if (plan.length == 0 || plan.length > MAX_MILESTONES) revert MilestonesBadCount(plan.length, MAX_MILESTONES);
        uint256 earliest = block.timestamp + 1;
        uint256 latest = block.timestamp + MAX_TERM;
        for (uint256 i = 0; i < plan.length; ++i) {
            (uint96 amount, uint40 deadline) = (plan[i].amount, plan[i].deadline);
            if (amount == 0) revert MilestonesEmptyField("amount");
            if (deadline < earliest || deadline > latest) revert MilestonesBadDeadline(i, deadline, earliest, latest);
            earliest = deadline;
            total += amount;
            Milestone storage planned = _milestones[jobId][i];
            (planned.amount, planned.deadline, planned.state) = (amount, deadline, MilestoneState.Open);
        }
    }

    function _next(Job storage held, uint64 jobId) internal view returns (Milestone storage) {
        if (held.delivered == held.milestones) revert MilestonesAllDelivered(jobId);
        return _milestones[jobId][held.delivered];
    }

    function _inState(uint64 jobId, JobState state) internal view returns (Job storage held) {
        held = _jobs[jobId];
        if (held.state != state) revert MilestonesWrongState(jobId, held.state);
    }

    function _inState(uint64 jobId, uint8 index, MilestoneState state) internal view returns (Milestone storage found) {
        found = _milestones[jobId][index];
        if (found.state != state) revert MilestonesWrongMilestone(jobId, index, found.state);
    }

    function _checkTenant(uint64 jobId) internal view {
        if (_jobs[jobId].tenant != msg.sender) revert MilestonesNotSide(jobId, msg.sender);
    }

    function _checkBefore(uint64 jobId, uint256 until) internal view {
        if (block.timestamp >= until) revert MilestonesTooLate(jobId, until);
    }
}
