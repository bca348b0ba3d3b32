// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {Allocations} from "../support/Allocations.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

/// @title Money that comes in, money that is free, and money that votes send out
contract ComputeTreasuryTest is Allocations {
    function setUp() public {
        deploySystem("demo");
    }

    function test_constructor_knowsWhomItServes() public view {
        assertEq(address(treasury.money()), address(money));
        assertEq(treasury.policy(), address(allocation));
        assertEq(treasury.market(), market);
        assertEq(address(treasury.clock()), address(clock));
        assertEq(treasury.freeBalance(), 0);
    }

    function test_fund_takesMoneyOfAnybody() public {
        vm.prank(funder);
        assertTrue(money.transfer(stranger, 70));
        vm.startPrank(stranger);
        money.approve(address(treasury), 70);
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.Funded(stranger, 70);
        treasury.fund(70);
        vm.stopPrank();
        assertEq(money.balanceOf(address(treasury)), 70);
        assertEq(treasury.freeBalance(), 70);
    }

    function test_fund_revertsIf_notApproved() public {
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(treasury), 0, 1)
        );
        vm.prank(funder);
        treasury.fund(1);
    }

    /// @dev Nobody has to call `fund`: what simply arrives can be budgeted as well.
    function test_freeBalance_countsWhatWasSentDirectly() public {
        fund(10);
        vm.prank(funder);
        assertTrue(money.transfer(address(treasury), 5));
        assertEq(treasury.freeBalance(), 15);
    }

    function test_freeBalance_leavesOutGrantsAndTheLinesOfTwoEpochs() public {
        fund(1_000);
        addPool("A pool", 100);
        vm.prank(address(timelock));
        treasury.grantMoney(
            stranger, 300, uint48(block.timestamp), uint48(block.timestamp), uint48(block.timestamp + 1)
        );
        nextEpoch();
        allocation.open(POOL, 2);
        assertEq(treasury.freeBalance(), 600);
        nextEpoch();
        assertEq(treasury.freeBalance(), 600, "of the current epoch");
        allocation.open(POOL, 3);
        assertEq(treasury.freeBalance(), 500, "and of the next");
        nextEpoch();
        assertEq(treasury.freeBalance(), 600, "the one before is over");
        assertEq(treasury.reservedIn(2), 100);
        assertEq(treasury.grantedBalance(), 300);
    }

    function test_withdraw_paysFreeMoneyOut() public {
        fund(100);
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.Withdrawn(stranger, 100);
        _withdraw(100);
        assertEq(money.balanceOf(stranger), 100);
        assertEq(treasury.freeBalance(), 0);
    }

    function test_withdraw_revertsIf_moreThanIsFree() public {
        fund(100);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryNotFree.selector, 101, 100));
        _withdraw(101);
        vm.prank(address(timelock));
        treasury.grantMoney(stranger, 60, uint48(block.timestamp), uint48(block.timestamp), uint48(block.timestamp + 9));
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryNotFree.selector, 41, 40));
        _withdraw(41);
        _withdraw(40);
    }

    function test_withdraw_revertsIf_notTheTimelock() public {
        fund(100);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        treasury.withdraw(guardian, 1);
    }

    function test_sweep_sendsAnotherTokenAway() public {
        vm.prank(dave);
        assertTrue(token.transfer(address(treasury), 9));
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.Swept(address(token), stranger, 8);
        vm.prank(address(timelock));
        treasury.sweep(address(token), stranger, 8);
        assertEq(token.balanceOf(stranger), 8);
        assertEq(token.balanceOf(address(treasury)), 1);
    }

    function test_sweep_revertsIf_itIsTheMoney() public {
        fund(100);
        vm.expectRevert(IComputeTreasury.TreasuryNotSweepable.selector);
        vm.prank(address(timelock));
        treasury.sweep(address(money), stranger, 1);
    }

    function test_sweep_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vm.prank(stranger);
        treasury.sweep(address(token), stranger, 0);
    }

    function _withdraw(uint256 amount) private {
        vm.prank(address(timelock));
        treasury.withdraw(stranger, amount);
    }
}
