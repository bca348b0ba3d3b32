// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {Markets} from "../support/Markets.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract ProviderRegistryTest is Markets {
    bytes32 private constant HARDWARE = keccak256("serial numbers");
    string private constant ENDPOINT = "https://provider.example";

    address private _operator;
    uint32 private _provider;

    function setUp() public {
        startMarket();
        _operator = stewards[2];
        vm.prank(_operator);
        _provider = providers.register(_declaration(8), ENDPOINT);
    }

    function test_register_storesWhatIsDeclared() public {
        vm.expectEmit(address(providers));
        emit IProviderRegistry.ProviderDeclared(2, stranger, 1, _declaration(4), "https://other.example");
        vm.prank(stranger);
        assertEq(providers.register(_declaration(4), "https://other.example"), 2);
        IProviderRegistry.Provider memory made = providers.provider(2);
        assertEq(made.operator, stranger);
        assertEq(made.version, 1);
        assertEq(made.liveAudits, 0);
        assertFalse(made.retired);
        assertEq(keccak256(abi.encode(made.declaration)), keccak256(abi.encode(_declaration(4))));
        assertEq(providers.operatorOf(2), stranger);
        assertEq(providers.providerCount(), 2);
        assertEq(providers.auditedUnits(POOL), 0, "a word of one's own is no audit");
    }

    function test_register_revertsIf_aFieldIsMissingOrUnknown() public {
        IProviderRegistry.Declaration memory d = _declaration(0);
        _expectBadDeclaration(d, abi.encodeWithSelector(IProviderRegistry.ProvidersEmptyField.selector, "units"));
        d = _declaration(8);
        d.hardware = 0;
        _expectBadDeclaration(d, abi.encodeWithSelector(IProviderRegistry.ProvidersEmptyField.selector, "hardware"));
        d = _declaration(8);
        d.pool = 0;
        _expectBadDeclaration(d, abi.encodeWithSelector(IProviderRegistry.ProvidersUnknownPool.selector, 0));
        d.pool = 2;
        _expectBadDeclaration(d, abi.encodeWithSelector(IProviderRegistry.ProvidersUnknownPool.selector, 2));
        d = _declaration(8);
        d.attributes = 1;
        _expectBadDeclaration(d, abi.encodeWithSelector(IProviderRegistry.ProvidersUnknownAttribute.selector, 1));
    }

    function test_register_revertsIf_theEndpointIsEmptyOrTooLong() public {
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersBadText.selector, 0, 256));
        providers.register(_declaration(8), "");
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersBadText.selector, 257, 256));
        providers.register(_declaration(8), string(new bytes(257)));
        providers.register(_declaration(8), string(new bytes(256)));
    }

    function test_declare_endsTheAudits() public {
        audit(_provider);
        assertEq(providers.auditedUnits(POOL), 8);
        vm.prank(_operator);
        providers.declare(_provider, _declaration(6), ENDPOINT);
        assertEq(providers.provider(_provider).version, 2);
        assertFalse(providers.isAudited(_provider, auditorId));
        assertEq(providers.auditedUnits(POOL), 0);
        assertEq(providers.providerOfHardware(HARDWARE), 0);
        audit(_provider);
        assertEq(providers.auditedUnits(POOL), 6);
        assertEq(providers.provider(_provider).liveAudits, 1);
    }

    function test_declare_revertsIf_somethingIsLeased() public {
        uint32 leased = addProvider(stewards[6], 8);
        startLease(leased, 4, 1 hours, TOP_RATE);
        expectRefusal(stewards[6], abi.encodeWithSelector(IProviderRegistry.ProvidersBusy.selector, leased));
        providers.declare(leased, _declaration(8), ENDPOINT);
    }

    function test_declare_revertsIf_notTheOperator() public {
        expectRefusal(
            stranger, abi.encodeWithSelector(IProviderRegistry.ProvidersNotOperator.selector, _provider, stranger)
        );
        providers.declare(_provider, _declaration(8), ENDPOINT);
    }

    function test_declare_revertsIf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersUnknown.selector, 9));
        providers.declare(9, _declaration(8), ENDPOINT);
    }

    function test_setEndpoint_saysWhere() public {
        vm.expectEmit(address(providers));
        emit IProviderRegistry.EndpointChanged(_provider, "https://moved.example");
        vm.prank(_operator);
        providers.setEndpoint(_provider, "https://moved.example");
        expectRefusal(_operator, abi.encodeWithSelector(IProviderRegistry.ProvidersBadText.selector, 0, 256));
        providers.setEndpoint(_provider, "");
        expectRefusal(
            stranger, abi.encodeWithSelector(IProviderRegistry.ProvidersNotOperator.selector, _provider, stranger)
        );
        providers.setEndpoint(_provider, ENDPOINT);
    }

    function test_A1_registersWithAStakeAndAuditedAttributes() public {
        _addAttribute("datacentre in the EU");
        IProviderRegistry.Declaration memory d = _declaration(8);
        d.attributes = 1;
        vm.prank(stewards[6]);
        uint32 made = providers.register(d, ENDPOINT);
        giveMoney(stewards[6], STAKE);
        vm.prank(stewards[6]);
        computeMarket.addStake(made, STAKE);
        assertFalse(providers.offerOf(made, auditorId, 1).audited, "not yet");
        audit(made);
        IProviderRegistry.Offer memory offer = providers.offerOf(made, auditorId, 1);
        assertTrue(offer.capable && offer.audited);
        assertEq(offer.operator, stewards[6]);
        assertEq(offer.units, 8);
        assertEq(offer.auditedUnits, 8);
        assertEq(computeMarket.stakeOf(made).amount, STAKE);
    }

    function test_A1_leavesOnlyOnceNoLeaseRunsAndNothingCanBeDisputed() public {
        uint32 leased = addProvider(stewards[6], 8);
        uint64 leaseId = startLease(leased, 4, 1 hours, TOP_RATE);
        bytes memory busy = abi.encodeWithSelector(IProviderRegistry.ProvidersBusy.selector, leased);
        expectRefusal(stewards[6], busy);
        providers.retire(leased);
        skipTime(1 hours);
        computeMarket.close(leaseId);
        expectRefusal(stewards[6], busy);
        providers.retire(leased);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 1));
        skipTime(1 days);
        expectRefusal(stewards[6], busy);
        providers.retire(leased);
        vm.warp(arbitration.finalAt(caseId));
        computeMarket.settleDispute(leaseId);
        vm.expectEmit(address(providers));
        emit IProviderRegistry.ProviderRetired(leased);
        vm.prank(stewards[6]);
        providers.retire(leased);
        vm.prank(stewards[6]);
        computeMarket.withdrawStake(leased, STAKE);
        assertEq(computeMarket.stakeOf(leased).amount, 0, "the whole stake");
    }

    function test_A1_doesNotLeaveWhileABidLocksADeposit() public {
        uint32 bidder = addProvider(stewards[6], 8);
        uint64 orderId = placeOrder(4, 1 hours);
        bid(orderId, bidder, TOP_RATE);
        expectRefusal(stewards[6], abi.encodeWithSelector(IProviderRegistry.ProvidersBusy.selector, bidder));
        providers.retire(bidder);
        vm.startPrank(stewards[6]);
        book.withdrawBid(orderId, bidder);
        providers.retire(bidder);
        vm.stopPrank();
    }

    function test_retire_isForEver() public {
        audit(_provider);
        vm.prank(_operator);
        providers.retire(_provider);
        assertTrue(providers.isRetired(_provider));
        assertEq(providers.auditedUnits(POOL), 0);
        assertEq(providers.providerOfHardware(HARDWARE), 0);
        assertEq(providers.operatorOf(_provider), _operator, "who may take the stake back");
        assertEq(providers.offerOf(_provider, auditorId, 0).operator, address(0));
        bytes memory gone = abi.encodeWithSelector(IProviderRegistry.ProvidersUnknown.selector, _provider);
        vm.startPrank(_operator);
        vm.expectRevert(gone);
        providers.retire(_provider);
        vm.expectRevert(gone);
        providers.declare(_provider, _declaration(8), ENDPOINT);
        vm.expectRevert(gone);
        providers.setEndpoint(_provider, ENDPOINT);
        vm.stopPrank();
        expectRefusal(auditor, gone);
        providers.audit(_provider, 1, uint48(block.timestamp + 1));
    }

    function test_retire_revertsIf_notTheOperator() public {
        expectRefusal(
            stranger, abi.encodeWithSelector(IProviderRegistry.ProvidersNotOperator.selector, _provider, stranger)
        );
        providers.retire(_provider);
    }

    function test_A3_anAuditCountsUntilItsTimeIsOver() public {
        uint48 until = uint48(block.timestamp + 100);
        vm.expectEmit(address(providers));
        emit IProviderRegistry.ProviderAudited(_provider, auditorId, 1, until);
        vm.prank(auditor);
        providers.audit(_provider, 1, until);
        vm.warp(until - 1);
        assertTrue(providers.isAudited(_provider, auditorId));
        assertTrue(providers.offerOf(_provider, auditorId, 0).audited);
        vm.warp(until);
        assertFalse(providers.isAudited(_provider, auditorId));
        assertFalse(providers.offerOf(_provider, auditorId, 0).audited);
    }

    function test_A3_theAuditorTakesItBack() public {
        audit(_provider);
        vm.expectEmit(address(providers));
        emit IProviderRegistry.AuditRevoked(_provider, auditorId);
        vm.prank(auditor);
        providers.revokeAudit(_provider);
        assertFalse(providers.isAudited(_provider, auditorId));
        assertEq(providers.auditedUnits(POOL), 0);
        assertEq(providers.auditOf(_provider, auditorId).seq, 2);
    }

    function test_A3_signedAuditsCountOnce() public {
        (uint48 until, bytes memory signature) = _signed(1);
        vm.prank(stranger);
        providers.auditBySig(auditorId, _provider, 1, until, signature);
        assertTrue(providers.isAudited(_provider, auditorId));
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersInvalidSignature.selector, auditor));
        providers.auditBySig(auditorId, _provider, 1, until, signature);
    }

    function test_A3_aRevokedSignatureCannotBeSentAnyMore() public {
        (uint48 until, bytes memory signature) = _signed(1);
        vm.prank(auditor);
        providers.revokeAudit(_provider);
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersInvalidSignature.selector, auditor));
        providers.auditBySig(auditorId, _provider, 1, until, signature);
    }

    function test_auditBySig_revertsIf_signedByAnotherOrForAnother() public {
        (uint48 until, bytes memory signature) = _signed(1);
        bytes memory reason = abi.encodeWithSelector(IProviderRegistry.ProvidersInvalidSignature.selector, auditor);
        vm.expectRevert(reason);
        providers.auditBySig(auditorId, _provider, 1, until + 1, signature);
        vm.expectRevert(reason);
        providers.auditBySig(auditorId, 2, 1, until, signature);
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersInvalidSignature.selector, address(0)));
        providers.auditBySig(0, _provider, 1, until, signature);
        vm.prank(address(timelock));
        providers.dismissAuditor(auditorId);
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersUnknownAuditor.selector, auditorId));
        providers.auditBySig(auditorId, _provider, 1, until, signature);
    }

    function test_audit_revertsIf_notAnAuditor() public {
        expectRefusal(stranger, abi.encodeWithSelector(IProviderRegistry.ProvidersNotAuditor.selector, stranger));
        providers.audit(_provider, 1, uint48(block.timestamp + 1));
        expectRefusal(stranger, abi.encodeWithSelector(IProviderRegistry.ProvidersNotAuditor.selector, stranger));
        providers.revokeAudit(_provider);
    }

    function test_audit_revertsIf_ofAnotherVersionOrTerm() public {
        uint48 time = uint48(block.timestamp);
        expectRefusal(
            auditor, abi.encodeWithSelector(IProviderRegistry.ProvidersOtherVersion.selector, _provider, 2, 1)
        );
        providers.audit(_provider, 2, time + 1);
        expectRefusal(
            auditor, abi.encodeWithSelector(IProviderRegistry.ProvidersBadTerm.selector, time, time + 365 days)
        );
        providers.audit(_provider, 1, time);
        expectRefusal(
            auditor,
            abi.encodeWithSelector(IProviderRegistry.ProvidersBadTerm.selector, time + 365 days + 1, time + 365 days)
        );
        providers.audit(_provider, 1, time + 365 days + 1);
        expectRefusal(auditor, abi.encodeWithSelector(IProviderRegistry.ProvidersUnknown.selector, 9));
        providers.audit(9, 1, time + 1);
    }

    function test_audit_revertsIf_auditorAndOperatorAreOfOneParty() public {
        vm.prank(auditor);
        uint32 own = providers.register(_declaration(8), ENDPOINT);
        expectRefusal(auditor, abi.encodeWithSelector(IProviderRegistry.ProvidersSameParty.selector, 12));
        providers.audit(own, 1, uint48(block.timestamp + 1));
    }

    function test_audit_revertsIf_theAuditorBelongsToNoPartyAnyMore() public {
        address account = joinParty("an auditor that leaves", 13);
        nextEpoch();
        vm.prank(address(timelock));
        providers.appointAuditor(account);
        vm.prank(account);
        parties.quit();
        nextEpoch();
        expectRefusal(account, abi.encodeWithSelector(IProviderRegistry.ProvidersNoParty.selector, account));
        providers.audit(_provider, 1, uint48(block.timestamp + 1));
    }

    /// @dev Else events would tell of providers that never were.
    function test_revokeAudit_revertsIf_unknown() public {
        expectRefusal(auditor, abi.encodeWithSelector(IProviderRegistry.ProvidersUnknown.selector, 9));
        providers.revokeAudit(9);
    }

    function test_lapse_uncountsWhatIsOver() public {
        audit(_provider);
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersStillLive.selector, _provider, auditorId));
        providers.lapse(_provider, auditorId);
        vm.warp(providers.auditOf(_provider, auditorId).until);
        assertEq(providers.auditedUnits(POOL), 8, "until somebody says so");
        vm.expectEmit(address(providers));
        emit IProviderRegistry.AuditLapsed(_provider, auditorId);
        vm.prank(stranger);
        providers.lapse(_provider, auditorId);
        assertEq(providers.auditedUnits(POOL), 0);
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersNoAudit.selector, _provider, auditorId));
        providers.lapse(_provider, auditorId);
    }

    function test_dismissAuditor_endsItsAuditsUntilItIsAppointedAgain() public {
        audit(_provider);
        vm.startPrank(address(timelock));
        vm.expectEmit(address(providers));
        emit IProviderRegistry.AuditorDismissed(auditorId);
        providers.dismissAuditor(auditorId);
        assertFalse(providers.isAudited(_provider, auditorId));
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersUnknownAuditor.selector, auditorId));
        providers.dismissAuditor(auditorId);
        assertEq(providers.appointAuditor(auditor), auditorId, "the same number");
        assertTrue(providers.isAudited(_provider, auditorId));
        providers.dismissAuditor(auditorId);
        vm.stopPrank();
        providers.lapse(_provider, auditorId);
        vm.prank(address(timelock));
        providers.appointAuditor(auditor);
        assertFalse(providers.isAudited(_provider, auditorId), "what lapsed stays lapsed");
    }

    function test_appointAuditor_revertsIf_knownOrOfNoParty() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersKnownAuditor.selector, auditor, auditorId));
        providers.appointAuditor(auditor);
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersNoParty.selector, stranger));
        providers.appointAuditor(stranger);
        vm.stopPrank();
    }

    function test_addAttribute_countsFromBitZeroToSixtyThree() public {
        assertEq(_addAttribute("one"), 0);
        assertEq(_addAttribute("two"), 1);
        for (uint256 i = 2; i < 64; ++i) {
            _addAttribute("another");
        }
        assertEq(providers.attributeCount(), 64);
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersTooMany.selector, 64));
        providers.addAttribute("one too many");
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersBadText.selector, 0, 64));
        providers.addAttribute("");
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersBadText.selector, 65, 64));
        providers.addAttribute(string(new bytes(65)));
        vm.stopPrank();
        IProviderRegistry.Declaration memory d = _declaration(8);
        d.attributes = type(uint64).max;
        providers.register(d, ENDPOINT);
    }

    function test_removeAudit_endsOneAuditByVote() public {
        audit(_provider);
        vm.startPrank(address(timelock));
        vm.expectEmit(address(providers));
        emit IProviderRegistry.AuditRevoked(_provider, auditorId);
        providers.removeAudit(_provider, auditorId);
        assertFalse(providers.isAudited(_provider, auditorId));
        vm.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProvidersNoAudit.selector, _provider, auditorId));
        providers.removeAudit(_provider, auditorId);
        vm.stopPrank();
    }

    function test_restricted_revertsIf_notTheTimelock() public {
        bytes memory reason = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, auditor);
        vm.startPrank(auditor);
        vm.expectRevert(reason);
        providers.appointAuditor(stewards[3]);
        vm.expectRevert(reason);
        providers.dismissAuditor(auditorId);
        vm.expectRevert(reason);
        providers.addAttribute("anything");
        vm.expectRevert(reason);
        providers.removeAudit(_provider, auditorId);
        vm.stopPrank();
    }

    function test_offerOf_asksEveryAuditorAndEveryAttribute() public {
        _addAttribute("one");
        _addAttribute("two");
        IProviderRegistry.Declaration memory d = _declaration(8);
        d.attributes = 2;
        vm.prank(_operator);
        providers.declare(_provider, d, ENDPOINT);
        audit(_provider);
        vm.prank(address(timelock));
        uint16 second = providers.appointAuditor(stewards[9]);
        assertTrue(providers.offerOf(_provider, auditorId, 2).capable);
        assertFalse(providers.offerOf(_provider, auditorId, 1).capable);
        assertFalse(providers.offerOf(_provider, auditorId, 3).capable);
        assertFalse(providers.offerOf(_provider, 0, 0).audited, "nobody was asked");
        uint64 both = uint64(auditorId) << 48 | uint64(second) << 16;
        assertFalse(providers.offerOf(_provider, both, 0).audited);
        vm.prank(stewards[9]);
        providers.audit(_provider, 2, uint48(block.timestamp + 1));
        assertTrue(providers.offerOf(_provider, both, 0).audited);
        assertEq(providers.provider(_provider).liveAudits, 2);
        assertEq(providers.auditedUnits(POOL), 8, "counted once");
    }

    function test_audit_oneNodeForOneProviderAtATime() public {
        vm.prank(stewards[6]);
        uint32 twin = providers.register(_declaration(8), ENDPOINT);
        audit(_provider);
        assertEq(providers.providerOfHardware(HARDWARE), _provider);
        expectRefusal(
            auditor, abi.encodeWithSelector(IProviderRegistry.ProvidersHardwareTaken.selector, HARDWARE, _provider)
        );
        providers.audit(twin, 1, uint48(block.timestamp + 1));
        vm.prank(auditor);
        providers.revokeAudit(_provider);
        audit(twin);
        assertEq(providers.providerOfHardware(HARDWARE), twin);
    }

    /// @dev Whatever auditors say, revoke and let lapse, the pool counts each node that some audit is counted of, once.
    function testFuzz_auditedUnits_isTheSumOverAuditedNodes(uint8[24] calldata steps) public {
        vm.prank(address(timelock));
        providers.appointAuditor(stewards[9]);
        for (uint32 i = 2; i <= 3; ++i) {
            addUnaudited(stewards[3 + i], 10 * i);
        }
        for (uint256 i = 0; i < 24; ++i) {
            uint32 id = 1 + steps[i] % 3;
            uint16 by = 1 + (steps[i] >> 2) % 2;
            _step(steps[i] >> 4, id, by);
            uint256 sum = 0;
            for (uint32 n = 1; n <= 3; ++n) {
                uint256 live = _counted(n, 1) + _counted(n, 2);
                assertEq(providers.provider(n).liveAudits, live);
                if (live != 0) sum += providers.provider(n).declaration.units;
            }
            assertEq(providers.auditedUnits(POOL), sum);
        }
    }

    function _step(uint8 kind, uint32 id, uint16 by) private {
        (address account,) = providers.auditor(by);
        address operator = providers.operatorOf(id);
        uint32 version = providers.provider(id).version;
        if (kind == 0) skipTime(1 days);
        else if (kind < 8) _attempt(account, abi.encodeCall(providers.audit, (id, version, _soon(kind))));
        else if (kind < 11) _attempt(account, abi.encodeCall(providers.revokeAudit, (id)));
        else if (kind < 14) _attempt(stranger, abi.encodeCall(providers.lapse, (id, by)));
        else _attempt(operator, abi.encodeCall(providers.declare, (id, _declarationOf(id), ENDPOINT)));
    }

    function _soon(uint8 kind) private view returns (uint48) {
        return uint48(block.timestamp + (kind % 2 == 0 ? 12 hours : 30 days));
    }

    function _declarationOf(uint32 id) private view returns (IProviderRegistry.Declaration memory d) {
        d = providers.provider(id).declaration;
        d.units += 1;
    }

    function _counted(uint32 id, uint16 by) private view returns (uint256) {
        uint32 version = providers.auditOf(id, by).version;
        return version != 0 && version == providers.provider(id).version ? 1 : 0;
    }

    function _attempt(address caller, bytes memory data) private {
        vm.prank(caller);
        (bool done,) = address(providers).call(data);
        done;
    }

    function _addAttribute(string memory name) private returns (uint8) {
        vm.prank(address(timelock));
        return providers.addAttribute(name);
    }

    function _declaration(uint32 units) private pure returns (IProviderRegistry.Declaration memory) {
        return IProviderRegistry.Declaration({pool: POOL, units: units, attributes: 0, hardware: HARDWARE});
    }

    function _expectBadDeclaration(IProviderRegistry.Declaration memory d, bytes memory reason) private {
        vm.expectRevert(reason);
        providers.register(d, ENDPOINT);
    }

    /// @dev The EIP-712 digest is put together here by hand, from the interface.
    function _signed(uint32 version) private view returns (uint48 until, bytes memory) {
        until = uint48(block.timestamp + 30 days);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Ostrakon ProviderRegistry"),
                keccak256("1"),
                block.chainid,
                address(providers)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("Audit(uint16 auditorId,uint32 providerId,uint32 version,uint48 until,uint32 seq)"),
                auditorId,
                _provider,
                version,
                until,
                providers.auditOf(_provider, auditorId).seq
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf("public interest 3"), digest);
        return (until, abi.encodePacked(r, s, v));
    }
}
