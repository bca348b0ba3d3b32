// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochClock} from "../../../contracts/compute/EpochClock.sol";
import {IEpochClock} from "../../../contracts/interfaces/IEpochClock.sol";
import {Test} from "../support/Test.sol";

contract EpochClockTest is Test {
    uint48 private constant GENESIS = 1_000_000;
    uint48 private constant LENGTH = 1 days;

    EpochClock private _clock;

    function setUp() public {
        vm.warp(GENESIS);
        _clock = new EpochClock(GENESIS, LENGTH);
    }

    function test_constructor_revertsIf_genesisIsInTheFuture() public {
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.EpochClockBeforeGenesis.selector, GENESIS, GENESIS + 1));
        new EpochClock(GENESIS + 1, LENGTH);
    }

    function test_constructor_revertsIf_anEpochHasNoLength() public {
        vm.expectRevert(IEpochClock.EpochClockInvalidLength.selector);
        new EpochClock(GENESIS, 0);
    }

    function test_current_risesAtTheFirstSecondOfAnEpoch() public {
        assertEq(_clock.current(), 0);
        vm.warp(GENESIS + LENGTH - 1);
        assertEq(_clock.current(), 0);
        vm.warp(GENESIS + LENGTH);
        assertEq(_clock.current(), 1);
    }

    function test_epochAt_revertsIf_beforeGenesis() public {
        vm.expectRevert(abi.encodeWithSelector(IEpochClock.EpochClockBeforeGenesis.selector, GENESIS - 1, GENESIS));
        _clock.epochAt(GENESIS - 1);
    }

    function testFuzz_startOf_isTheFirstSecondOfItsEpoch(uint48 epoch) public view {
        epoch = uint48(bound(epoch, 1, 1_000_000_000));
        uint48 start = _clock.startOf(epoch);
        assertEq(_clock.epochAt(start), epoch);
        assertEq(_clock.epochAt(start - 1), epoch - 1);
        assertEq(_clock.epochAt(start + LENGTH - 1), epoch);
    }
}
