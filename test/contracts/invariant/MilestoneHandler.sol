// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMilestoneLeases} from "../../../contracts/interfaces/IMilestoneLeases.sol";
import {Milestones} from "../support/Milestones.sol";

/// @title What tenants, providers, arbiters and strangers might do about milestones, in any order
/// @dev Every call may be refused; what went through is counted, and what it moved is compared with what it may.
contract MilestoneHandler is Milestones {
    address[] private _actors;
    uint32[] private _providers;
    uint256[] private _rejected;

    uint256 public delivered;
    uint256 public paid;
    uint256 public settled;
    uint256 public reclaimed;
    uint256 public refused;

    /// @dev Base units that went in by offers and bonds, and out to anybody.
    uint256 public cameIn;
    uint256 public wentOut;

    constructor() {
        startMilestones();
        _providers.push(providerId);
        _providers.push(addUnaudited(stewards[3], 4));
        address[5] memory all = [tenant, operator, stewards[3], stewards[0], stranger];
        for (uint256 i = 0; i < all.length; ++i) {
            _actors.push(all[i]);
            giveMoney(all[i], 1_000_000e6);
            approveMilestones(all[i]);
        }
    }

    function expectedBalance() external view returns (uint256) {
        return heldBy(_actors);
    }

    function balance() external view returns (uint256) {
        return money.balanceOf(address(milestones));
    }

    /// @notice Somebody offers a job, now and then with a plan that is refused.
    function offerJob(uint256 seed) external {
        IMilestoneLeases.Plan[] memory plan = new IMilestoneLeases.Plan[](seed % 6);
        uint256 deadline = block.timestamp;
        for (uint256 i = 0; i < plan.length; ++i) {
            deadline += 1 + (seed >> (8 * i)) % 2 days;
            plan[i] = IMilestoneLeases.Plan({amount: uint96((seed >> (16 + i)) % 30_000e6), deadline: uint40(deadline)});
        }
        bytes memory data = abi.encodeCall(milestones.offer, (_providers[(seed >> 4) % _providers.length], SPEC, plan));
        _call(_actors[(seed >> 90) % _actors.length], data);
    }

    /// @notice The tenant takes an offer back, or the provider takes the job.
    function answerOffer(uint256 seed) external {
        uint64 jobId = _someJob(seed);
        bytes memory data = seed % 5 == 0
            ? abi.encodeCall(milestones.withdrawOffer, (jobId))
            : abi.encodeCall(milestones.acceptJob, (jobId));
        _call(seed % 5 == 0 ? milestones.job(jobId).tenant : _operatorOf(jobId), data);
    }

    /// @notice A provider delivers.
    function deliverNext(uint256 seed) external {
        uint64 jobId = _someJob(seed);
        if (_call(_operatorOf(jobId), abi.encodeCall(milestones.deliver, (jobId, WORK)))) ++delivered;
    }

    /// @notice A tenant accepts or rejects, or anybody releases.
    function answerDelivery(uint256 seed) external {
        (uint64 jobId, uint8 index) = _someMilestone(seed);
        address owner = milestones.job(jobId).tenant;
        if (seed % 3 == 0) {
            if (_call(owner, abi.encodeCall(milestones.acceptMilestone, (jobId, index)))) ++paid;
        } else if (seed % 3 == 1) {
            if (_call(owner, abi.encodeCall(milestones.reject, (jobId, index, EVIDENCE)))) {
                _rejected.push((uint256(jobId) << 8) | index);
            }
        } else if (_call(stranger, abi.encodeCall(milestones.release, (jobId, index)))) {
            ++paid;
        }
    }

    /// @notice Arbiters agree, or do not, and somebody carries it out.
    function decideCase(uint256 seed) external {
        uint64 count = arbitration.caseCount();
        if (count == 0) return;
        uint64 caseId = uint64(1 + (seed >> 8) % count);
        for (uint256 i = 0; i < seed % 4 && i < arbiters.length; ++i) {
            vm.prank(arbiters[i]);
            (bool done,) =
                address(arbitration).call(abi.encodeCall(arbitration.vote, (caseId, (seed >> 80) % 2 == 0, "")));
            if (!done) ++refused;
        }
    }

    /// @notice Somebody carries out what can be.
    function settleAny(uint256 seed) external {
        (uint64 jobId, uint8 index) = _someMilestone(seed);
        if (_rejected.length != 0 && seed % 8 != 0) {
            uint256 one = _rejected[(seed >> 100) % _rejected.length];
            (jobId, index) = (uint64(one >> 8), uint8(one));
        }
        if (milestones.milestone(jobId, index).state == IMilestoneLeases.MilestoneState.Rejected && seed % 3 != 0) {
            skipTime(arbitration.appealTime());
        }
        if (_call(stranger, abi.encodeCall(milestones.settle, (jobId, index)))) ++settled;
    }

    /// @notice A tenant takes the rest back.
    function reclaimRest(uint256 seed) external {
        uint64 jobId = _someJob(seed);
        if (_call(milestones.job(jobId).tenant, abi.encodeCall(milestones.reclaim, (jobId)))) ++reclaimed;
    }

    /// @notice Somebody takes what is theirs, or sends the fees on.
    function takeMoney(uint256 seed) external {
        if (seed % 4 == 0) _call(stranger, abi.encodeCall(milestones.payFees, ()));
        else _call(_actors[(seed >> 8) % _actors.length], abi.encodeCall(milestones.claim, ()));
    }

    /// @notice Somebody tries a call that is not theirs.
    function attack(uint256 seed) external {
        (uint64 jobId, uint8 index) = _someMilestone(seed);
        bytes[5] memory calls = [
            abi.encodeCall(milestones.acceptMilestone, (jobId, index)),
            abi.encodeCall(milestones.reject, (jobId, index, EVIDENCE)),
            abi.encodeCall(milestones.reclaim, (jobId)),
            abi.encodeCall(milestones.withdrawOffer, (jobId)),
            abi.encodeCall(milestones.deliver, (jobId, WORK))
        ];
        require(!_call(guardian, calls[(seed >> 8) % 5]), "a call of nobody's went through");
    }

    /// @notice Time passes.
    function moveTime(uint256 seed) external {
        skipTime(seed % (seed % 7 == 0 ? 1 days : 1 hours));
    }

    function _someJob(uint256 seed) private view returns (uint64) {
        return uint64(1 + (seed >> 32) % (uint256(milestones.jobCount()) + 1));
    }

    function _someMilestone(uint256 seed) private view returns (uint64 jobId, uint8 index) {
        jobId = _someJob(seed);
        index = uint8((seed >> 64) % (uint256(milestones.job(jobId).delivered) + 1));
    }

    function _operatorOf(uint64 jobId) private view returns (address) {
        return providers.operatorOf(milestones.job(jobId).providerId);
    }

    function _call(address actor, bytes memory data) private returns (bool done) {
        uint256 before = money.balanceOf(address(milestones));
        vm.prank(actor);
        (done,) = address(milestones).call(data);
        uint256 now_ = money.balanceOf(address(milestones));
        if (now_ > before) cameIn += now_ - before;
        else wentOut += before - now_;
        if (!done) ++refused;
    }
}
