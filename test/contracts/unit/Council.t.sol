// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Council} from "../../../contracts/governance/Council.sol";
import {ICouncil} from "../../../contracts/interfaces/ICouncil.sol";
import {Test} from "../support/Test.sol";

contract CouncilTest is Test {
    uint256 private constant MAX_TERM = 90 days;

    address private timelock;
    address private guardian;

    function setUp() public {
        vm.warp(1_750_000_000);
        timelock = makeAddr("timelock");
        guardian = makeAddr("guardian council");
    }

    function test_constructor_appointsTheFirst() public {
        vm.expectEmit();
        emit ICouncil.CouncilAppointed(guardian, uint48(block.timestamp + 30 days), 1);
        Council council = new Council(timelock, MAX_TERM, guardian, 30 days);
        assertEq(council.current(), guardian);
        assertEq(council.account(), guardian);
        assertEq(council.until(), block.timestamp + 30 days);
        assertEq(council.approval(), 1);
        assertEq(council.maxTerm(), MAX_TERM);
    }

    function test_constructor_canLeaveThePlaceEmpty() public {
        Council council = new Council(timelock, MAX_TERM, address(0), 30 days);
        assertEq(council.current(), address(0));
        assertEq(council.approval(), 0);
    }

    function test_constructor_revertsIf_theTermIsTooLong() public {
        vm.expectPartialRevert(ICouncil.CouncilTermTooLong.selector);
        new Council(timelock, MAX_TERM, guardian, uint48(MAX_TERM) + 1);
    }

    function test_current_isNoneFromTheLastSecondOn() public {
        Council council = new Council(timelock, MAX_TERM, guardian, 30 days);
        vm.warp(council.until() - 1);
        assertEq(council.current(), guardian);
        vm.warp(council.until());
        assertEq(council.current(), address(0));
        assertEq(council.account(), guardian, "who it was stays readable");
    }

    function testFuzz_appoint_withinTheLongestTerm(address account, uint48 term) public {
        term = uint48(bound(term, 1, MAX_TERM));
        Council council = new Council(timelock, MAX_TERM, guardian, 30 days);
        uint48 until = uint48(block.timestamp) + term;
        vm.expectEmit();
        emit ICouncil.CouncilAppointed(account, until, 2);
        vm.prank(timelock);
        council.appoint(account, until);
        assertEq(council.current(), account);
        assertEq(council.approval(), 2);
    }

    function test_appoint_zeroEndsIt() public {
        Council council = new Council(timelock, MAX_TERM, guardian, 30 days);
        vm.prank(timelock);
        council.appoint(address(0), 0);
        assertEq(council.current(), address(0));
    }

    function test_appoint_revertsIf_theTermIsTooLong() public {
        Council council = new Council(timelock, MAX_TERM, guardian, 30 days);
        uint256 max = block.timestamp + MAX_TERM;
        vm.expectRevert(abi.encodeWithSelector(ICouncil.CouncilTermTooLong.selector, max + 1, max));
        vm.prank(timelock);
        council.appoint(guardian, uint48(max + 1));
    }

    function testFuzz_appoint_revertsIf_notTheTimelock(address caller) public {
        vm.assume(caller != timelock);
        Council council = new Council(timelock, MAX_TERM, guardian, 30 days);
        vm.expectRevert(abi.encodeWithSelector(ICouncil.CouncilOnlyTimelock.selector, caller));
        vm.prank(caller);
        council.appoint(caller, uint48(block.timestamp + 1));
    }
}
