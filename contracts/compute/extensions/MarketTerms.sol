// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../../interfaces/ICouncil.sol";
import {IMarketTerms} from "../../interfaces/IMarketTerms.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title The numbers of the market, by vote, and the council's pause
abstract contract MarketTerms is AccessManaged, IMarketTerms {
    uint256 private constant MAX_BIDS = 16;
    uint256 private constant MAX_FEE_BPS = 1000;
    uint256 private constant MAX_CAP_BPS = 5000;
    uint256 private constant MAX_FLOOR_UNITS = 100_000;
    uint256 private constant MAX_WAIT = 30 days;
    uint256 private constant MAX_DURATION = 365 days;
    uint256 private constant ALL_BPS = 10_000;

    /// @notice The council.
    ICouncil public immutable council;

    /// @inheritdoc IMarketTerms
    uint48 public immutable pauseTime;

    mapping(uint16 version => Terms) private _terms;

    // These share a word, also with the first variable of whoever inherits: each order reads them all.
    uint32 private _pauseApproval;

    /// @inheritdoc IMarketTerms
    uint16 public termsVersion;

    /// @inheritdoc IMarketTerms
    uint48 public pausedUntil;

    /// @param council_ The council.
    /// @param pauseTime_ Seconds that a pause lasts.
    /// @param terms The first terms.
    constructor(ICouncil council_, uint48 pauseTime_, Terms memory terms) {
        council = council_;
        pauseTime = pauseTime_;
        _setTerms(terms);
    }

    /// @inheritdoc IMarketTerms
    function setTerms(Terms calldata terms) external restricted {
        _setTerms(terms);
    }

    /// @inheritdoc IMarketTerms
    function pause() external {
        if (msg.sender != council.current()) revert MarketOnlyCouncil(msg.sender);
        uint32 approval = council.approval();
        if (_pauseApproval == approval) revert MarketPausedBefore(approval);
        _pauseApproval = approval;
        uint48 until = Time.timestamp() + pauseTime;
        pausedUntil = until;
        emit MarketPaused(msg.sender, approval, until);
    }

    /// @inheritdoc IMarketTerms
    function termsOf(uint16 version) external view returns (Terms memory) {
        return _terms[version];
    }

    function _termsAt(uint16 version) internal view returns (Terms storage) {
        return _terms[version];
    }

    function _checkNotPaused() internal view {
        uint48 until = pausedUntil;
        if (block.timestamp < until) revert MarketIsPaused(until);
    }

    function _setTerms(Terms memory terms) private {
        _checkBounds("maxBids", terms.maxBids, 2, MAX_BIDS);
        _checkBounds("feeBps", terms.feeBps, 0, MAX_FEE_BPS);
        _checkBounds("burnBps", terms.burnBps, 0, ALL_BPS);
        _checkBounds("capBps", terms.capBps, 1, MAX_CAP_BPS);
        _checkBounds("penaltyBps", terms.penaltyBps, 0, ALL_BPS);
        _checkBounds("floorUnits", terms.floorUnits, 1, MAX_FLOOR_UNITS);
        _checkBounds("bidTime", terms.bidTime, 1, MAX_WAIT);
        _checkBounds("orderTime", terms.orderTime, 1, MAX_WAIT);
        _checkBounds("minNotice", terms.minNotice, 1, MAX_WAIT);
        _checkBounds("disputeWindow", terms.disputeWindow, 1, MAX_WAIT);
        _checkBounds("maxDuration", terms.maxDuration, 1, MAX_DURATION);
        // A lease locks at least the bond, which takes the place of the bid's deposit.
        _checkBounds("bidDeposit", terms.bidDeposit, 0, terms.disputeBond);
        uint16 version = ++termsVersion;
        _terms[version] = terms;
        emit TermsSet(version, terms);
    }

    function _checkBounds(string memory term, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert MarketTermOutOfBounds(term, value, min, max);
    }
}
