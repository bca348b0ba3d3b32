// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnclaves} from "../../../contracts/interfaces/IEnclaves.sol";
import {EnclaveClaims} from "../support/EnclaveClaims.sol";

/// @title Passing another's enclave off as one's own, keeping it from being claimed, or hiding behind a party one left
contract StolenClaimsTest is EnclaveClaims {
    address private _thief;

    function setUp() public {
        deployEnclaves();
        _thief = stewards[1];
    }

    function test_copyingAClaimInFlightNeitherBlocksItNorFitsTheQuote() public {
        IEnclaves.Claim memory seen = claimFor(1);
        vm.prank(_thief);
        uint32 copy = enclaves.attestEnclave(seen);
        uint32 real = attest(seen);
        assertTrue(enclaves.isLive(real), "the owner's claim still lands");
        (, address by,,) = enclaves.enclave(copy);
        assertTrue(
            enclaves.bindingOf(by, seen.root, seen.serviceKey, seen.nonce)
                != enclaves.bindingOf(operator, seen.root, seen.serviceKey, seen.nonce),
            "the quote binds the operator, so the copy's binding is not in it"
        );
    }

    function test_oneQuoteMakesNoTwoClaims() public {
        attest(claimFor(1));
        vm.warp(block.timestamp + 1 days);
        IEnclaves.Claim memory later = claimFor(1);
        later.expirationTime = uint48(block.timestamp) + MAX_TIME;
        expectRefused(later, abi.encodeWithSelector(IEnclaves.EnclavesUsedNonce.selector, operator, later.nonce));
    }

    function test_onAReorganisedChainTheIdMeansOtherBytes() public {
        IEnclaves.Claim memory signed = claimFor(1);
        signed.root = keccak256("what release 1 was before the reorganisation");
        expectRefused(
            signed, abi.encodeWithSelector(IEnclaves.EnclavesWrongRoot.selector, releaseId, signed.root, ROOT)
        );
    }

    function test_controllerTakesBackTheClaimOfAnOperatorWhoLeft() public {
        address clerk = makeAddr("clerk");
        vm.prank(operator);
        parties.invite(1, clerk, true);
        vm.prank(clerk);
        parties.accept(1);
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesNoParty.selector, clerk));
        vm.prank(clerk);
        enclaves.attestEnclave(claimFor(1));
        nextEpoch();
        vm.prank(clerk);
        uint32 id = enclaves.attestEnclave(claimFor(1));
        vm.prank(operator);
        parties.expel(1, clerk);
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesNoParty.selector, clerk));
        vm.prank(clerk);
        enclaves.attestEnclave(claimFor(2));
        vm.expectRevert(abi.encodeWithSelector(IEnclaves.EnclavesNotOperator.selector, id, _thief));
        vm.prank(_thief);
        enclaves.revokeEnclave(id);
        vm.prank(operator);
        enclaves.revokeEnclave(id);
        assertFalse(enclaves.isLive(id));
    }

    function test_listAlonePutsNothingInService() public {
        IEnclaves.Claim memory c = claimFor(1);
        c.measurement = keccak256("a build nobody voted on");
        expectRefused(c, abi.encodeWithSelector(IEnclaves.EnclavesUnknownMeasurement.selector, c.measurement));
        Proposal memory p = propose(
            singleAction(
                address(enclaves),
                abi.encodeCall(enclaves.allowMeasurement, (c.measurement, "Mine")),
                "By tokens alone."
            ),
            carol
        );
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, FOR);
        warpPastVote(p);
        assertEq(uint256(stock.state(p.id)), 3, "defeated without the seats");
        assertFalse(enclaves.isAllowed(c.measurement));
    }
}
