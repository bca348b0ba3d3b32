// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {Markets} from "../support/Markets.sol";

/// @title The same GPUs leased out more than once
contract SoldTwiceTest is Markets {
    bytes32 private constant HARDWARE = keccak256("serial numbers");

    address private _operator;
    address private _accomplice;
    uint32 private _node;

    function setUp() public {
        startMarket();
        _operator = stewards[2];
        _accomplice = stewards[6];
        _node = _offer(_operator);
        audit(_node);
        _stake(_node, _operator);
    }

    function test_oneNodeUnderTwoProvidersIsAuditedOnce() public {
        uint32 twin = _offer(_accomplice);
        _expectTaken(twin);
        uint32 again = _offer(_operator);
        _expectTaken(again);
    }

    /// @dev A second auditor finds the same.
    function test_anotherAuditorIsToldToo() public {
        vm.prank(address(timelock));
        providers.appointAuditor(stewards[9]);
        uint32 twin = _offer(_accomplice);
        expectRefusal(stewards[9], _taken());
        providers.audit(twin, 1, uint48(block.timestamp + 1 days));
    }

    function test_aSignedAuditIsRefusedAsWell() public {
        uint32 twin = _offer(_accomplice);
        expectRefusal(auditor, _taken());
        providers.audit(twin, 1, uint48(block.timestamp + 90 days));
        assertEq(providers.auditedUnits(POOL), 8);
    }

    /// @dev The audit of the first ends while it is leased out; its hardware stays taken as long as that lasts.
    function test_whatIsLeasedOutStaysTakenWhenItsAuditEnds() public {
        uint64 leaseId = startLease(_node, 8, 1 hours, TOP_RATE);
        vm.prank(auditor);
        providers.revokeAudit(_node);
        assertEq(providers.auditedUnits(POOL), 0);
        assertEq(providers.providerOfHardware(HARDWARE), _node);
        uint32 twin = _offer(_accomplice);
        _expectTaken(twin);
        skipTime(1 hours);
        _expectTaken(twin);
        computeMarket.close(leaseId);
        assertEq(providers.providerOfHardware(HARDWARE), 0);
        audit(twin);
        assertEq(providers.providerOfHardware(HARDWARE), twin);
        _expectTaken(_node);
    }

    function test_whatIsLeasedOutStaysTakenWhenItsAuditLapses() public {
        uint64 leaseId = startLease(_node, 8, 30 days, TOP_RATE);
        vm.prank(auditor);
        providers.audit(_node, 1, uint48(block.timestamp + 1 days));
        skipTime(1 days);
        providers.lapse(_node, auditorId);
        uint32 twin = _offer(_accomplice);
        _expectTaken(twin);
        audit(_node);
        assertEq(providers.auditedUnits(POOL), 8, "its own is audited anew");
        vm.prank(tenant);
        computeMarket.endLease(leaseId);
    }

    /// @dev It moves on to other hardware, or retires, and takes no claim on the old along.
    function test_whoDeclaresOtherHardwareHoldsItNoMore() public {
        IProviderRegistry.Declaration memory other = providers.provider(_node).declaration;
        other.hardware = keccak256("other serial numbers");
        vm.prank(_operator);
        providers.declare(_node, other, "https://provider.example");
        uint32 twin = _offer(_accomplice);
        audit(twin);
        audit(_node);
        startLease(_node, 8, 1 hours, TOP_RATE);
        assertEq(providers.providerOfHardware(HARDWARE), twin);
    }

    function test_manyOrdersAtOnceLeaseEachUnitOnce() public {
        uint64[6] memory orders;
        for (uint256 i = 0; i < 6; ++i) {
            orders[i] = placeOrder(3, 1 hours);
            bid(orders[i], _node, TOP_RATE);
        }
        take(orders[0], _node, TOP_RATE);
        take(orders[1], _node, TOP_RATE);
        for (uint256 i = 2; i < 6; ++i) {
            expectRefusal(
                tenant,
                abi.encodeWithSelector(
                    IMarketOrders.MarketCannotServe.selector, orders[i], _node, IMarketOrders.Obstacle.NoUnitsFree
                )
            );
            computeMarket.accept(orders[i], _node, TOP_RATE, 1 hours);
        }
        assertEq(computeMarket.stakeOf(_node).unitsInUse, 6);
    }

    /// @dev It bids with what it has, and has less when somebody accepts.
    function test_aSmallerDeclarationServesNoOldBid() public {
        uint64 orderId = placeOrder(8, 1 hours);
        bid(orderId, _node, TOP_RATE);
        IProviderRegistry.Declaration memory less = providers.provider(_node).declaration;
        less.units = 4;
        vm.prank(_operator);
        providers.declare(_node, less, "https://provider.example");
        audit(_node);
        expectRefusal(
            tenant,
            abi.encodeWithSelector(
                IMarketOrders.MarketCannotServe.selector, orderId, _node, IMarketOrders.Obstacle.NoUnitsFree
            )
        );
        computeMarket.accept(orderId, _node, TOP_RATE, 1 hours);
    }

    /// @dev One stake for many leases: each locks its own part.
    function test_oneStakeCoversNoMoreLeasesThanItCan() public {
        uint112 free = computeMarket.stakeOf(_node).amount - uint112(firstTerms().minStake);
        vm.prank(_operator);
        computeMarket.withdrawStake(_node, free);
        uint256 started = 0;
        for (uint256 i = 0; i < 8; ++i) {
            uint64 orderId = placeOrder(1, 1 hours);
            vm.startPrank(_operator);
            (bool bids,) = address(book).call(abi.encodeCall(book.bid, (orderId, _node, TOP_RATE, auditorId, 0)));
            vm.stopPrank();
            if (!bids) continue;
            take(orderId, _node, TOP_RATE);
            ++started;
        }
        assertEq(started, 8, "a small lease locks little more than the bond");
        uint64 dear = placeOrder(1, 1 hours);
        assertLe(lockedOf(_node), computeMarket.stakeOf(_node).amount);
        expectRefusal(
            _operator,
            abi.encodeWithSelector(
                IMarketOrders.MarketCannotServe.selector, dear, _node, IMarketOrders.Obstacle.NoUnitsFree
            )
        );
        book.bid(dear, _node, TOP_RATE, auditorId, 0);
    }

    function _offer(address account) private returns (uint32) {
        vm.prank(account);
        return providers.register(
            IProviderRegistry.Declaration({pool: POOL, units: 8, attributes: 0, hardware: HARDWARE}),
            "https://provider.example"
        );
    }

    function _stake(uint32 node, address account) private {
        giveMoney(account, STAKE);
        vm.prank(account);
        computeMarket.addStake(node, STAKE);
    }

    function _taken() private view returns (bytes memory) {
        uint32 holder = providers.providerOfHardware(HARDWARE);
        return abi.encodeWithSelector(IProviderRegistry.ProvidersHardwareTaken.selector, HARDWARE, holder);
    }

    function _expectTaken(uint32 node) private {
        uint32 version = providers.provider(node).version;
        expectRefusal(auditor, _taken());
        providers.audit(node, version, uint48(block.timestamp + 90 days));
    }
}
