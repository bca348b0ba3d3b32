// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {Allocations} from "../support/Allocations.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Schedules, and lines in both units
contract BudgetLinesTest is Allocations {
    uint64 private constant LARGEST = 2 ** 53 - 1;
    uint48 private constant EPOCH = 2;

    function setUp() public {
        deploySystem("demo");
        fund(1_000_000);
        addPool("A pool", 1_000);
    }

    function test_setSchedule_bindsFromTheEpochAfterNextUntilChanged() public {
        nextEpoch();
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.ScheduleSet(POOL, 3, _terms(5, 6, 7));
        _setSchedule(POOL, 5, 6, 7);
        assertEq(treasury.termsAt(POOL, 1).gpuSeconds, 0);
        assertEq(treasury.termsAt(POOL, 2).gpuSeconds, 1_000);
        _assertTerms(3, 5, 6, 7);
        _assertTerms(type(uint48).max, 5, 6, 7);
    }

    function test_setSchedule_isReplacedByALaterOneOfTheSameEpoch() public {
        _setSchedule(POOL, 5, 6, 7);
        _setSchedule(POOL, 0, 0, 0);
        _assertTerms(EPOCH, 0, 0, 0);
    }

    function test_setSchedule_isOnePerPool() public {
        uint32 second = addPool("Another", 50);
        _setSchedule(POOL, 5, 6, 7);
        assertEq(treasury.termsAt(second, EPOCH).gpuSeconds, 50);
        _assertTerms(EPOCH, 5, 6, 7);
    }

    function test_setSchedule_revertsIf_noPoolHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownPool.selector, 0));
        _setSchedule(0, 1, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownPool.selector, 2));
        _setSchedule(2, 1, 1, 1);
    }

    function test_setSchedule_revertsIf_thereAreTooManyGpuSeconds() public {
        _setSchedule(POOL, LARGEST, type(uint128).max, type(uint128).max);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryTooManyGpuSeconds.selector, LARGEST + 1));
        _setSchedule(POOL, LARGEST + 1, 1, 1);
    }

    function test_setSchedule_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, whale));
        vm.prank(whale);
        treasury.setSchedule(POOL, _terms(1, 1, 1));
    }

    function test_openLine_setsAsideWhatItsGpuSecondsCanCost() public {
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.LineOpened(POOL, EPOCH, _line(700, 700, RATE));
        assertEq(_openLine(700), 700);
        assertEq(treasury.lineOf(POOL, EPOCH).gpuSeconds, 700);
        assertEq(treasury.lineOf(POOL, EPOCH).money, 700);
        assertEq(treasury.lineOf(POOL, EPOCH).drawnMoney, 0);
        assertEq(treasury.reservedIn(EPOCH), 700);
        assertEq(treasury.freeBalance(), 1_000_000, "not yet: it is two epochs ahead");
        nextEpoch();
        assertEq(treasury.freeBalance(), 999_300);
    }

    function test_openLine_coversNoMoreThanIsScheduled() public {
        assertEq(_openLine(LARGEST), 1_000);
        assertEq(treasury.reservedIn(EPOCH), 1_000);
    }

    function test_openLine_coversNoMoreThanItsMoneyPays() public {
        _setSchedule(POOL, 1_000, 100, 3e6);
        assertEq(_openLine(1_000), 33);
        assertEq(treasury.lineOf(POOL, EPOCH).money, 99, "the rest would pay for nothing");
    }

    function test_openLine_coversNoMoreThanFreeMoneyPays() public {
        _withdrawTo(150);
        assertEq(_openLine(1_000), 150);
        assertEq(treasury.reservedIn(EPOCH), 150);
    }

    /// @dev A rate of 1/3 base unit per GPU-second: part of a base unit is a whole one.
    function test_openLine_roundsItsMoneyUp() public {
        _setSchedule(POOL, 1_000, 1_000, 333_333);
        assertEq(_openLine(4), 4);
        assertEq(treasury.lineOf(POOL, EPOCH).money, 2);
    }

    function test_openLine_atRateZeroIsLimitedByGpuSecondsAlone() public {
        _setSchedule(POOL, 500, 0, 0);
        _withdrawTo(0);
        assertEq(_openLine(1_000), 500);
        assertEq(treasury.lineOf(POOL, EPOCH).money, 0);
        assertEq(treasury.reservedIn(EPOCH), 0);
    }

    function test_openLine_coversNothingWithoutMoneyScheduleOrCapacity() public {
        assertEq(_openLine(0), 0);
        _withdrawTo(0);
        assertEq(_openLine(1_000), 0);
        _setSchedule(POOL, 0, 0, 0);
        assertEq(_openLine(1_000), 0);
        assertEq(treasury.lineOf(POOL, EPOCH).maxRate, 0, "no line");
        assertEq(treasury.reservedIn(EPOCH), 0);
    }

    function test_openLine_revertsIf_openedBefore() public {
        _openLine(700);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryLineOpened.selector, POOL, EPOCH));
        _openLine(100);
    }

    function test_openLine_revertsIf_notThePolicy() public {
        address[3] memory others = [stranger, market, address(timelock)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IComputeTreasury.TreasuryOnly.selector, others[i], address(allocation))
            );
            vm.prank(others[i]);
            treasury.openLine(POOL, EPOCH, 1);
        }
    }

    function testFuzz_openLine_isCoveredToTheUnit(uint64 gpuSeconds, uint128 amount, uint128 rate, uint64 capacity)
        public
    {
        gpuSeconds = uint64(bound(gpuSeconds, 0, LARGEST));
        capacity = uint64(bound(capacity, 0, LARGEST));
        if (rate % 3 != 0) rate %= 1e9;
        _setSchedule(POOL, gpuSeconds, amount, rate);
        nextEpoch();
        uint256 covered = _openLine(capacity);
        uint256 reserved = treasury.reservedIn(EPOCH);
        uint256 wanted = gpuSeconds < capacity ? gpuSeconds : capacity;
        uint256 limit = rate == 0 ? 0 : amount < 1_000_000 ? amount : 1_000_000;
        assertLe(covered, wanted);
        assertLe(reserved, limit);
        assertGe(reserved * 1e6, covered * rate, "enough for all of it at the greatest rate");
        if (reserved != 0) assertLt((reserved - 1) * 1e6, covered * rate, "and not more");
        if (covered < wanted) assertGt((covered + 1) * rate, limit * 1e6, "one more would not be covered");
        assertEq(treasury.freeBalance(), 1_000_000 - reserved);
    }

    function test_draw_paysTheMarketInTheEpoch() public {
        _openAndEnter();
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.LineDrawn(POOL, EPOCH, 400, 300);
        _draw(EPOCH, 400, 300);
        IComputeTreasury.Line memory line = treasury.lineOf(POOL, EPOCH);
        assertEq(line.gpuSeconds, 1_000);
        assertEq(line.drawnGpuSeconds, 400);
        assertEq(line.money, 1_000);
        assertEq(line.drawnMoney, 300);
        assertEq(treasury.reservedIn(EPOCH), 700);
        assertEq(money.balanceOf(market), 300);
        assertEq(treasury.freeBalance(), 999_000, "what was set aside left; what is free did not change");
        _draw(EPOCH, 600, 700);
    }

    function test_draw_revertsIf_moreThanIsLeftInEitherUnit() public {
        _openAndEnter();
        _draw(EPOCH, 400, 300);
        _expectExceeded(EPOCH, 601, 0);
        _expectExceeded(EPOCH, 0, 701);
        _expectExceeded(EPOCH, type(uint64).max, type(uint128).max);
        _draw(EPOCH, 600, 700);
        _expectExceeded(EPOCH, 1, 0);
        _expectExceeded(EPOCH, 0, 1);
    }

    function test_draw_revertsIf_inAnotherEpoch() public {
        nextEpoch();
        allocation.open(POOL, EPOCH);
        vm.warp(clock.startOf(EPOCH) - 1);
        _expectExceeded(EPOCH, 1, 1);
        vm.warp(clock.startOf(EPOCH));
        _draw(EPOCH, 1, 1);
        vm.warp(clock.startOf(EPOCH + 1) - 1);
        _draw(EPOCH, 1, 1);
        vm.warp(clock.startOf(EPOCH + 1));
        _expectExceeded(EPOCH, 1, 1);
    }

    function test_draw_revertsIf_thereIsNoLine() public {
        nextEpoch();
        nextEpoch();
        _expectExceeded(EPOCH, 1, 0);
        _expectExceeded(EPOCH, 0, 1);
    }

    function test_draw_revertsIf_notTheMarket() public {
        _openAndEnter();
        address[3] memory others = [stranger, address(allocation), address(timelock)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryOnly.selector, others[i], market));
            vm.prank(others[i]);
            treasury.draw(POOL, EPOCH, 1, 1);
        }
    }

    function test_refund_goesBackToTheLine() public {
        _openAndEnter();
        _draw(EPOCH, 400, 300);
        vm.startPrank(market);
        money.approve(address(treasury), 100);
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.LineRefunded(POOL, EPOCH, 150, 100);
        treasury.refund(POOL, EPOCH, 150, 100);
        vm.stopPrank();
        assertEq(treasury.lineOf(POOL, EPOCH).drawnGpuSeconds, 250);
        assertEq(treasury.lineOf(POOL, EPOCH).drawnMoney, 200);
        assertEq(treasury.reservedIn(EPOCH), 800);
        assertEq(money.balanceOf(market), 200);
        _draw(EPOCH, 750, 800);
    }

    function test_refund_afterTheEpochIsFreeAtOnce() public {
        _openAndEnter();
        _draw(EPOCH, 400, 300);
        nextEpoch();
        assertEq(treasury.freeBalance(), 999_700);
        _refund(400, 300);
        assertEq(treasury.freeBalance(), 1_000_000);
        _expectExceeded(EPOCH, 1, 1);
    }

    function test_refund_revertsIf_moreThanWasDrawnInEitherUnit() public {
        _openAndEnter();
        _draw(EPOCH, 400, 300);
        bytes memory reason = abi.encodeWithSelector(IComputeTreasury.TreasuryRefundExceeded.selector, POOL, EPOCH);
        vm.startPrank(market);
        money.approve(address(treasury), 1_000);
        vm.expectRevert(reason);
        treasury.refund(POOL, EPOCH, 401, 300);
        vm.expectRevert(reason);
        treasury.refund(POOL, EPOCH, 400, 301);
        treasury.refund(POOL, EPOCH, 400, 300);
        vm.expectRevert(reason);
        treasury.refund(POOL, EPOCH, 1, 0);
        vm.stopPrank();
    }

    function test_refund_revertsIf_notTheMarket() public {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryOnly.selector, stranger, market));
        vm.prank(stranger);
        treasury.refund(POOL, EPOCH, 0, 0);
    }

    function test_line_lapsesWithoutATransaction() public {
        _openAndEnter();
        _draw(EPOCH, 400, 300);
        vm.warp(clock.startOf(EPOCH + 1) - 1);
        assertEq(treasury.freeBalance(), 999_000);
        vm.warp(clock.startOf(EPOCH + 1));
        assertEq(treasury.freeBalance(), 999_700);
    }

    /// @dev Whatever is drawn and given back, a line spends no more than it has, in either unit.
    function testFuzz_draw_neverExceedsTheLine(uint256 seed) public {
        _openAndEnter();
        vm.prank(market);
        money.approve(address(treasury), type(uint256).max);
        (uint256 gpuSeconds, uint256 amount) = (0, 0);
        for (uint256 i = 0; i < 16; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint64 someSeconds, uint128 someMoney) = (uint64(seed >> 8) % 700, uint128(seed >> 80) % 700);
            bool isBack = seed % 3 == 0;
            bytes memory data = isBack
                ? abi.encodeCall(treasury.refund, (POOL, EPOCH, someSeconds, someMoney))
                : abi.encodeCall(treasury.draw, (POOL, EPOCH, someSeconds, someMoney));
            vm.prank(market);
            (bool done,) = address(treasury).call(data);
            bool expected = isBack
                ? someSeconds <= gpuSeconds && someMoney <= amount
                : gpuSeconds + someSeconds <= 1_000 && amount + someMoney <= 1_000;
            assertEq(done, expected);
            if (!done) continue;
            gpuSeconds = isBack ? gpuSeconds - someSeconds : gpuSeconds + someSeconds;
            amount = isBack ? amount - someMoney : amount + someMoney;
            assertEq(treasury.lineOf(POOL, EPOCH).drawnGpuSeconds, gpuSeconds);
            assertEq(treasury.lineOf(POOL, EPOCH).drawnMoney, amount);
            assertEq(treasury.reservedIn(EPOCH), 1_000 - amount);
            assertEq(money.balanceOf(market), amount);
        }
    }

    function _openAndEnter() private {
        nextEpoch();
        allocation.open(POOL, EPOCH);
        nextEpoch();
    }

    function _openLine(uint64 capacity) private returns (uint64) {
        vm.prank(address(allocation));
        return treasury.openLine(POOL, EPOCH, capacity);
    }

    function _draw(uint48 epoch, uint64 gpuSeconds, uint128 amount) private {
        vm.prank(market);
        treasury.draw(POOL, epoch, gpuSeconds, amount);
    }

    function _refund(uint64 gpuSeconds, uint128 amount) private {
        vm.startPrank(market);
        money.approve(address(treasury), amount);
        treasury.refund(POOL, EPOCH, gpuSeconds, amount);
        vm.stopPrank();
    }

    function _expectExceeded(uint48 epoch, uint64 gpuSeconds, uint128 amount) private {
        vm.expectRevert(
            abi.encodeWithSelector(IComputeTreasury.TreasuryLineExceeded.selector, POOL, epoch, gpuSeconds, amount)
        );
        _draw(epoch, gpuSeconds, amount);
    }

    /// @dev Leaves `rest` of the free money.
    function _withdrawTo(uint256 rest) private {
        vm.startPrank(address(timelock));
        treasury.withdraw(funder, treasury.freeBalance() - rest);
        vm.stopPrank();
    }

    function _setSchedule(uint32 pool, uint64 gpuSeconds, uint128 amount, uint128 maxRate) private {
        vm.prank(address(timelock));
        treasury.setSchedule(pool, _terms(gpuSeconds, amount, maxRate));
    }

    function _assertTerms(uint48 epoch, uint64 gpuSeconds, uint128 amount, uint128 maxRate) private view {
        IComputeTreasury.Terms memory terms = treasury.termsAt(POOL, epoch);
        assertEq(terms.gpuSeconds, gpuSeconds);
        assertEq(terms.money, amount);
        assertEq(terms.maxRate, maxRate);
    }

    function _terms(uint64 gpuSeconds, uint128 amount, uint128 maxRate)
        private
        pure
        returns (IComputeTreasury.Terms memory)
    {
        return IComputeTreasury.Terms({gpuSeconds: gpuSeconds, money: amount, maxRate: maxRate});
    }

    function _line(uint64 gpuSeconds, uint128 amount, uint128 maxRate)
        private
        pure
        returns (IComputeTreasury.Line memory line)
    {
        (line.gpuSeconds, line.money, line.maxRate) = (gpuSeconds, amount, maxRate);
    }
}
