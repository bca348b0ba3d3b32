// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {Markets} from "../support/Markets.sol";

contract ComputeMarketTest is Markets {
    uint32 private _provider;

    function setUp() public {
        startMarket();
        _provider = addProvider(stewards[2], 8);
    }

    function test_withdraw_paysByTheSecondLessTheFee() public {
        uint64 leaseId = startLease(_provider, 4, 2 hours, 900_000);
        skipTime(1001);
        uint128 earned = uint128(900_000) * 4 * 1001 / 1e6;
        assertEq(computeMarket.earned(leaseId), earned);
        uint256 before = money.balanceOf(stewards[2]);
        vm.prank(stewards[2]);
        computeMarket.withdraw(leaseId);
        assertEq(money.balanceOf(stewards[2]) - before, earned - earned / 100);
    }

    function test_endLease_givesTheRestBack() public {
        uint256 before = money.balanceOf(tenant);
        uint64 leaseId = startLease(_provider, 4, 2 hours, 900_000);
        skipTime(1001);
        vm.prank(tenant);
        computeMarket.endLease(leaseId);
        assertEq(before - money.balanceOf(tenant), uint256(900_000) * 4 * 1001 / 1e6);
        assertEq(uint8(computeMarket.lease(leaseId).state), uint8(IMarketLeases.LeaseState.Closed));
        skipTime(1 hours);
        computeMarket.release(leaseId);
        assertEq(computeMarket.stakeOf(_provider).locked, 0);
    }
}
