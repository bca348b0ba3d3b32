// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../interfaces/IAllocationRequests.sol";
import {IComputeTreasury} from "../../interfaces/IComputeTreasury.sol";
import {IPartyRegistry} from "../../interfaces/IPartyRegistry.sol";
import {GroupWord, GroupWords} from "../libraries/GroupWord.sol";
import {RequestWord, RequestWords} from "../libraries/RequestWord.sol";
import {AllocationRules} from "./AllocationRules.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Requests for the next epoch
/// @dev A request costs one fresh slot of its own and one write to the slot of its kind: what is frozen for the epoch is
/// copied there by the first of the kind, so that the others need not look it up.
abstract contract AllocationRequests is AllocationRules, EIP712, IAllocationRequests {
    bytes32 private constant REQUEST_TYPEHASH =
        keccak256("Request(address account,uint32 party,uint32 pool,uint48 epoch,uint64 want,uint48 seq)");

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @notice What covers the pools.
    IComputeTreasury public immutable treasury;

    /// @inheritdoc IAllocationRequests
    uint48 public immutable settleWindow;

    mapping(uint256 round => Round) internal _rounds;
    mapping(uint256 roundAndKind => GroupWord) internal _groups;
    mapping(uint256 roundAndParty => RequestWord) internal _requests;
    // How many pools, in the order of their ids, are open for an epoch.
    mapping(uint48 epoch => uint32) private _opened;
    // What an agent has asked for: the epoch above 64 bits of GPU-seconds.
    mapping(uint32 agent => uint256 asked) private _asked;

    /// @param parties_ The party registry.
    /// @param treasury_ The treasury's address, predicted: it is deployed after this contract.
    /// @param settleWindow_ Seconds before the end of an epoch in which no requests are taken.
    constructor(IPartyRegistry parties_, IComputeTreasury treasury_, uint48 settleWindow_) {
        parties = parties_;
        treasury = treasury_;
        if (settleWindow_ >= _epochLength()) revert AllocationBadWindow(settleWindow_, _epochLength());
        settleWindow = settleWindow_;
    }

    /// @inheritdoc IAllocationRequests
    function request(uint32 pool, uint48 epoch, uint64 want, uint48 seq) external {
        (uint32 party, IPartyRegistry.Kind kind) = parties.tenantNext(msg.sender);
        if (party == 0) revert AllocationNoParty(msg.sender, epoch);
        _request(party, uint8(kind), 0, pool, epoch, want, seq);
    }

    /// @inheritdoc IAllocationRequests
    function requestFor(uint32 party, uint32 pool, uint48 epoch, uint64 want, uint48 seq) external {
        _requestAsAgent(party, msg.sender, pool, epoch, want, seq);
    }

    /// @inheritdoc IAllocationRequests
    function requestBySig(SignedRequest calldata signed, bytes calldata signature) external {
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(REQUEST_TYPEHASH, signed)));
        if (!SignatureChecker.isValidSignatureNow(signed.account, digest, signature)) {
            revert AllocationInvalidSignature(signed.account);
        }
        (uint32 party, IPartyRegistry.Kind kind) = parties.tenantNext(signed.account);
        if (party == signed.party && party != 0) {
            _request(party, uint8(kind), 0, signed.pool, signed.epoch, signed.want, signed.seq);
        } else {
            _requestAsAgent(signed.party, signed.account, signed.pool, signed.epoch, signed.want, signed.seq);
        }
    }

    /// @inheritdoc IAllocationRequests
    function open(uint32 pool, uint48 epoch) external {
        _checkTaking(epoch);
        _openUpTo(pool, epoch);
    }

    /// @inheritdoc IAllocationRequests
    function roundOf(uint32 pool, uint48 epoch) external view returns (Round memory) {
        return _rounds[_roundKey(pool, epoch)];
    }

    /// @inheritdoc IAllocationRequests
    function requestOf(uint32 party, uint32 pool, uint48 epoch) external view returns (Request memory) {
        RequestWord word = _requests[_requestKey(_roundKey(pool, epoch), party)];
        return Request({
            units: word.units(), consumed: word.consumed(), seq: word.seq(), agent: word.agent(), kind: word.kind()
        });
    }

    /// @inheritdoc IAllocationRequests
    function groupOf(uint32 pool, uint48 epoch, uint8 kind) external view returns (Group memory) {
        GroupWord word = _groups[_groupKey(_roundKey(pool, epoch), kind)];
        return Group({demand: word.demand(), count: word.count(), class: word.class(), weight: word.weight()});
    }

    /// @inheritdoc IAllocationRequests
    function requestsOf(uint32 pool, uint48 epoch, uint8 kind, uint32 from, uint256 max)
        external
        view
        returns (uint32[] memory tenants, uint64[] memory units, uint32 next)
    {
        uint256 round = _roundKey(pool, epoch);
        GroupWord group = _groups[_groupKey(round, kind)];
        uint256 count = group.count() < max ? group.count() : max;
        (tenants, units) = (new uint32[](count), new uint64[](count));
        next = from == 0 ? group.head() : from;
        uint256 read = 0;
        for (; read < count && next != 0; ++read) {
            RequestWord word = _requests[_requestKey(round, next)];
            (tenants[read], units[read]) = (next, word.units());
            next = word.next();
        }
        if (read == count) return (tenants, units, next);
        (uint32[] memory fewer, uint64[] memory less) = (new uint32[](read), new uint64[](read));
        for (uint256 i = 0; i < read; ++i) {
            (fewer[i], less[i]) = (tenants[i], units[i]);
        }
        return (fewer, less, next);
    }

    /// @dev UNIX seconds from which on no requests for `epoch` are taken.
    function _deadline(uint48 epoch) internal view returns (uint256) {
        return _startOf(epoch) - settleWindow;
    }

    function _roundKey(uint32 pool, uint48 epoch) internal pure returns (uint256) {
        return uint256(pool) << 48 | epoch;
    }

    function _groupKey(uint256 round, uint8 kind) internal pure returns (uint256) {
        return round << 8 | kind;
    }

    function _requestKey(uint256 round, uint32 party) internal pure returns (uint256) {
        return round << 32 | party;
    }

    /// @dev An agent counts for a party that is open in the epoch, until its term ends.
    function _requestAsAgent(uint32 party, address account, uint32 pool, uint48 epoch, uint64 want, uint48 seq)
        private
    {
        IPartyRegistry.Agent memory agent = parties.agentOf(party, account);
        if (agent.until <= block.timestamp) revert AllocationNotAgent(party, account, agent.until);
        uint8 kind = uint8(parties.kindIn(party, epoch));
        RequestWord before = _requests[_requestKey(_roundKey(pool, epoch), party)];
        if (before.exists() && before.agent() != agent.id) revert AllocationNotOwnRequest(party, account);
        uint64 units = _request(party, kind, agent.id, pool, epoch, want, seq);

        uint256 asked = _asked[agent.id];
        asked = (asked >> 64 == epoch ? uint64(asked) : 0) + uint256(units) - before.units();
        if (asked > agent.gpuSecondsPerEpoch) {
            revert AllocationAgentLimit(account, asked, agent.gpuSecondsPerEpoch);
        }
        _asked[agent.id] = uint256(epoch) << 64 | asked;
        emit RequestedByAgent(party, account, uint64(asked));
    }

    /// @dev A member may replace what an agent asked, whatever its number: else an agent that takes the greatest number
    /// would keep the party out.
    function _request(uint32 party, uint8 kind, uint32 agent, uint32 pool, uint48 epoch, uint64 want, uint48 seq)
        private
        returns (uint64 units)
    {
        _checkTaking(epoch);
        uint256 round = _roundKey(pool, epoch);
        uint256 groupKey = _groupKey(round, kind);
        GroupWord group = _groups[groupKey];
        if (!group.exists()) group = _openGroup(party, kind, pool, epoch);
        uint256 requestKey = _requestKey(round, party);
        RequestWord before = _requests[requestKey];
        bool isNew = !before.exists();
        uint48 present = agent == 0 && before.agent() != 0 ? 0 : before.seq();
        if (seq <= present) revert AllocationStaleRequest(seq, present);

        units = want < group.cap() ? want : group.cap();
        uint32 next = isNew ? group.head() : before.next();
        _groups[groupKey] = group.withRequest(units, before.units(), isNew, party);
        _requests[requestKey] = RequestWords.pack(units, next, seq, agent, kind);
        emit Requested(party, pool, epoch, want, seq);
    }

    function _openGroup(uint32 party, uint8 kind, uint32 pool, uint48 epoch) private returns (GroupWord) {
        _openUpTo(pool, epoch);
        Round storage round = _rounds[_roundKey(pool, epoch)];
        if (round.cap == 0) revert AllocationNothingToShare(pool, epoch);
        KindRule storage rule = _policy(round.version).kinds[kind];
        if (rule.weight == 0) revert AllocationKindExcluded(party, kind);
        return GroupWords.open(round.cap, rule.class, rule.weight);
    }

    /// @dev In the order of ids, so that nobody can choose which pool finds the money.
    function _openUpTo(uint32 pool, uint48 epoch) private {
        _checkPool(pool);
        uint32 opened = _opened[epoch];
        if (opened >= pool) return;
        _opened[epoch] = pool;
        uint32 version = versionAt(epoch);
        uint256 capBps = _policy(version).capBps;
        for (uint32 one = opened + 1; one <= pool; ++one) {
            uint64 capacity = treasury.openLine(one, epoch, capacityAt(one, epoch));
            uint64 cap = uint64(capacity * capBps / BASIS_POINTS);
            _rounds[_roundKey(one, epoch)] =
                Round({capacity: capacity, cap: cap, version: version, opened: true, settled: false});
            emit RoundOpened(one, epoch, capacity, cap, version);
        }
    }

    function _checkTaking(uint48 epoch) private view {
        uint256 start = _startOf(epoch);
        if (block.timestamp + _epochLength() < start || block.timestamp + settleWindow >= start) {
            revert AllocationNotTaking(epoch, start - _epochLength(), start - settleWindow);
        }
    }
}
