// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Proposals} from "./Proposals.sol";

/// @title A release whose key is split over seats, and a grantee
abstract contract Seals is Proposals {
    bytes32 internal constant GRANTEE_KEY = keccak256("grantee's age recipient");

    /// @dev Maintains the release and holds share 0.
    address internal maintainer;
    address internal grantee;
    uint32 internal releaseId;

    function deployWithRecipients() internal {
        deploySystem("demo");
        maintainer = stewards[0];
        grantee = makeAddr("grantee");
        releaseId = registerRelease(maintainer, keccak256("weights"));
        for (uint256 i = 0; i < STEWARDS; ++i) {
            vm.prank(stewards[i]);
            custody.registerRecipient(keccak256(abi.encode("age recipient", i)));
        }
    }

    /// @dev Over the first `shares` seats; their ids run from 1 in the stewards' order.
    function sealInput(uint8 threshold, uint256 shares) internal view returns (ICustody.SealInput memory input) {
        input = ICustody.SealInput({
            releaseId: releaseId,
            ciphertextRoot: keccak256("ciphertext"),
            ciphertextManifest: keccak256("manifest of the ciphertext"),
            recipient: keccak256("age recipient of the release"),
            threshold: threshold,
            commitments: new bytes32[](threshold),
            seats: new uint32[](shares),
            boxesDigest: keccak256("boxes")
        });
        for (uint256 i = 0; i < threshold; ++i) {
            input.commitments[i] = keccak256(abi.encode("commitment", i));
        }
        for (uint256 i = 0; i < shares; ++i) {
            input.seats[i] = uint32(i + 1);
        }
    }

    function seal(ICustody.SealInput memory input) internal returns (uint32) {
        vm.prank(maintainer);
        return custody.seal(input);
    }

    function ack(uint32 sealId, uint8 index) internal {
        vm.prank(stewards[index]);
        custody.ackShare(sealId, index);
    }

    /// @dev Three of five, acknowledged by all, and gated.
    function gateSealed() internal returns (uint32 sealId) {
        sealId = seal(sealInput(3, 5));
        for (uint8 i = 0; i < 5; ++i) {
            ack(sealId, i);
        }
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
    }

    function grantFor(uint32 sealId, uint256 time) internal returns (uint32) {
        vm.prank(address(timelock));
        return custody.grant(sealId, grantee, GRANTEE_KEY, uint48(block.timestamp + time));
    }

    function release(uint32 grantId, uint8 index) internal {
        releaseBy(stewards[index], grantId, index);
    }

    function releaseBy(address account, uint32 grantId, uint8 index) internal {
        vm.prank(account);
        custody.releaseShare(grantId, index, "age file");
    }

    function expectNoRelease(address account, uint32 grantId, uint8 index, bytes memory reason) internal {
        vm.expectRevert(reason);
        releaseBy(account, grantId, index);
    }

    function recall() internal {
        vm.prank(guardian);
        registry.recall(releaseId, "A leak.");
    }
}
