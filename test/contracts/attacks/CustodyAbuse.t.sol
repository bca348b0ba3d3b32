// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Seals} from "../support/Seals.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Getting at gated weights by a swap, a lost seat, another's share, or the guardian's power
contract CustodyAbuseTest is Seals {
    uint32 private _sealId;
    uint32 private _grantId;

    function setUp() public {
        deployWithRecipients();
        _sealId = gateSealed();
        _grantId = grantFor(_sealId, 20 days);
    }

    /// @dev The maintainer seals anew, over seats of friends: the voted grant stays with the seal that was voted on.
    function test_aSealCannotBeSwappedUnderAGrant() public {
        ICustody.SealInput memory input = sealInput(2, 2);
        (input.seats[0], input.seats[1]) = (11, 12);
        uint32 swapped = seal(input);
        vm.prank(stewards[10]);
        custody.ackShare(swapped, 0);
        vm.prank(stewards[11]);
        custody.ackShare(swapped, 1);
        assertEq(custody.sealOf(releaseId), swapped);
        assertEq(custody.grantInfo(_grantId).sealId, _sealId);
        assertEq(custody.seatOfShare(_sealId, 0), 1);
        expectNoRelease(stewards[10], _grantId, 0, _notHolder(0, stewards[10]));
        release(_grantId, 0);
    }

    /// @dev What waits in the queue names the seal, so nothing that is sealed meanwhile can take its place.
    function test_aSealCannotBeSwappedUnderAQueuedGrant() public {
        uint48 end = uint48(block.timestamp + 20 days);
        bytes memory data = abi.encodeCall(custody.grant, (_sealId, grantee, GRANTEE_KEY, end));
        Proposal memory p = propose(singleAction(address(custody), data, "An auditor."), alice);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        seal(sealInput(2, 2));
        execute(p);
        assertEq(custody.grantInfo(2).sealId, _sealId);
    }

    function test_anUnacknowledgedSealGrantsNothing() public {
        uint32 second = seal(sealInput(2, 3));
        ack(second, 0);
        ack(second, 2);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNotAcknowledged.selector, second, 1));
        grantFor(second, 1 days);
    }

    function test_noStewardHandsOutAnothersShare() public {
        for (uint8 i = 1; i < 5; ++i) {
            expectNoRelease(stewards[0], _grantId, i, _notHolder(i, stewards[0]));
        }
        address[4] memory others = [guardian, grantee, stranger, address(timelock)];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNoRelease(others[i], _grantId, 0, _notHolder(0, others[i]));
        }
    }

    /// @dev A second account of a steward's party holds no seat, so it holds no share either.
    function test_aColleagueOfTheStewardHoldsNoShare() public {
        address colleague = makeAddr("colleague");
        _join(2, stewards[1], colleague);
        expectNoRelease(colleague, _grantId, 1, _notHolder(1, colleague));
        release(_grantId, 1);
    }

    /// @dev Stolen keys end with the seat's re-keying, also for what was sealed before.
    function test_aRekeyedSeatGivesOutByItsNewKeyAlone() public {
        address key = makeAddr("new key");
        _join(2, stewards[1], key);
        vm.prank(address(timelock));
        seats.rekey(2, key);
        expectNoRelease(stewards[1], _grantId, 1, _notHolder(1, stewards[1]));
        releaseBy(key, _grantId, 1);
        assertEq(custody.grantInfo(_grantId).released, 2);
    }

    function test_whoLeftTheirSeatGivesNothingOut() public {
        vm.prank(address(timelock));
        seats.remove(2);
        expectNoRelease(stewards[1], _grantId, 1, _notHolder(1, stewards[1]));
        vm.prank(stewards[2]);
        seats.resign();
        expectNoRelease(stewards[2], _grantId, 2, _notHolder(2, stewards[2]));
        vm.prank(address(timelock));
        uint256 again = seats.admit(stewards[1], 2, 1);
        assertEq(again, 13, "a seat's number is never used again");
        expectNoRelease(stewards[1], _grantId, 1, _notHolder(1, stewards[1]));
    }

    function test_theCouncilCanEndAGrantAndNothingElse() public {
        vm.startPrank(guardian);
        bytes memory denied = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian);
        vm.expectRevert(denied);
        custody.grant(_sealId, guardian, GRANTEE_KEY, uint48(block.timestamp + 1 days));
        vm.expectRevert(denied);
        custody.revokeGrant(_grantId);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNotOfParty.selector, guardian, 1));
        custody.seal(sealInput(2, 2));
        vm.expectRevert(_notHolder(0, guardian));
        custody.ackShare(_sealId, 0);
        vm.expectRevert(_notHolder(0, guardian));
        custody.publishShare(_sealId, 0, bytes32("share"));
        custody.stopGrant(_grantId);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyGrantRevoked.selector, _grantId));
        custody.stopGrant(_grantId);
        vm.stopPrank();
        expectNoRelease(
            stewards[0], _grantId, 0, abi.encodeWithSelector(ICustody.CustodyGrantRevoked.selector, _grantId)
        );
    }

    function test_anExpiredCouncilStopsNothing() public {
        vm.warp(council.until());
        assertEq(council.current(), address(0));
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyOnlyCouncil.selector, guardian));
        vm.prank(guardian);
        custody.stopGrant(_grantId);
    }

    /// @dev Two in one block, the stop first: what comes later in the block is refused.
    function test_aStopCountsInItsOwnBlock() public {
        release(_grantId, 0);
        vm.prank(guardian);
        custody.stopGrant(_grantId);
        expectNoRelease(
            stewards[1], _grantId, 1, abi.encodeWithSelector(ICustody.CustodyGrantRevoked.selector, _grantId)
        );
        assertEq(custody.grantInfo(_grantId).released, 1);
    }

    function test_aRecallTakesTimeFromTheGrantAndGivesNoneBack() public {
        recall();
        uint48 end = custody.grantInfo(_grantId).expirationTime;
        vm.warp(registry.recalledUntil(releaseId));
        assertGt(block.timestamp, end);
        expectNoRelease(
            stewards[0], _grantId, 0, abi.encodeWithSelector(ICustody.CustodyGrantExpired.selector, _grantId, end)
        );
    }

    function test_aRevocationByVoteEndsEveryGrant() public {
        pass(address(registry), abi.encodeCall(registry.revoke, (releaseId)), "Dangerous.");
        assertFalse(custody.isLive(_grantId));
        expectNoRelease(
            stewards[0], _grantId, 0, abi.encodeWithSelector(ICustody.CustodyWrongStage.selector, releaseId, uint8(5))
        );
    }

    /// @dev A re-seal below Gated asks for its own acknowledgements; those of the one before do not count for it.
    function test_acknowledgementsBelongToOneSeal() public {
        releaseId = registerRelease(maintainer, keccak256("other weights"));
        uint32 first = seal(sealInput(3, 5));
        for (uint8 i = 0; i < 5; ++i) {
            ack(first, i);
        }
        advanceTo(releaseId, IModelRegistry.Stage.RedTeam);
        assertEq(custody.missingAcks(releaseId), 0);
        seal(sealInput(2, 2));
        assertEq(custody.missingAcks(releaseId), 2);
        assertFalse(registry.gateOf(releaseId).met);
    }

    function _notHolder(uint8 index, address account) private view returns (bytes memory) {
        return abi.encodeWithSelector(ICustody.CustodyNotShareholder.selector, _sealId, index, account);
    }

    function _join(uint32 party, address controller, address account) private {
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
        nextEpoch();
    }
}
