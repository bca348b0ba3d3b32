// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {Allocations} from "../support/Allocations.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Money that accrues by the second
contract StreamedGrantsTest is Allocations {
    uint128 private constant AMOUNT = 1_000;

    address private _grantee;
    uint48 private _start;
    uint48 private _cliff;
    uint48 private _end;

    function setUp() public {
        deploySystem("demo");
        fund(10_000);
        _grantee = makeAddr("grantee");
        _start = uint48(block.timestamp + 100);
        _cliff = _start + 250;
        _end = _start + 1_000;
    }

    function test_grantMoney_setsFreeMoneyAside() public {
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.MoneyGranted(1, _grantee, AMOUNT, _start, _cliff, _end);
        assertEq(_grant(), 1);
        IComputeTreasury.Grant memory grant = treasury.moneyGrant(1);
        assertEq(grant.recipient, _grantee);
        assertEq(grant.amount, AMOUNT);
        assertEq(grant.start, _start);
        assertEq(grant.cliff, _cliff);
        assertEq(grant.end, _end);
        assertEq(grant.claimed, 0);
        assertEq(grant.canceledAt, 0);
        assertEq(treasury.grantCount(), 1);
        assertEq(treasury.grantedBalance(), AMOUNT);
        assertEq(treasury.freeBalance(), 9_000);
        assertEq(_grant(), 2);
    }

    function test_grantMoney_takesTermsAtTheirEdges() public {
        uint48 now_ = uint48(block.timestamp);
        _grantAs(_grantee, 1, now_, now_, now_ + 1);
        _grantAs(_grantee, 1, now_ - 50, now_ + 1, now_ + 1);
        _grantAs(_grantee, 1, now_, now_, now_ + treasury.MAX_GRANT_TIME());
    }

    function test_grantMoney_revertsIf_nobodyOrNothing() public {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryEmptyField.selector, "recipient"));
        _grantAs(address(0), 1, _start, _cliff, _end);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryEmptyField.selector, "amount"));
        _grantAs(_grantee, 0, _start, _cliff, _end);
    }

    function test_grantMoney_revertsIf_itsTermIsOutOfOrder() public {
        uint48 now_ = uint48(block.timestamp);
        _expectBadTerm(_start, _start - 1, _end);
        _expectBadTerm(_start, _end + 1, _end);
        _expectBadTerm(_start, _start, _start);
        _expectBadTerm(now_ - 2, now_ - 1, now_);
        _expectBadTerm(_start, _start, _start + treasury.MAX_GRANT_TIME() + 1);
        _expectBadTerm(1, type(uint48).max, type(uint48).max);
        _expectBadTerm(type(uint48).max, type(uint48).max, type(uint48).max);
    }

    function test_grantMoney_revertsIf_moreThanIsFree() public {
        _grant();
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryNotFree.selector, 9_001, 9_000));
        _grantAs(_grantee, 9_001, _start, _cliff, _end);
        _grantAs(_grantee, 9_000, _start, _cliff, _end);
    }

    function test_grantMoney_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        treasury.grantMoney(guardian, 1, _start, _cliff, _end);
    }

    function test_claimable_growsByTheSecondFromTheCliff() public {
        _grant();
        assertEq(treasury.claimable(1), 0);
        vm.warp(_cliff - 1);
        assertEq(treasury.claimable(1), 0);
        vm.warp(_cliff);
        assertEq(treasury.claimable(1), 250);
        vm.warp(_cliff + 1);
        assertEq(treasury.claimable(1), 251);
        vm.warp(_end - 1);
        assertEq(treasury.claimable(1), 999);
        vm.warp(_end);
        assertEq(treasury.claimable(1), AMOUNT);
        vm.warp(_end + 1_000 days);
        assertEq(treasury.claimable(1), AMOUNT);
    }

    function test_claim_paysTheRecipientWhoeverCalls() public {
        _grant();
        vm.warp(_cliff + 50);
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.GrantClaimed(1, 300);
        vm.prank(stranger);
        treasury.claim(1);
        assertEq(money.balanceOf(_grantee), 300);
        assertEq(treasury.moneyGrant(1).claimed, 300);
        assertEq(treasury.claimable(1), 0);
        assertEq(treasury.grantedBalance(), 700);
        assertEq(treasury.freeBalance(), 9_000);
    }

    function test_claim_revertsIf_nothingHasAccrued() public {
        _grant();
        vm.warp(_cliff - 1);
        _expectNothing();
        vm.warp(_cliff);
        treasury.claim(1);
        _expectNothing();
        vm.warp(_end);
        treasury.claim(1);
        skipTime(1_000 days);
        _expectNothing();
    }

    function test_claim_revertsIf_noGrantHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownGrant.selector, 1));
        treasury.claim(1);
        _grant();
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownGrant.selector, 0));
        treasury.claim(0);
    }

    function test_views_revertIf_noGrantHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownGrant.selector, 1));
        treasury.moneyGrant(1);
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownGrant.selector, 1));
        treasury.claimable(1);
    }

    function test_cancelMoneyGrant_beforeTheCliffLeavesNothing() public {
        _grant();
        vm.warp(_cliff - 1);
        _expectCanceled(0, AMOUNT);
        assertEq(treasury.grantedBalance(), 0);
        assertEq(treasury.freeBalance(), 10_000);
        vm.warp(_end);
        _expectNothing();
    }

    function test_cancelMoneyGrant_inTheMiddleKeepsWhatHadAccrued() public {
        _grant();
        vm.warp(_start + 400);
        treasury.claim(1);
        vm.warp(_start + 600);
        _expectCanceled(600, 400);
        assertEq(treasury.moneyGrant(1).canceledAt, _start + 600);
        assertEq(treasury.grantedBalance(), 200);
        assertEq(treasury.freeBalance(), 9_400);
        vm.warp(_end);
        treasury.claim(1);
        assertEq(money.balanceOf(_grantee), 600);
        _expectNothing();
        assertEq(treasury.grantedBalance(), 0);
    }

    function test_cancelMoneyGrant_whenAllWasClaimedLeavesNothingToPay() public {
        _grant();
        vm.warp(_start + 400);
        treasury.claim(1);
        _expectCanceled(400, 600);
        assertEq(treasury.grantedBalance(), 0);
        _expectNothing();
    }

    function test_cancelMoneyGrant_revertsIf_allHasAccrued() public {
        _grant();
        vm.warp(_end);
        _expectOver();
        treasury.claim(1);
        assertEq(money.balanceOf(_grantee), AMOUNT);
    }

    function test_cancelMoneyGrant_revertsIf_stoppedBefore() public {
        _grant();
        vm.warp(_start + 600);
        _cancel(1);
        _expectOver();
    }

    function test_cancelMoneyGrant_revertsIf_noGrantHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryUnknownGrant.selector, 1));
        _cancel(1);
    }

    function test_cancelMoneyGrant_revertsIf_notTheTimelock() public {
        _grant();
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        treasury.cancelMoneyGrant(1);
    }

    /// @dev However often it is claimed, it pays what one claim would.
    function testFuzz_claim_oftenPaysAsMuchAsOnce(uint128 amount, uint32 term, uint256 seed) public {
        amount = uint128(bound(amount, 1, 5_000));
        term = uint32(bound(term, 1, treasury.MAX_GRANT_TIME()));
        uint32 often = _grantAs(_grantee, amount, _start, _start, _start + term);
        uint32 once = _grantAs(bob, amount, _start, _start, _start + term);
        vm.warp(_start);
        for (uint256 i = 0; i < 8; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            skipTime(seed % (term / 4 + 2));
            if (treasury.claimable(often) != 0) treasury.claim(often);
            uint256 passed = block.timestamp - _start;
            uint256 expected = passed >= term ? amount : amount * passed / term;
            assertEq(money.balanceOf(_grantee), expected);
            assertEq(treasury.claimable(once), expected);
        }
        assertEq(
            treasury.grantedBalance(),
            2 * uint256(amount) - money.balanceOf(_grantee),
            "what both will still pay is set aside"
        );
    }

    /// @dev Wherever it is stopped, recipient and treasury have all of it between them, and time adds nothing.
    function testFuzz_cancelMoneyGrant_splitsToTheUnit(uint128 amount, uint32 after_, bool claimed) public {
        amount = uint128(bound(amount, 1, 10_000));
        uint32 id = _grantAs(_grantee, amount, _start, _cliff, _end);
        vm.warp(_start - 50 + after_ % 1_050);
        if (claimed && treasury.claimable(id) != 0) treasury.claim(id);
        uint256 accrued = block.timestamp < _cliff ? 0 : uint256(amount) * (block.timestamp - _start) / 1_000;
        _cancel(id);
        assertEq(treasury.freeBalance(), 10_000 - accrued);
        skipTime(1_000 days);
        if (treasury.claimable(id) != 0) treasury.claim(id);
        assertEq(money.balanceOf(_grantee), accrued);
        assertEq(treasury.grantedBalance(), 0);
    }

    function _grant() private returns (uint32) {
        return _grantAs(_grantee, AMOUNT, _start, _cliff, _end);
    }

    function _grantAs(address recipient, uint128 amount, uint48 start, uint48 cliff, uint48 end)
        private
        returns (uint32)
    {
        vm.prank(address(timelock));
        return treasury.grantMoney(recipient, amount, start, cliff, end);
    }

    function _cancel(uint32 id) private {
        vm.prank(address(timelock));
        treasury.cancelMoneyGrant(id);
    }

    function _expectCanceled(uint128 kept, uint128 freed) private {
        vm.expectEmit(address(treasury));
        emit IComputeTreasury.MoneyGrantCanceled(1, kept, freed);
        _cancel(1);
        assertEq(treasury.moneyGrant(1).amount, kept);
    }

    function _expectOver() private {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryGrantOver.selector, 1));
        _cancel(1);
    }

    function _expectNothing() private {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryNothingToClaim.selector, 1));
        treasury.claim(1);
    }

    function _expectBadTerm(uint48 start, uint48 cliff, uint48 end) private {
        vm.expectRevert(abi.encodeWithSelector(IComputeTreasury.TreasuryBadTerm.selector, start, cliff, end));
        _grantAs(_grantee, 1, start, cliff, end);
    }
}
