// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationSettlement} from "../../../contracts/interfaces/IAllocationSettlement.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Allocations} from "../support/Allocations.sol";
import {Vm} from "../support/Vm.sol";

/// @title What a party has, and what the market uses of it
contract AllocationUseTest is Allocations {
    uint32 private constant PARTY = 13;
    uint48 private constant EPOCH = 2;

    function setUp() public {
        startCompute();
        ask(applicant, POOL, 5_000);
    }

    function test_allocationOf_isWhatWasAskedWhereNothingIsShort() public {
        settle(POOL);
        assertEq(allocation.allocationOf(PARTY, POOL, EPOCH), 5_000);
    }

    function test_allocationOf_isZeroForWhoDidNotAsk() public {
        settle(POOL);
        assertEq(allocation.allocationOf(1, POOL, EPOCH), 0);
        assertEq(allocation.allocationOf(0, POOL, EPOCH), 0);
        assertEq(allocation.allocationOf(999, POOL, EPOCH), 0);
    }

    function test_allocationOf_revertsIf_notSettled() public {
        _expectNotSettled(EPOCH);
        closeRequests();
        _expectNotSettled(EPOCH);
        settle(POOL);
        _expectNotSettled(EPOCH + 1);
    }

    function test_consume_usesAPart() public {
        _settleAndEnter();
        vm.expectEmit(address(allocation));
        emit IAllocationSettlement.Consumed(PARTY, POOL, EPOCH, 2_000);
        _consume(EPOCH, 2_000);
        assertEq(allocation.requestOf(PARTY, POOL, EPOCH).consumed, 2_000);
        assertEq(allocation.requestOf(PARTY, POOL, EPOCH).units, 5_000);
        assertEq(allocation.requestOf(PARTY, POOL, EPOCH).seq, 1);
        assertEq(allocation.allocationOf(PARTY, POOL, EPOCH), 5_000, "what it got stays what it got");
        _consume(EPOCH, 3_000);
        assertEq(allocation.requestOf(PARTY, POOL, EPOCH).consumed, 5_000);
    }

    function test_consume_revertsIf_moreThanIsLeft() public {
        _settleAndEnter();
        _consume(EPOCH, 2_000);
        _expectExceeded(3_001, 3_000);
        _consume(EPOCH, 3_000);
        _expectExceeded(1, 0);
        _expectExceeded(type(uint64).max, 0);
    }

    function test_consume_revertsIf_notTheMarket() public {
        _settleAndEnter();
        address[3] memory others = [applicant, address(timelock), address(treasury)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationOnlyMarket.selector, others[i]));
            vm.prank(others[i]);
            allocation.consume(PARTY, POOL, EPOCH, 1);
        }
    }

    function test_consume_revertsIf_inAnotherEpoch() public {
        settle(POOL);
        vm.warp(clock.startOf(EPOCH) - 1);
        _expectWrongEpoch(1);
        vm.warp(clock.startOf(EPOCH));
        _consume(EPOCH, 1);
        vm.warp(clock.startOf(EPOCH + 1) - 1);
        _consume(EPOCH, 1);
        vm.warp(clock.startOf(EPOCH + 1));
        _expectWrongEpoch(3);
    }

    function test_consume_revertsIf_notSettled() public {
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationNotSettled.selector, POOL, EPOCH));
        _consume(EPOCH, 1);
    }

    function test_consume_worksOnceARoundIsSettledLate() public {
        nextEpoch();
        allocation.verify(POOL, EPOCH, solve(POOL, EPOCH), 0);
        _consume(EPOCH, 5_000);
    }

    function test_restore_givesBack() public {
        _settleAndEnter();
        _consume(EPOCH, 5_000);
        vm.expectEmit(address(allocation));
        emit IAllocationSettlement.Restored(PARTY, POOL, EPOCH, 4_000);
        _restore(4_000);
        assertEq(allocation.requestOf(PARTY, POOL, EPOCH).consumed, 1_000);
        _consume(EPOCH, 4_000);
        _expectExceeded(1, 0);
    }

    function test_restore_ofAPastEpochGivesNothingToUse() public {
        _settleAndEnter();
        _consume(EPOCH, 5_000);
        nextEpoch();
        _restore(5_000);
        assertEq(allocation.requestOf(PARTY, POOL, EPOCH).consumed, 0);
        _expectWrongEpoch(EPOCH + 1);
    }

    function test_restore_revertsIf_moreThanWasUsed() public {
        _settleAndEnter();
        _consume(EPOCH, 10);
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationExceeded.selector, PARTY, 11, 10));
        _restore(11);
    }

    function test_restore_revertsIf_notTheMarket() public {
        _settleAndEnter();
        _consume(EPOCH, 10);
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationOnlyMarket.selector, applicant));
        vm.prank(applicant);
        allocation.restore(PARTY, POOL, EPOCH, 1);
    }

    /// @dev From events alone: each party's kind has a class, and what is used of it is the sum of its parties'.
    function test_I3_usageIsKnownInGpuSecondsPerClass() public {
        ask(stewards[0], POOL, 700);
        ask(stewards[1], POOL, 900);
        _settleAndEnter();
        vm.recordLogs();
        vm.startPrank(market);
        allocation.consume(PARTY, POOL, EPOCH, 5_000);
        allocation.consume(1, POOL, EPOCH, 600);
        allocation.consume(2, POOL, EPOCH, 900);
        allocation.restore(PARTY, POOL, EPOCH, 1_000);
        allocation.consume(PARTY, POOL, EPOCH, 1);
        vm.stopPrank();
        uint256[5] memory used = _usageFrom(vm.getRecordedLogs());
        assertEq(used[2], 4_601, "labs");
        assertEq(used[0], 900, "universities");
        assertEq(used[1] + used[3] + used[4], 0, "nobody else");
    }

    /// @dev Whatever is used and given back, it never exceeds what the party got.
    function testFuzz_consume_neverExceedsTheAllocation(uint64[8] calldata amounts, uint8 back) public {
        _settleAndEnter();
        uint256 used = 0;
        for (uint256 i = 0; i < 8; ++i) {
            uint64 amount = amounts[i] % 4_000;
            bool isBack = back >> i & 1 == 1;
            bytes memory data = isBack
                ? abi.encodeCall(allocation.restore, (PARTY, POOL, EPOCH, amount))
                : abi.encodeCall(allocation.consume, (PARTY, POOL, EPOCH, amount));
            vm.prank(market);
            (bool done,) = address(allocation).call(data);
            assertEq(done, isBack ? amount <= used : used + amount <= 5_000);
            if (done) used = isBack ? used - amount : used + amount;
            assertEq(allocation.requestOf(PARTY, POOL, EPOCH).consumed, used);
        }
    }

    function _settleAndEnter() private {
        settle(POOL);
        nextEpoch();
    }

    function _consume(uint48 epoch, uint64 amount) private {
        vm.prank(market);
        allocation.consume(PARTY, POOL, epoch, amount);
    }

    function _restore(uint64 amount) private {
        vm.prank(market);
        allocation.restore(PARTY, POOL, EPOCH, amount);
    }

    function _expectNotSettled(uint48 epoch) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationNotSettled.selector, POOL, epoch));
        allocation.allocationOf(PARTY, POOL, epoch);
    }

    function _expectExceeded(uint64 amount, uint64 left) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationExceeded.selector, PARTY, amount, left));
        _consume(EPOCH, amount);
    }

    function _expectWrongEpoch(uint48 current) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationWrongEpoch.selector, EPOCH, current));
        _consume(EPOCH, 1);
    }

    function _usageFrom(Vm.Log[] memory logs) private view returns (uint256[5] memory used) {
        for (uint256 i = 0; i < logs.length; ++i) {
            (, IPartyRegistry.Kind kind,) = parties.partyInfo(uint32(uint256(logs[i].topics[1])));
            uint8 class = allocation.groupOf(POOL, EPOCH, uint8(kind)).class;
            uint64 amount = abi.decode(logs[i].data, (uint64));
            if (logs[i].topics[0] == IAllocationSettlement.Consumed.selector) used[class] += amount;
            if (logs[i].topics[0] == IAllocationSettlement.Restored.selector) used[class] -= amount;
        }
    }
}
