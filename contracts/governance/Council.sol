// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../interfaces/ICouncil.sol";

/// @title The guardian council: an account that may stop, and nothing else, until it expires
/// @dev It holds no role in the AccessManager; who obeys it reads `current()`.
contract Council is ICouncil {
    address private immutable _timelock;
    uint256 private immutable _maxTerm;

    address private _account;
    uint48 private _until;
    uint32 private _approval;

    /// @param timelock_ The only account that may appoint.
    /// @param maxTerm_ The longest term in seconds.
    /// @param account_ The first council, or zero for none.
    /// @param term_ Seconds for which the first council is appointed.
    constructor(address timelock_, uint256 maxTerm_, address account_, uint48 term_) {
        _timelock = timelock_;
        _maxTerm = maxTerm_;
        if (account_ != address(0)) _appoint(account_, uint48(block.timestamp) + term_);
    }

    /// @inheritdoc ICouncil
    function appoint(address account_, uint48 until_) external {
        if (msg.sender != _timelock) revert CouncilOnlyTimelock(msg.sender);
        _appoint(account_, until_);
    }

    /// @inheritdoc ICouncil
    function current() external view returns (address) {
        return block.timestamp < _until ? _account : address(0);
    }

    /// @inheritdoc ICouncil
    function account() external view returns (address) {
        return _account;
    }

    /// @inheritdoc ICouncil
    function until() external view returns (uint48) {
        return _until;
    }

    /// @inheritdoc ICouncil
    function approval() external view returns (uint32) {
        return _approval;
    }

    /// @inheritdoc ICouncil
    function maxTerm() external view returns (uint256) {
        return _maxTerm;
    }

    function _appoint(address account_, uint48 until_) private {
        uint256 max = block.timestamp + _maxTerm;
        if (until_ > max) revert CouncilTermTooLong(until_, max);
        _account = account_;
        _until = until_;
        uint32 approval_ = ++_approval;
        emit CouncilAppointed(account_, until_, approval_);
    }
}
