// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketLeases} from "../interfaces/IMarketLeases.sol";
import {IMarketOrders} from "../interfaces/IMarketOrders.sol";
import {IUsageReceipts} from "../interfaces/IUsageReceipts.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What tenants confirm to have used
/// @notice Holds and moves no money. Specification: docs/specification.md 21.
contract UsageReceipts is EIP712, IUsageReceipts {
    bytes32 private constant USAGE_TYPEHASH = keccak256("Usage(uint64 leaseId,uint64 gpuSeconds)");

    /// @notice The market, which knows the leases.
    IMarketLeases public immutable market;

    /// @notice The order book, which knows their tenants.
    IMarketOrders public immutable book;

    /// @inheritdoc IUsageReceipts
    mapping(uint64 leaseId => uint64) public confirmedOf;

    /// @param market_ The market.
    /// @param book_ The order book.
    constructor(IMarketLeases market_, IMarketOrders book_) EIP712("Ostrakon UsageReceipts", "1") {
        market = market_;
        book = book_;
    }

    /// @inheritdoc IUsageReceipts
    function submit(uint64 leaseId, uint64 gpuSeconds, bytes calldata signature) external {
        IMarketLeases.Lease memory held = market.lease(leaseId);
        if (held.state == IMarketLeases.LeaseState.None) revert ReceiptsUnknownLease(leaseId);
        uint64 confirmed = confirmedOf[leaseId];
        if (gpuSeconds <= confirmed) revert ReceiptsNotMore(leaseId, gpuSeconds, confirmed);
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        // A lease that ends early ends now or later, so what was confirmed stays within what it held.
        uint256 max = (Math.min(block.timestamp, held.end) - held.start) * deal.units;
        if (gpuSeconds > max) revert ReceiptsTooMany(leaseId, gpuSeconds, max);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(USAGE_TYPEHASH, leaseId, gpuSeconds)));
        if (!SignatureChecker.isValidSignatureNow(deal.tenant, digest, signature)) {
            revert ReceiptsInvalidSignature(deal.tenant);
        }
        confirmedOf[leaseId] = gpuSeconds;
        emit UsageConfirmed(leaseId, held.providerId, held.party, gpuSeconds);
    }
}
