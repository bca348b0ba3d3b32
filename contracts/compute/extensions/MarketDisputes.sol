// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../interfaces/IArbitration.sol";
import {IMarketDisputes} from "../../interfaces/IMarketDisputes.sol";
import {IMarketOrders} from "../../interfaces/IMarketOrders.sol";
import {IMarketTerms} from "../../interfaces/IMarketTerms.sol";
import {LeaseMath} from "../libraries/LeaseMath.sol";
import {MarketLeases} from "./MarketLeases.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Disputes, and what a verdict moves
abstract contract MarketDisputes is MarketLeases, IMarketDisputes {
    /// @notice The arbiters.
    IArbitration public immutable arbitration;

    uint256 private constant BASIS_POINTS = 10_000;

    mapping(uint64 leaseId => Dispute) private _disputes;

    /// @param arbitration_ The arbiters, predicted: they are deployed after this contract.
    constructor(IArbitration arbitration_) {
        arbitration = arbitration_;
    }

    /// @inheritdoc IMarketDisputes
    function dispute(uint64 leaseId, uint40 from, bytes32 evidence) external nonReentrant {
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        Lease storage held = _leases[leaseId];
        if (!book.isTenantSide(leaseId, msg.sender)) revert MarketNotSide(leaseId, msg.sender);
        IMarketTerms.Terms memory terms = book.termsOf(deal.version);
        _checkDisputable(leaseId, from, terms.disputeWindow);

        if (_isRunning(held.state)) _giveUnitsBack(deal, leaseId);
        _shorten(deal, leaseId, uint40(block.timestamp));
        held.state = LeaseState.Disputed;
        address operator = providers.operatorOf(held.providerId);
        uint64 caseId = arbitration.open(msg.sender, operator, deal.party, held.party, evidence);
        _disputes[leaseId] = Dispute({caseId: caseId, from: from, settled: false});
        emit LeaseDisputed(leaseId, caseId, from, held.end, evidence);
        _receive(msg.sender, terms.disputeBond);
    }

    /// @inheritdoc IMarketDisputes
    function settleDispute(uint64 leaseId) external nonReentrant {
        Lease storage held = _leases[leaseId];
        if (held.state != LeaseState.Disputed) revert MarketNoDispute(leaseId);
        Dispute storage opened = _disputes[leaseId];
        IArbitration.Outcome outcome = arbitration.outcomeOf(opened.caseId);
        if (outcome == IArbitration.Outcome.Pending) revert MarketNoVerdict(opened.caseId);

        opened.settled = true;
        held.state = LeaseState.Released;
        IMarketOrders.Deal memory deal = book.dealOf(leaseId);
        IMarketTerms.Terms memory terms = book.termsOf(deal.version);
        uint256 lock = _lockFor(deal, terms, held.rate);
        _unlock(held.providerId, lock);
        IArbitration.Case memory decided = arbitration.caseOf(opened.caseId);
        if (outcome == IArbitration.Outcome.ForClaimant) {
            _credit(decided.claimant, 2 * uint256(terms.disputeBond));
            _uphold(deal, terms, leaseId, lock);
            return;
        }
        bool undecided = outcome == IArbitration.Outcome.Undecided;
        _credit(undecided ? decided.claimant : decided.respondent, terms.disputeBond);
        emit DisputeSettled(leaseId, false, 0, 0, 0);
    }

    /// @inheritdoc IMarketDisputes
    function disputeOf(uint64 leaseId) external view returns (Dispute memory) {
        return _disputes[leaseId];
    }

    /// @inheritdoc MarketLeases
    function _contestedFrom(uint64 leaseId) internal view override returns (uint256) {
        return _leases[leaseId].state == LeaseState.Disputed ? _disputes[leaseId].from : type(uint256).max;
    }

    /// @dev The contested seconds go back to whoever paid, first out of the escrow, then out of the stake. What else the
    /// lease had locked covers the provider's bond, which is the claimant's now, and the penalty.
    function _uphold(IMarketOrders.Deal memory deal, IMarketTerms.Terms memory terms, uint64 leaseId, uint256 lock)
        private
    {
        Lease storage held = _leases[leaseId];
        uint40 from = _disputes[leaseId].from;
        uint128 kept = LeaseMath.earned(held.rate, deal.units, from - held.start);
        uint128 slashed = held.withdrawn > kept ? held.withdrawn - kept : 0;
        uint128 damages = held.deposit - kept;
        uint256 bond = terms.disputeBond;
        uint256 penalty = Math.min(lock - slashed - bond, uint256(damages) * terms.penaltyBps / BASIS_POINTS);
        _slash(held.providerId, slashed + bond + penalty);
        _addFees(penalty, 0);
        uint256 contested = held.end - from;
        held.end = from;
        held.deposit = kept;
        if (slashed != 0) held.withdrawn = kept;
        emit DisputeSettled(leaseId, true, damages, slashed, uint128(penalty));
        _giveBack(deal, damages, contested);
    }

    function _checkDisputable(uint64 leaseId, uint40 from, uint256 window) private view {
        Lease storage held = _leases[leaseId];
        if (!_isRunning(held.state) && held.state != LeaseState.Closed) revert MarketNotRunning(leaseId);
        if (block.timestamp >= held.end + window) revert MarketDisputeTooLate(leaseId, held.end + window);
        uint256 end = Math.min(block.timestamp, held.end);
        uint256 earliest = Math.max(held.start, block.timestamp - window);
        if (from < earliest || from >= end) revert MarketBadRange(from, earliest, end);
    }
}
