// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllocationConfig} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {WideAllocations} from "../support/WideAllocations.sol";

/// @title Asking for a pool, and what the first one to ask fixes for all
contract AllocationRequestsTest is WideAllocations {
    uint64 private constant CAP = CAPACITY / 5;
    uint8 private constant LAB = 1;

    address private _lab;
    address private _other;

    function setUp() public {
        startCompute();
        (_lab, _other) = (stewards[0], stewards[4]);
    }

    function test_constructor_revertsIf_theWindowIsNotShorterThanAnEpoch() public {
        AllocationConfig memory config = wideConfig(onePot(1_000));
        config.settleWindow = clock.length();
        vm.expectRevert(
            abi.encodeWithSelector(IAllocationRequests.AllocationBadWindow.selector, clock.length(), clock.length())
        );
        deployAllocation(config);
        config.settleWindow = clock.length() - 1;
        deployAllocation(config);
    }

    function test_request_isStoredAndSaid() public {
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.Requested(1, POOL, 2, 5_000, 3);
        _request(_lab, 5_000, 3);
        IAllocationRequests.Request memory request = allocation.requestOf(1, POOL, 2);
        assertEq(request.units, 5_000);
        assertEq(request.consumed, 0);
        assertEq(request.seq, 3);
        assertEq(request.agent, 0);
        assertEq(request.kind, LAB);
        _assertGroup(LAB, 5_000, 1);
        assertEq(allocation.groupOf(POOL, 2, LAB).class, 2);
        assertEq(allocation.groupOf(POOL, 2, LAB).weight, 1);
    }

    function test_request_countsAtMostTheCap() public {
        _request(_lab, CAP, 1);
        assertEq(allocation.requestOf(1, POOL, 2).units, CAP);
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.Requested(1, POOL, 2, type(uint64).max, 2);
        _request(_lab, type(uint64).max, 2);
        assertEq(allocation.requestOf(1, POOL, 2).units, CAP);
        _assertGroup(LAB, CAP, 1);
    }

    function test_request_replacesTheOneBefore() public {
        _request(_lab, 5_000, 1);
        _request(_other, 100, 1);
        _request(_lab, 2_000, 9);
        assertEq(allocation.requestOf(1, POOL, 2).units, 2_000);
        assertEq(allocation.requestOf(1, POOL, 2).seq, 9);
        _assertGroup(LAB, 2_100, 2);
    }

    function test_request_isTakenBackByZero() public {
        _request(_lab, 5_000, 1);
        _request(_lab, 0, 2);
        assertEq(allocation.requestOf(1, POOL, 2).units, 0);
        _assertGroup(LAB, 0, 1);
        _request(_lab, 7, 3);
        _assertGroup(LAB, 7, 1);
    }

    function test_request_revertsIf_theNumberIsNotAboveThePresentOne() public {
        _expectStale(_lab, 0, 0);
        _request(_lab, 5_000, 4);
        _expectStale(_lab, 4, 4);
        _expectStale(_lab, 3, 4);
        _expectStale(_lab, 0, 4);
    }

    function test_request_isOnePerPartyWhoeverOfItAsks() public {
        address colleague = joinParty("colleague", 1);
        _request(_lab, 5_000, 1);
        _expectStale(colleague, 1, 1);
        _request(colleague, 6_000, 2);
        assertEq(allocation.requestOf(1, POOL, 2).units, 6_000);
        _assertGroup(LAB, 6_000, 1);
    }

    /// @dev The membership of the epoch asked for counts, and that is known already.
    function test_request_isForWhoBelongsInTheNextEpoch() public {
        address newcomer = joinParty("newcomer", 1);
        _request(newcomer, 5_000, 1);
        nextEpoch();
        vm.prank(newcomer);
        parties.quit();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNoParty.selector, newcomer, 3));
        vm.prank(newcomer);
        allocation.request(POOL, 3, 5_000, 1);
    }

    function test_request_revertsIf_ofNoParty() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNoParty.selector, stranger, 2));
        _request(stranger, 1, 1);
    }

    function test_request_revertsIf_theKindIsExcluded() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationKindExcluded.selector, 3, 3));
        _request(stewards[2], 1, 1);
    }

    function test_request_isTakenFromTheFirstToTheLastSecond() public {
        uint48 start = clock.startOf(3);
        uint48 from = start - clock.length();
        uint48 until = start - allocation.settleWindow();
        _expectNotTaking(3, from - 1, from, until);
        vm.warp(from);
        vm.prank(_lab);
        allocation.request(POOL, 3, 1, 1);
        vm.warp(until - 1);
        vm.prank(_other);
        allocation.request(POOL, 3, 1, 1);
        _expectNotTaking(3, until, from, until);
        _expectNotTaking(3, start, from, until);
        _expectNotTaking(3, start + 1 days, from, until);
        _expectNotTaking(9, until, clock.startOf(8), clock.startOf(9) - allocation.settleWindow());
    }

    function testFuzz_request_isTakenInsideItsWindowOnly(uint32 after_) public {
        vm.warp(block.timestamp + after_ % 10 days);
        uint256 start = clock.startOf(5);
        bool isTaken = block.timestamp + clock.length() >= start && block.timestamp + 2 hours < start;
        vm.prank(_lab);
        (bool done,) = address(allocation).call(abi.encodeCall(allocation.request, (POOL, 5, 1, 1)));
        assertEq(done, isTaken);
    }

    function test_request_opensTheRoundWhenItIsTheFirst() public {
        assertFalse(allocation.roundOf(POOL, 2).opened);
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.RoundOpened(POOL, 2, CAPACITY, CAP, 0);
        _request(_lab, 5_000, 1);
        IAllocationRequests.Round memory round = allocation.roundOf(POOL, 2);
        assertTrue(round.opened);
        assertFalse(round.settled);
        assertEq(round.capacity, CAPACITY);
        assertEq(round.cap, CAP);
        assertEq(round.version, 0);
        vm.expectCall(address(treasury), abi.encodeWithSelector(IComputeTreasury.openLine.selector), 0);
        _request(_other, 5_000, 1);
    }

    function test_request_opensThePoolsBeforeItsOwn() public {
        uint32 second = addPool("Second", 600);
        uint32 third = addPool("Third", 700);
        nextEpoch();
        uint48 epoch = next();
        vm.prank(_lab);
        allocation.request(second, epoch, 1, 1);
        assertTrue(allocation.roundOf(POOL, epoch).opened);
        assertTrue(allocation.roundOf(second, epoch).opened);
        assertFalse(allocation.roundOf(third, epoch).opened);
        assertEq(allocation.roundOf(second, epoch).capacity, 600);
    }

    function test_request_revertsIf_noPoolHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 0));
        vm.prank(_lab);
        allocation.request(0, 2, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 2));
        vm.prank(_lab);
        allocation.request(2, 2, 1, 1);
    }

    function test_request_revertsIf_thePoolIsClosed() public {
        vm.prank(address(timelock));
        allocation.closePool(POOL);
        _request(_lab, 1, 1);
        nextEpoch();
        _expectNothing(POOL);
    }

    function test_request_revertsIf_noBudgetCoversIt() public {
        vm.startPrank(address(timelock));
        allocation.addPool("No schedule", CAPACITY);
        treasury.setSchedule(POOL, IComputeTreasury.Terms({gpuSeconds: 0, money: 1, maxRate: 1}));
        vm.stopPrank();
        nextEpoch();
        _expectNothing(2);
        _expectNothing(POOL);
    }

    /// @dev A fifth of 4 GPU-seconds is less than one.
    function test_request_revertsIf_theCapRoundsToNothing() public {
        uint32 tiny = addPool("Tiny", 4);
        nextEpoch();
        _expectNothing(tiny);
        assertEq(allocation.roundOf(tiny, next()).capacity, 0, "refused as a whole");
    }

    function test_open_fixesTheRoundForAnybody() public {
        vm.expectEmit(address(allocation));
        emit IAllocationRequests.RoundOpened(POOL, 2, CAPACITY, CAP, 0);
        vm.prank(stranger);
        allocation.open(POOL, 2);
        vm.startPrank(address(timelock));
        treasury.withdraw(funder, treasury.freeBalance());
        vm.stopPrank();
        allocation.open(POOL, 2);
        _request(_lab, type(uint64).max, 1);
        assertEq(allocation.roundOf(POOL, 2).capacity, CAPACITY);
        assertEq(allocation.requestOf(1, POOL, 2).units, CAP);
    }

    function test_open_revertsIf_noPoolHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 2));
        allocation.open(2, 2);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 0));
        allocation.open(0, 2);
    }

    function test_open_revertsIf_requestsAreNotTaken() public {
        uint48 from = clock.startOf(2);
        bytes memory reason = abi.encodeWithSelector(
            IAllocationRequests.AllocationNotTaking.selector, 3, from, from + clock.length() - 2 hours
        );
        vm.expectRevert(reason);
        allocation.open(POOL, 3);
        vm.warp(from + clock.length() - 2 hours);
        vm.expectRevert(reason);
        allocation.open(POOL, 3);
    }

    function test_round_sharesTheLeastOfCapacityGpuSecondsAndMoney() public {
        _schedule(POOL, CAPACITY - 1, CAPACITY, RATE);
        _schedule(addPool("By money", CAPACITY), CAPACITY, CAPACITY - 2, RATE);
        _schedule(addPool("By capacity", CAPACITY), CAPACITY + 1, CAPACITY + 1, RATE);
        nextEpoch();
        uint48 epoch = next();
        allocation.open(3, epoch);
        assertEq(allocation.roundOf(1, epoch).capacity, CAPACITY - 1);
        assertEq(allocation.roundOf(2, epoch).capacity, CAPACITY - 2);
        assertEq(allocation.roundOf(3, epoch).capacity, CAPACITY);
    }

    function test_requestsOf_givesTheNewestFirstPageByPage() public {
        _request(_lab, 10, 1);
        _request(_other, 20, 1);
        _request(stewards[8], 30, 1);
        _request(_lab, 11, 2);
        (uint32[] memory tenants, uint64[] memory units, uint32 from) = allocation.requestsOf(POOL, 2, LAB, 0, 2);
        assertEq(tenants.length, 2);
        assertEq(tenants[0], 9);
        assertEq(units[0], 30);
        assertEq(tenants[1], 5);
        assertEq(units[1], 20);
        assertEq(from, 1);
        (tenants, units, from) = allocation.requestsOf(POOL, 2, LAB, from, 2);
        assertEq(tenants.length, 1);
        assertEq(units.length, 1);
        assertEq(tenants[0], 1);
        assertEq(units[0], 11);
        assertEq(from, 0);
        (tenants,, from) = allocation.requestsOf(POOL, 2, 2, 0, 9);
        assertEq(tenants.length, 0);
        assertEq(from, 0);
    }

    function test_views_areZeroWhereNobodyAsked() public view {
        assertEq(allocation.requestOf(1, POOL, 2).seq, 0);
        assertEq(allocation.groupOf(POOL, 2, LAB).count, 0);
        assertFalse(allocation.roundOf(POOL, 2).opened);
        assertEq(allocation.settleWindow(), 2 hours);
    }

    /// @dev Whatever is asked and replaced, the sum of a kind is that of its requests.
    function testFuzz_request_keepsTheDemandOfAKind(uint64[12] calldata wants, uint8[12] calldata who) public {
        uint64[3] memory last;
        for (uint48 i = 0; i < 12; ++i) {
            uint256 n = who[i] % 3;
            _request(stewards[n * 4], wants[i], i + 1);
            last[n] = wants[i] < CAP ? wants[i] : CAP;
        }
        assertEq(allocation.groupOf(POOL, 2, LAB).demand, uint256(last[0]) + last[1] + last[2]);
    }

    function _request(address account, uint64 want, uint48 seq) private {
        vm.prank(account);
        allocation.request(POOL, 2, want, seq);
    }

    function _expectStale(address account, uint48 seq, uint48 present) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationStaleRequest.selector, seq, present));
        _request(account, 1, seq);
    }

    function _expectNotTaking(uint48 epoch, uint256 time, uint256 from, uint256 until) private {
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNotTaking.selector, epoch, from, until));
        vm.prank(_lab);
        allocation.request(POOL, epoch, 1, 2);
    }

    function _expectNothing(uint32 pool) private {
        uint48 epoch = next();
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNothingToShare.selector, pool, epoch));
        vm.prank(_lab);
        allocation.request(pool, epoch, 1, 1);
    }

    function _assertGroup(uint8 kind, uint256 demand, uint32 count) private view {
        assertEq(allocation.groupOf(POOL, 2, kind).demand, demand, "demand");
        assertEq(allocation.groupOf(POOL, 2, kind).count, count, "count");
    }

    function _schedule(uint32 pool, uint64 gpuSeconds, uint128 amount, uint128 maxRate) private {
        vm.prank(address(timelock));
        treasury.setSchedule(pool, IComputeTreasury.Terms({gpuSeconds: gpuSeconds, money: amount, maxRate: maxRate}));
    }
}
