// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {TreasuryBalance} from "./TreasuryBalance.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Schedules, and the lines that an epoch has of them
abstract contract BudgetLines is TreasuryBalance {
    using Checkpoints for Checkpoints.Trace208;

    uint64 private constant MAX_GPU_SECONDS = 2 ** 53 - 1;
    uint256 private constant RATE_UNIT = 1e6;
    uint48 private constant NOTICE = 2;

    /// @notice Who opens lines, when the rules of an epoch freeze.
    address public immutable policy;

    /// @notice Who draws on lines.
    address public immutable market;

    Terms[] private _terms;
    // Index of `_terms` plus one, by the first epoch for which it counts.
    mapping(uint32 pool => Checkpoints.Trace208) private _schedules;
    mapping(uint32 pool => mapping(uint48 epoch => Line)) private _lines;

    modifier only(address allowed) {
        _checkCaller(allowed);
        _;
    }

    /// @param policy_ The allocation policy.
    /// @param market_ The market; zero where there is none.
    constructor(address policy_, address market_) {
        policy = policy_;
        market = market_;
    }

    /// @inheritdoc IComputeTreasury
    function setSchedule(uint32 pool, Terms calldata terms) external restricted {
        _checkPool(pool);
        if (terms.gpuSeconds > MAX_GPU_SECONDS) revert TreasuryTooManyGpuSeconds(terms.gpuSeconds);
        uint48 fromEpoch = _epochNow() + NOTICE;
        _terms.push(terms);
        _schedules[pool].push(fromEpoch, uint208(_terms.length));
        emit ScheduleSet(pool, fromEpoch, terms);
    }

    /// @inheritdoc IComputeTreasury
    function openLine(uint32 pool, uint48 epoch, uint64 capacity) external only(policy) returns (uint64 gpuSeconds) {
        Line storage line = _lines[pool][epoch];
        if (line.gpuSeconds != 0) revert TreasuryLineOpened(pool, epoch);
        Terms memory terms = termsAt(pool, epoch);
        uint256 covered = capacity < terms.gpuSeconds ? capacity : terms.gpuSeconds;
        uint256 money = 0;
        if (terms.maxRate != 0) {
            uint256 free = freeBalance();
            money = terms.money < free ? terms.money : free;
            uint256 paid = money * RATE_UNIT / terms.maxRate;
            if (paid < covered) covered = paid;
            // No more than what these GPU-seconds can cost: other pools may need the rest.
            money = (covered * terms.maxRate + RATE_UNIT - 1) / RATE_UNIT;
        }
        if (covered == 0) return 0;
        gpuSeconds = uint64(covered);
        line.gpuSeconds = gpuSeconds;
        line.money = uint128(money);
        line.maxRate = terms.maxRate;
        _reserve(epoch, money);
        emit LineOpened(pool, epoch, line);
    }

    /// @inheritdoc IComputeTreasury
    function draw(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) external only(market) {
        Line storage line = _lines[pool][epoch];
        if (
            epoch != _epochNow() || gpuSeconds > line.gpuSeconds - line.drawnGpuSeconds
                || amount > line.money - line.drawnMoney
        ) revert TreasuryLineExceeded(pool, epoch, gpuSeconds, amount);
        line.drawnGpuSeconds += gpuSeconds;
        line.drawnMoney += amount;
        _unreserve(epoch, amount);
        emit LineDrawn(pool, epoch, gpuSeconds, amount);
        _pay(msg.sender, amount);
    }

    /// @inheritdoc IComputeTreasury
    function refund(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) external only(market) {
        Line storage line = _lines[pool][epoch];
        if (gpuSeconds > line.drawnGpuSeconds || amount > line.drawnMoney) revert TreasuryRefundExceeded(pool, epoch);
        line.drawnGpuSeconds -= gpuSeconds;
        line.drawnMoney -= amount;
        _reserve(epoch, amount);
        emit LineRefunded(pool, epoch, gpuSeconds, amount);
        _receive(msg.sender, amount);
    }

    /// @inheritdoc IComputeTreasury
    function lineOf(uint32 pool, uint48 epoch) external view returns (Line memory) {
        return _lines[pool][epoch];
    }

    /// @inheritdoc IComputeTreasury
    function termsAt(uint32 pool, uint48 epoch) public view returns (Terms memory terms) {
        uint256 index = _schedules[pool].upperLookupRecent(epoch);
        if (index != 0) terms = _terms[index - 1];
    }

    function _checkPool(uint32 pool) internal view virtual;

    function _checkCaller(address allowed) private view {
        if (msg.sender != allowed) revert TreasuryOnly(msg.sender, allowed);
    }
}
