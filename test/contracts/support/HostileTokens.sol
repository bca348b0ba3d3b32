// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that keeps a part of what is sent
contract FeeToken is ERC20 {
    constructor(address holder) ERC20("Fee", "FEE") {
        _mint(holder, 1e12);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0)) return super._update(from, to, amount);
        uint256 fee = amount / 100 + 1;
        super._update(from, address(0xfee), fee);
        super._update(from, to, amount - fee);
    }
}

/// @title A token that says no instead of reverting, once it is told to
contract FalseToken is ERC20 {
    bool private _refuses;

    constructor(address holder) ERC20("False", "NO") {
        _mint(holder, 1e12);
    }

    function refuse() external {
        _refuses = true;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !_refuses && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !_refuses && super.transferFrom(from, to, amount);
    }
}

/// @title A token that tells both sides of a transfer, before and after, and lets them act meanwhile
contract TalkingToken is ERC20 {
    constructor(address holder) ERC20("Talking", "TALK") {
        _mint(holder, 1e12);
    }

    function _update(address from, address to, uint256 amount) internal virtual override {
        _tell(from);
        super._update(from, to, amount);
        _tell(to);
    }

    function _tell(address account) internal {
        if (account.code.length == 0) return;
        // Whoever has nothing to say is not asked.
        (bool listens,) = account.call(abi.encodeWithSignature("onMoney()"));
        listens;
    }
}

/// @title A token that tells the receiver before anything has moved
contract EagerToken is TalkingToken {
    constructor(address holder) TalkingToken(holder) {}

    function _update(address from, address to, uint256 amount) internal override {
        _tell(to);
        super._update(from, to, amount);
    }
}

/// @title An account that makes one prepared call whenever the token speaks to it
contract Reentrant {
    address private _target;
    bytes private _data;
    bool private _isOnce;

    uint256 public attempts;
    uint256 public successes;

    function prepare(address target, bytes calldata data, bool once) external {
        (_target, _data, _isOnce) = (target, data, once);
        (attempts, successes) = (0, 0);
    }

    function onMoney() external {
        if (_target == address(0) || (_isOnce && attempts != 0) || attempts >= 5) return;
        ++attempts;
        (bool done,) = _target.call(_data);
        if (done) ++successes;
    }

    /// @dev The account's own first step.
    function act(address target, bytes calldata data) external returns (bytes memory) {
        (bool done, bytes memory answer) = target.call(data);
        if (done) return answer;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }
}
