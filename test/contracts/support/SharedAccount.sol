// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title An account of two keys: both sign whatever it does, all of it happens or nothing
contract SharedAccount is IERC1271 {
    struct Call {
        address to;
        bytes data;
    }

    address private immutable _first;
    address private immutable _second;
    uint256 public nonce;

    error NotSigned();

    constructor(address first, address second) {
        (_first, _second) = (first, second);
    }

    /// @dev Anybody may send it once both have signed.
    function execute(Call[] calldata calls, bytes calldata signatures) external {
        if (!_isSigned(hashOf(calls), signatures)) revert NotSigned();
        nonce++;
        for (uint256 i = 0; i < calls.length; i++) {
            (bool done, bytes memory answer) = calls[i].to.call(calls[i].data);
            if (!done) {
                assembly {
                    revert(add(answer, 0x20), mload(answer))
                }
            }
        }
    }

    function isValidSignature(bytes32 hash, bytes calldata signatures) external view returns (bytes4) {
        return _isSigned(hash, signatures) ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    function hashOf(Call[] calldata calls) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), nonce, calls));
    }

    function _isSigned(bytes32 hash, bytes calldata signatures) private view returns (bool) {
        if (signatures.length != 130) return false;
        (address first,,) = ECDSA.tryRecover(hash, signatures[:65]);
        (address second,,) = ECDSA.tryRecover(hash, signatures[65:]);
        return first == _first && second == _second;
    }
}
