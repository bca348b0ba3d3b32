// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {AllocationOracle} from "../support/AllocationOracle.sol";
import {AllocationModel} from "./AllocationModel.sol";

/// @title What tenants, agents, the market, solvers and votes might do about compute, in any order
/// @dev Votes are the timelock's calls here; who can bring one about is the matter of the governance invariants.
contract AllocationHandler is AllocationModel {
    using AllocationOracle for AllocationOracle.Case;

    uint32 private constant MAX_POOLS = 3;
    uint256 private constant MAX_GRANTS = 12;

    address[] private _tenants;
    address[] private _agents;

    constructor() {
        startModel();
        _admit("lab tenant", 4, IPartyRegistry.Kind.Lab);
        _admit("university tenant", 2, IPartyRegistry.Kind.University);
        _admit("public interest tenant", 2, IPartyRegistry.Kind.PublicInterest);
        _admit("simulation tenant", 2, IPartyRegistry.Kind.Simulation);
        _admit("aggregator tenant", 1, IPartyRegistry.Kind.Aggregator);
        _admit("provider tenant", 1, IPartyRegistry.Kind.GpuProvider);
        for (uint256 i = 0; i < 2; ++i) {
            string memory name = string.concat("agent ", vm.toString(i));
            _agents.push(makeAddr(name));
            keys[_agents[i]] = keyOf(name);
        }
        _tenants.push(joinParty("colleague", 14));
        keys[_tenants[_tenants.length - 1]] = keyOf("colleague");
        fundWatched(10_000_000, false);
        for (uint32 pool = 1; pool < MAX_POOLS; ++pool) {
            _addPool(address(timelock), 900_000);
        }
        _warp(clock.startOf(1));
    }

    function allocation_() external view returns (address) {
        return address(allocation);
    }

    function treasury_() external view returns (address) {
        return address(treasury);
    }

    function openedRounds() external view returns (uint256[] memory) {
        return opened;
    }

    function frozenVersionOf(uint48 epoch) external view returns (uint32) {
        return frozenVersion(epoch);
    }

    /// @notice One tenant asks, now and then for the wrong epoch or with an old number.
    function ask(uint256 seed) public {
        _askAs(seed % 16 == 0 ? stranger : _tenants[(seed >> 8) % _tenants.length], _somePool(seed), seed);
    }

    /// @notice An agent asks, mostly for a party that named it.
    function askAsAgent(uint256 seed) public {
        requestWatched(
            Asking({
                account: _agents[seed % 2],
                party: _someParty(seed >> 4),
                asAgent: true,
                signed: (seed >> 20) % 3 == 0,
                pool: _somePool(seed),
                epoch: _nearNext(seed),
                want: _wish(seed) % 400_000,
                seq: _someSeq(seed, _somePool(seed), _someParty(seed >> 4))
            })
        );
    }

    /// @notice A controller names an agent, with a limit and a term, or takes it back.
    function nameAgent(uint256 seed) public {
        uint32 party = _someParty(seed);
        (address controller,,) = parties.partyInfo(party);
        uint48 until = uint48(block.timestamp + (seed >> 16) % 20 days);
        uint64 limit = uint64((seed >> 60) % 300_000);
        bytes memory data = abi.encodeCall(parties.setAgent, (party, _agents[(seed >> 8) % 2], until, limit, 0));
        callAs(controller, address(parties), data);
        check();
    }

    /// @notice Somebody fixes the next epoch early.
    function openRound(uint256 seed) public {
        openWatched(_somePool(seed), _nearNext(seed));
    }

    /// @notice A whole epoch in one step: many ask, somebody solves, the market uses and pays.
    function liveAnEpoch(uint256 seed) public {
        uint48 epoch = clock.current() + 1;
        if (block.timestamp >= clock.startOf(epoch) - 2 hours) _warp(clock.startOf(epoch++));
        uint32 favourite = _somePool(seed);
        for (uint256 i = 0; i < _tenants.length; ++i) {
            _askAs(_tenants[i], favourite, uint256(keccak256(abi.encode(seed, i))));
        }
        _warp(clock.startOf(epoch) - 2 hours);
        for (uint32 pool = 1; pool <= pools; ++pool) {
            if (openings[_key(pool, epoch)].isOpen) _settleInBatches(pool, epoch, seed >> 8);
        }
        _warp(clock.startOf(epoch));
        for (uint256 i = 0; i < 6; ++i) {
            _use(favourite, uint256(keccak256(abi.encode(seed, "use", i))));
            _spend(favourite, uint256(keccak256(abi.encode(seed, "spend", i))));
        }
    }

    /// @notice Somebody submits levels for a round: the right ones, or some that are near.
    function submit(uint256 seed) public {
        if (opened.length == 0) return;
        uint256 round = opened[opened.length - 1 - (seed >> 8) % (opened.length < 4 ? opened.length : 4)];
        (uint32 pool, uint48 epoch) = (uint32(round >> 48), uint48(round));
        uint256 deadline = clock.startOf(epoch) - 2 hours;
        if (block.timestamp < deadline && seed & 3 != 0) _warp(deadline);
        uint128[] memory levels = caseOf(pool, epoch).levelsOf();
        if (seed & 4 == 0) levels = _near(levels, seed >> 40);
        verifyWatched(pool, epoch, levels, (seed >> 60) % 12);
    }

    /// @notice The market, or somebody else, uses an allocation or gives back.
    function use(uint256 seed) public {
        _use(_somePool(seed), seed);
    }

    /// @notice The market, or somebody else, draws on a line or gives back.
    function spend(uint256 seed) public {
        _spend(_somePool(seed), seed);
    }

    /// @notice Money comes, or a vote takes free money out, or tries to take more.
    function moveMoney(uint256 seed) public {
        if (seed & 3 != 0) return fundWatched((seed >> 8) % 2_000_000, seed & 4 == 0);
        uint256 amount = seed & (7 << 240) == 0 ? free() + (seed >> 8) % 3 : (seed >> 8) % (free() / 8 + 1);
        withdrawWatched(seed & (7 << 5) == 0 ? guardian : address(timelock), amount);
    }

    /// @notice A vote grants money, by terms of which some are refused.
    function grant(uint256 seed) public {
        if (streams.length >= MAX_GRANTS) return;
        uint48 start = uint48(block.timestamp - 1 days + (seed >> 8) % 3 days);
        uint48 end = start + uint48((seed >> 60) % 20 days);
        uint48 cliff = start + uint48((seed >> 120) % 4 days);
        uint256 some = (seed >> 250) % 8 == 0 ? free() + (seed >> 160) % 3 : (seed >> 160) % (free() / 8 + 2);
        uint128 amount = uint128(some);
        address caller = seed % 8 == 0 ? whale : address(timelock);
        grantWatched(caller, makeAddr(string.concat("grantee ", vm.toString(seed % 3))), amount, start, cliff, end);
    }

    /// @notice Somebody has a grant paid.
    function claim(uint256 seed) public {
        claimWatched(uint32(seed % (streams.length + 2)));
    }

    /// @notice A vote, or somebody without one, stops a grant.
    function stopGrant(uint256 seed) public {
        if (seed & 3 != 0) return;
        stopWatched(seed & 4 == 0 ? guardian : address(timelock), uint32((seed >> 8) % (streams.length + 2)));
    }

    /// @notice A vote, or somebody without one, changes a rule.
    function changeRules(uint256 seed) public {
        address caller = seed % 8 == 0 ? stewards[0] : address(timelock);
        uint32 pool = uint32((seed >> 8) % (pools + 2));
        uint256 which = (seed >> 20) % 8;
        if (which == 0 && pools < MAX_POOLS) _addPool(caller, uint64(1 + (seed >> 30) % 1_000_000));
        else if (which == 1) capacityWatched(caller, pool, uint64(1 + (seed >> 30) % 1_000_000));
        else if (which == 2 && seed & (7 << 200) == 0) capacityWatched(caller, pool, 0);
        else if (which == 3) lowerCapWatched(caller, uint16((seed >> 30) % 3_300));
        else if (which < 6) policyWatched(caller, _somePolicy(seed));
        else _changeSchedule(caller, pool, seed);
    }

    /// @notice Time moves: by seconds, to an edge of the window, or into the next epoch.
    function moveTime(uint256 seed) public {
        uint256 start = clock.startOf(clock.current() + 1);
        uint256 target = block.timestamp + 1 + (seed >> 8) % 6 hours;
        if (seed % 8 == 0) target = start - 2 hours - 1;
        if (seed % 8 == 1) target = start - 2 hours;
        if (seed % 8 == 2) target = start - 1;
        if (seed % 8 == 3) target = start;
        if (target > block.timestamp) _warp(target);
    }

    function _askAs(address account, uint32 pool, uint256 seed) private {
        uint32 party = parties.partyNext(account);
        requestWatched(
            Asking({
                account: account,
                party: party,
                asAgent: false,
                signed: keys[account] != 0 && party != 0 && (seed >> 20) % 3 == 0,
                pool: pool,
                epoch: _nearNext(seed),
                want: _wish(seed),
                seq: _someSeq(seed, pool, party)
            })
        );
    }

    function _use(uint32 pool, uint256 seed) private {
        uint48 epoch = _nearCurrent(seed);
        uint32 party = _someTenant(pool, epoch, seed >> 24);
        uint256 given = allocatedTo(party, pool, epoch);
        uint64 amount = uint64((seed >> 60) % (given + given / 8 + 2));
        useWatched(_marketOrNot(seed), party, pool, epoch, amount, (seed >> 120) % 4 == 0);
    }

    function _spend(uint32 pool, uint256 seed) private {
        uint48 epoch = _nearCurrent(seed);
        Budget memory budget = budgets[pool][epoch];
        uint64 gpuSeconds = uint64((seed >> 60) % (budget.gpuSeconds / 2 + 2));
        uint128 amount = uint128((seed >> 120) % (budget.amount / 2 + 2));
        if ((seed >> 180) % 4 == 0) refundWatched(_marketOrNot(seed), pool, epoch, gpuSeconds / 3, amount / 3);
        else drawWatched(_marketOrNot(seed), pool, epoch, gpuSeconds, amount);
    }

    function _marketOrNot(uint256 seed) private view returns (address) {
        return seed % 16 == 0 ? stranger : market;
    }

    /// @dev A griefer comes first, with another list.
    function _settleInBatches(uint32 pool, uint48 epoch, uint256 seed) private {
        uint128[] memory levels = caseOf(pool, epoch).levelsOf();
        verifyWatched(pool, epoch, _near(levels, seed), seed % 5);
        for (uint256 i = 0; i < 40; ++i) {
            if (verifyWatched(pool, epoch, levels, 1 + seed % 9)) return;
        }
        flag("the right levels were delayed");
    }

    /// @dev The same list but for one level; now and then that one is right as well.
    function _near(uint128[] memory levels, uint256 seed) private pure returns (uint128[] memory other) {
        other = new uint128[](levels.length);
        for (uint256 i = 0; i < levels.length; ++i) {
            other[i] = levels[i];
        }
        uint256 which = seed % levels.length;
        uint128[4] memory choices = [levels[which] ^ 1, ALL, uint128(seed >> 100) % 2 ** 86, levels[which] / 2];
        other[which] = choices[(seed >> 10) % 4];
    }

    function _addPool(address caller, uint64 capacity) private {
        addPoolWatched(caller, capacity);
        scheduleWatched(caller, pools, _terms(1_000_000, 1_000_000, RATE));
    }

    function _changeSchedule(address caller, uint32 pool, uint256 seed) private {
        uint128 rate = uint128((seed >> 100) % 4 == 0 ? 0 : (seed >> 110) % 1.5e6);
        scheduleWatched(caller, pool, _terms(uint64((seed >> 30) % 1_500_000), uint128((seed >> 60) % 1_500_000), rate));
    }

    function _somePolicy(uint256 seed) private pure returns (IAllocationRules.Policy memory policy) {
        policy.capBps = uint16(500 + (seed >> 30) % 2_801);
        uint256 count = 1 + (seed >> 50) % 8;
        policy.classes = new IAllocationRules.ClassRule[](count);
        for (uint256 i = 0; i < count; ++i) {
            policy.classes[i].reserveBps = uint16((seed >> (60 + 8 * i)) % (10_000 / count + 1));
            policy.classes[i].weight = uint16(1 + (seed >> (120 + 8 * i)) % 9);
        }
        for (uint256 kind = 0; kind < 7; ++kind) {
            policy.kinds[kind].class = uint8((seed >> (180 + 3 * kind)) % count);
            policy.kinds[kind].weight = uint16((seed >> (201 + 3 * kind)) % 7);
        }
    }

    function _admit(string memory name, uint256 count, IPartyRegistry.Kind kind) private {
        address[] memory some = admitTenants(name, count, kind);
        for (uint256 i = 0; i < count; ++i) {
            _tenants.push(some[i]);
            keys[some[i]] = keyOf(string.concat(name, " ", vm.toString(i)));
        }
    }

    function _warp(uint256 time) private {
        vm.warp(time);
        observe();
        check();
    }

    function _somePool(uint256 seed) private view returns (uint32) {
        return (seed >> 4) % 32 == 0 ? pools + 1 : uint32(1 + (seed >> 12) % pools);
    }

    /// @dev One of the first two of the new parties, so that agents meet their parties again.
    function _someParty(uint256 seed) private pure returns (uint32) {
        return uint32(14 + seed % 2);
    }

    /// @dev Mostly one that asked for something.
    function _someTenant(uint32 pool, uint48 epoch, uint256 seed) private view returns (uint32 party) {
        for (uint256 i = 0; i < 12; ++i) {
            party = uint32(14 + (seed + i) % 12);
            if (wishes[_key(pool, epoch)][party].units != 0) break;
        }
    }

    function _nearNext(uint256 seed) private view returns (uint48) {
        uint48 epoch = clock.current() + 1;
        if ((seed >> 30) % 16 == 0) return epoch - 1;
        return (seed >> 30) % 16 == 1 ? epoch + 1 : epoch;
    }

    function _nearCurrent(uint256 seed) private view returns (uint48) {
        uint48 epoch = clock.current();
        if ((seed >> 30) % 16 == 0) return epoch - 1;
        return (seed >> 30) % 16 == 1 ? epoch + 1 : epoch;
    }

    /// @dev All that a pool has and more, as often as something modest.
    function _wish(uint256 seed) private pure returns (uint64) {
        if ((seed >> 36) % 2 == 0) return uint64(seed >> 100);
        return uint64((seed >> 100) % 300_000);
    }

    function _someSeq(uint256 seed, uint32 pool, uint32 party) private view returns (uint48) {
        uint48 present = wishes[_key(pool, _nearNext(seed))][party].seq;
        if ((seed >> 42) % 8 == 0) return present;
        return present == type(uint48).max ? 1 : present + 1 + uint48((seed >> 45) % 2);
    }

    function _terms(uint64 gpuSeconds, uint128 amount, uint128 rate)
        private
        pure
        returns (IComputeTreasury.Terms memory)
    {
        return IComputeTreasury.Terms({gpuSeconds: gpuSeconds, money: amount, maxRate: rate});
    }
}
