// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Seals} from "../support/Seals.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract CustodyTest is Seals {
    function setUp() public {
        deployWithRecipients();
    }

    function test_registerRecipient_isReplacedByALaterOne() public {
        vm.startPrank(stranger);
        vm.expectEmit(address(custody));
        emit ICustody.RecipientRegistered(stranger, bytes32("first"));
        custody.registerRecipient(bytes32("first"));
        custody.registerRecipient(bytes32("second"));
        vm.stopPrank();
        assertEq(custody.recipientOf(stranger), bytes32("second"));
        assertEq(custody.recipientOf(grantee), 0);
    }

    function test_registerRecipient_revertsIf_zero() public {
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "recipient"));
        custody.registerRecipient(0);
    }

    function test_seal_storesWhatIsNeededAndSaysAll() public {
        ICustody.SealInput memory input = sealInput(3, 5);
        vm.expectEmit(address(custody));
        emit ICustody.Sealed(1, releaseId, maintainer, input);
        assertEq(seal(input), 1);
        ICustody.Seal memory s = custody.sealInfo(1);
        assertEq(s.releaseId, releaseId);
        assertEq(s.threshold, 3);
        assertEq(s.shares, 5);
        assertEq(s.acknowledged, 0);
        assertEq(s.published, 0);
        assertEq(s.time, block.timestamp);
        assertEq(custody.sealOf(releaseId), 1);
        assertEq(custody.sealCount(), 1);
        assertEq(custody.missingAcks(releaseId), 5);
    }

    function test_seal_keepsEverySeatInItsPlace() public {
        ICustody.SealInput memory input = sealInput(5, STEWARDS);
        uint32 sealId = seal(input);
        for (uint8 i = 0; i < STEWARDS; ++i) {
            assertEq(custody.seatOfShare(sealId, i), input.seats[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownShare.selector, sealId, 12));
        custody.seatOfShare(sealId, 12);
    }

    function testFuzz_seal_keepsAnyAscendingSeats(uint16 chosen) public {
        ICustody.SealInput memory all = sealInput(2, STEWARDS);
        uint256 count = 0;
        for (uint256 i = 0; i < STEWARDS; ++i) {
            if (chosen & (1 << i) != 0) all.seats[count++] = uint32(i + 1);
        }
        vm.assume(count >= 2);
        ICustody.SealInput memory input = sealInput(uint8(count), count);
        for (uint256 i = 0; i < count; ++i) {
            input.seats[i] = all.seats[i];
        }
        uint32 sealId = seal(input);
        for (uint8 i = 0; i < count; ++i) {
            assertEq(custody.seatOfShare(sealId, i), input.seats[i]);
        }
    }

    function test_seal_ofAnyMaintainerFromRegisteredToGated() public {
        assertEq(seal(sealInput(3, 5)), 1);
        advanceTo(releaseId, IModelRegistry.Stage.RedTeam);
        assertEq(seal(sealInput(3, 5)), 2);
        for (uint8 i = 0; i < 5; ++i) {
            ack(2, i);
        }
        advanceTo(releaseId, IModelRegistry.Stage.Gated);
        assertEq(seal(sealInput(2, 5)), 3);
        assertEq(custody.sealOf(releaseId), 3);
        assertEq(custody.sealInfo(2).acknowledged, 31, "the older one stays as it was");
    }

    function test_seal_revertsIf_openRevokedOrUnknown() public {
        gateSealed();
        advanceTo(releaseId, IModelRegistry.Stage.Open);
        _expectNoSeal(sealInput(3, 5), abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(4)));
        vm.prank(address(timelock));
        registry.revoke(releaseId);
        _expectNoSeal(sealInput(3, 5), abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(5)));
        ICustody.SealInput memory input = sealInput(3, 5);
        input.releaseId = 99;
        _expectNoSeal(input, abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 99));
    }

    function test_seal_revertsIf_ofAnotherParty() public {
        address[3] memory callers = [stewards[1], stranger, guardian];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNotOfParty.selector, callers[i], 1));
            vm.prank(callers[i]);
            custody.seal(sealInput(3, 5));
        }
    }

    function test_seal_revertsIf_aFieldIsEmpty() public {
        ICustody.SealInput memory input = sealInput(3, 5);
        input.ciphertextRoot = 0;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "ciphertextRoot"));
        input = sealInput(3, 5);
        input.ciphertextManifest = 0;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "ciphertextManifest"));
        input = sealInput(3, 5);
        input.recipient = 0;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "recipient"));
        input = sealInput(3, 5);
        input.boxesDigest = 0;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "boxesDigest"));
        input = sealInput(3, 5);
        input.commitments[2] = 0;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "commitments"));
    }

    function test_seal_holdsTheThresholdWithinItsBounds() public {
        uint8[2][7] memory bad = [[1, 1], [1, 2], [0, 0], [2, 6], [3, 9], [4, 12], [6, 5]];
        for (uint256 i = 0; i < bad.length; ++i) {
            (uint8 threshold, uint8 shares) = (bad[i][0], bad[i][1]);
            _expectNoSeal(
                sealInput(threshold, shares),
                abi.encodeWithSelector(ICustody.CustodyBadThreshold.selector, threshold, shares)
            );
        }
        uint8[2][5] memory good = [[2, 2], [2, 5], [3, 8], [4, 11], [5, 12]];
        for (uint256 i = 0; i < good.length; ++i) {
            seal(sealInput(good[i][0], good[i][1]));
        }
    }

    function test_seal_revertsIf_theCommitmentsAreNotAsManyAsTheThreshold() public {
        ICustody.SealInput memory input = sealInput(3, 5);
        input.threshold = 2;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyBadCommitments.selector, 3, 2));
    }

    function test_seal_revertsIf_seatsAreTooManyTwiceUnorderedOrVacant() public {
        _expectNoSeal(sealInput(12, 33), abi.encodeWithSelector(ICustody.CustodyBadSeat.selector, 33));
        ICustody.SealInput memory input = sealInput(3, 5);
        input.seats[3] = 3;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyBadSeat.selector, 3));
        input.seats[3] = 1;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyBadSeat.selector, 1));
        input = sealInput(3, 5);
        input.seats[0] = 0;
        _expectNoSeal(input, abi.encodeWithSelector(ICustody.CustodyBadSeat.selector, 0));
        _expectNoSeal(sealInput(5, 13), abi.encodeWithSelector(ICustody.CustodyBadSeat.selector, 13));
        vm.prank(address(timelock));
        seats.remove(5);
        _expectNoSeal(sealInput(3, 5), abi.encodeWithSelector(ICustody.CustodyBadSeat.selector, 5));
    }

    function test_seal_revertsIf_aStewardHasNoRecipient() public {
        address key = makeAddr("a new key of the second party");
        vm.prank(stewards[1]);
        parties.invite(2, key, true);
        vm.prank(key);
        parties.accept(2);
        nextEpoch();
        vm.prank(address(timelock));
        seats.rekey(2, key);
        _expectNoSeal(sealInput(3, 5), abi.encodeWithSelector(ICustody.CustodyNoRecipient.selector, key));
    }

    function test_ackShare_setsOneBitEach() public {
        uint32 sealId = seal(sealInput(3, 5));
        vm.expectEmit(address(custody));
        emit ICustody.ShareAcknowledged(sealId, 3, stewards[3]);
        ack(sealId, 3);
        ack(sealId, 0);
        assertEq(custody.sealInfo(sealId).acknowledged, 9);
        assertEq(custody.missingAcks(releaseId), 3);
    }

    function test_ackShare_revertsIf_unknownTwiceOrByAnother() public {
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownSeal.selector, 1));
        ack(1, 0);
        uint32 sealId = seal(sealInput(3, 5));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownShare.selector, sealId, 5));
        ack(sealId, 5);
        address[3] memory callers = [stewards[1], stranger, guardian];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNotShareholder.selector, sealId, 0, callers[i]));
            vm.prank(callers[i]);
            custody.ackShare(sealId, 0);
        }
        ack(sealId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyDoneBefore.selector, 0));
        ack(sealId, 0);
    }

    function test_ackShare_revertsIf_theReleaseIsRevoked() public {
        uint32 sealId = seal(sealInput(3, 5));
        vm.prank(maintainer);
        registry.withdraw(releaseId);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(5)));
        ack(sealId, 0);
    }

    function test_grant_byVoteOfBothHouses() public {
        uint32 sealId = gateSealed();
        uint48 end = uint48(block.timestamp + 20 days);
        pass(address(custody), abi.encodeCall(custody.grant, (sealId, grantee, GRANTEE_KEY, end)), "Let an auditor in.");
        ICustody.Grant memory g = custody.grantInfo(1);
        assertEq(g.sealId, sealId);
        assertEq(g.grantee, grantee);
        assertEq(g.recipient, GRANTEE_KEY);
        assertEq(g.expirationTime, end);
        assertFalse(g.revoked);
        assertEq(g.released, 0);
        assertEq(custody.grantCount(), 1);
        assertTrue(custody.isLive(1));
    }

    function test_grant_revertsIf_calledByAnyoneElse() public {
        uint32 sealId = gateSealed();
        address[4] memory callers = [maintainer, guardian, whale, grantee];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]));
            vm.prank(callers[i]);
            custody.grant(sealId, grantee, GRANTEE_KEY, uint48(block.timestamp + 1 days));
        }
    }

    function test_grant_revertsIf_notGatedOrNotAcknowledgedByAll() public {
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownSeal.selector, 1));
        grantFor(1, 1 days);
        uint32 sealId = seal(sealInput(3, 5));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(1)));
        grantFor(sealId, 1 days);
        uint32 second = gateSealed();
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNotAcknowledged.selector, sealId, 5));
        grantFor(sealId, 1 days);
        grantFor(second, 1 days);
        advanceTo(releaseId, IModelRegistry.Stage.Open);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(4)));
        grantFor(second, 1 days);
    }

    function test_grant_revertsIf_aFieldIsEmptyOrTheExpiryOutOfBounds() public {
        uint32 sealId = gateSealed();
        uint48 max = uint48(block.timestamp) + custody.maxGrantTime();
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "grantee"));
        custody.grant(sealId, address(0), GRANTEE_KEY, max);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "recipient"));
        custody.grant(sealId, grantee, 0, max);
        uint48[3] memory bad = [uint48(0), uint48(block.timestamp), max + 1];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyBadExpiry.selector, bad[i], max));
            custody.grant(sealId, grantee, GRANTEE_KEY, bad[i]);
        }
        custody.grant(sealId, grantee, GRANTEE_KEY, uint48(block.timestamp + 1));
        custody.grant(sealId, grantee, GRANTEE_KEY, max);
        vm.stopPrank();
    }

    function test_revokeGrant_byVoteEndsIt() public {
        uint32 grantId = grantFor(gateSealed(), 20 days);
        pass(address(custody), abi.encodeCall(custody.revokeGrant, (grantId)), "The audit is over.");
        assertTrue(custody.grantInfo(grantId).revoked);
        assertFalse(custody.isLive(grantId));
        expectNoRelease(stewards[0], grantId, 0, abi.encodeWithSelector(ICustody.CustodyGrantRevoked.selector, grantId));
    }

    function test_revokeGrant_revertsIf_calledByAnyoneElseUnknownOrTwice() public {
        uint32 grantId = grantFor(gateSealed(), 1 days);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        custody.revokeGrant(grantId);
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownGrant.selector, 9));
        custody.revokeGrant(9);
        custody.revokeGrant(grantId);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyGrantRevoked.selector, grantId));
        custody.revokeGrant(grantId);
        vm.stopPrank();
    }

    function test_stopGrant_byTheCouncilAlone() public {
        uint32 grantId = grantFor(gateSealed(), 1 days);
        address[4] memory callers = [maintainer, address(timelock), grantee, stranger];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyOnlyCouncil.selector, callers[i]));
            vm.prank(callers[i]);
            custody.stopGrant(grantId);
        }
        vm.expectEmit(address(custody));
        emit ICustody.GrantRevoked(grantId, guardian);
        vm.prank(guardian);
        custody.stopGrant(grantId);
        assertTrue(custody.grantInfo(grantId).revoked);
    }

    function test_releaseShare_leavesABoxInAnEvent() public {
        uint32 grantId = grantFor(gateSealed(), 1 days);
        bytes memory box = new bytes(1024);
        vm.expectEmit(address(custody));
        emit ICustody.ShareReleased(grantId, 4, stewards[4], box);
        vm.prank(stewards[4]);
        custody.releaseShare(grantId, 4, box);
        release(grantId, 1);
        assertEq(custody.grantInfo(grantId).released, 18);
    }

    function test_releaseShare_revertsIf_unknownTwiceOrABoxOfNoSize() public {
        uint32 sealId = gateSealed();
        expectNoRelease(stewards[0], 1, 0, abi.encodeWithSelector(ICustody.CustodyUnknownGrant.selector, 1));
        uint32 grantId = grantFor(sealId, 1 days);
        expectNoRelease(
            stewards[5], grantId, 5, abi.encodeWithSelector(ICustody.CustodyUnknownShare.selector, sealId, 5)
        );
        vm.startPrank(stewards[0]);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyBadBox.selector, 0, 1024));
        custody.releaseShare(grantId, 0, "");
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyBadBox.selector, 1025, 1024));
        custody.releaseShare(grantId, 0, new bytes(1025));
        vm.stopPrank();
        release(grantId, 0);
        expectNoRelease(stewards[0], grantId, 0, abi.encodeWithSelector(ICustody.CustodyDoneBefore.selector, 0));
        release(grantFor(sealId, 1 days), 0);
    }

    function test_releaseShare_revertsIf_expired() public {
        uint32 grantId = grantFor(gateSealed(), 1 days);
        uint48 end = custody.grantInfo(grantId).expirationTime;
        vm.warp(end - 1);
        assertTrue(custody.isLive(grantId));
        release(grantId, 0);
        vm.warp(end);
        assertFalse(custody.isLive(grantId));
        expectNoRelease(
            stewards[1], grantId, 1, abi.encodeWithSelector(ICustody.CustodyGrantExpired.selector, grantId, end)
        );
    }

    function test_releaseShare_waitsForARecallToEnd() public {
        uint32 sealId = gateSealed();
        recall();
        skipTime(1 days);
        uint32 grantId = grantFor(sealId, 30 days);
        uint48 until = registry.recalledUntil(releaseId);
        vm.warp(until - 1);
        assertFalse(custody.isLive(grantId));
        expectNoRelease(
            stewards[0], grantId, 0, abi.encodeWithSelector(ICustody.CustodyRecalled.selector, releaseId, until)
        );
        vm.warp(until);
        assertTrue(custody.isLive(grantId));
        release(grantId, 0);
    }

    function test_releaseShare_revertsIf_noLongerGated() public {
        uint32 grantId = grantFor(gateSealed(), 1 days);
        advanceTo(releaseId, IModelRegistry.Stage.Open);
        assertFalse(custody.isLive(grantId), "at Open shares are published instead");
        expectNoRelease(
            stewards[0], grantId, 0, abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(4))
        );
        vm.prank(address(timelock));
        registry.revoke(releaseId);
        expectNoRelease(
            stewards[0], grantId, 0, abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(5))
        );
    }

    function test_publishShare_whenOpen() public {
        uint32 sealId = gateSealed();
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(3)));
        _publish(sealId, 0, bytes32("share"));
        advanceTo(releaseId, IModelRegistry.Stage.Open);
        vm.expectEmit(address(custody));
        emit ICustody.SharePublished(sealId, 2, stewards[2], bytes32("share"));
        _publish(sealId, 2, bytes32("share"));
        assertEq(custody.sealInfo(sealId).published, 4);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyDoneBefore.selector, 2));
        _publish(sealId, 2, bytes32("another"));
    }

    function test_publishShare_revertsIf_zeroByAnotherUnknownOrRecalled() public {
        uint32 sealId = gateSealed();
        advanceTo(releaseId, IModelRegistry.Stage.Open);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyEmptyField.selector, "share"));
        _publish(sealId, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownSeal.selector, 9));
        _publish(9, 0, bytes32("share"));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownShare.selector, sealId, 5));
        _publish(sealId, 5, bytes32("share"));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNotShareholder.selector, sealId, 0, stranger));
        vm.prank(stranger);
        custody.publishShare(sealId, 0, bytes32("share"));
        recall();
        uint48 until = registry.recalledUntil(releaseId);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyRecalled.selector, releaseId, until));
        _publish(sealId, 0, bytes32("share"));
        vm.warp(until);
        _publish(sealId, 0, bytes32("share"));
    }

    function test_views_ofWhatThereIsNot() public {
        assertEq(custody.missingAcks(releaseId), 0, "not sealed");
        assertEq(custody.sealOf(releaseId), 0);
        assertFalse(custody.isLive(1));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownSeal.selector, 1));
        custody.sealInfo(1);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownGrant.selector, 1));
        custody.grantInfo(1);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyUnknownSeal.selector, 1));
        custody.seatOfShare(1, 0);
    }

    function _publish(uint32 sealId, uint8 index, bytes32 share) private {
        vm.prank(stewards[index]);
        custody.publishShare(sealId, index, share);
    }

    function _expectNoSeal(ICustody.SealInput memory input, bytes memory reason) private {
        vm.expectRevert(reason);
        seal(input);
    }
}
