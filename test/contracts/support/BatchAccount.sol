// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What an account of a key lends itself (EIP-7702) to do several calls as one
contract BatchAccount {
    struct Call {
        address to;
        bytes data;
    }

    error NotOwner();

    function execute(Call[] calldata calls) external {
        if (msg.sender != address(this)) revert NotOwner();
        for (uint256 i = 0; i < calls.length; i++) {
            (bool done, bytes memory answer) = calls[i].to.call(calls[i].data);
            if (!done) {
                assembly {
                    revert(add(answer, 0x20), mload(answer))
                }
            }
        }
    }
}
