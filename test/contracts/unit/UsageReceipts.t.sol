// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUsageReceipts} from "../../../contracts/interfaces/IUsageReceipts.sol";
import {Markets} from "../support/Markets.sol";
import {OwnedAccount} from "../support/SignedStatements.sol";

/// @title Usage that tenants sign
contract UsageReceiptsTest is Markets {
    uint64 private _leaseId;
    uint32 private _provider;

    function setUp() public {
        startMarket();
        _provider = addProvider(stewards[2], 8);
        _leaseId = startLease(_provider, 4, 2 hours, TOP_RATE);
    }

    function test_I3_recordsWhatTheTenantSigned() public {
        skipTime(1 hours);
        uint256 before = money.balanceOf(address(computeMarket));
        bytes memory signature = _sign(_leaseId, 7_000, "tenant");
        vm.expectEmit(address(receipts));
        emit IUsageReceipts.UsageConfirmed(_leaseId, _provider, 3, 7_000);
        vm.prank(stranger);
        receipts.submit(_leaseId, 7_000, signature);
        assertEq(receipts.confirmedOf(_leaseId), 7_000);
        assertEq(money.balanceOf(address(computeMarket)), before, "no money moves");
    }

    function test_I3_isASumThatOnlyGrows() public {
        skipTime(1 hours);
        receipts.submit(_leaseId, 7_000, _sign(_leaseId, 7_000, "tenant"));
        for (uint64 less = 6_999; less <= 7_000; ++less) {
            bytes memory old = _sign(_leaseId, less, "tenant");
            vm.expectRevert(abi.encodeWithSelector(IUsageReceipts.ReceiptsNotMore.selector, _leaseId, less, 7_000));
            receipts.submit(_leaseId, less, old);
        }
        receipts.submit(_leaseId, 7_001, _sign(_leaseId, 7_001, "tenant"));
        assertEq(receipts.confirmedOf(_leaseId), 7_001);
    }

    function test_I3_isAtMostWhatTheLeaseHeld() public {
        skipTime(100);
        _expectTooMany(401, 400);
        receipts.submit(_leaseId, 400, _sign(_leaseId, 400, "tenant"));
        skipTime(3 hours);
        _expectTooMany(4 * 7_200 + 1, 4 * 7_200);
        receipts.submit(_leaseId, 4 * 7_200, _sign(_leaseId, 4 * 7_200, "tenant"));
    }

    function test_aLeaseThatEndsEarlyBoundsItsReceipts() public {
        skipTime(100);
        vm.prank(tenant);
        computeMarket.endLease(_leaseId);
        skipTime(1 hours);
        _expectTooMany(401, 400);
        receipts.submit(_leaseId, 400, _sign(_leaseId, 400, "tenant"));
    }

    function test_nobodyElsesWordCounts() public {
        skipTime(1 hours);
        string[3] memory others = ["provider 1", "stranger", "deployer"];
        bytes memory reason = abi.encodeWithSelector(IUsageReceipts.ReceiptsInvalidSignature.selector, tenant);
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory signature = _sign(_leaseId, 7_000, others[i]);
            vm.expectRevert(reason);
            receipts.submit(_leaseId, 7_000, signature);
        }
        uint64 second = startLease(_provider, 4, 2 hours, TOP_RATE);
        skipTime(1 hours);
        bytes memory ofAnother = _sign(_leaseId, 7_000, "tenant");
        vm.expectRevert(reason);
        receipts.submit(second, 7_000, ofAnother);
    }

    function test_submit_revertsIf_thereIsNoLease() public {
        uint64 orderId = placeOrder(1, 1 hours);
        bytes memory signature = _sign(orderId, 1, "tenant");
        vm.expectRevert(abi.encodeWithSelector(IUsageReceipts.ReceiptsUnknownLease.selector, orderId));
        receipts.submit(orderId, 1, signature);
    }

    function test_I3_aSmartAccountSignsToo() public {
        tenant = address(new OwnedAccount(vm.addr(keyOf("owner"))));
        giveMoney(tenant, 100_000e6);
        uint64 leaseId = startLease(_provider, 2, 1 hours, TOP_RATE);
        skipTime(30 minutes);
        receipts.submit(leaseId, 3_600, _sign(leaseId, 3_600, "owner"));
        assertEq(receipts.confirmedOf(leaseId), 3_600);
    }

    function testFuzz_I3_neverMoreThanTheLeaseHeld(uint64 gpuSeconds, uint32 elapsed) public {
        elapsed = uint32(bound(elapsed, 0, 4 hours));
        gpuSeconds = uint64(bound(gpuSeconds, 1, 40_000));
        skipTime(elapsed);
        uint256 max = 4 * uint256(elapsed < 2 hours ? elapsed : 2 hours);
        bytes memory signature = _sign(_leaseId, gpuSeconds, "tenant");
        if (gpuSeconds > max) {
            vm.expectRevert(abi.encodeWithSelector(IUsageReceipts.ReceiptsTooMany.selector, _leaseId, gpuSeconds, max));
        }
        receipts.submit(_leaseId, gpuSeconds, signature);
        assertEq(receipts.confirmedOf(_leaseId), gpuSeconds > max ? 0 : gpuSeconds);
    }

    function _expectTooMany(uint64 gpuSeconds, uint256 max) private {
        bytes memory signature = _sign(_leaseId, gpuSeconds, "tenant");
        vm.expectRevert(abi.encodeWithSelector(IUsageReceipts.ReceiptsTooMany.selector, _leaseId, gpuSeconds, max));
        receipts.submit(_leaseId, gpuSeconds, signature);
    }

    /// @dev The EIP-712 digest is put together here by hand, from the specification.
    function _sign(uint64 leaseId, uint64 gpuSeconds, string memory signer) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Ostrakon UsageReceipts"),
                keccak256("1"),
                block.chainid,
                address(receipts)
            )
        );
        bytes32 message =
            keccak256(abi.encode(keccak256("Usage(uint64 leaseId,uint64 gpuSeconds)"), leaseId, gpuSeconds));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(keyOf(signer), keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }
}
