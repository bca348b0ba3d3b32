// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {FalseToken, Reentrant} from "../support/HostileTokens.sol";
import {Markets} from "../support/Markets.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title A money token that begins to take fees, to say no, or to let whoever it pays act in the middle
/// @dev The whole system runs on honest money until the token's code is replaced, where balances stay as they are.
contract HostileMarketMoneyTest is Markets {
    uint32 private constant PARTY = 13;

    uint32 private _provider;
    address private _operator;
    Reentrant private _reentrant;

    function setUp() public {
        startMarket();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
        allocate(applicant, 50_000);
        _reentrant = new Reentrant();
    }

    function test_aTokenThatTakesFeesStakesAndPaysNothing() public {
        uint64 orderId = placeOrder(4, 2 hours);
        bid(orderId, _provider, TOP_RATE);
        uint64 running = startLease(_provider, 1, 2 hours, TOP_RATE);
        skipTime(1 hours);
        _become("FeeToken");
        expectRefusal(tenant, abi.encodeWithSelector(IMarketMoney.MarketShortTransfer.selector, 1_000, 989));
        computeMarket.addStake(_provider, 1_000);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketMoney.MarketShortTransfer.selector, 14_400, 14_255));
        computeMarket.accept(orderId, _provider, TOP_RATE, 1 hours);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketMoney.MarketShortTransfer.selector, 10e6, 9_899_999));
        computeMarket.dispute(running, uint40(block.timestamp - 1), SPEC);
        assertEq(uint8(computeMarket.lease(running).state), uint8(IMarketLeases.LeaseState.Active));
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 1, "as if nothing had been tried");
    }

    function test_aTokenThatTakesFeesPaysForNoTopUp() public {
        uint64 leaseId = placeOrder(4, 2 hours);
        bid(leaseId, _provider, TOP_RATE);
        accept(leaseId, _provider, TOP_RATE, 1 hours);
        _become("FeeToken");
        expectRefusal(tenant, abi.encodeWithSelector(IMarketMoney.MarketShortTransfer.selector, 400, 395));
        computeMarket.topUp(leaseId, 100);
        assertEq(computeMarket.lease(leaseId).end, block.timestamp + 1 hours);
    }

    function test_aTokenThatTakesFeesDrawsAndRefundsNothing() public {
        uint64 leaseId = startBudgetLease(applicant, _provider, 1, 2 hours, TOP_RATE);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 2 hours);
        bid(orderId, _provider, TOP_RATE);
        waitForBids(orderId);
        _become("FeeToken");
        expectRefusal(applicant, abi.encodeWithSelector(IMarketMoney.MarketShortTransfer.selector, 1_000, 989));
        computeMarket.acceptAssigned(orderId, 1_000);
        uint256 rest = computeMarket.lease(leaseId).end - block.timestamp;
        expectRefusal(
            applicant,
            abi.encodeWithSelector(IComputeTreasury.TreasuryShortTransfer.selector, rest, rest - rest / 100 - 1)
        );
        computeMarket.endLease(leaseId);
        assertEq(treasury.lineOf(POOL, clock.current()).drawnMoney, 2 hours);
        assertEq(allocation.requestOf(PARTY, POOL, clock.current()).consumed, 2 hours);
    }

    function test_aTokenThatSaysNoMovesNothingAndNothingIsWrittenOff() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
        skipTime(1000);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        skipTime(1000);
        _become("FalseToken");
        FalseToken(address(money)).refuse();
        bytes memory no = abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(money));
        expectRefusal(_operator, no);
        computeMarket.withdraw(leaseId);
        expectRefusal(_operator, no);
        computeMarket.withdrawStake(_provider, 1);
        expectRefusal(tenant, no);
        computeMarket.endLease(leaseId);
        expectRefusal(tenant, no);
        computeMarket.dispute(leaseId, uint40(block.timestamp - 1), SPEC);
        vm.expectRevert(no);
        computeMarket.payFees();
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        expectRefusal(tenant, no);
        computeMarket.claim();
        assertEq(computeMarket.claimable(tenant), 4 * (2 hours - 2600), "still owed");
        assertEq(computeMarket.lease(leaseId).withdrawn, 4000);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE);
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        assertEq(toTreasury + toBurn, 40);
    }

    function test_aProviderThatActsInItsPaymentIsPaidOnce() public {
        uint32 node = _nodeOfReentrant();
        uint64 leaseId = startLease(node, 4, 2 hours, TOP_RATE);
        skipTime(1000);
        _become("TalkingToken");
        bytes[4] memory tries = [
            abi.encodeCall(computeMarket.withdraw, (leaseId)),
            abi.encodeCall(computeMarket.withdrawStake, (node, 500e6)),
            abi.encodeCall(computeMarket.giveNotice, (leaseId)),
            abi.encodeCall(computeMarket.claim, ())
        ];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 before = vm.snapshotState();
            _reentrant.prepare(address(computeMarket), tries[i], false);
            uint256 had = money.balanceOf(address(_reentrant));
            _reentrant.act(address(computeMarket), abi.encodeCall(computeMarket.withdraw, (leaseId)));
            assertGt(_reentrant.attempts(), 0, "it had its chance");
            assertEq(_reentrant.successes(), 0);
            assertEq(money.balanceOf(address(_reentrant)) - had, 4000 - 40);
            vm.revertToState(before);
        }
    }

    /// @dev The stake counts before it is paid; it cannot be taken out before it is.
    function test_aStakeThatIsNotPaidYetIsNotTakenOut() public {
        uint32 node = _nodeOfReentrant();
        vm.prank(funder);
        assertTrue(money.transfer(address(_reentrant), 1_000));
        _reentrant.act(address(money), abi.encodeCall(money.approve, (address(computeMarket), type(uint256).max)));
        _become("TalkingToken");
        bytes memory takeOut = abi.encodeCall(computeMarket.withdrawStake, (node, 1_000));
        _reentrant.prepare(address(computeMarket), takeOut, false);
        _reentrant.act(address(computeMarket), abi.encodeCall(computeMarket.addStake, (node, 1_000)));
        assertGt(_reentrant.attempts(), 0);
        assertEq(_reentrant.successes(), 0);
        assertEq(computeMarket.stakeOf(node).amount, STAKE + 1_000);
        assertEq(held(), 2 * STAKE + 1_000);
    }

    function test_aTenantThatActsInItsRefundIsRefundedOnce() public {
        giveMoney(address(_reentrant), 1e6);
        uint64 leaseId = _leaseOfReentrant();
        skipTime(1000);
        _become("TalkingToken");
        bytes[5] memory tries = [
            abi.encodeCall(computeMarket.endLease, (leaseId)),
            abi.encodeCall(computeMarket.topUp, (leaseId, 10)),
            abi.encodeCall(computeMarket.dispute, (leaseId, uint40(block.timestamp - 1), SPEC)),
            abi.encodeCall(computeMarket.close, (leaseId)),
            abi.encodeCall(computeMarket.release, (leaseId))
        ];
        for (uint256 i = 0; i < 5; ++i) {
            uint256 before = vm.snapshotState();
            _reentrant.prepare(address(computeMarket), tries[i], false);
            _reentrant.act(address(computeMarket), abi.encodeCall(computeMarket.endLease, (leaseId)));
            assertGt(_reentrant.attempts(), 0);
            assertEq(_reentrant.successes(), 0);
            assertEq(money.balanceOf(address(_reentrant)), 1e6 - 4000);
            assertEq(computeMarket.stakeOf(_provider).unitsInUse, 0);
            vm.revertToState(before);
        }
    }

    /// @dev Inside its dispute the lease cannot be closed, released or ended a second time.
    function test_aTenantThatActsInItsDisputeHasOneDispute() public {
        giveMoney(address(_reentrant), 20e6);
        uint64 leaseId = _leaseOfReentrant();
        skipTime(1000);
        _become("TalkingToken");
        bytes memory start = abi.encodeCall(computeMarket.dispute, (leaseId, uint40(block.timestamp - 10), SPEC));
        bytes[4] memory tries = [
            start,
            abi.encodeCall(computeMarket.close, (leaseId)),
            abi.encodeCall(computeMarket.release, (leaseId)),
            abi.encodeCall(computeMarket.settleDispute, (leaseId))
        ];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 before = vm.snapshotState();
            _reentrant.prepare(address(computeMarket), tries[i], false);
            _reentrant.act(address(computeMarket), start);
            assertGt(_reentrant.attempts(), 0);
            assertEq(_reentrant.successes(), 0);
            assertEq(money.balanceOf(address(_reentrant)), 20e6 - 4000 - 10e6);
            assertEq(uint8(computeMarket.lease(leaseId).state), uint8(IMarketLeases.LeaseState.Disputed));
            assertEq(arbitration.caseCount(), 1);
            vm.revertToState(before);
        }
    }

    function _become(string memory name) private {
        vm.etch(address(money), vm.getDeployedCode(string.concat("HostileTokens.sol:", name)));
    }

    function _nodeOfReentrant() private returns (uint32 node) {
        node = addUnaudited(address(_reentrant), 8);
        audit(node);
        vm.prank(funder);
        assertTrue(money.transfer(tenant, STAKE));
        vm.prank(tenant);
        computeMarket.addStake(node, STAKE);
    }

    function _leaseOfReentrant() private returns (uint64 leaseId) {
        vm.prank(address(_reentrant));
        leaseId = book.placeOrder(wanting(4, 2 hours), SPEC);
        bid(leaseId, _provider, TOP_RATE);
        vm.prank(address(_reentrant));
        computeMarket.accept(leaseId, _provider, TOP_RATE, 2 hours);
    }
}
