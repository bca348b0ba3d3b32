// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketMoney} from "../../../contracts/interfaces/IMarketMoney.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";

contract MarketStakesTest is Markets {
    address private constant SINK = 0x000000000000000000000000000000000000dEaD;

    uint32 private _provider;
    address private _operator;

    function setUp() public {
        startMarket();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
    }

    function test_addStake_byAnyone() public {
        vm.expectEmit(address(computeMarket));
        emit IMarketStakes.StakeAdded(_provider, tenant, 5);
        vm.prank(tenant);
        computeMarket.addStake(_provider, 5);
        assertEq(computeMarket.stakeOf(_provider).amount, STAKE + 5);
        assertEq(held(), STAKE + 5);
    }

    function test_addStake_revertsIf_unknown() public {
        expectRefusal(tenant, abi.encodeWithSelector(IMarketStakes.MarketUnknownProvider.selector, 9));
        computeMarket.addStake(9, 5);
    }

    function test_withdrawStake_leavesTheLeast() public {
        uint112 free = STAKE - uint112(firstTerms().minStake);
        expectRefusal(_operator, _tooSmall(free + 1, free));
        computeMarket.withdrawStake(_provider, free + 1);
        vm.expectEmit(address(computeMarket));
        emit IMarketStakes.StakeWithdrawn(_provider, free);
        vm.prank(_operator);
        computeMarket.withdrawStake(_provider, free);
        assertEq(money.balanceOf(_operator), free);
        expectRefusal(_operator, _tooSmall(1, 0));
        computeMarket.withdrawStake(_provider, 1);
    }

    function test_withdrawStake_leavesWhatIsLocked() public {
        IMarketOrders.OrderTerms memory dear = wanting(8, 1 hours);
        dear.maxRate = 30e9;
        vm.prank(tenant);
        uint64 orderId = book.placeOrder(dear, SPEC);
        bid(orderId, _provider, 30e9);
        take(orderId, _provider, 30e9);
        uint112 locked = lockedOf(_provider);
        assertEq(locked, costOf(30e9, 8, 1 hours) + firstTerms().disputeBond);
        uint112 free = STAKE - locked;
        expectRefusal(_operator, _tooSmall(free + 1, free));
        computeMarket.withdrawStake(_provider, free + 1);
        vm.prank(_operator);
        computeMarket.withdrawStake(_provider, free);
        assertEq(computeMarket.stakeOf(_provider).amount, locked);
    }

    function test_withdrawStake_keepsTheLeastOfToday() public {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.minStake = uint96(STAKE);
        setTerms(terms);
        expectRefusal(_operator, _tooSmall(1, 0));
        computeMarket.withdrawStake(_provider, 1);
    }

    function test_withdrawStake_revertsIf_notTheOperator() public {
        expectRefusal(stranger, abi.encodeWithSelector(IMarketStakes.MarketNotOperator.selector, _provider, stranger));
        computeMarket.withdrawStake(_provider, 1);
    }

    function test_A1_theWholeStakeComesBackOnceRetired() public {
        vm.startPrank(_operator);
        providers.retire(_provider);
        computeMarket.withdrawStake(_provider, STAKE);
        vm.stopPrank();
        assertEq(money.balanceOf(_operator), STAKE);
        assertEq(held(), 0);
    }

    function test_claim_paysWhatIsOwedOnce() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
        vm.prank(_operator);
        computeMarket.giveNotice(leaseId);
        uint256 owed = costOf(TOP_RATE, 4, 2 hours - 10 minutes);
        assertEq(computeMarket.claimable(tenant), owed);
        uint256 before = money.balanceOf(tenant);
        vm.expectEmit(address(computeMarket));
        emit IMarketMoney.Claimed(tenant, uint128(owed));
        vm.prank(tenant);
        computeMarket.claim();
        assertEq(money.balanceOf(tenant) - before, owed);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector));
        computeMarket.claim();
    }

    function test_R2_theFeeIsSplitBetweenTreasuryAndSink() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, 999_983);
        skipTime(2 hours);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        uint256 earned = costOf(999_983, 4, 2 hours);
        uint256 fee = earned / 100;
        uint256 burnt = fee / 5;
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        assertEq(toTreasury, fee - burnt);
        assertEq(toBurn, burnt);
        assertEq(money.balanceOf(_operator) + toTreasury + toBurn, earned, "the parts are the whole");
        uint256 before = treasury.freeBalance();
        vm.expectEmit(address(computeMarket));
        emit IMarketMoney.FeesPaid(toTreasury, toBurn);
        vm.prank(stranger);
        computeMarket.payFees();
        assertEq(treasury.freeBalance() - before, fee - burnt);
        assertEq(money.balanceOf(SINK), burnt);
        vm.expectRevert(abi.encodeWithSelector(IMarketMoney.MarketNothingDue.selector));
        computeMarket.payFees();
    }

    /// @dev The split is of the order's terms, set by vote; whatever it is, parts sum exactly.
    function testFuzz_R2_whateverTheVoteSaysThePartsSumExactly(uint16 feeBps, uint16 burnBps, uint32 elapsed) public {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.feeBps = uint16(bound(feeBps, 0, 1000));
        terms.burnBps = uint16(bound(burnBps, 0, 10_000));
        setTerms(terms);
        uint64 leaseId = startLease(_provider, 4, 2 hours, 999_983);
        elapsed = uint32(bound(elapsed, 1, 2 hours));
        skipTime(elapsed);
        vm.prank(_operator);
        computeMarket.withdraw(leaseId);
        uint256 earned = costOf(999_983, 4, elapsed);
        (uint128 toTreasury, uint128 toBurn) = computeMarket.feesDue();
        assertEq(uint256(toTreasury) + toBurn, earned * terms.feeBps / 10_000);
        assertEq(toBurn, (uint256(toTreasury) + toBurn) * terms.burnBps / 10_000);
        assertEq(money.balanceOf(_operator) + toTreasury + toBurn, earned);
    }

    function test_deposits_revertIf_notTheBook() public {
        bytes memory only = abi.encodeWithSelector(IMarketStakes.MarketOnlyBook.selector, _operator);
        expectRefusal(_operator, only);
        computeMarket.lockDeposit(_provider, 1);
        expectRefusal(_operator, only);
        computeMarket.unlockDeposit(_provider, 0);
    }

    function test_lockDeposit_revertsIf_moreThanIsFree() public {
        expectRefusal(address(book), _tooSmall(STAKE + 1, STAKE));
        computeMarket.lockDeposit(_provider, uint80(STAKE) + 1);
    }

    function test_useOf_countsLeasesThatRunAndWhatThisEpochLeased() public {
        uint64 leaseId = startLease(_provider, 4, 100, TOP_RATE);
        _assertUse(4, 400);
        startLease(_provider, 2, 50, TOP_RATE);
        _assertUse(6, 500);
        skipTime(100);
        computeMarket.close(leaseId);
        _assertUse(2, 500);
        assertEq(computeMarket.stakeOf(_provider).unitsInUse, 2);
        nextEpoch();
        startLease(_provider, 1, 10, TOP_RATE);
        _assertUse(3, 10);
    }

    /// @dev Else a rival could lease for a month, end in the same second, and its victim would lose every tie.
    function test_R6_aLoadIsWhatALeaseLastsAndNotWhatItWasToLast() public {
        uint64 leaseId = startLease(_provider, 4, 30 days, TOP_RATE);
        _assertUse(4, 4 * 30 days);
        skipTime(10);
        vm.prank(tenant);
        computeMarket.endLease(leaseId);
        _assertUse(0, 40);
    }

    function test_R6_aTopUpIsLoadInTheEpochOfTheLeaseOnly() public {
        uint64 orderId = placeOrder(4, 2 days);
        bid(orderId, _provider, TOP_RATE);
        accept(orderId, _provider, TOP_RATE, 1 days);
        vm.startPrank(tenant);
        computeMarket.topUp(orderId, 100);
        _assertUse(4, 4 * (1 days + 100));
        nextEpoch();
        computeMarket.topUp(orderId, 100);
        vm.stopPrank();
        startLease(_provider, 1, 10, TOP_RATE);
        _assertUse(5, 10);
        vm.prank(tenant);
        computeMarket.endLease(orderId);
        _assertUse(1, 10);
    }

    function _assertUse(uint32 units, uint256 gpuSeconds) private view {
        IMarketStakes.Use memory use = computeMarket.useOf(POOL, 3);
        assertEq(use.units, units, "units");
        assertEq(use.gpuSeconds, gpuSeconds, "GPU-seconds");
    }

    function _tooSmall(uint256 needed, uint256 available) private view returns (bytes memory) {
        return abi.encodeWithSelector(IMarketStakes.MarketStakeTooSmall.selector, _provider, needed, available);
    }
}
