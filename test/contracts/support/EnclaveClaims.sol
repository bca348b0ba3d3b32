// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnclaves} from "../../../contracts/interfaces/IEnclaves.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Proposals} from "./Proposals.sol";

/// @title A gated release, a listed measurement, and an operator who may claim to serve the one with the other
abstract contract EnclaveClaims is Proposals {
    bytes32 internal constant ROOT = keccak256("weights");
    bytes32 internal constant MEASUREMENT = keccak256("build of the server");
    uint48 internal constant MAX_TIME = 30 days;

    address internal operator;
    uint32 internal releaseId;

    function deployEnclaves() internal {
        deploySystem("demo");
        operator = stewards[0];
        releaseId = registerRelease(operator, ROOT);
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
        allow(MEASUREMENT, "The server's build");
    }

    function open(uint32 id) internal {
        advanceTo(id, IModelRegistry.Stage.Open);
    }

    function allow(bytes32 measurement, string memory description) internal {
        vm.prank(address(timelock));
        enclaves.allowMeasurement(measurement, description);
    }

    function remove(bytes32 measurement) internal {
        vm.prank(address(timelock));
        enclaves.removeMeasurement(measurement);
    }

    /// @dev The n-th claim of the operator, with a nonce and a quote of its own.
    function claimFor(uint256 n) internal view returns (IEnclaves.Claim memory) {
        return IEnclaves.Claim({
            releaseId: releaseId,
            root: ROOT,
            quote: keccak256(abi.encode("quote", n)),
            collateral: keccak256(abi.encode("collateral", n)),
            measurement: MEASUREMENT,
            serviceKey: keccak256("service key"),
            nonce: keccak256(abi.encode("nonce", n)),
            expirationTime: uint48(block.timestamp) + 7 days
        });
    }

    function attest(IEnclaves.Claim memory claim) internal returns (uint32) {
        vm.prank(operator);
        return enclaves.attestEnclave(claim);
    }

    function expectRefused(IEnclaves.Claim memory claim, bytes memory reason) internal {
        vm.expectRevert(reason);
        vm.prank(operator);
        enclaves.attestEnclave(claim);
    }
}
