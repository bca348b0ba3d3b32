// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Proposals} from "./Proposals.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title Ballots signed off chain, as a wallet would sign them
abstract contract Ballots is Proposals {
    bytes32 private constant BALLOT = keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
    bytes32 private constant EXTENDED_BALLOT = keccak256(
        "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)"
    );

    function signBallot(uint256 id, uint8 support, address voter, uint256 key) internal view returns (bytes memory) {
        return signDigest(ballotDigest(id, support, voter), key);
    }

    function signSeatBallot(uint256 id, uint8 support, address voter, uint256 key, string memory reason)
        internal
        view
        returns (bytes memory)
    {
        bytes32 hash = keccak256(
            abi.encode(
                EXTENDED_BALLOT,
                id,
                support,
                voter,
                Nonces(address(governor)).nonces(voter),
                keccak256(bytes(reason)),
                keccak256(SEAT_HOUSE)
            )
        );
        return signDigest(_typed(hash), key);
    }

    function ballotDigest(uint256 id, uint8 support, address voter) internal view returns (bytes32) {
        uint256 nonce = Nonces(address(governor)).nonces(voter);
        return _typed(keccak256(abi.encode(BALLOT, id, support, voter, nonce)));
    }

    function signDigest(bytes32 digest, uint256 key) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _typed(bytes32 hash) private view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address verifier,,) =
            IERC5267(address(governor)).eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, hash));
    }
}
