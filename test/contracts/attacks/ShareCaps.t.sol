// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {Markets} from "../support/Markets.sol";

/// @title A party that wants more of a pool than its share, through many nodes, accounts and orders
/// @dev 100 units are audited, of which providers of one party lease out at most 33.
contract ShareCapsTest is Markets {
    uint32[] private _nodes;

    function setUp() public {
        startMarket();
        addProvider(stewards[2], 40);
        for (uint256 i = 0; i < 6; ++i) {
            _nodes.push(addProvider(stewards[6], 10));
        }
    }

    function test_manyNodesOfOneAccountShareOneCap() public {
        for (uint256 i = 0; i < 3; ++i) {
            startLease(_nodes[i], 10, 1 hours, TOP_RATE);
        }
        _expectOverCap(_nodes[3], 4);
        startLease(_nodes[3], 3, 1 hours, TOP_RATE);
        _expectOverCap(_nodes[4], 1);
        assertEq(computeMarket.useOf(POOL, 7).units, 33);
    }

    function test_manyAccountsOfOnePartyShareOneCap() public {
        address colleague = joinParty("a colleague", 7);
        nextEpoch();
        uint32 node = addProvider(colleague, 40);
        // 140 audited units, 46 for each party.
        for (uint256 i = 0; i < 4; ++i) {
            startLease(_nodes[i], 10, 1 hours, TOP_RATE);
        }
        _expectOverCap(node, 7);
        startLease(node, 6, 1 hours, TOP_RATE);
        _expectOverCap(node, 1);
    }

    function test_allWithoutAPartyShareOneCap() public {
        uint32 first = addProvider(makeAddr("no party 1"), 40);
        uint32 second = addProvider(makeAddr("no party 2"), 40);
        // 180 audited units, 59 for each.
        startLease(first, 40, 1 hours, TOP_RATE);
        _expectOverCap(second, 20);
        startLease(second, 19, 1 hours, TOP_RATE);
        _expectOverCap(second, 1);
        startLease(_nodes[0], 10, 1 hours, TOP_RATE);
    }

    /// @dev All bids were made while nothing was leased; the cap holds when they are accepted.
    function test_bidsMadeBeforehandDoNotPassTheCap() public {
        uint64[6] memory orders;
        for (uint256 i = 0; i < 6; ++i) {
            orders[i] = placeOrder(10, 1 hours);
            bid(orders[i], _nodes[i], TOP_RATE);
        }
        for (uint256 i = 0; i < 3; ++i) {
            take(orders[i], _nodes[i], TOP_RATE);
        }
        for (uint256 i = 3; i < 6; ++i) {
            expectRefusal(tenant, _refusal(orders[i], _nodes[i]));
            computeMarket.accept(orders[i], _nodes[i], TOP_RATE, 1 hours);
        }
    }

    /// @dev Leaving the party takes nothing off its count, and what comes after counts elsewhere.
    function test_leavingThePartyFreesNothing() public {
        address colleague = joinParty("a colleague", 7);
        nextEpoch();
        uint32 node = addProvider(colleague, 30);
        startLease(node, 30, 10 days, TOP_RATE);
        vm.prank(colleague);
        parties.quit();
        nextEpoch();
        assertEq(computeMarket.useOf(POOL, 7).units, 30);
        assertEq(computeMarket.useOf(POOL, 0).units, 0);
        startLease(_nodes[0], 10, 1 hours, TOP_RATE);
        _expectOverCap(_nodes[1], 3);
    }

    /// @dev Seconds after the end: units count until somebody says that it is over, which anybody may.
    function test_leasesThatEndedMakeRoomOnceClosed() public {
        uint64[3] memory leases;
        for (uint256 i = 0; i < 3; ++i) {
            leases[i] = startLease(_nodes[i], 10, 1 hours, TOP_RATE);
        }
        skipTime(1 hours);
        _expectOverCap(_nodes[3], 10);
        vm.prank(stewards[6]);
        computeMarket.close(leases[0]);
        startLease(_nodes[3], 10, 1 hours, TOP_RATE);
    }

    /// @dev Budget leases count with the others.
    function test_thePublicsMoneyBuysNoLargerShare() public {
        allocate(applicant, 200_000);
        startBudgetLease(applicant, _nodes[0], 10, 1 hours, TOP_RATE);
        startLease(_nodes[1], 10, 1 hours, TOP_RATE);
        startBudgetLease(applicant, _nodes[2], 10, 1 hours, TOP_RATE);
        uint64 orderId = placeBudgetOrder(applicant, 13, 4, 1 hours);
        expectRefusal(stewards[6], _refusal(orderId, _nodes[3]));
        book.bid(orderId, _nodes[3], TOP_RATE, auditorId, 0);
    }

    /// @dev Whatever is bid for and accepted in whatever order: right after each acceptance the share is within the cap.
    function testFuzz_theShareIsWithinTheCapAfterEveryAcceptance(uint16[16] calldata steps) public {
        for (uint256 i = 0; i < 16; ++i) {
            uint32 node = _nodes[steps[i] % 6];
            uint32 units = 1 + (steps[i] >> 3) % 10;
            uint64 orderId = placeOrder(units, 1 hours);
            vm.prank(stewards[6]);
            (bool done,) = address(book).call(abi.encodeCall(book.bid, (orderId, node, TOP_RATE, auditorId, 0)));
            uint256 used = computeMarket.useOf(POOL, 7).units;
            bool fits = (used + units) * 10_000 <= 3300 * 100 && computeMarket.stakeOf(node).unitsInUse + units <= 10;
            assertEq(done, fits);
            if (!done) continue;
            take(orderId, node, TOP_RATE);
            assertLe(uint256(computeMarket.useOf(POOL, 7).units) * 10_000, 3300 * uint256(100));
        }
    }

    function _expectOverCap(uint32 node, uint32 units) private {
        uint64 orderId = placeOrder(units, 1 hours);
        address operator = providers.operatorOf(node);
        expectRefusal(operator, _refusal(orderId, node));
        book.bid(orderId, node, TOP_RATE, auditorId, 0);
    }

    function _refusal(uint64 orderId, uint32 node) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IMarketOrders.MarketCannotServe.selector, orderId, node, IMarketOrders.Obstacle.OverCap
            );
    }
}
