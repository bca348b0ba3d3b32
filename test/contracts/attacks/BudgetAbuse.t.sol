// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {Allocations} from "../support/Allocations.sol";

/// @title Spending more than a line has, twice, at another time, or what is set aside for others
contract BudgetAbuseTest is Allocations {
    uint64 private constant SIZE = 1_000;
    uint48 private constant EPOCH = 2;
    uint32 private constant SECOND = 2;

    function setUp() public {
        deploySystem("demo");
        fund(1_500);
        addPool("First", SIZE);
        addPool("Second", SIZE);
        nextEpoch();
    }

    function test_aMarketGoneWildTakesNoMoreThanTheLineInEitherUnit() public {
        allocation.open(POOL, EPOCH);
        nextEpoch();
        _expectExceeded(POOL, EPOCH, SIZE + 1, 1);
        _expectExceeded(POOL, EPOCH, 1, SIZE + 1);
        _draw(POOL, EPOCH, SIZE, SIZE);
        _expectExceeded(POOL, EPOCH, 0, 1);
        _expectExceeded(POOL, EPOCH, 1, 0);
        assertEq(money.balanceOf(address(treasury)), 500);
    }

    /// @dev What one pool has is not another's, although the money lies in one place.
    function test_oneLineIsNotDrawnOnForAnother() public {
        allocation.open(POOL, EPOCH);
        nextEpoch();
        _expectExceeded(SECOND, EPOCH, 1, 0);
        _expectExceeded(SECOND, EPOCH, 0, 1);
        _expectExceeded(99, EPOCH, 0, 1);
    }

    function test_linesOfOtherEpochsCannotBeDrawnOn() public {
        allocation.open(POOL, EPOCH);
        _expectExceeded(POOL, EPOCH, 1, 1);
        nextEpoch();
        allocation.open(POOL, EPOCH + 1);
        _expectExceeded(POOL, EPOCH + 1, 1, 1);
        nextEpoch();
        _expectExceeded(POOL, EPOCH, 1, 1);
        _draw(POOL, EPOCH + 1, 1, 1);
    }

    /// @dev Else a market could free what it never drew, and draw again.
    function test_nothingIsGivenBackThatWasNotDrawn() public {
        allocation.open(SECOND, EPOCH);
        nextEpoch();
        _draw(POOL, EPOCH, 10, 100);
        vm.prank(market);
        money.approve(address(treasury), 1_000);
        _expectRefundRefused(POOL, EPOCH, 11, 100);
        _expectRefundRefused(POOL, EPOCH, 10, 101);
        _expectRefundRefused(SECOND, EPOCH, 0, 1);
        _expectRefundRefused(POOL, EPOCH + 1, 0, 1);
    }

    function test_whatIsGivenBackTooLateIsNotDrawnAgain() public {
        allocation.open(POOL, EPOCH);
        nextEpoch();
        _draw(POOL, EPOCH, SIZE, SIZE);
        nextEpoch();
        vm.startPrank(market);
        money.approve(address(treasury), SIZE);
        treasury.refund(POOL, EPOCH, SIZE, SIZE);
        vm.stopPrank();
        _expectExceeded(POOL, EPOCH, 1, 1);
        assertEq(treasury.freeBalance(), 1_500);
    }

    function test_aVoteCannotTakeWhatIsSetAside() public {
        allocation.open(POOL, EPOCH);
        uint48 start = uint48(block.timestamp);
        vm.startPrank(address(timelock));
        treasury.grantMoney(stranger, 200, start, start, start + 100);
        bytes memory reason = abi.encodeWithSelector(IComputeTreasury.TreasuryNotFree.selector, 301, 300);
        vm.expectRevert(reason);
        treasury.withdraw(stranger, 301);
        vm.expectRevert(reason);
        treasury.grantMoney(stranger, 301, start, start, start + 100);
        vm.expectRevert(IComputeTreasury.TreasuryNotSweepable.selector);
        treasury.sweep(address(money), stranger, 1);
        treasury.withdraw(funder, 300);
        vm.stopPrank();
        nextEpoch();
        _draw(POOL, EPOCH, SIZE, SIZE);
        treasury.claim(1);
        assertEq(money.balanceOf(stranger), 200);
        assertEq(money.balanceOf(address(treasury)), 0);
    }

    /// @dev The money covers one pool and a half. Whoever asks first for the second opens the first before it.
    function test_nobodyChoosesWhichPoolFindsTheMoney() public {
        uint256 before = vm.snapshotState();
        vm.prank(stranger);
        allocation.open(SECOND, EPOCH);
        _assertCapacities(SIZE, SIZE / 2);
        vm.revertToState(before);
        vm.prank(applicant);
        allocation.request(SECOND, EPOCH, 1, 1);
        _assertCapacities(SIZE, SIZE / 2);
        vm.revertToState(before);
        allocation.open(POOL, EPOCH);
        vm.prank(applicant);
        allocation.request(SECOND, EPOCH, 1, 1);
        _assertCapacities(SIZE, SIZE / 2);
    }

    /// @dev The line of the running epoch keeps its money, whoever opens the next one first.
    function test_openingTheNextEpochEarlyTakesNothingFromTheRunningOne() public {
        allocation.open(SECOND, EPOCH);
        nextEpoch();
        allocation.open(SECOND, EPOCH + 1);
        assertEq(allocation.roundOf(POOL, EPOCH + 1).capacity, 0);
        _draw(POOL, EPOCH, SIZE, SIZE);
        _draw(SECOND, EPOCH, SIZE / 2, SIZE / 2);
    }

    function test_aScheduleChangedAfterTheFreezeChangesNothingOpened() public {
        allocation.open(POOL, EPOCH);
        _schedule(1, 1, RATE);
        IComputeTreasury.Line memory line = treasury.lineOf(POOL, EPOCH);
        assertEq(line.gpuSeconds, SIZE);
        assertEq(line.money, SIZE);
        nextEpoch();
        _draw(POOL, EPOCH, SIZE, SIZE);
    }

    /// @dev Before anybody opened it, the schedule of the next epoch is as fixed as after.
    function test_aScheduleChangedBeforeTheRoundOpensBindsNoEarlier() public {
        _schedule(1, 1, RATE);
        allocation.open(POOL, EPOCH);
        assertEq(allocation.roundOf(POOL, EPOCH).capacity, SIZE);
        nextEpoch();
        allocation.open(POOL, EPOCH + 1);
        assertEq(allocation.roundOf(POOL, EPOCH + 1).capacity, 1);
    }

    function test_nobodyOpensALineTwiceToSetMoneyAsideTwice() public {
        for (uint256 i = 0; i < 3; ++i) {
            allocation.open(SECOND, EPOCH);
        }
        assertEq(treasury.reservedIn(EPOCH), 1_500);
        vm.expectRevert(
            abi.encodeWithSelector(IComputeTreasury.TreasuryOnly.selector, address(this), address(allocation))
        );
        treasury.openLine(POOL, EPOCH, 1);
    }

    /// @dev Nobody asks for money by asking: requests beyond the line get no more than it covers.
    function test_requestsBeyondTheBudgetShareTheBudget() public {
        uint32[3] memory labs = [uint32(1), 5, 9];
        for (uint256 i = 0; i < 3; ++i) {
            ask(stewards[labs[i] - 1], SECOND, type(uint64).max);
        }
        IAllocationRequests.Round memory round = allocation.roundOf(SECOND, EPOCH);
        assertEq(round.capacity, SIZE / 2);
        settle(SECOND);
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(allocation.allocationOf(labs[i], SECOND, EPOCH), round.cap);
        }
    }

    function _assertCapacities(uint64 first, uint64 second) private view {
        assertEq(allocation.roundOf(POOL, EPOCH).capacity, first);
        assertEq(allocation.roundOf(SECOND, EPOCH).capacity, second);
    }

    function _schedule(uint64 gpuSeconds, uint128 amount, uint128 maxRate) private {
        vm.prank(address(timelock));
        treasury.setSchedule(POOL, IComputeTreasury.Terms({gpuSeconds: gpuSeconds, money: amount, maxRate: maxRate}));
    }

    function _draw(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) private {
        vm.prank(market);
        treasury.draw(pool, epoch, gpuSeconds, amount);
    }

    function _expectExceeded(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) private {
        vm.expectRevert(
            abi.encodeWithSelector(IComputeTreasury.TreasuryLineExceeded.selector, pool, epoch, gpuSeconds, amount)
        );
        _draw(pool, epoch, gpuSeconds, amount);
    }

    function _expectRefundRefused(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) private {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryRefundExceeded.selector, pool, epoch));
        vm.prank(market);
        treasury.refund(pool, epoch, gpuSeconds, amount);
    }
}
