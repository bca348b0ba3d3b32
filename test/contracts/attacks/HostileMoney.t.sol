// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ComputeTreasury} from "../../../contracts/compute/ComputeTreasury.sol";
import {AllocationConfig} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {EagerToken, FalseToken, FeeToken, Reentrant, TalkingToken} from "../support/HostileTokens.sol";
import {WideAllocations} from "../support/WideAllocations.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title A money token that takes fees, says no, or lets receivers act in the middle of a transfer
/// @dev A treasury of its own for each, with the deployed policy and one pool of 1,000 GPU-seconds and base units.
contract HostileMoneyTest is WideAllocations {
    uint48 private constant EPOCH = 2;

    Reentrant private _reentrant;
    ComputeTreasury private _victim;

    function setUp() public {
        deploySystem("demo");
        addPool("A pool", 1_000);
        _reentrant = new Reentrant();
    }

    function test_aTokenThatTakesFeesFundsNothing() public {
        FeeToken fee = new FeeToken(funder);
        _victim = _treasuryOf(IERC20(address(fee)));
        vm.startPrank(funder);
        fee.approve(address(_victim), 1_000);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryShortTransfer.selector, 1_000, 989));
        _victim.fund(1_000);
        vm.stopPrank();
    }

    function test_aTokenThatTakesFeesRefundsNothing() public {
        FeeToken fee = new FeeToken(funder);
        _victim = _treasuryOf(IERC20(address(fee)));
        vm.prank(funder);
        assertTrue(fee.transfer(address(_victim), 2_000));
        _openAndEnter();
        _asMarket(abi.encodeCall(_victim.draw, (POOL, EPOCH, 500, 500)));
        _reentrant.act(address(fee), abi.encodeCall(fee.approve, (address(_victim), 500)));
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryShortTransfer.selector, 400, 395));
        _asMarket(abi.encodeCall(_victim.refund, (POOL, EPOCH, 400, 400)));
        assertEq(_victim.lineOf(POOL, EPOCH).drawnMoney, 500, "as if nothing had been tried");
        assertEq(_victim.reservedIn(EPOCH), 500);
    }

    function test_aTokenThatSaysNoMovesNothingAndNothingIsWrittenOff() public {
        FalseToken no = new FalseToken(funder);
        _victim = _treasuryOf(IERC20(address(no)));
        vm.startPrank(funder);
        no.approve(address(_victim), 9_000);
        _victim.fund(5_000);
        vm.stopPrank();
        uint32 grant = _grant(address(_reentrant), 1_000);
        _openAndEnter();
        _asMarket(abi.encodeCall(_victim.draw, (POOL, EPOCH, 500, 500)));
        no.refuse();
        bytes memory reason = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(no));
        vm.expectRevert(reason);
        _asMarket(abi.encodeCall(_victim.draw, (POOL, EPOCH, 1, 1)));
        vm.expectRevert(reason);
        _asMarket(abi.encodeCall(_victim.refund, (POOL, EPOCH, 1, 1)));
        vm.expectRevert(reason);
        _victim.claim(grant);
        vm.expectRevert(reason);
        vm.prank(address(timelock));
        _victim.withdraw(stranger, 1);
        vm.expectRevert(reason);
        vm.prank(funder);
        _victim.fund(1);
        assertEq(_victim.lineOf(POOL, EPOCH).drawnMoney, 500);
        assertEq(_victim.grantedBalance(), 1_000);
        assertEq(_victim.moneyGrant(grant).claimed, 0);
        assertEq(_victim.freeBalance(), 3_000);
    }

    function test_claimInsideAClaimPaysNothingTwice() public {
        _startTalking();
        uint32 grant = _grant(address(_reentrant), 1_000);
        skipTime(50);
        _reentrant.prepare(address(_victim), abi.encodeCall(_victim.claim, (grant)), false);
        _victim.claim(grant);
        assertEq(_reentrant.attempts(), 1, "it had its chance");
        assertEq(_reentrant.successes(), 0);
        assertEq(_held(address(_reentrant)), 500);
        assertEq(_victim.grantedBalance(), 500);
    }

    function test_drawInsideADrawStaysInsideTheLine() public {
        _startTalking();
        _openAndEnter();
        _reentrant.prepare(address(_victim), abi.encodeCall(_victim.draw, (POOL, EPOCH, 400, 400)), false);
        _asMarket(abi.encodeCall(_victim.draw, (POOL, EPOCH, 400, 400)));
        assertEq(_reentrant.successes(), 1, "what is left is 600, so one more of 400");
        assertEq(_victim.lineOf(POOL, EPOCH).drawnMoney, 800);
        assertEq(_victim.lineOf(POOL, EPOCH).drawnGpuSeconds, 800);
        assertEq(_held(address(_reentrant)), 800);
        assertEq(_victim.reservedIn(EPOCH), 200);
        assertEq(_victim.freeBalance(), 9_000);
    }

    function test_drawInsideARefundIsNoRefund() public {
        _startTalking();
        _openAndEnter();
        _asMarket(abi.encodeCall(_victim.draw, (POOL, EPOCH, 400, 400)));
        IERC20 talking = _victim.money();
        _reentrant.act(address(talking), abi.encodeCall(talking.approve, (address(_victim), 10_000)));
        _reentrant.prepare(address(_victim), abi.encodeCall(_victim.draw, (POOL, EPOCH, 400, 400)), true);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryShortTransfer.selector, 400, 0));
        _asMarket(abi.encodeCall(_victim.refund, (POOL, EPOCH, 400, 400)));
        assertEq(_victim.lineOf(POOL, EPOCH).drawnMoney, 400);
        assertEq(_held(address(_reentrant)), 400);
    }

    function test_refundInsideARefundGivesBackNothingTwice() public {
        _startTalking();
        _openAndEnter();
        _asMarket(abi.encodeCall(_victim.draw, (POOL, EPOCH, 400, 400)));
        IERC20 talking = _victim.money();
        _reentrant.act(address(talking), abi.encodeCall(talking.approve, (address(_victim), 10_000)));
        _reentrant.prepare(address(_victim), abi.encodeCall(_victim.refund, (POOL, EPOCH, 300, 300)), true);
        _asMarket(abi.encodeCall(_victim.refund, (POOL, EPOCH, 300, 300)));
        assertEq(_reentrant.successes(), 0, "only 100 were left to give back");
        assertEq(_victim.lineOf(POOL, EPOCH).drawnMoney, 100);
        assertEq(_held(address(_victim)), 9_900);
    }

    function test_claimInsideAPaymentIsNotCountedAsPaid() public {
        _startTalking();
        uint32 grant = _grant(address(_reentrant), 1_000);
        IERC20 talking = _victim.money();
        vm.prank(funder);
        assertTrue(talking.transfer(address(_reentrant), 100));
        skipTime(10);
        _reentrant.act(address(talking), abi.encodeCall(talking.approve, (address(_victim), 100)));
        _reentrant.prepare(address(_victim), abi.encodeCall(_victim.claim, (grant)), true);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryShortTransfer.selector, 100, 0));
        _reentrant.act(address(_victim), abi.encodeCall(_victim.fund, (100)));
    }

    function test_claimInsideAWithdrawalLeavesEachItsOwn() public {
        _startTalking();
        uint32 grant = _grant(address(_reentrant), 1_000);
        skipTime(50);
        _reentrant.prepare(address(_victim), abi.encodeCall(_victim.claim, (grant)), true);
        vm.prank(address(timelock));
        _victim.withdraw(address(_reentrant), 9_000);
        assertEq(_reentrant.successes(), 1);
        assertEq(_held(address(_reentrant)), 9_500);
        assertEq(_held(address(_victim)), 500, "what the grant will still pay");
        assertEq(_victim.freeBalance(), 0);
    }

    /// @dev The receiver of a withdrawal opens the next line while it runs: both cannot have the same money.
    function test_openInsideAWithdrawalFindsOnlyWhatIsLeft() public {
        _prepareToOpen(new TalkingToken(funder));
        vm.prank(address(timelock));
        _victim.withdraw(address(_reentrant), 300);
        assertEq(_reentrant.successes(), 1);
        assertEq(_victim.lineOf(POOL, EPOCH).money, 700);
        assertEq(_held(address(_victim)), 700);
        assertEq(allocation.roundOf(POOL, EPOCH).capacity, 700);
    }

    /// @dev Before the token has moved anything, the money that leaves still looks free.
    function test_openBeforeAWithdrawalHasMovedUndoesIt() public {
        _prepareToOpen(new EagerToken(funder));
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryNotFree.selector, 300, 0));
        vm.prank(address(timelock));
        _victim.withdraw(address(_reentrant), 300);
        assertEq(_held(address(_victim)), 1_000);
        assertEq(_victim.lineOf(POOL, EPOCH).money, 0, "as if nothing had been tried");
    }

    function test_openBeforeAClaimHasMovedUndoesIt() public {
        _prepareToOpen(new EagerToken(funder));
        uint32 grant = _grant(address(_reentrant), 300);
        skipTime(100);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryNotFree.selector, 300, 0));
        _victim.claim(grant);
        assertEq(_held(address(_victim)), 1_000);
        assertEq(_victim.grantedBalance(), 300);
    }

    /// @dev A treasury and policy of their own with 1,000 for one pool; whoever is paid then opens the next line.
    function _prepareToOpen(TalkingToken talking) private {
        AllocationConfig memory config = wideConfig(onePot(1_000));
        uint256 nonce = vm.getNonce(address(this));
        config.treasury = IComputeTreasury(vm.computeCreateAddress(address(this), nonce + 1));
        allocation = deployAllocation(config);
        _victim = _treasuryWith(IERC20(address(talking)), address(allocation));
        assertEq(address(_victim), address(config.treasury));
        vm.startPrank(address(timelock));
        allocation.addPool("A pool", 1_000);
        _victim.setSchedule(POOL, IComputeTreasury.Terms({gpuSeconds: 1_000, money: 1_000, maxRate: RATE}));
        vm.stopPrank();
        vm.prank(funder);
        assertTrue(talking.transfer(address(_victim), 1_000));
        nextEpoch();
        _reentrant.prepare(address(allocation), abi.encodeCall(allocation.open, (POOL, EPOCH)), true);
    }

    function _startTalking() private {
        TalkingToken talking = new TalkingToken(funder);
        _victim = _treasuryOf(IERC20(address(talking)));
        vm.startPrank(funder);
        talking.approve(address(_victim), 10_000);
        _victim.fund(10_000);
        vm.stopPrank();
    }

    /// @dev Its market is the account that acts in the middle of transfers.
    function _treasuryOf(IERC20 hostile) private returns (ComputeTreasury made) {
        made = _treasuryWith(hostile, address(allocation));
        vm.prank(address(timelock));
        made.setSchedule(POOL, IComputeTreasury.Terms({gpuSeconds: 1_000, money: 1_000, maxRate: RATE}));
    }

    function _treasuryWith(IERC20 hostile, address policy) private returns (ComputeTreasury) {
        return new ComputeTreasury(address(manager), clock, hostile, policy, address(_reentrant));
    }

    function _openAndEnter() private {
        nextEpoch();
        vm.prank(address(allocation));
        _victim.openLine(POOL, EPOCH, 1_000);
        nextEpoch();
    }

    function _grant(address recipient, uint128 amount) private returns (uint32) {
        uint48 start = uint48(block.timestamp);
        vm.prank(address(timelock));
        return _victim.grantMoney(recipient, amount, start, start, start + 100);
    }

    function _asMarket(bytes memory data) private {
        _reentrant.act(address(_victim), data);
    }

    function _held(address account) private view returns (uint256) {
        return _victim.money().balanceOf(account);
    }
}
