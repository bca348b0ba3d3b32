// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {Proposals} from "./Proposals.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A smart account whose owner signs for it
contract OwnedAccount is IERC1271 {
    address private _owner;

    constructor(address owner_) {
        _owner = owner_;
    }

    function setOwner(address owner_) external {
        _owner = owner_;
    }

    function isValidSignature(bytes32 hash, bytes memory signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(hash, signature);
        return problem == ECDSA.RecoverError.NoError && signer == _owner
            ? IERC1271.isValidSignature.selector
            : bytes4(0xffffffff);
    }
}

/// @title Evaluations signed off chain, as a wallet would sign them
abstract contract SignedStatements is Proposals {
    bytes32 private constant ATTEST = keccak256(
        "Attest(address attester,uint32 releaseId,bytes32 root,uint8 kind,uint8 verdict,bytes32 report,uint48 expirationTime,string uri,uint256 nonce,uint48 deadline)"
    );

    struct Signed {
        address attester;
        IEvaluations.AttestationInput input;
        uint48 deadline;
        bytes signature;
    }

    /// @dev With the attester's next nonce, for a day.
    function sign(address attester, IEvaluations.AttestationInput memory input, uint256 key)
        internal
        view
        returns (Signed memory)
    {
        return signAt(attester, input, key, registry.nonces(attester));
    }

    function signAt(address attester, IEvaluations.AttestationInput memory input, uint256 key, uint256 nonce)
        internal
        view
        returns (Signed memory s)
    {
        (s.attester, s.input, s.deadline) = (attester, input, uint48(block.timestamp + 1 days));
        (uint8 v, bytes32 r, bytes32 ss) = vm.sign(key, digestOf(s, nonce, block.chainid, address(registry)));
        s.signature = abi.encodePacked(r, ss, v);
    }

    function digestOf(Signed memory s, uint256 nonce, uint256 chainId, address verifier)
        internal
        view
        returns (bytes32)
    {
        (, string memory name, string memory version,,,,) = registry.eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, _hash(s, nonce)));
    }

    /// @dev Anybody may send it.
    function send(Signed memory s) internal returns (uint32) {
        vm.prank(stranger);
        return registry.attestBySig(s.attester, s.input, s.deadline, s.signature);
    }

    function expectInvalid(Signed memory s) internal {
        vm.expectRevert(abi.encodeWithSelector(IEvaluations.EvaluationsInvalidSignature.selector, s.attester));
        send(s);
    }

    function _hash(Signed memory s, uint256 nonce) private pure returns (bytes32) {
        IEvaluations.AttestationInput memory input = s.input;
        bytes memory first =
            abi.encode(ATTEST, s.attester, input.releaseId, input.root, input.kind, input.verdict, input.report);
        bytes memory rest = abi.encode(input.expirationTime, keccak256(bytes(input.uri)), nonce, s.deadline);
        return keccak256(bytes.concat(first, rest));
    }
}
