// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnclaves} from "../../../contracts/interfaces/IEnclaves.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {Markets} from "../support/Markets.sol";
import {Releases} from "../support/Releases.sol";

contract OrderBidsTest is Markets, Releases {
    uint32 private constant PARTY = 13;

    uint32 private _first;
    uint32 private _second;

    function setUp() public {
        startMarket();
        _first = addProvider(stewards[2], 8);
        _second = addProvider(stewards[6], 8);
        allocate(applicant, 50_000);
    }

    function test_bid_isHeldAndLocksTheDeposit() public {
        uint64 orderId = placeOrder(4, 1 hours);
        vm.expectEmit(address(book));
        emit IMarketOrders.BidPlaced(orderId, _first, 3, auditorId, 0, 900_000);
        bid(orderId, _first, 900_000);
        IMarketOrders.Bid[] memory bids = book.bidsOf(orderId);
        assertEq(bids.length, 1);
        assertEq(bids[0].providerId, _first);
        assertEq(bids[0].party, 3);
        assertEq(bids[0].rate, 900_000);
        assertEq(bids[0].auditorId, auditorId);
        assertEq(lockedOf(_first), 1e6);
    }

    function test_bid_anewReplacesTheOwnAndLocksNothingMore() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _first, 900_000);
        bid(orderId, _first, 950_000);
        assertEq(book.bidsOf(orderId).length, 1);
        assertEq(book.bidsOf(orderId)[0].rate, 950_000);
        assertEq(lockedOf(_first), 1e6);
    }

    function test_A2_aBidAboveTheOrdersRateIsRefused() public {
        uint64 orderId = placeOrder(4, 1 hours);
        expectRefusal(
            stewards[2], abi.encodeWithSelector(IMarketOrders.MarketRateTooHigh.selector, TOP_RATE + 1, TOP_RATE)
        );
        book.bid(orderId, _first, TOP_RATE + 1, auditorId, 0);
        bid(orderId, _first, TOP_RATE);
    }

    function test_A2_aBidWithoutARequiredAttributeIsRefused() public {
        vm.prank(address(timelock));
        providers.addAttribute("datacentre in the EU");
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.attributes = 1;
        uint64 orderId = _place(wants);
        _expectObstacle(orderId, _first, IMarketOrders.Obstacle.MissingAttribute);
        IProviderRegistry.Declaration memory d = providers.provider(_first).declaration;
        d.attributes = 1;
        vm.prank(stewards[2]);
        providers.declare(_first, d, "https://provider.example");
        _expectObstacle(orderId, _first, IMarketOrders.Obstacle.NotAudited);
        audit(_first);
        bid(orderId, _first, TOP_RATE);
    }

    function test_A3_anOrderThatAsksForAnAuditorRefusesWhoLacksIt() public {
        vm.prank(address(timelock));
        uint16 second = providers.appointAuditor(stewards[9]);
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.auditorIds = uint64(second) << 16 | auditorId;
        uint64 orderId = _place(wants);
        _expectObstacle(orderId, _first, IMarketOrders.Obstacle.NotAudited);
        vm.prank(stewards[9]);
        providers.audit(_first, 1, uint48(block.timestamp + 1 days));
        bid(orderId, _first, TOP_RATE);
        vm.prank(stewards[9]);
        providers.revokeAudit(_first);
        bytes memory refused = _refusal(orderId, _first, IMarketOrders.Obstacle.NotAudited);
        expectRefusal(tenant, refused);
        computeMarket.accept(orderId, _first, TOP_RATE, 1 hours);
    }

    function test_A3_aBidWithoutAnAuditThatCountsIsRefused() public {
        uint64 orderId = placeOrder(4, 1 hours);
        expectRefusal(stewards[2], _refusal(orderId, _first, IMarketOrders.Obstacle.NotAudited));
        book.bid(orderId, _first, TOP_RATE, 0, 0);
        expectRefusal(stewards[2], _refusal(orderId, _first, IMarketOrders.Obstacle.NotAudited));
        book.bid(orderId, _first, TOP_RATE, 99, 0);
        vm.prank(address(timelock));
        providers.dismissAuditor(auditorId);
        _expectObstacle(orderId, _first, IMarketOrders.Obstacle.NotAudited);
    }

    function test_A4_everyLosingBidderTakesItsWholeDepositBack() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _first, 900_000);
        bid(orderId, _second, 800_000);
        take(orderId, _first, 900_000);
        assertEq(lockedOf(_second), 1e6);
        vm.expectEmit(address(book));
        emit IMarketOrders.BidEnded(orderId, _second, IMarketOrders.BidEnd.Released);
        vm.prank(stranger);
        book.withdrawBid(orderId, _second);
        assertEq(lockedOf(_second), 0);
        vm.prank(stewards[6]);
        computeMarket.withdrawStake(_second, STAKE - firstTerms().minStake);
        uint256 locked = lockedOf(_first);
        vm.expectRevert(abi.encodeWithSelector(IMarketOrders.MarketNoBid.selector, orderId, _first));
        book.withdrawBid(orderId, _first);
        assertEq(lockedOf(_first), locked, "the winner's is a part of what the lease locks");
    }

    function test_A4_aDepositIsFreeOnceTheOrderIsCanceledOrOver() public {
        uint64 canceled = placeOrder(4, 1 hours);
        uint64 over = placeOrder(4, 1 hours);
        bid(canceled, _first, 900_000);
        bid(over, _first, 900_000);
        vm.prank(tenant);
        book.cancelOrder(canceled);
        vm.prank(stranger);
        book.withdrawBid(canceled, _first);
        vm.warp(book.order(over).openUntil - 1);
        expectRefusal(stranger, abi.encodeWithSelector(IMarketStakes.MarketNotOperator.selector, _first, stranger));
        book.withdrawBid(over, _first);
        skipTime(1);
        vm.prank(stranger);
        book.withdrawBid(over, _first);
        assertEq(lockedOf(_first), 0);
        vm.expectRevert(abi.encodeWithSelector(IMarketOrders.MarketNoBid.selector, over, _first));
        book.withdrawBid(over, _first);
    }

    function test_withdrawBid_byTheOperatorWhileOpen() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _first, 900_000);
        bid(orderId, _second, 800_000);
        vm.expectEmit(address(book));
        emit IMarketOrders.BidEnded(orderId, _first, IMarketOrders.BidEnd.Withdrawn);
        vm.prank(stewards[2]);
        book.withdrawBid(orderId, _first);
        assertEq(book.bidsOf(orderId).length, 1);
        assertEq(book.bidsOf(orderId)[0].providerId, _second);
        assertEq(lockedOf(_first), 0);
    }

    function test_A11_anOrderHoldsExactlyItsGreatestNumberOfBids() public {
        uint64 orderId = placeOrder(1, 1 hours);
        uint32[] memory wall = _fill(orderId, 500_000);
        assertEq(book.bidsOf(orderId).length, 8);
        expectRefusal(
            stewards[2], abi.encodeWithSelector(IMarketOrders.MarketBidsFull.selector, orderId, 500_000, 500_000)
        );
        book.bid(orderId, _first, 500_000, auditorId, 0);
        for (uint256 i = 0; i < 8; ++i) {
            assertEq(lockedOf(wall[i]), 1e6);
        }
    }

    function test_A11_aLowerBidIsNeverLockedOut() public {
        uint64 orderId = placeOrder(1, 1 hours);
        uint32[] memory wall = _fill(orderId, 500_000);
        vm.expectEmit(address(book));
        emit IMarketOrders.BidEnded(orderId, wall[7], IMarketOrders.BidEnd.Displaced);
        bid(orderId, _first, 499_999);
        assertEq(lockedOf(wall[7]), 0, "claimable at once");
        assertEq(book.bidsOf(orderId).length, 8);
        take(orderId, _first, 499_999);
    }

    function test_A11_theHighestGivesWay() public {
        uint64 orderId = placeOrder(1, 1 hours);
        uint32[] memory wall = _fill(orderId, 500_000);
        bid(orderId, wall[3], 600_000);
        bid(orderId, _first, 599_999);
        assertEq(lockedOf(wall[3]), 0);
        assertEq(book.bidsOf(orderId)[3].providerId, _first);
    }

    function test_A11_aBidThatCannotBeServedKeepsNobodyOut() public {
        uint64 orderId = placeOrder(1, 1 hours);
        uint32[] memory wall = _fill(orderId, 1);
        vm.prank(auditor);
        providers.revokeAudit(wall[5]);
        vm.expectEmit(address(book));
        emit IMarketOrders.BidEnded(orderId, wall[5], IMarketOrders.BidEnd.Displaced);
        bid(orderId, _first, TOP_RATE);
        assertEq(lockedOf(wall[5]), 0);
        expectRefusal(
            stewards[6], abi.encodeWithSelector(IMarketOrders.MarketBidsFull.selector, orderId, TOP_RATE, TOP_RATE)
        );
        book.bid(orderId, _second, TOP_RATE, auditorId, 0);
    }

    function test_R6_theLowestRateWins() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        bid(orderId, _first, 900_000);
        bid(orderId, _second, 899_999);
        assertEq(book.winnerOf(orderId).providerId, _second);
        waitForBids(orderId);
        acceptAssigned(orderId, 1 hours);
        assertEq(computeMarket.lease(orderId).providerId, _second);
    }

    function test_R6_thenThePartyWithTheLeastLeasedThisEpoch() public {
        startLease(_first, 1, 100, TOP_RATE);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        bid(orderId, _first, 900_000);
        bid(orderId, _second, 900_000);
        assertEq(book.winnerOf(orderId).providerId, _second);
        startLease(_second, 1, 101, TOP_RATE);
        assertEq(book.winnerOf(orderId).providerId, _first);
        nextEpoch();
        orderId = placeOrder(4, 1 hours);
        bid(orderId, _second, 900_000);
        bid(orderId, _first, 900_000);
        assertEq(book.winnerOf(orderId).providerId, _first, "another epoch, where neither leased anything");
    }

    function test_R6_thenTheLowestId() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _second, 900_000);
        assertEq(book.winnerOf(orderId).providerId, _second);
        bid(orderId, _first, 900_000);
        assertEq(book.winnerOf(orderId).providerId, _first, "own-money leases are advised by the same order");
    }

    function test_R6_whoCannotServeIsPassedOver() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        bid(orderId, _first, 800_000);
        bid(orderId, _second, 900_000);
        startLease(_first, 5, 2 hours, TOP_RATE);
        assertEq(book.winnerOf(orderId).providerId, _second, "3 of 8 units are left of the first");
        startLease(_second, 5, 2 hours, TOP_RATE);
        assertEq(book.winnerOf(orderId).providerId, 0);
        waitForBids(orderId);
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketNoWinner.selector, orderId));
        computeMarket.acceptAssigned(orderId, 1 hours);
    }

    /// @dev The winner is the one that a plain sort finds.
    function testFuzz_R6_theWinnerIsTheLeastByRateLoadAndId(uint8[6] calldata rates, uint8[2] calldata loads) public {
        uint32[6] memory ids = [_first, _second, 0, 0, 0, 0];
        for (uint256 i = 2; i < 6; ++i) {
            ids[i] = addProvider(stewards[i % 2 == 0 ? 2 : 6], 4);
        }
        startLease(_first, 1, 1 + loads[0] % 3, TOP_RATE);
        startLease(_second, 1, 1 + loads[1] % 3, TOP_RATE);
        uint64 orderId = placeOrder(1, 1 hours);
        uint32 best = 0;
        uint256 bestKey = type(uint256).max;
        for (uint256 i = 0; i < 6; ++i) {
            uint80 rate = 1 + rates[i] % 3;
            bid(orderId, ids[i], rate);
            uint256 load = 1 + loads[i % 2] % 3;
            uint256 key = uint256(rate) << 128 | load << 64 | ids[i];
            if (key < bestKey) (bestKey, best) = (key, ids[i]);
        }
        assertEq(book.winnerOf(orderId).providerId, best);
    }

    function test_bid_revertsIf_ofNoUseToTheOrder() public {
        uint64 orderId = placeOrder(9, 1 hours);
        _expectObstacle(orderId, _first, IMarketOrders.Obstacle.NoUnitsFree);
        uint32 unstaked = addUnaudited(stewards[10], 16);
        _expectObstacle(orderId, unstaked, IMarketOrders.Obstacle.NotAudited);
        audit(unstaked);
        _expectObstacle(orderId, unstaked, IMarketOrders.Obstacle.StakeTooSmall);
        vm.prank(address(timelock));
        allocation.addPool("another", 1_000);
        IMarketOrders.OrderTerms memory wants = wanting(1, 1 hours);
        wants.pool = 2;
        _expectObstacle(_place(wants), _first, IMarketOrders.Obstacle.OtherPool);
        uint32 large = addProvider(stewards[10], 40);
        _expectObstacle(placeOrder(24, 1 hours), large, IMarketOrders.Obstacle.OverCap);
    }

    function test_bid_needsTheLeastStakeAndWhatALeaseWouldLock() public {
        uint32 small = addUnaudited(stewards[10], 4);
        audit(small);
        giveMoney(stewards[10], STAKE);
        vm.startPrank(stewards[10]);
        computeMarket.addStake(small, uint112(firstTerms().minStake) - 1);
        vm.stopPrank();
        uint64 orderId = placeOrder(1, 1 hours);
        _expectObstacle(orderId, small, IMarketOrders.Obstacle.StakeTooSmall);
        vm.prank(stewards[10]);
        computeMarket.addStake(small, 1);
        bid(orderId, small, TOP_RATE);
        IMarketOrders.OrderTerms memory dear = wanting(4, 1 hours);
        // 4 units at this rate earn 100e6 in an hour; the bond comes on top.
        dear.maxRate = uint80(100e12) / 4 / 3600;
        _expectObstacleAt(_place(dear), small, dear.maxRate, IMarketOrders.Obstacle.StakeTooSmall);
    }

    function test_bid_revertsIf_withoutARateOrNotTheOperator() public {
        uint64 orderId = placeOrder(4, 1 hours);
        expectRefusal(stewards[2], abi.encodeWithSelector(IMarketOrders.MarketEmptyField.selector, "rate"));
        book.bid(orderId, _first, 0, auditorId, 0);
        expectRefusal(
            stewards[6], abi.encodeWithSelector(IMarketStakes.MarketNotOperator.selector, _first, stewards[6])
        );
        book.bid(orderId, _first, 1, auditorId, 0);
    }

    function test_bid_revertsIf_theOrderIsNotOpen() public {
        uint64 orderId = placeOrder(4, 1 hours);
        vm.warp(book.order(orderId).openUntil);
        bytes memory closed = abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId);
        expectRefusal(stewards[2], closed);
        book.bid(orderId, _first, 1, auditorId, 0);
        expectRefusal(stewards[2], abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, 99));
        book.bid(99, _first, 1, auditorId, 0);
    }

    function test_N8_aPauseStopsNewBidsAndNoWithdrawal() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _first, 900_000);
        vm.prank(guardian);
        book.pause();
        bytes memory paused = abi.encodeWithSelector(IMarketTerms.MarketIsPaused.selector, block.timestamp + 7 days);
        expectRefusal(stewards[6], paused);
        book.bid(orderId, _second, 900_000, auditorId, 0);
        expectRefusal(tenant, paused);
        computeMarket.accept(orderId, _first, 900_000, 1 hours);
        vm.prank(stewards[2]);
        book.withdrawBid(orderId, _first);
    }

    function test_A9_theTenantDeclinesOnceAndChoosesNobody() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        bid(orderId, _first, 800_000);
        bid(orderId, _second, 900_000);
        expectRefusal(
            applicant,
            abi.encodeWithSelector(IMarketOrders.MarketStillBidding.selector, orderId, book.order(orderId).bidUntil)
        );
        book.declineWinner(orderId);
        waitForBids(orderId);
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketWrongPayer.selector, orderId));
        computeMarket.accept(orderId, _second, 900_000, 1 hours);
        vm.prank(applicant);
        book.declineWinner(orderId);
        assertEq(book.order(orderId).declined, _first);
        assertEq(lockedOf(_first), 0);
        assertEq(book.winnerOf(orderId).providerId, _second);
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketDeclinedBefore.selector, orderId));
        book.declineWinner(orderId);
    }

    function test_A9_whoWasDeclinedDoesNotBidAgain() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        bid(orderId, _first, 800_000);
        waitForBids(orderId);
        vm.prank(applicant);
        book.declineWinner(orderId);
        IMarketOrders.Bid memory again =
            IMarketOrders.Bid({providerId: _first, party: 3, auditorId: auditorId, enclaveId: 0, rate: 1});
        assertEq(uint8(book.obstacleOf(orderId, again)), uint8(IMarketOrders.Obstacle.Declined));
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketDeclinedBefore.selector, orderId));
        book.declineWinner(orderId);
    }

    function test_declineWinner_revertsIf_ownMoneyOrNoWinnerOrAnother() public {
        uint64 own = placeOrder(4, 1 hours);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketWrongPayer.selector, own));
        book.declineWinner(own);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        waitForBids(orderId);
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketNoWinner.selector, orderId));
        book.declineWinner(orderId);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNotTenant.selector, orderId, tenant));
        book.declineWinner(orderId);
    }

    function test_A9_aBudgetOrderTakesBidsOfOtherPartiesOnly() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 1, 1 hours);
        uint32 own = addProvider(applicant, 4);
        _expectObstacle(orderId, own, IMarketOrders.Obstacle.SameParty);
        uint32 partyless = addProvider(makeAddr("an operator of no party"), 4);
        _expectObstacle(orderId, partyless, IMarketOrders.Obstacle.NoParty);
        bid(placeOrder(1, 1 hours), own, TOP_RATE);
        bid(placeOrder(1, 1 hours), partyless, TOP_RATE);
    }

    function test_A9_aBudgetOrderTakesBidsUntilItIsAssigned() public {
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        bid(orderId, _first, 800_000);
        vm.warp(book.order(orderId).bidUntil - 1);
        bid(orderId, _second, 900_000);
        skipTime(1);
        bytes memory closed = abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId);
        expectRefusal(stewards[2], closed);
        book.bid(orderId, _first, 899_999, auditorId, 0);
        expectRefusal(stewards[2], closed);
        book.bid(orderId, _first, 1, auditorId, 0);
        vm.prank(stewards[2]);
        book.withdrawBid(orderId, _first);
        assertEq(book.winnerOf(orderId).providerId, _second);
    }

    function test_N6_anExpiredAttestationBlocksNewLeases() public {
        (uint32 releaseId, uint32 enclaveId) = _serve(stewards[2]);
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.releaseId = releaseId;
        uint64 orderId = _place(wants);
        _expectObstacle(orderId, _first, IMarketOrders.Obstacle.NoEnclave);
        vm.prank(stewards[2]);
        book.bid(orderId, _first, 900_000, auditorId, enclaveId);
        uint256 before = vm.snapshotState();
        take(orderId, _first, 900_000);
        vm.revertToState(before);
        vm.warp(block.timestamp + 1 hours);
        assertEq(book.winnerOf(orderId).providerId, 0);
        expectRefusal(tenant, _refusal(orderId, _first, IMarketOrders.Obstacle.NoEnclave));
        computeMarket.accept(orderId, _first, 900_000, 1 hours);
    }

    function test_N6_anotherOperatorsAttestationServesNobodyElse() public {
        (uint32 releaseId, uint32 enclaveId) = _serve(stewards[2]);
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.releaseId = releaseId;
        uint64 orderId = _place(wants);
        bytes memory refused = _refusal(orderId, _second, IMarketOrders.Obstacle.NoEnclave);
        expectRefusal(stewards[6], refused);
        book.bid(orderId, _second, 900_000, auditorId, enclaveId);
        expectRefusal(stewards[6], refused);
        book.bid(orderId, _second, 900_000, auditorId, 99);
        wants.releaseId = releaseId + 1;
        orderId = _place(wants);
        expectRefusal(stewards[2], _refusal(orderId, _first, IMarketOrders.Obstacle.NoEnclave));
        book.bid(orderId, _first, 900_000, auditorId, enclaveId);
    }

    function test_take_revertsIf_notTheMarket() public {
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, _first, 900_000);
        bytes memory only = abi.encodeWithSelector(IMarketOrders.MarketOnlyMarket.selector, tenant);
        expectRefusal(tenant, only);
        book.take(orderId, tenant, _first, 900_000);
        expectRefusal(tenant, only);
        book.takeAssigned(orderId, tenant);
    }

    function _fill(uint64 orderId, uint80 rate) private returns (uint32[] memory wall) {
        wall = new uint32[](8);
        for (uint256 i = 0; i < 8; ++i) {
            wall[i] = addProvider(stewards[10], 1);
            bid(orderId, wall[i], rate);
        }
    }

    function _place(IMarketOrders.OrderTerms memory wants) private returns (uint64) {
        vm.prank(tenant);
        return book.placeOrder(wants, SPEC);
    }

    /// @dev A gated release, and a claim of `operator` to serve it for an hour.
    function _serve(address operator) private returns (uint32 releaseId, uint32 enclaveId) {
        bytes32 root = keccak256("weights");
        releaseId = registerRelease(stewards[0], root);
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
        bytes32 measurement = keccak256("build");
        vm.prank(address(timelock));
        enclaves.allowMeasurement(measurement, "a build");
        IEnclaves.Claim memory made = IEnclaves.Claim({
            releaseId: releaseId,
            root: root,
            quote: keccak256("quote"),
            collateral: keccak256("collateral"),
            measurement: measurement,
            serviceKey: keccak256("service key"),
            nonce: keccak256("nonce"),
            expirationTime: uint48(block.timestamp + 1 hours)
        });
        vm.prank(operator);
        enclaveId = enclaves.attestEnclave(made);
    }

    function _refusal(uint64 orderId, uint32 providerId, IMarketOrders.Obstacle obstacle)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IMarketOrders.MarketCannotServe.selector, orderId, providerId, obstacle);
    }

    function _expectObstacle(uint64 orderId, uint32 providerId, IMarketOrders.Obstacle obstacle) private {
        _expectObstacleAt(orderId, providerId, TOP_RATE, obstacle);
    }

    function _expectObstacleAt(uint64 orderId, uint32 providerId, uint80 rate, IMarketOrders.Obstacle obstacle)
        private
    {
        expectRefusal(providers.operatorOf(providerId), _refusal(orderId, providerId, obstacle));
        book.bid(orderId, providerId, rate, auditorId, 0);
    }
}
