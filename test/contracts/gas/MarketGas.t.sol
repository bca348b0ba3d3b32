// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Markets} from "../support/Markets.sol";

/// @title What the market costs, in whole transactions
contract MarketGasTest is Markets {
    uint32 private _first;
    uint32 private _second;

    function setUp() public {
        startMarket();
        _first = addProvider(stewards[2], 8);
        _second = addProvider(stewards[6], 8);
        // What every later lease finds: money, fees and use that are not zero any more.
        uint64 earlier = startLease(_second, 1, 1 days, TOP_RATE);
        skipTime(1 hours);
        vm.prank(stewards[6]);
        computeMarket.withdraw(earlier);
    }

    function test_gas_ownMoneyLease() public {
        vm.prank(tenant);
        uint64 orderId = book.placeOrder(wanting(4, 2 hours), SPEC);
        uint256 total = _record("order");
        vm.prank(stewards[2]);
        book.bid(orderId, _first, 900_000, auditorId, 0);
        total += _record("bid");
        vm.prank(stewards[6]);
        book.bid(orderId, _second, 800_000, auditorId, 0);
        total += _record("second bid");
        vm.prank(tenant);
        computeMarket.accept(orderId, _second, 800_000, 2 hours);
        uint256 acceptance = _record("accept");
        skipTime(1 hours);
        vm.prank(stewards[6]);
        computeMarket.withdraw(orderId);
        total += acceptance + _record("withdraw");
        vm.prank(tenant);
        computeMarket.endLease(orderId);
        total += _record("end a lease");
        vm.snapshotValue("market", "order, 2 bids, lease, withdraw, end", total);
        assertLe(acceptance, 220_000, "accept");
        assertLe(total, 600_000, "order, 2 bids, lease, withdraw, close");
    }

    function _record(string memory name) private returns (uint256) {
        return vm.snapshotGasLastCall("market", name);
    }
}
