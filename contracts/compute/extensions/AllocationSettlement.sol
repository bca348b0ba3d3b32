// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationSettlement} from "../../interfaces/IAllocationSettlement.sol";
import {ClassShares} from "../libraries/ClassShares.sol";
import {GroupWord} from "../libraries/GroupWord.sol";
import {RequestWord} from "../libraries/RequestWord.sol";
import {AllocationRequests} from "./AllocationRequests.sol";

/// @title Levels that prove themselves, and what the market uses of what they give
/// @dev S(L), what a class would get at level L, never falls with L; so the level with S(L) <= A < S(L + 1) is unique,
/// there is nothing to choose, and whoever submits it has no say. Requests of an epoch that takes none any more never
/// change, so progress never has to be taken back.
abstract contract AllocationSettlement is AllocationRequests, IAllocationSettlement {
    /// @dev What is counted through: the class's kinds are walked in order, each from its first request on.
    struct Count {
        uint256 available;
        uint128 level;
        uint256 left;
    }

    /// @notice The market, the only one that uses allocations.
    address public immutable market;

    mapping(uint256 round => mapping(bytes32 levels => Progress)) private _progress;
    // By kind: the most that a party of it gets, which is its weight at its class's level.
    mapping(uint256 round => uint64[KINDS]) private _limits;

    /// @param market_ The market's address, predicted: it is deployed after this contract.
    constructor(address market_) {
        market = market_;
    }

    /// @inheritdoc IAllocationSettlement
    function verify(uint32 pool, uint48 epoch, uint128[] calldata levels, uint256 max) external returns (bool settled) {
        uint256 key = _roundKey(pool, epoch);
        _checkSettling(pool, epoch, levels.length);
        (uint256[] memory demands, uint256[] memory available) = sharesOf(pool, epoch, levels[0]);

        bytes32 candidate = keccak256(abi.encode(levels));
        Progress memory progress = _progress[key][candidate];
        uint256 left = max;
        while (progress.class < demands.length) {
            uint8 class = progress.class;
            uint128 level = levels[class + 1];
            if (demands[class] <= available[class]) {
                if (level != ClassShares.ALL) revert AllocationLevelNotMax(class, level);
            } else {
                Count memory count = Count({available: available[class], level: level, left: left});
                if (!_countClass(key, progress, count)) {
                    _progress[key][candidate] = progress;
                    return false;
                }
                left = count.left;
                if (progress.sumNext <= available[class]) revert AllocationLevelTooLow(class, level);
            }
            progress = Progress({class: class + 1, kind: 0, party: 0, sum: 0, sumNext: 0});
        }
        _settle(key, levels);
        emit RoundSettled(pool, epoch, levels, msg.sender);
        return true;
    }

    /// @inheritdoc IAllocationSettlement
    function consume(uint32 party, uint32 pool, uint48 epoch, uint64 amount) external {
        _checkMarket();
        uint48 current = _epochNow();
        if (epoch != current) revert AllocationWrongEpoch(epoch, current);
        RequestWord word = _requests[_requestKey(_roundKey(pool, epoch), party)];
        uint64 left = allocationOf(party, pool, epoch) - word.consumed();
        if (amount > left) revert AllocationExceeded(party, amount, left);
        _requests[_requestKey(_roundKey(pool, epoch), party)] = word.withConsumed(word.consumed() + amount);
        emit Consumed(party, pool, epoch, amount);
    }

    /// @inheritdoc IAllocationSettlement
    function restore(uint32 party, uint32 pool, uint48 epoch, uint64 amount) external {
        _checkMarket();
        RequestWord word = _requests[_requestKey(_roundKey(pool, epoch), party)];
        uint64 consumed = word.consumed();
        if (amount > consumed) revert AllocationExceeded(party, amount, consumed);
        _requests[_requestKey(_roundKey(pool, epoch), party)] = word.withConsumed(consumed - amount);
        emit Restored(party, pool, epoch, amount);
    }

    /// @inheritdoc IAllocationSettlement
    function progressOf(uint32 pool, uint48 epoch, uint128[] calldata levels) external view returns (Progress memory) {
        return _progress[_roundKey(pool, epoch)][keccak256(abi.encode(levels))];
    }

    /// @inheritdoc IAllocationSettlement
    function allocationOf(uint32 party, uint32 pool, uint48 epoch) public view returns (uint64) {
        uint256 key = _roundKey(pool, epoch);
        if (!_rounds[key].settled) revert AllocationNotSettled(pool, epoch);
        RequestWord word = _requests[_requestKey(key, party)];
        uint64 limit = _limits[key][word.kind()];
        return word.units() < limit ? word.units() : limit;
    }

    /// @inheritdoc IAllocationSettlement
    function sharesOf(uint32 pool, uint48 epoch, uint128 classLevel)
        public
        view
        returns (uint256[] memory demands, uint256[] memory available)
    {
        uint256 key = _roundKey(pool, epoch);
        Round storage round = _rounds[key];
        ClassRule[] memory classes = _policy(round.version).classes;
        uint256 count = classes.length;
        uint256 capacity = round.capacity;
        demands = new uint256[](count);
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            GroupWord group = _groups[_groupKey(key, kind)];
            demands[group.class()] += group.demand();
        }
        uint256[] memory reserves = new uint256[](count);
        uint256[] memory weights = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            reserves[i] = capacity * classes[i].reserveBps / BASIS_POINTS;
            weights[i] = classes[i].weight;
        }
        bool right;
        (available, right) = ClassShares.sharesAt(capacity, demands, reserves, weights, classLevel);
        if (!right) revert AllocationWrongClassLevel(classLevel);
    }

    /// @dev Counts requests of a class until it is through or `count.left` is used up; answers whether it is through.
    function _countClass(uint256 key, Progress memory progress, Count memory count) private view returns (bool) {
        for (uint8 kind = progress.kind; kind < KINDS; ++kind) {
            GroupWord group = _groups[_groupKey(key, kind)];
            if (!group.exists() || group.class() != progress.class) continue;
            progress.kind = kind;
            uint256 limit = ClassShares.atLevel(group.weight(), count.level);
            uint256 limitNext = ClassShares.atLevel(group.weight(), uint256(count.level) + 1);
            uint32 first = progress.party == 0 ? group.head() : progress.party;
            progress.party = 0;
            if (!_countKind(key, progress, count, first, limit, limitNext)) return false;
        }
        return true;
    }

    function _countKind(
        uint256 key,
        Progress memory progress,
        Count memory count,
        uint256 party,
        uint256 limit,
        uint256 limitNext
    ) private view returns (bool) {
        uint256 first = _requestKey(key, 0);
        uint256 sum = progress.sum;
        uint256 above = 0;
        uint256 left = count.left;
        // Nothing here can overflow: at most 2^32 requests below 2^53.
        unchecked {
            while (party != 0 && left != 0) {
                uint256 units;
                (units, party) = _requests[first | party].unitsAndNext();
                if (units > limit) {
                    units = limit;
                    ++above;
                }
                sum += units;
                --left;
            }
        }
        if (sum > count.available) revert AllocationLevelTooHigh(progress.class, count.level);
        // One level higher whoever is above the limit gets at most one GPU-second more.
        progress.sumNext += uint64(sum - progress.sum + above * (limitNext - limit));
        progress.sum = uint64(sum);
        progress.party = uint32(party);
        count.left = left;
        return party == 0;
    }

    function _settle(uint256 key, uint128[] calldata levels) private {
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            GroupWord group = _groups[_groupKey(key, kind)];
            if (!group.exists()) continue;
            uint256 limit = ClassShares.atLevel(group.weight(), levels[group.class() + 1]);
            _limits[key][kind] = limit < MAX_CAPACITY ? uint64(limit) : MAX_CAPACITY;
        }
        _rounds[key].settled = true;
    }

    function _checkSettling(uint32 pool, uint48 epoch, uint256 given) private view {
        Round storage round = _rounds[_roundKey(pool, epoch)];
        if (!round.opened) revert AllocationNotOpened(pool, epoch);
        if (round.settled) revert AllocationSettled(pool, epoch);
        uint256 until = _deadline(epoch);
        if (block.timestamp < until) revert AllocationStillTaking(epoch, until);
        uint256 needed = _policy(round.version).classes.length + 1;
        if (given != needed) revert AllocationBadLevelCount(given, needed);
    }

    function _checkMarket() private view {
        if (msg.sender != market) revert AllocationOnlyMarket(msg.sender);
    }
}
