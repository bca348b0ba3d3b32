// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnclaves} from "../../../contracts/interfaces/IEnclaves.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {EnclaveClaims} from "../support/EnclaveClaims.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract EnclavesTest is EnclaveClaims {
    function setUp() public {
        deployEnclaves();
    }

    function test_allowMeasurement_putsItOnTheList() public {
        bytes32 other = keccak256("another build");
        vm.expectEmit(address(enclaves));
        emit IEnclaves.MeasurementAllowed(other, "Another build");
        allow(other, "Another build");
        assertTrue(enclaves.isAllowed(other));
    }

    function test_allowMeasurement_revertsIf_calledByAnyoneElse() public {
        address[4] memory callers = [stranger, operator, guardian, whale];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]));
            vm.prank(callers[i]);
            enclaves.allowMeasurement(keccak256("mine"), "Mine");
        }
    }

    function test_allowMeasurement_revertsIf_emptyKnownOrWithoutFitText() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesEmptyField.selector, "measurement"));
        enclaves.allowMeasurement(0, "Nothing");
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesKnownMeasurement.selector, MEASUREMENT));
        enclaves.allowMeasurement(MEASUREMENT, "Again");
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesBadDescription.selector, 0, 256));
        enclaves.allowMeasurement(keccak256("new"), "");
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesBadDescription.selector, 257, 256));
        enclaves.allowMeasurement(keccak256("new"), string(new bytes(257)));
        enclaves.allowMeasurement(keccak256("new"), string(new bytes(256)));
        vm.stopPrank();
        assertTrue(enclaves.isAllowed(keccak256("new")));
    }

    function test_removeMeasurement_endsEveryClaimWithIt() public {
        uint32 id = attest(claimFor(1));
        assertTrue(enclaves.isLive(id));
        vm.expectEmit(address(enclaves));
        emit IEnclaves.MeasurementRemoved(MEASUREMENT);
        remove(MEASUREMENT);
        assertFalse(enclaves.isAllowed(MEASUREMENT));
        assertFalse(enclaves.isLive(id), "a removed measurement counts no more");
        allow(MEASUREMENT, "Allowed again by another vote");
        assertTrue(enclaves.isLive(id));
    }

    function test_removeMeasurement_revertsIf_calledByAnyoneElseOrNotListed() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator));
        vm.prank(operator);
        enclaves.removeMeasurement(MEASUREMENT);
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesUnknownMeasurement.selector, keccak256("never")));
        remove(keccak256("never"));
    }

    function test_attestEnclave_storesWhatWasClaimed() public {
        IEnclaves.Claim memory given = claimFor(1);
        vm.expectEmit(address(enclaves));
        emit IEnclaves.EnclaveAttested(1, releaseId, operator, 1, given);
        assertEq(attest(given), 1);
        (IEnclaves.Claim memory stored, address by, uint32 party, bool revoked) = enclaves.enclave(1);
        assertEq(keccak256(abi.encode(stored)), keccak256(abi.encode(given)), "claim");
        assertEq(by, operator);
        assertEq(party, 1);
        assertFalse(revoked);
        assertEq(enclaves.enclaveCount(), 1);
        assertTrue(enclaves.isUsed(operator, given.nonce));
        assertFalse(enclaves.isUsed(stewards[1], given.nonce), "nonces are counted per operator");
        assertTrue(enclaves.isLive(1));
    }

    function test_attestEnclave_revertsIf_ofNoParty() public {
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesNoParty.selector, stranger));
        vm.prank(stranger);
        enclaves.attestEnclave(claimFor(1));
    }

    function test_attestEnclave_revertsIf_aFieldIsEmpty() public {
        IEnclaves.Claim memory c = claimFor(1);
        c.quote = 0;
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesEmptyField.selector, "quote"));
        c = claimFor(1);
        c.collateral = 0;
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesEmptyField.selector, "collateral"));
        c = claimFor(1);
        c.serviceKey = 0;
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesEmptyField.selector, "serviceKey"));
        c = claimFor(1);
        c.nonce = 0;
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesEmptyField.selector, "nonce"));
    }

    function test_attestEnclave_revertsIf_theNonceWasUsed() public {
        attest(claimFor(1));
        IEnclaves.Claim memory again = claimFor(1);
        again.quote = keccak256("another quote");
        expectRefused(again, abi.encodeWithSelector(IEnclaves.EnclavesUsedNonce.selector, operator, again.nonce));
        vm.prank(operator);
        enclaves.revokeEnclave(1);
        expectRefused(again, abi.encodeWithSelector(IEnclaves.EnclavesUsedNonce.selector, operator, again.nonce));
    }

    function test_attestEnclave_revertsIf_theMeasurementIsNotOnTheList() public {
        IEnclaves.Claim memory c = claimFor(1);
        c.measurement = keccak256("unknown");
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesUnknownMeasurement.selector, c.measurement));
        c = claimFor(1);
        c.measurement = 0;
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesUnknownMeasurement.selector, bytes32(0)));
        remove(MEASUREMENT);
        expectRefused(claimFor(1), abi.encodeWithSelector(IEnclaves.EnclavesUnknownMeasurement.selector, MEASUREMENT));
    }

    function test_attestEnclave_revertsIf_theReleaseIsNeitherGatedNorOpen() public {
        IEnclaves.Claim memory c = claimFor(1);
        c.releaseId = 99;
        expectRefused(c, _wrongStage(99, IModelRegistry.Stage.None));
        uint32 fresh = registerRelease(operator, keccak256("fresh"));
        c.releaseId = fresh;
        c.root = keccak256("fresh");
        expectRefused(c, _wrongStage(fresh, IModelRegistry.Stage.Registered));
        vm.prank(address(timelock));
        registry.advanceToRedTeam(fresh);
        expectRefused(c, _wrongStage(fresh, IModelRegistry.Stage.RedTeam));
        vm.prank(address(timelock));
        registry.revoke(fresh);
        expectRefused(c, _wrongStage(fresh, IModelRegistry.Stage.Revoked));
    }

    function test_attestEnclave_revertsIf_theRootIsAnother() public {
        IEnclaves.Claim memory c = claimFor(1);
        c.root = keccak256("other bytes");
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesWrongRoot.selector, releaseId, c.root, ROOT));
    }

    function test_attestEnclave_revertsIf_theExpiryIsPastOrTooFar() public {
        uint48 time = uint48(block.timestamp);
        IEnclaves.Claim memory c = claimFor(1);
        c.expirationTime = time;
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesBadExpiry.selector, time, time + MAX_TIME));
        c.expirationTime = time + MAX_TIME + 1;
        expectRefused(
            c, abi.encodeWithSelector(IEnclaves.EnclavesBadExpiry.selector, time + MAX_TIME + 1, time + MAX_TIME)
        );
        c.expirationTime = time + MAX_TIME;
        assertEq(attest(c), 1);
        c = claimFor(2);
        c.expirationTime = time + 1;
        assertEq(attest(c), 2);
    }

    function test_revokeEnclave_endsTheClaimForEver() public {
        uint32 id = attest(claimFor(1));
        vm.expectEmit(address(enclaves));
        emit IEnclaves.EnclaveRevoked(id);
        vm.prank(operator);
        enclaves.revokeEnclave(id);
        assertFalse(enclaves.isLive(id));
        (,,, bool revoked) = enclaves.enclave(id);
        assertTrue(revoked);
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesAlreadyRevoked.selector, id));
        vm.prank(operator);
        enclaves.revokeEnclave(id);
    }

    function test_revokeEnclave_revertsIf_unknownOrOfAnother() public {
        uint32 id = attest(claimFor(1));
        address[4] memory callers = [stewards[1], guardian, stranger, address(timelock)];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesNotOperator.selector, id, callers[i]));
            vm.prank(callers[i]);
            enclaves.revokeEnclave(id);
        }
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesUnknown.selector, 2));
        vm.prank(operator);
        enclaves.revokeEnclave(2);
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesUnknown.selector, 0));
        enclaves.enclave(0);
    }

    /// @dev N6: an expired attestation counts for nothing, to the second.
    function test_isLive_endsAtTheExpiry() public {
        IEnclaves.Claim memory c = claimFor(1);
        uint32 id = attest(c);
        vm.warp(c.expirationTime - 1);
        assertTrue(enclaves.isLive(id));
        vm.warp(c.expirationTime);
        assertFalse(enclaves.isLive(id));
        assertFalse(enclaves.isLive(0));
        assertFalse(enclaves.isLive(id + 1));
    }

    function test_isLive_followsTheReleasesStage() public {
        uint32 id = attest(claimFor(1));
        open(releaseId);
        assertTrue(enclaves.isLive(id), "open releases are served too");
        vm.prank(address(timelock));
        registry.revoke(releaseId);
        assertFalse(enclaves.isLive(id));
    }

    /// @dev N5: what a quote binds. The TypeScript side computes the same.
    function testFuzz_bindingOf_changesWithEveryField(address by, bytes32 root, bytes32 key, bytes32 nonce) public {
        bytes32 binding = enclaves.bindingOf(by, root, key, nonce);
        assertEq(binding, sha256(abi.encode(block.chainid, address(enclaves), address(registry), by, root, key, nonce)));
        assertTrue(binding != enclaves.bindingOf(address(uint160(by) ^ 1), root, key, nonce), "operator");
        assertTrue(binding != enclaves.bindingOf(by, root ^ bytes32(uint256(1)), key, nonce), "root");
        assertTrue(binding != enclaves.bindingOf(by, root, key ^ bytes32(uint256(1)), nonce), "service key");
        assertTrue(binding != enclaves.bindingOf(by, root, key, nonce ^ bytes32(uint256(1))), "nonce");
        vm.chainId(block.chainid + 1);
        assertTrue(binding != enclaves.bindingOf(by, root, key, nonce), "chain");
    }

    function testFuzz_attestEnclave_liveUntilExpiryAndNoLonger(uint48 lasts, uint48 later) public {
        lasts = uint48(bound(lasts, 1, MAX_TIME));
        later = uint48(bound(later, 0, 2 * uint256(MAX_TIME)));
        IEnclaves.Claim memory c = claimFor(1);
        c.expirationTime = uint48(block.timestamp) + lasts;
        uint32 id = attest(c);
        vm.warp(block.timestamp + later);
        assertEq(enclaves.isLive(id) ? 1 : 0, later < lasts ? 1 : 0, "live exactly until the expiry");
    }

    function _wrongStage(uint32 id, IModelRegistry.Stage stage) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEnclaves.EnclavesWrongStage.selector, id, uint8(stage));
    }
}
