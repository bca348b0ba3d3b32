// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";

contract OrdersTest is Markets {
    uint32 private constant PARTY = 13;

    function setUp() public {
        startMarket();
        allocate(applicant, 50_000);
    }

    function test_A2_anOrderSaysWhatIsWanted() public {
        IMarketOrders.OrderTerms memory wants = wanting(4, 2 hours);
        wants.attributes = 5;
        wants.auditorIds = auditorId;
        wants.releaseId = 7;
        (uint40 bidUntil, uint40 openUntil) = _times();
        vm.expectEmit(address(book));
        emit IMarketOrders.OrderPlaced(1, tenant, 0, 0, 0, bidUntil, openUntil, 1, wants, SPEC);
        vm.prank(tenant);
        assertEq(book.placeOrder(wants, SPEC), 1);
        IMarketOrders.Order memory placed = book.order(1);
        assertEq(keccak256(abi.encode(placed.wants)), keccak256(abi.encode(wants)));
        assertEq(placed.tenant, tenant);
        assertEq(placed.bidUntil, bidUntil);
        assertEq(placed.openUntil, openUntil);
        assertEq(placed.version, 1);
        assertEq(uint8(placed.state), uint8(IMarketOrders.OrderState.Open));
        assertEq(book.orderCount(), 1);
    }

    function test_placeOrder_keepsWhatAPlainOrderHas() public {
        vm.prank(applicant);
        uint64 orderId = book.placeOrder(wanting(3, 1 hours), SPEC);
        IMarketOrders.Order memory placed = book.order(orderId);
        assertEq(keccak256(abi.encode(placed.wants)), keccak256(abi.encode(wanting(3, 1 hours))));
        assertEq(placed.party, PARTY);
        assertEq(placed.epoch + placed.agent + placed.declined + placed.bids, 0);
        IMarketOrders.Deal memory deal = book.dealOf(orderId);
        assertEq(deal.tenant, applicant);
        assertEq(deal.party, PARTY);
        assertEq(deal.pool, POOL);
        assertEq(deal.units, 3);
        assertEq(deal.duration, 1 hours);
        assertEq(deal.notice, 10 minutes);
        assertEq(deal.version, 1);
        assertEq(deal.epoch + deal.agent, 0);
        (uint32 units, uint16 feeBps, uint16 burnBps) = book.feesOf(orderId);
        assertEq(units, 3);
        assertEq(feeBps, 100);
        assertEq(burnBps, 2000);
    }

    function test_placeOrder_revertsIf_aFieldIsMissingOrOutOfTerms() public {
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.pool = 0;
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketUnknownPool.selector, 0));
        wants.pool = 2;
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketUnknownPool.selector, 2));
        wants = wanting(0, 1 hours);
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketEmptyField.selector, "units"));
        wants = wanting(4, 0);
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketEmptyField.selector, "duration"));
        wants = wanting(4, 1 hours);
        wants.maxRate = 0;
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketEmptyField.selector, "maxRate"));
        wants = wanting(4, 30 days + 1);
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketTooLong.selector, 30 days + 1, 30 days));
        wants = wanting(4, 1 hours);
        wants.notice = 299;
        _expectBad(wants, abi.encodeWithSelector(IMarketOrders.MarketNoticeTooShort.selector, 299, 300));
    }

    function test_placeBudgetOrder_isPaidByThisEpoch() public {
        (uint40 bidUntil, uint40 openUntil) = _times();
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        IMarketOrders.Order memory placed = book.order(orderId);
        assertEq(placed.epoch, clock.current());
        assertEq(placed.party, PARTY);
        assertEq(placed.agent, 0);
        assertEq(placed.bidUntil, bidUntil);
        assertEq(placed.openUntil, openUntil);
        assertEq(book.dealOf(orderId).epoch, clock.current());
    }

    function test_placeBudgetOrder_isOpenNoLongerThanItsEpoch() public {
        uint256 ends = clock.startOf(clock.current() + 1);
        vm.warp(ends - 61);
        uint64 orderId = placeBudgetOrder(applicant, PARTY, 4, 1 hours);
        assertEq(book.order(orderId).openUntil, ends);
        vm.warp(ends - 60);
        expectRefusal(
            applicant, abi.encodeWithSelector(IMarketOrders.MarketEpochTooShort.selector, clock.current(), ends, ends)
        );
        book.placeBudgetOrder(PARTY, wanting(4, 1 hours), SPEC);
    }

    function test_placeBudgetOrder_revertsIf_aboveTheRateOfTheLine() public {
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.maxRate = TOP_RATE + 1;
        expectRefusal(
            applicant, abi.encodeWithSelector(IMarketOrders.MarketRateTooHigh.selector, TOP_RATE + 1, TOP_RATE)
        );
        book.placeBudgetOrder(PARTY, wants, SPEC);
    }

    function test_placeBudgetOrder_revertsIf_thePoolHasNoLine() public {
        vm.prank(address(timelock));
        allocation.addPool("unbudgeted", 1_000);
        IMarketOrders.OrderTerms memory wants = wanting(4, 1 hours);
        wants.pool = 2;
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketRateTooHigh.selector, TOP_RATE, 0));
        book.placeBudgetOrder(PARTY, wants, SPEC);
    }

    function test_placeBudgetOrder_revertsIf_notOfTheParty() public {
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNotOfParty.selector, PARTY, tenant));
        book.placeBudgetOrder(PARTY, wanting(4, 1 hours), SPEC);
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNotOfParty.selector, 0, tenant));
        book.placeBudgetOrder(0, wanting(4, 1 hours), SPEC);
        expectRefusal(applicant, abi.encodeWithSelector(IMarketOrders.MarketNotOfParty.selector, 1, applicant));
        book.placeBudgetOrder(1, wanting(4, 1 hours), SPEC);
    }

    function test_I4_anAgentOrdersOnlyDuringItsTerm() public {
        address agent = nameAgent("an agent", PARTY, 1_000);
        uint64 orderId = placeBudgetOrder(agent, PARTY, 1, 1 hours);
        assertEq(book.order(orderId).tenant, agent);
        assertEq(book.order(orderId).agent, parties.agentOf(PARTY, agent).id);
        skipTime(1 days);
        expectRefusal(agent, abi.encodeWithSelector(IMarketOrders.MarketNotOfParty.selector, PARTY, agent));
        book.placeBudgetOrder(PARTY, wanting(1, 1 hours), SPEC);
    }

    function test_cancelOrder_byItsTenantOnce() public {
        uint64 orderId = placeOrder(4, 1 hours);
        expectRefusal(stranger, abi.encodeWithSelector(IMarketOrders.MarketNotTenant.selector, orderId, stranger));
        book.cancelOrder(orderId);
        vm.expectEmit(address(book));
        emit IMarketOrders.OrderCanceled(orderId);
        vm.prank(tenant);
        book.cancelOrder(orderId);
        assertEq(uint8(book.order(orderId).state), uint8(IMarketOrders.OrderState.Canceled));
        expectRefusal(tenant, abi.encodeWithSelector(IMarketOrders.MarketNotOpen.selector, orderId));
        book.cancelOrder(orderId);
    }

    function test_cancelOrder_ofAnAgentByTheController() public {
        address agent = nameAgent("an agent", PARTY, 1_000);
        uint64 orderId = placeBudgetOrder(agent, PARTY, 1, 1 hours);
        address colleague = joinParty("colleague", PARTY);
        assertFalse(book.isTenantSide(orderId, colleague));
        assertTrue(book.isTenantSide(orderId, agent));
        assertTrue(book.isTenantSide(orderId, applicant));
        vm.prank(applicant);
        book.cancelOrder(orderId);
    }

    function test_isTenantSide_isTheTenantAloneWhereItPays() public {
        vm.prank(applicant);
        parties.invite(PARTY, tenant, true);
        vm.prank(tenant);
        parties.accept(PARTY);
        nextEpoch();
        uint64 orderId = placeOrder(4, 1 hours);
        assertEq(book.order(orderId).party, PARTY);
        assertTrue(book.isTenantSide(orderId, tenant));
        assertFalse(book.isTenantSide(orderId, applicant), "a controller has no say about its members' own money");
    }

    function test_N8_aPauseStopsNewOrders() public {
        vm.prank(guardian);
        book.pause();
        bytes memory paused = abi.encodeWithSelector(IMarketTerms.MarketIsPaused.selector, block.timestamp + 7 days);
        expectRefusal(tenant, paused);
        book.placeOrder(wanting(4, 1 hours), SPEC);
        expectRefusal(applicant, paused);
        book.placeBudgetOrder(PARTY, wanting(4, 1 hours), SPEC);
        skipTime(7 days);
        placeOrder(4, 1 hours);
    }

    function testFuzz_placeOrder_storesEveryField(IMarketOrders.OrderTerms memory wants) public {
        wants.pool = POOL;
        wants.units = uint32(bound(wants.units, 1, type(uint32).max));
        wants.duration = uint32(bound(wants.duration, 1, 30 days));
        wants.notice = uint32(bound(wants.notice, 300, type(uint32).max));
        wants.maxRate = uint80(bound(wants.maxRate, 1, type(uint80).max));
        vm.prank(tenant);
        uint64 orderId = book.placeOrder(wants, SPEC);
        assertEq(keccak256(abi.encode(book.order(orderId).wants)), keccak256(abi.encode(wants)));
    }

    function _times() private view returns (uint40 bidUntil, uint40 openUntil) {
        bidUntil = uint40(block.timestamp + 60);
        openUntil = bidUntil + 12 hours;
    }

    function _expectBad(IMarketOrders.OrderTerms memory wants, bytes memory reason) private {
        expectRefusal(tenant, reason);
        book.placeOrder(wants, SPEC);
    }
}
