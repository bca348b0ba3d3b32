// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {Markets} from "../support/Markets.sol";

/// @title Bids that keep others out, and bids that change before they are accepted
contract BidWallsTest is Markets {
    uint32 private constant PARTY = 13;

    uint32 private _honest;
    uint32[] private _wall;

    function setUp() public {
        startMarket();
        _honest = addProvider(stewards[2], 8);
        for (uint256 i = 0; i < 8; ++i) {
            _wall.push(addProvider(stewards[10], 1));
        }
        allocate(applicant, 50_000);
    }

    /// @dev Eight bids at the least rate, by nodes that then lease themselves to their own operator.
    function test_aWallThatNobodyMeansToServeGivesWay() public {
        uint64 orderId = placeOrder(1, 1 hours);
        _build(orderId, 1);
        giveMoney(stewards[10], 1e6);
        for (uint256 i = 0; i < 8; ++i) {
            vm.startPrank(stewards[10]);
            uint64 wash = book.placeOrder(wanting(1, 30 days), SPEC);
            book.bid(wash, _wall[i], 1, auditorId, 0);
            computeMarket.accept(wash, _wall[i], 1, 30 days);
            vm.stopPrank();
        }
        assertEq(book.winnerOf(orderId).providerId, 0, "none of them can serve");
        bid(orderId, _honest, TOP_RATE);
        take(orderId, _honest, TOP_RATE);
        assertEq(computeMarket.lease(orderId).providerId, _honest);
    }

    function test_aWallOfTakenBackAuditsGivesWay() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        _build(orderId, 1);
        for (uint256 i = 0; i < 8; ++i) {
            vm.prank(auditor);
            providers.revokeAudit(_wall[i]);
        }
        bid(orderId, _honest, TOP_RATE);
        waitForBids(orderId);
        acceptAssigned(orderId, 1 hours);
        assertEq(computeMarket.lease(orderId).providerId, _honest);
    }

    function test_aWallIsServedAtTheRateItWasBuiltOf() public {
        uint64 orderId = placeOrder(1, 1 hours);
        _build(orderId, 1);
        expectRefusal(stewards[2], abi.encodeWithSelector(IMarketOrders.MarketBidsFull.selector, orderId, 2, 1));
        book.bid(orderId, _honest, 2, auditorId, 0);
        take(orderId, _wall[0], 1);
        assertEq(computeMarket.lease(orderId).deposit, 0, "an hour for nothing: the tenant's gain");
    }

    /// @dev Its own place is not a second one: bidding again and again moves nobody out.
    function test_biddingAgainDisplacesNobody() public {
        uint64 orderId = placeOrder(1, 1 hours);
        bid(orderId, _honest, 500_000);
        for (uint80 i = 1; i < 20; ++i) {
            bid(orderId, _wall[0], 500_000 - i);
        }
        assertEq(book.bidsOf(orderId).length, 2);
        assertEq(lockedOf(_wall[0]), 1e6);
    }

    function test_aDisplacedBidderComesBackWithALowerRate() public {
        uint64 orderId = placeOrder(1, 1 hours);
        bid(orderId, _honest, 600_000);
        _build(orderId, 500_000);
        assertEq(lockedOf(_honest), 0, "displaced by the eighth");
        bid(orderId, _honest, 499_999);
        assertEq(book.winnerOf(orderId).providerId, _honest);
    }

    function test_aBidRaisedBeforeItIsAcceptedIsNotAccepted() public {
        uint64 orderId = placeOrder(1, 1 hours);
        bid(orderId, _honest, 500_000);
        bid(orderId, _honest, TOP_RATE);
        expectRefusal(
            tenant, abi.encodeWithSelector(IMarketOrders.MarketOtherRate.selector, orderId, TOP_RATE, 500_000)
        );
        computeMarket.accept(orderId, _honest, 500_000, 1 hours);
    }

    /// @dev Also where it was taken back and made again.
    function test_aBidMadeAnewAtAHigherRateIsNotAcceptedEither() public {
        uint64 orderId = placeOrder(1, 1 hours);
        bid(orderId, _honest, 500_000);
        vm.prank(stewards[2]);
        book.withdrawBid(orderId, _honest);
        bid(orderId, _honest, TOP_RATE);
        expectRefusal(
            tenant, abi.encodeWithSelector(IMarketOrders.MarketOtherRate.selector, orderId, TOP_RATE, 500_000)
        );
        computeMarket.accept(orderId, _honest, 500_000, 1 hours);
    }

    /// @dev The winner sees the acceptance coming and knows what the second would cost.
    function test_theWinnerOfABudgetOrderRaisesNothing() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        bid(orderId, _wall[0], 100_000);
        bid(orderId, _honest, 900_000);
        waitForBids(orderId);
        bytes memory closed = abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId);
        expectRefusal(stewards[10], closed);
        book.bid(orderId, _wall[0], 899_999, auditorId, 0);
        uint256 before = vm.snapshotState();
        vm.startPrank(stewards[10]);
        book.withdrawBid(orderId, _wall[0]);
        vm.expectRevert(closed);
        book.bid(orderId, _wall[0], 899_999, auditorId, 0);
        vm.expectRevert(closed);
        book.bid(orderId, _wall[1], 899_999, auditorId, 0);
        vm.stopPrank();
        vm.revertToState(before);
        acceptAssigned(orderId, 1 hours);
        assertEq(computeMarket.lease(orderId).rate, 100_000);
    }

    /// @dev A bidder that cannot serve when its turn comes delays nobody.
    function test_aWinnerThatCannotServeIsPassedOver() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        bid(orderId, _wall[0], 100_000);
        bid(orderId, _honest, 900_000);
        vm.prank(auditor);
        providers.revokeAudit(_wall[0]);
        waitForBids(orderId);
        acceptAssigned(orderId, 1 hours);
        assertEq(computeMarket.lease(orderId).providerId, _honest);
    }

    /// @dev The tenant's one refusal does not let it choose: after it the next in order wins.
    function test_decliningChoosesNobody() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        bid(orderId, _wall[0], 100_000);
        bid(orderId, _wall[1], 200_000);
        bid(orderId, _honest, 900_000);
        waitForBids(orderId);
        vm.startPrank(applicant);
        book.declineWinner(orderId);
        vm.expectRevert(abi.encodeWithSelector(IMarketOrders.MarketDeclinedBefore.selector, orderId));
        book.declineWinner(orderId);
        computeMarket.acceptAssigned(orderId, 1 hours);
        vm.stopPrank();
        assertEq(computeMarket.lease(orderId).providerId, _wall[1]);
    }

    function _build(uint64 orderId, uint80 rate) private {
        for (uint256 i = 0; i < 8; ++i) {
            bid(orderId, _wall[i], rate);
        }
    }
}
