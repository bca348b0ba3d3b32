// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IAllocationSettlement} from "../../../contracts/interfaces/IAllocationSettlement.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {WideAllocations} from "../support/WideAllocations.sol";

/// @title Griefers that submit wrong levels, cut batches small or start over: the right list is never delayed
contract WrongLevelsTest is WideAllocations {
    uint256 private constant TENANTS = 6;
    uint128 private constant Q = 2 ** 32;

    address private _griefer;
    uint48 private _epoch;
    uint128[] private _right;

    function setUp() public {
        deployWideSystem();
        _griefer = makeAddr("griefer");
        address[] memory labs = admitTenants("lab tenant", TENANTS, IPartyRegistry.Kind.Lab);
        address[] memory others = admitTenants("aggregator", TENANTS, IPartyRegistry.Kind.Aggregator);
        IAllocationRules.Policy memory policy = onePot(10_000);
        policy.classes = new IAllocationRules.ClassRule[](2);
        policy.classes[0] = IAllocationRules.ClassRule({reserveBps: 1_000, weight: 1});
        policy.classes[1] = IAllocationRules.ClassRule({reserveBps: 1_000, weight: 2});
        policy.kinds[uint8(IPartyRegistry.Kind.Aggregator)].class = 1;
        startWide(policy, 1_000);
        _epoch = next();
        for (uint64 i = 0; i < TENANTS; ++i) {
            ask(labs[i], POOL, 50 + 40 * i);
            ask(others[i], POOL, 900);
        }
        closeRequests();
        _right = solve(POOL, _epoch);
    }

    /// @dev Each of a hundred wrong lists is counted a little; the right one needs as many steps as if they were not.
    function test_manyWrongListsDoNotDelayTheRightOne() public {
        for (uint128 i = 0; i < 100; ++i) {
            uint128[] memory wrong = _right;
            wrong[1 + i % 2] = i * Q / 7;
            _tryAs(_griefer, wrong, 1 + i % 3);
        }
        _assertUntouched();
        assertTrue(_verify(_right, 2 * TENANTS), "in one go, as many requests as there are");
    }

    function test_wrongListsBetweenItsStepsNeitherResetNorMoveTheRightOne() public {
        for (uint128 step = 1; step <= 2 * TENANTS; ++step) {
            uint128[] memory wrong = _right;
            wrong[1] -= step;
            _tryAs(_griefer, wrong, 1);
            wrong[2] += step;
            _tryAs(_griefer, wrong, step);
            assertEq(_verify(_right, 1), step == 2 * TENANTS);
        }
        assertTrue(allocation.roundOf(POOL, _epoch).settled);
    }

    /// @dev The griefer takes the right list up itself, and cuts it as small as it can: that only helps.
    function test_batchesOfOneByAGrieferOnlyHelp() public {
        for (uint256 i = 0; i < TENANTS; ++i) {
            vm.prank(_griefer);
            assertFalse(allocation.verify(POOL, _epoch, _right, 1));
            vm.prank(_griefer);
            assertFalse(allocation.verify(POOL, _epoch, _right, 0), "a batch of none changes nothing");
        }
        assertTrue(_verify(_right, TENANTS), "the other half");
    }

    function test_aWrongListGoesNowhereHoweverOftenItIsSubmitted() public {
        uint128[] memory low = _right;
        low[2] -= Q;
        for (uint256 i = 0; i < 2 * TENANTS - 1; ++i) {
            assertFalse(_verify(low, 1));
        }
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationLevelTooLow.selector, 1, low[2]));
            _verify(low, 1);
            vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationLevelTooLow.selector, 1, low[2]));
            _verify(low, type(uint256).max);
        }
        assertFalse(allocation.roundOf(POOL, _epoch).settled);
    }

    /// @dev A wrong level behind a right one is not carried by it.
    function test_aRightFirstLevelDoesNotCarryAWrongSecondOne() public {
        uint128[4] memory wrong = [uint128(0), _right[2] - 1, _right[2] + 1, ALL];
        for (uint256 i = 0; i < 4; ++i) {
            uint128[] memory levels = _right;
            levels[2] = wrong[i];
            assertFalse(_verify(levels, TENANTS));
            assertEq(allocation.progressOf(POOL, _epoch, levels).class, 1, "the first class is through");
            bytes4 reason = i < 2
                ? IAllocationSettlement.AllocationLevelTooLow.selector
                : IAllocationSettlement.AllocationLevelTooHigh.selector;
            vm.expectRevert(abi.encodeWithSelector(reason, 1, wrong[i]));
            _verify(levels, TENANTS);
        }
        _assertUntouched();
    }

    function test_listsOfAnotherLengthAreRefused() public {
        for (uint256 length = 0; length < 9; ++length) {
            if (length == 3) continue;
            uint128[] memory levels = new uint128[](length);
            for (uint256 i = 0; i < length; ++i) {
                levels[i] = i < 3 ? _right[i] : ALL;
            }
            vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationBadLevelCount.selector, length, 3));
            _verify(levels, 99);
        }
        assertTrue(_verify(_right, 99));
    }

    /// @dev The very requests that it counts are closed by then, so progress cannot become untrue.
    function test_progressOutlivesNothingThatCouldChangeIt() public {
        _verify(_right, 3);
        address late = admitOne("late", IPartyRegistry.Kind.Lab);
        (bool done,) = _tryToAsk(late);
        assertFalse(done, "requests are closed");
        nextEpoch();
        (done,) = _tryToAsk(late);
        assertFalse(done);
        assertTrue(_verify(_right, 2 * TENANTS - 3));
    }

    function test_afterTheRightOneEveryListIsLate() public {
        _verify(_right, 99);
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationSettled.selector, POOL, _epoch));
        _verify(_right, 99);
        uint128[] memory wrong = _right;
        wrong[1] += 1;
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationSettled.selector, POOL, _epoch));
        _verify(wrong, 99);
    }

    /// @dev No list but one settles, whatever its levels and however its batches are cut.
    function testFuzz_onlyTheRightListSettles(uint128[3] calldata levels, uint8 near, uint8 batch) public {
        uint128[] memory candidate = new uint128[](3);
        bool isRight = true;
        for (uint256 i = 0; i < 3; ++i) {
            candidate[i] = near >> i & 1 == 1 ? levels[i] : _right[i] - 1 + uint128((near >> 3) % 3);
            isRight = isRight && candidate[i] == _right[i];
        }
        for (uint256 i = 0; i < 2 * TENANTS + 1; ++i) {
            if (_tryAs(_griefer, candidate, batch % 4)) break;
        }
        bool canSettle = isRight && batch % 4 != 0;
        assertEq(allocation.roundOf(POOL, _epoch).settled, canSettle);
        if (!canSettle) assertTrue(_verify(_right, 99));
    }

    function _verify(uint128[] memory levels, uint256 max) private returns (bool) {
        return allocation.verify(POOL, _epoch, levels, max);
    }

    /// @dev Whether it settled; a refusal is the griefer's own.
    function _tryAs(address account, uint128[] memory levels, uint256 max) private returns (bool) {
        vm.prank(account);
        try allocation.verify(POOL, _epoch, levels, max) returns (bool settled) {
            return settled;
        } catch {
            return false;
        }
    }

    function _tryToAsk(address account) private returns (bool, bytes memory) {
        vm.prank(account);
        return address(allocation).call(abi.encodeCall(allocation.request, (POOL, _epoch, 5, 1)));
    }

    function _assertUntouched() private view {
        IAllocationSettlement.Progress memory progress = allocation.progressOf(POOL, _epoch, _right);
        assertEq(progress.class, 0);
        assertEq(progress.party, 0);
        assertEq(progress.sum, 0);
        assertEq(progress.sumNext, 0);
        assertFalse(allocation.roundOf(POOL, _epoch).settled);
    }
}
