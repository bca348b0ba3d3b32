// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Deployment} from "./Deployment.sol";

/// @title Pools with a budget, tenants that ask, and levels found by bisection
/// @dev The levels are found from the list of requests alone, by trying: nothing is shared with the contract.
abstract contract Allocations is Deployment {
    uint128 internal constant ALL = type(uint128).max;
    uint32 internal constant POOL = 1;
    uint64 internal constant CAPACITY = 1_000_000;
    /// @dev One base unit of money per GPU-second.
    uint128 internal constant RATE = 1e6;

    /// @dev The whole system with one pool whose first epoch with capacity is the next one.
    function startCompute() internal {
        deploySystem("demo");
        fund(1_000_000_000);
        addPool("A80 in one region", CAPACITY);
        nextEpoch();
    }

    function fund(uint256 amount) internal {
        vm.startPrank(funder);
        money.approve(address(treasury), amount);
        treasury.fund(amount);
        vm.stopPrank();
    }

    /// @dev A pool with as much budget as it has capacity.
    function addPool(string memory name, uint64 capacity) internal returns (uint32 pool) {
        vm.startPrank(address(timelock));
        pool = allocation.addPool(name, capacity);
        treasury.setSchedule(
            pool, IComputeTreasury.Terms({gpuSeconds: capacity, money: uint128(capacity), maxRate: RATE})
        );
        vm.stopPrank();
    }

    function setPolicy(IAllocationRules.Policy memory policy) internal {
        vm.prank(address(timelock));
        allocation.setPolicy(policy);
    }

    /// @dev One class for all, with equal weights and no reserve.
    function onePot(uint16 capBps) internal pure returns (IAllocationRules.Policy memory policy) {
        policy.capBps = capBps;
        policy.classes = new IAllocationRules.ClassRule[](1);
        policy.classes[0].weight = 1;
        for (uint256 kind = 0; kind < 7; ++kind) {
            policy.kinds[kind].weight = 1;
        }
    }

    /// @dev The next epoch, for which requests are taken.
    function next() internal view returns (uint48) {
        return clock.current() + 1;
    }

    function ask(address account, uint32 pool, uint64 want) internal {
        uint32 party = parties.partyOf(account, next());
        uint48 seq = allocation.requestOf(party, pool, next()).seq + 1;
        uint48 epoch = next();
        vm.prank(account);
        allocation.request(pool, epoch, want, seq);
    }

    /// @dev Admits parties of one kind whose controllers are `name 0`, `name 1`, ...; members from the next epoch.
    function admitTenants(string memory name, uint256 count, IPartyRegistry.Kind kind)
        internal
        returns (address[] memory tenants)
    {
        tenants = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            tenants[i] = makeAddr(string.concat(name, " ", vm.toString(i)));
        }
        for (uint256 i = 0; i < count; i += 200) {
            uint256 size = count - i < 200 ? count - i : 200;
            address[] memory some = new address[](size);
            for (uint256 n = 0; n < size; ++n) {
                some[n] = tenants[i + n];
            }
            vm.prank(address(timelock));
            parties.admitMany(some, kind);
        }
    }

    /// @dev A new account of a party, a member from the next epoch.
    function joinParty(string memory name, uint32 party) internal returns (address account) {
        account = makeAddr(name);
        (address controller,,) = parties.partyInfo(party);
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }

    /// @dev An agent of a party for a day.
    function nameAgent(string memory name, uint32 party, uint64 gpuSeconds) internal returns (address agent) {
        agent = makeAddr(name);
        (address controller,,) = parties.partyInfo(party);
        vm.prank(controller);
        parties.setAgent(party, agent, uint48(block.timestamp + 1 days), gpuSeconds, 0);
    }

    /// @dev What `account` asks of the first pool for the next epoch, to be signed.
    function toSign(address account, uint32 party, uint64 want, uint48 seq)
        internal
        view
        returns (IAllocationRequests.SignedRequest memory)
    {
        return IAllocationRequests.SignedRequest({
            account: account, party: party, pool: POOL, epoch: next(), want: want, seq: seq
        });
    }

    /// @dev The EIP-712 digest is put together here by hand, from the specification.
    function signRequest(IAllocationRequests.SignedRequest memory signed, uint256 key)
        internal
        view
        returns (bytes memory)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Ostrakon AllocationPolicy"),
                keccak256("1"),
                block.chainid,
                address(allocation)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("Request(address account,uint32 party,uint32 pool,uint48 epoch,uint64 want,uint48 seq)"),
                signed.account,
                signed.party,
                signed.pool,
                signed.epoch,
                signed.want,
                signed.seq
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }

    function closeRequests() internal {
        vm.warp(clock.startOf(next()) - allocation.settleWindow());
    }

    /// @dev Settles the next epoch at the levels that fit, and answers them.
    function settle(uint32 pool) internal returns (uint128[] memory levels) {
        closeRequests();
        uint48 epoch = next();
        levels = solve(pool, epoch);
        allocation.verify(pool, epoch, levels, type(uint256).max);
    }

    /// @dev The class level, then one level per class.
    function solve(uint32 pool, uint48 epoch) internal view returns (uint128[] memory levels) {
        IAllocationRequests.Round memory round = allocation.roundOf(pool, epoch);
        IAllocationRules.ClassRule[] memory classes = allocation.policyOf(round.version).classes;
        uint256[] memory demands = demandsOf(pool, epoch, classes.length);
        levels = new uint128[](classes.length + 1);
        levels[0] = _findClassLevel(round.capacity, classes, demands);
        for (uint8 class = 0; class < classes.length; ++class) {
            uint256 available = _available(round.capacity, classes[class], demands[class], levels[0]);
            levels[class + 1] = _findLevel(pool, epoch, class, available);
        }
    }

    /// @dev What the classes ask for, added up one request after the other.
    function demandsOf(uint32 pool, uint48 epoch, uint256 count) internal view returns (uint256[] memory demands) {
        demands = new uint256[](count);
        for (uint8 kind = 0; kind < 7; ++kind) {
            (, uint64[] memory units,) = allocation.requestsOf(pool, epoch, kind, 0, type(uint256).max);
            for (uint256 i = 0; i < units.length; ++i) {
                demands[allocation.groupOf(pool, epoch, kind).class] += units[i];
            }
        }
    }

    function _findClassLevel(uint256 capacity, IAllocationRules.ClassRule[] memory classes, uint256[] memory demands)
        private
        pure
        returns (uint128)
    {
        if (_availableInAll(capacity, classes, demands, ALL) <= capacity) return ALL;
        uint256 low = 0;
        uint256 high = 2 ** 96;
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_availableInAll(capacity, classes, demands, middle) <= capacity) low = middle;
            else high = middle;
        }
        return uint128(low);
    }

    function _availableInAll(
        uint256 capacity,
        IAllocationRules.ClassRule[] memory classes,
        uint256[] memory demands,
        uint256 level
    ) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < classes.length; ++i) {
            sum += _available(capacity, classes[i], demands[i], level);
        }
    }

    function _available(uint256 capacity, IAllocationRules.ClassRule memory class, uint256 demand, uint256 level)
        private
        pure
        returns (uint256)
    {
        uint256 limit = capacity * class.reserveBps / 10_000 + uint256(class.weight) * level / 2 ** 32;
        return limit < demand ? limit : demand;
    }

    function _findLevel(uint32 pool, uint48 epoch, uint8 class, uint256 available) private view returns (uint128) {
        uint64[][] memory units = new uint64[][](7);
        uint256[] memory weights = new uint256[](7);
        for (uint8 kind = 0; kind < 7; ++kind) {
            IAllocationRequests.Group memory group = allocation.groupOf(pool, epoch, kind);
            if (group.count == 0 || group.class != class) continue;
            (, units[kind],) = allocation.requestsOf(pool, epoch, kind, 0, type(uint256).max);
            weights[kind] = group.weight;
        }
        if (_givenAt(units, weights, ALL) <= available) return ALL;
        uint256 low = 0;
        uint256 high = 2 ** 96;
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (_givenAt(units, weights, middle) <= available) low = middle;
            else high = middle;
        }
        return uint128(low);
    }

    function _givenAt(uint64[][] memory units, uint256[] memory weights, uint256 level)
        private
        pure
        returns (uint256 sum)
    {
        for (uint8 kind = 0; kind < 7; ++kind) {
            uint256 limit = weights[kind] * level / 2 ** 32;
            for (uint256 i = 0; i < units[kind].length; ++i) {
                sum += units[kind][i] < limit ? units[kind][i] : limit;
            }
        }
    }
}
