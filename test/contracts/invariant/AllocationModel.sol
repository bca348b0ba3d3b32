// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {AllocationOracle} from "../support/AllocationOracle.sol";
import {TreasuryModel} from "./TreasuryModel.sol";

/// @title The rules of pools, requests and results written a second time, from a plain list of who asked for what
abstract contract AllocationModel is TreasuryModel {
    using AllocationOracle for AllocationOracle.Case;

    struct Wish {
        uint256 units;
        uint256 consumed;
        uint48 seq;
        address agent;
    }

    struct Opening {
        bool isOpen;
        bool isSettled;
        uint256 capacity;
        uint256 cap;
        uint32 version;
    }

    struct Asking {
        address account;
        uint32 party;
        bool asAgent;
        bool signed;
        uint32 pool;
        uint48 epoch;
        uint64 want;
        uint48 seq;
    }

    uint256 public settles;
    uint256 public scarceSettles;
    uint256 public wrongLists;
    uint256 public requests;
    uint256 public agentRequests;
    uint256 public uses;

    /// @dev Rounds that were opened: the pool above 48 bits of epoch.
    uint256[] internal opened;
    mapping(address account => uint256) internal keys;
    mapping(uint256 round => Opening) internal openings;
    mapping(uint256 round => mapping(uint32 party => Wish)) internal wishes;

    bytes[] private _policies;
    Change[] private _versions;
    mapping(uint32 pool => Change[]) private _capacities;
    mapping(uint48 epoch => bool) private _isFrozen;
    mapping(uint48 epoch => bytes) private _frozenVersion;
    mapping(uint48 epoch => mapping(uint32 pool => bytes)) private _frozenCapacity;
    mapping(uint48 epoch => uint32) private _openedUpTo;
    // What an agent asked last for each pool of an epoch.
    mapping(bytes32 partyAgentAndEpoch => mapping(uint32 pool => uint256)) private _askedBy;

    function startModel() internal {
        deploySystem("demo");
        _policies.push(abi.encode(allocation.policyOf(0)));
        _versions.push(Change({from: 0, what: abi.encode(uint32(0))}));
        vm.prank(market);
        money.approve(address(treasury), type(uint256).max);
        observe();
    }

    /// @dev To be called whenever time has moved.
    function observe() internal {
        uint48 epoch = clock.current();
        for (uint48 e = epoch; e <= epoch + 1; ++e) {
            if (!_isFrozen[e]) freeze(e);
        }
    }

    function addPoolWatched(address caller, uint64 capacity) internal {
        bool done = callAs(caller, address(allocation), abi.encodeCall(allocation.addPool, ("A pool", capacity)));
        expect(done, caller == address(timelock), "a new pool");
        if (done) _capacities[++pools].push(Change({from: clock.current() + 2, what: abi.encode(capacity)}));
        check();
    }

    function capacityWatched(address caller, uint32 pool, uint64 capacity) internal {
        bytes memory data = capacity == 0
            ? abi.encodeCall(allocation.closePool, (pool))
            : abi.encodeCall(allocation.setCapacity, (pool, capacity));
        bool expected = caller == address(timelock) && pool != 0 && pool <= pools;
        bool done = callAs(caller, address(allocation), data);
        expect(done, expected, "a capacity");
        if (done) _capacities[pool].push(Change({from: clock.current() + 2, what: abi.encode(capacity)}));
        check();
    }

    function policyWatched(address caller, IAllocationRules.Policy memory policy) internal {
        bool done = callAs(caller, address(allocation), abi.encodeCall(allocation.setPolicy, (policy)));
        expect(done, caller == address(timelock), "a policy");
        if (done) _addPolicy(policy);
        check();
    }

    function lowerCapWatched(address caller, uint16 capBps) internal {
        IAllocationRules.Policy memory newest = abi.decode(_policies[_policies.length - 1], (IAllocationRules.Policy));
        bool expected = caller == address(timelock) && capBps < newest.capBps && capBps >= 500;
        bool done = callAs(caller, address(allocation), abi.encodeCall(allocation.lowerCap, (capBps)));
        expect(done, expected, "a lower cap");
        if (done) {
            newest.capBps = capBps;
            _addPolicy(newest);
        }
        check();
    }

    function openWatched(uint32 pool, uint48 epoch) internal {
        bool expected = _isTaking(epoch) && pool != 0 && pool <= pools;
        bool done = callAs(stranger, address(allocation), abi.encodeCall(allocation.open, (pool, epoch)));
        expect(done, expected, "an opening");
        if (done) _open(pool, epoch);
        check();
    }

    function requestWatched(Asking memory a) internal {
        bool isMember = parties.partyNext(a.account) == a.party && a.party != 0 && !a.asAgent;
        (bool expected, uint256 units) = _mayAsk(a, isMember);
        bool done = _ask(a);
        expect(done, expected, "a request");
        if (done) {
            _open(a.pool, a.epoch);
            Wish storage wish = wishes[_key(a.pool, a.epoch)][a.party];
            (wish.units, wish.seq, wish.agent) = (units, a.seq, isMember ? address(0) : a.account);
            if (!isMember) {
                ++agentRequests;
                _askedBy[_agentKey(a)][a.pool] = units;
            }
            ++requests;
        }
        check();
    }

    /// @dev Whether the round is final afterwards. Only the oracle's list may bring that about, and it must.
    function verifyWatched(uint32 pool, uint48 epoch, uint128[] memory levels, uint256 max) internal returns (bool) {
        Opening storage opening = openings[_key(pool, epoch)];
        bool isTimely = opening.isOpen && !opening.isSettled && block.timestamp >= clock.startOf(epoch) - 2 hours;
        AllocationOracle.Case memory c = caseOf(pool, epoch);
        bool isRight = isTimely && keccak256(abi.encode(levels)) == keccak256(abi.encode(c.levelsOf()));
        bytes memory data = abi.encodeCall(allocation.verify, (pool, epoch, levels, max));
        bool done = callAs(stranger, address(allocation), data);
        if (isRight && !done) flag("the right levels were refused");
        if (done && !isTimely) flag("levels were taken at the wrong time");
        bool isSettled = opening.isOpen && allocation.roundOf(pool, epoch).settled;
        if (isSettled && !opening.isSettled) {
            if (!isRight) flag("wrong levels were taken");
            opening.isSettled = true;
            ++settles;
            for (uint256 i = 1; i < levels.length; ++i) {
                if (levels[i] != ALL) ++scarceSettles;
            }
            _checkGiven(pool, epoch, c, levels);
        } else if (isTimely && !isRight) {
            ++wrongLists;
        }
        if (isRight && max >= c.wants.length && !isSettled) flag("the right levels did not settle");
        if (!done) ++refusals;
        check();
        return isSettled;
    }

    function useWatched(address caller, uint32 party, uint32 pool, uint48 epoch, uint64 amount, bool back) internal {
        Wish storage wish = wishes[_key(pool, epoch)][party];
        bool expected = caller == market;
        if (back) {
            expected = expected && amount <= wish.consumed;
        } else {
            expected = expected && epoch == clock.current() && openings[_key(pool, epoch)].isSettled;
            expected = expected && wish.consumed + amount <= allocatedTo(party, pool, epoch);
        }
        bytes memory data = back
            ? abi.encodeCall(allocation.restore, (party, pool, epoch, amount))
            : abi.encodeCall(allocation.consume, (party, pool, epoch, amount));
        bool done = callAs(caller, address(allocation), data);
        expect(done, expected, "a use");
        if (done) {
            wish.consumed = back ? wish.consumed - amount : wish.consumed + amount;
            if (amount != 0) ++uses;
            if (allocation.requestOf(party, pool, epoch).consumed != wish.consumed) flag("another use was counted");
        }
        check();
    }

    /// @dev What a party gets by the oracle; 0 where nothing is final.
    function allocatedTo(uint32 party, uint32 pool, uint48 epoch) internal view returns (uint256) {
        if (!openings[_key(pool, epoch)].isSettled) return 0;
        AllocationOracle.Case memory c = caseOf(pool, epoch);
        uint256[] memory given = c.givenAt(c.levelsOf());
        return given[party - 1];
    }

    /// @dev Tenant i is party i + 1; who did not ask wants nothing.
    function caseOf(uint32 pool, uint48 epoch) internal view returns (AllocationOracle.Case memory c) {
        Opening storage opening = openings[_key(pool, epoch)];
        uint32 count = parties.partyCount();
        c.capacity = opening.capacity;
        c.policy = abi.decode(_policies[opening.version], (IAllocationRules.Policy));
        (c.kinds, c.wants) = (new uint8[](count), new uint256[](count));
        for (uint32 i = 0; i < count; ++i) {
            c.kinds[i] = _kindOf(i + 1);
            c.wants[i] = wishes[_key(pool, epoch)][i + 1].units;
        }
    }

    function frozenVersion(uint48 epoch) internal view returns (uint32) {
        return abi.decode(_frozenVersion[epoch], (uint32));
    }

    function freeze(uint48 epoch) internal override {
        super.freeze(epoch);
        _isFrozen[epoch] = true;
        _frozenVersion[epoch] = latest(_versions, epoch);
        for (uint32 pool = 1; pool <= pools; ++pool) {
            _frozenCapacity[epoch][pool] = latest(_capacities[pool], epoch);
        }
    }

    /// @dev After every step: the rules of this epoch and the next are those that were frozen for them.
    function check() internal override {
        super.check();
        if (allocation.poolCount() != pools) flag("another number of pools");
        uint48 epoch = clock.current();
        for (uint48 e = epoch; e <= epoch + 1; ++e) {
            if (allocation.versionAt(e) != frozenVersion(e)) flag("a policy is not the one frozen");
            for (uint32 pool = 1; pool <= pools; ++pool) {
                if (allocation.capacityAt(pool, e) != _capacityIn(pool, e)) flag("a capacity is not the one frozen");
                _checkOpening(pool, e);
            }
        }
    }

    function _checkOpening(uint32 pool, uint48 epoch) private {
        Opening storage opening = openings[_key(pool, epoch)];
        IAllocationRequests.Round memory round = allocation.roundOf(pool, epoch);
        bool isSame = round.opened == opening.isOpen && round.settled == opening.isSettled
            && round.capacity == opening.capacity && round.cap == opening.cap && round.version == opening.version;
        if (!isSame) flag("a round is not as it was opened");
    }

    function _checkGiven(uint32 pool, uint48 epoch, AllocationOracle.Case memory c, uint128[] memory levels) private {
        uint256[] memory given = c.givenAt(levels);
        for (uint32 i = 0; i < given.length; ++i) {
            if (allocation.allocationOf(i + 1, pool, epoch) != given[i]) flag("a party got something else");
        }
    }

    function _addPolicy(IAllocationRules.Policy memory policy) private {
        _versions.push(Change({from: clock.current() + 2, what: abi.encode(uint32(_policies.length))}));
        _policies.push(abi.encode(policy));
    }

    function _ask(Asking memory a) private returns (bool done) {
        if (!a.signed) {
            bytes memory data = a.asAgent
                ? abi.encodeCall(allocation.requestFor, (a.party, a.pool, a.epoch, a.want, a.seq))
                : abi.encodeCall(allocation.request, (a.pool, a.epoch, a.want, a.seq));
            return callAs(a.account, address(allocation), data);
        }
        IAllocationRequests.SignedRequest memory s = IAllocationRequests.SignedRequest({
            account: a.account, party: a.party, pool: a.pool, epoch: a.epoch, want: a.want, seq: a.seq
        });
        bytes memory signature = signRequest(s, keys[a.account]);
        return callAs(stranger, address(allocation), abi.encodeCall(allocation.requestBySig, (s, signature)));
    }

    function _mayAsk(Asking memory a, bool isMember) private view returns (bool may, uint256 units) {
        if (!_isTaking(a.epoch) || a.pool == 0 || a.pool > pools || a.party == 0) return (false, 0);
        Wish storage wish = wishes[_key(a.pool, a.epoch)][a.party];
        (uint256 cap, uint32 version) = _capOf(a.pool, a.epoch);
        IAllocationRules.Policy memory policy = abi.decode(_policies[version], (IAllocationRules.Policy));
        if (cap == 0 || policy.kinds[_kindOf(a.party)].weight == 0) return (false, 0);
        units = AllocationOracle.min(a.want, cap);
        if (isMember) return (a.seq != 0 && (wish.agent != address(0) || a.seq > wish.seq), units);
        IPartyRegistry.Agent memory agent = parties.agentOf(a.party, a.account);
        if (agent.until <= block.timestamp) return (false, 0);
        if (wish.seq != 0 && wish.agent != a.account) return (false, 0);
        uint256 sum = units;
        for (uint32 pool = 1; pool <= pools; ++pool) {
            if (pool != a.pool) sum += _askedBy[_agentKey(a)][pool];
        }
        may = a.seq > wish.seq && sum <= agent.gpuSecondsPerEpoch;
    }

    /// @dev The cap of a round, also of one that is to be opened only now.
    function _capOf(uint32 pool, uint48 epoch) private view returns (uint256 cap, uint32 version) {
        Opening storage opening = openings[_key(pool, epoch)];
        if (opening.isOpen) return (opening.cap, opening.version);
        uint256 left = free();
        Budget memory budget;
        for (uint32 one = _openedUpTo[epoch] + 1; one <= pool; ++one) {
            budget = coverage(one, epoch, _capacityIn(one, epoch), left);
            left -= budget.amount;
        }
        version = frozenVersion(epoch);
        cap = budget.gpuSeconds * _capBpsOf(version) / 10_000;
    }

    function _open(uint32 pool, uint48 epoch) private {
        for (uint32 one = _openedUpTo[epoch] + 1; one <= pool; ++one) {
            Budget memory budget = coverage(one, epoch, _capacityIn(one, epoch), free());
            budgets[one][epoch] = budget;
            uint32 version = frozenVersion(epoch);
            openings[_key(one, epoch)] = Opening({
                isOpen: true,
                isSettled: false,
                capacity: budget.gpuSeconds,
                cap: budget.gpuSeconds * _capBpsOf(version) / 10_000,
                version: version
            });
            opened.push(_key(one, epoch));
        }
        if (pool > _openedUpTo[epoch]) _openedUpTo[epoch] = pool;
    }

    function _capacityIn(uint32 pool, uint48 epoch) private view returns (uint64) {
        bytes memory frozen = _frozenCapacity[epoch][pool];
        return frozen.length == 0 ? 0 : abi.decode(frozen, (uint64));
    }

    function _capBpsOf(uint32 version) private view returns (uint16) {
        return abi.decode(_policies[version], (IAllocationRules.Policy)).capBps;
    }

    function _isTaking(uint48 epoch) private view returns (bool) {
        return epoch == clock.current() + 1 && block.timestamp < clock.startOf(epoch) - 2 hours;
    }

    function _kindOf(uint32 party) private view returns (uint8) {
        (, IPartyRegistry.Kind kind,) = parties.partyInfo(party);
        return uint8(kind);
    }

    function _agentKey(Asking memory a) private pure returns (bytes32) {
        return keccak256(abi.encode(a.party, a.account, a.epoch));
    }

    function _key(uint32 pool, uint48 epoch) internal pure returns (uint256) {
        return uint256(pool) << 48 | epoch;
    }
}
