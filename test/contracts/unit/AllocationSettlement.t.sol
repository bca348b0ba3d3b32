// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IAllocationSettlement} from "../../../contracts/interfaces/IAllocationSettlement.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {WideAllocations} from "../support/WideAllocations.sol";

/// @title Levels that prove themselves: the worked examples, batches, and every refusal
contract AllocationSettlementTest is WideAllocations {
    uint128 private constant Q = 2 ** 32;

    address[] private _labs;
    address[] private _simulations;
    uint48 private _epoch;

    function setUp() public {
        deployWideSystem();
        _labs = admitTenants("lab tenant", 4, IPartyRegistry.Kind.Lab);
        _simulations = admitTenants("simulation", 2, IPartyRegistry.Kind.Simulation);
    }

    /// @dev C = 1000, one class: 100, 300, 500 and 700 are asked for; the three that want most get 300 each.
    function test_verify_firstWorkedExample() public {
        _startFirstExample();
        assertTrue(_verify(_levels(1_001 * Q - 1, 1_292_785_156_095), 9));
        _assertGets(_labs[0], 100);
        _assertGets(_labs[1], 300);
        _assertGets(_labs[2], 300);
        _assertGets(_labs[3], 300);
    }

    /// @dev C = 100, two classes with a tenth in reserve each: 80, 90 and 90 (of which 50 count) against 33.
    function test_verify_secondWorkedExample() public {
        _startSecondExample();
        uint128[] memory levels = _levels(249_108_103_167, 98_784_247_807, ALL);
        (uint256[] memory demands, uint256[] memory available) = allocation.sharesOf(POOL, _epoch, levels[0]);
        assertEq(demands[0], 150);
        assertEq(demands[1], 33);
        assertEq(available[0], 67);
        assertEq(available[1], 33);
        assertTrue(_verify(levels, 9));
        uint256 total = 0;
        for (uint256 i = 0; i < 3; ++i) {
            _assertGets(_labs[i], 22);
            total += 22;
        }
        _assertGets(_simulations[0], 33);
        assertEq(100 - total - 33, 1, "dust");
    }

    function test_verify_settlesAndSaysByWhom() public {
        _startFirstExample();
        uint128[] memory levels = solve(POOL, _epoch);
        vm.expectEmit(address(allocation));
        emit IAllocationSettlement.RoundSettled(POOL, _epoch, levels, stranger);
        vm.prank(stranger);
        assertTrue(allocation.verify(POOL, _epoch, levels, 4));
        assertTrue(allocation.roundOf(POOL, _epoch).settled);
    }

    function test_verify_goesOnWhereTheSameLevelsStood() public {
        _startFirstExample();
        uint128[] memory levels = solve(POOL, _epoch);
        uint64[3] memory sums = [uint64(300), 600, 900];
        uint64[3] memory sumsNext = [uint64(301), 602, 902];
        for (uint256 i = 0; i < 3; ++i) {
            assertFalse(_verify(levels, 1));
            IAllocationSettlement.Progress memory progress = allocation.progressOf(POOL, _epoch, levels);
            assertEq(progress.class, 0);
            assertEq(progress.kind, uint8(IPartyRegistry.Kind.Lab));
            // The newest request comes first, and the third asks for 300 at any level.
            assertEq(progress.party, parties.partyNow(_labs[2 - i]));
            assertEq(progress.sum, sums[i]);
            assertEq(progress.sumNext, sumsNext[i]);
        }
        assertTrue(_verify(levels, 1));
    }

    function test_verify_ofNoneCountsNothing() public {
        _startFirstExample();
        uint128[] memory levels = solve(POOL, _epoch);
        assertFalse(_verify(levels, 0));
        assertEq(allocation.progressOf(POOL, _epoch, levels).sum, 0);
        assertTrue(_verify(levels, 4));
    }

    function test_verify_keepsProgressPerList() public {
        _startFirstExample();
        uint128[] memory levels = solve(POOL, _epoch);
        uint128[] memory wrong = _levels(levels[0], levels[1] - Q);
        assertFalse(_verify(levels, 2));
        assertFalse(_verify(wrong, 3));
        assertEq(allocation.progressOf(POOL, _epoch, levels).sum, 600);
        assertEq(allocation.progressOf(POOL, _epoch, wrong).sum, 897);
        _expectLevel(IAllocationSettlement.AllocationLevelTooLow.selector, wrong, 0, 1);
        assertTrue(_verify(levels, 2));
    }

    function test_verify_inBatchesOfOneGivesTheSame() public {
        _startSecondExample();
        uint128[] memory levels = solve(POOL, _epoch);
        uint256 calls = 1;
        while (!_verify(levels, 1)) ++calls;
        assertEq(calls, 3, "only the class that is short is counted");
        _assertGets(_labs[0], 22);
        _assertGets(_simulations[0], 33);
    }

    function test_verify_countsNothingWhereNothingIsShort() public {
        _start(onePot(10_000), 1_000);
        _ask(_labs[0], 100);
        _ask(_simulations[0], 900);
        closeRequests();
        assertTrue(_verify(_levels(ALL, ALL), 0));
        _assertGets(_labs[0], 100);
        _assertGets(_simulations[0], 900);
    }

    function test_verify_settlesARoundOfWhichNobodyAsked() public {
        _start(onePot(10_000), 1_000);
        allocation.open(POOL, _epoch);
        closeRequests();
        assertTrue(_verify(_levels(ALL, ALL), 0));
        _assertGets(_labs[0], 0);
    }

    function test_verify_settlesLateAsWell() public {
        _startFirstExample();
        uint128[] memory levels = solve(POOL, _epoch);
        vm.warp(clock.startOf(_epoch + 3));
        assertTrue(_verify(levels, 9));
        _assertGets(_labs[3], 300);
    }

    /// @dev Two kinds share a class by 3 to 1: the level is the same for both.
    function test_verify_weighsKindsWithinAClass() public {
        IAllocationRules.Policy memory policy = onePot(10_000);
        policy.kinds[1].weight = 3;
        _start(policy, 800);
        _ask(_labs[0], 700);
        _ask(_simulations[0], 700);
        closeRequests();
        assertTrue(_verify(_levels(801 * Q - 1, 601 * Q / 3), 9));
        _assertGets(_labs[0], 600);
        _assertGets(_simulations[0], 200);
    }

    function test_verify_givesAnUnusedReserveToOthers() public {
        IAllocationRules.Policy memory policy = _simulationsApart(4_000);
        _start(policy, 1_000);
        _ask(_labs[0], 1_000);
        _ask(_simulations[0], 10);
        closeRequests();
        _settle();
        _assertGets(_labs[0], 990);
        _assertGets(_simulations[0], 10);
    }

    /// @dev However much everybody else asks, and although its weight outside of the reserve is the least there is.
    function test_I1_simulationAndAgentsAreAClassWithItsOwnReserve() public {
        IAllocationRules.Policy memory policy = _simulationsApart(3_000);
        policy.classes[0].weight = type(uint16).max;
        policy.kinds[1].weight = type(uint16).max;
        _start(policy, 1_000);
        for (uint256 i = 0; i < 4; ++i) {
            _ask(_labs[i], type(uint64).max);
        }
        _ask(_simulations[0], 200);
        _ask(_simulations[1], 1_000);
        closeRequests();
        _settle();
        _assertGets(_simulations[0], 150);
        _assertGets(_simulations[1], 150);
        _assertGets(_labs[0], 175);
    }

    function test_I1_theDeployedPolicyHasThatClass() public {
        deploySystem("demo");
        IAllocationRules.Policy memory policy = allocation.policyOf(0);
        uint8 class = policy.kinds[uint8(IPartyRegistry.Kind.Simulation)].class;
        assertGt(policy.classes[class].reserveBps, 0);
        for (uint256 kind = 0; kind < 7; ++kind) {
            bool isAlone = kind == uint8(IPartyRegistry.Kind.Simulation) || policy.kinds[kind].class != class;
            assertTrue(isAlone, "another kind shares the class");
        }
    }

    function test_verify_revertsIf_theRoundWasNotOpened() public {
        _start(onePot(10_000), 1_000);
        closeRequests();
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationNotOpened.selector, POOL, _epoch));
        _verify(_levels(ALL, ALL), 1);
    }

    function test_verify_revertsIf_requestsAreStillTaken() public {
        _startFirstExample();
        uint128[] memory levels = solve(POOL, _epoch);
        vm.warp(block.timestamp - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAllocationSettlement.AllocationStillTaking.selector, _epoch, block.timestamp + 1)
        );
        _verify(levels, 1);
        skipTime(1);
        assertTrue(_verify(levels, 4));
    }

    function test_verify_revertsIf_settledAlready() public {
        _startFirstExample();
        uint128[] memory levels = _settle();
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationSettled.selector, POOL, _epoch));
        _verify(levels, 1);
    }

    function test_verify_revertsIf_thereAreTooFewOrTooManyLevels() public {
        _startFirstExample();
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationBadLevelCount.selector, 0, 2));
        _verify(new uint128[](0), 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationBadLevelCount.selector, 1, 2));
        _verify(new uint128[](1), 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationBadLevelCount.selector, 3, 2));
        _verify(new uint128[](3), 1);
    }

    function test_verify_revertsIf_theClassLevelIsNotTheOne() public {
        _startSecondExample();
        uint128[] memory levels = solve(POOL, _epoch);
        uint128[4] memory wrong = [levels[0] - 1, levels[0] + 1, 0, ALL];
        for (uint256 i = 0; i < 4; ++i) {
            _expectClassLevel(_levels(wrong[i], levels[1], levels[2]));
        }
    }

    function test_verify_revertsIf_theClassLevelIsNotTheGreatestThoughAllFits() public {
        _start(onePot(10_000), 1_000);
        _ask(_labs[0], 1_000);
        closeRequests();
        _expectClassLevel(_levels(1_001 * Q - 1, ALL));
        _expectClassLevel(_levels(ALL - 1, ALL));
        assertTrue(_verify(_levels(ALL, ALL), 0));
    }

    function test_verify_revertsIf_aLevelIsNotTheGreatestThoughItsClassFits() public {
        _startSecondExample();
        uint128[] memory levels = solve(POOL, _epoch);
        _expectLevel(IAllocationSettlement.AllocationLevelNotMax.selector, _levels(levels[0], levels[1], ALL - 1), 1, 9);
        _expectLevel(IAllocationSettlement.AllocationLevelNotMax.selector, _levels(levels[0], levels[1], 34 * Q), 1, 9);
    }

    function test_verify_revertsIf_aLevelIsTooHigh() public {
        _startSecondExample();
        uint128[] memory levels = solve(POOL, _epoch);
        bytes4 reason = IAllocationSettlement.AllocationLevelTooHigh.selector;
        _expectLevel(reason, _levels(levels[0], levels[1] + 1, levels[2]), 0, 9);
        _expectLevel(reason, _levels(levels[0], ALL, levels[2]), 0, 9);
    }

    /// @dev It ends with the batch in which it gives too much, not only with the last one.
    function test_verify_revertsIf_aLevelIsTooHighBeforeAllAreCounted() public {
        _startFirstExample();
        uint128[] memory wrong = _levels(1_001 * Q - 1, 600 * Q);
        assertFalse(_verify(wrong, 1));
        _expectLevel(IAllocationSettlement.AllocationLevelTooHigh.selector, wrong, 0, 1);
    }

    function test_verify_revertsIf_aLevelIsTooLow() public {
        _startSecondExample();
        uint128[] memory levels = solve(POOL, _epoch);
        bytes4 reason = IAllocationSettlement.AllocationLevelTooLow.selector;
        _expectLevel(reason, _levels(levels[0], levels[1] - 1, levels[2]), 0, 9);
        _expectLevel(reason, _levels(levels[0], 0, levels[2]), 0, 9);
    }

    /// @dev One level above 11 x Q - 1 the second gets 33 and the first still 10, which is all there is and all that it asked
    /// for: whoever counted it once more would take that level for the right one.
    function test_verify_revertsIf_aLevelIsTooLowWhereSomebodyHasAllItAskedFor() public {
        IAllocationRules.Policy memory policy = onePot(10_000);
        policy.kinds[uint8(IPartyRegistry.Kind.Simulation)].weight = 3;
        _start(policy, 43);
        _ask(_labs[0], 10);
        _ask(_simulations[0], 43);
        closeRequests();
        bytes4 reason = IAllocationSettlement.AllocationLevelTooLow.selector;
        _expectLevel(reason, _levels(44 * Q - 1, 11 * Q - 1), 0, 9);
        assertTrue(_verify(_levels(44 * Q - 1, 34 * Q / 3), 9));
        _assertGets(_labs[0], 10);
        _assertGets(_simulations[0], 33);
    }

    function test_sharesOf_revertsIf_theClassLevelIsNotTheOne() public {
        _startSecondExample();
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationWrongClassLevel.selector, ALL));
        allocation.sharesOf(POOL, _epoch, ALL);
    }

    /// @dev Nothing of one epoch reaches into the next: what was not given lapses.
    function test_verify_carriesNoDustOver() public {
        _startSecondExample();
        _settle();
        vm.warp(clock.startOf(_epoch));
        _epoch = next();
        _ask(_labs[0], 100);
        assertEq(allocation.roundOf(POOL, _epoch).capacity, 100);
        closeRequests();
        assertTrue(_verify(_levels(ALL, ALL, ALL), 9));
        _assertGets(_labs[0], 50);
    }

    function _startFirstExample() private {
        _start(onePot(10_000), 1_000);
        for (uint256 i = 0; i < 4; ++i) {
            _ask(_labs[i], i == 0 ? 100 : uint64(100 + 200 * i));
        }
        closeRequests();
    }

    function _startSecondExample() private {
        IAllocationRules.Policy memory policy = _simulationsApart(1_000);
        policy.classes[0].reserveBps = 1_000;
        policy.capBps = 5_000;
        _start(policy, 100);
        _ask(_labs[0], 80);
        _ask(_labs[1], 90);
        _ask(_labs[2], 90);
        _ask(_simulations[0], 33);
        closeRequests();
    }

    function _simulationsApart(uint16 reserveBps) private pure returns (IAllocationRules.Policy memory policy) {
        policy = onePot(10_000);
        policy.classes = new IAllocationRules.ClassRule[](2);
        policy.classes[0].weight = 1;
        policy.classes[1] = IAllocationRules.ClassRule({reserveBps: reserveBps, weight: 1});
        policy.kinds[uint8(IPartyRegistry.Kind.Simulation)].class = 1;
    }

    function _start(IAllocationRules.Policy memory policy, uint64 capacity) private {
        startWide(policy, capacity);
        _epoch = next();
    }

    function _ask(address account, uint64 want) private {
        ask(account, POOL, want);
    }

    function _settle() private returns (uint128[] memory levels) {
        levels = solve(POOL, _epoch);
        assertTrue(_verify(levels, 99));
    }

    function _verify(uint128[] memory levels, uint256 max) private returns (bool) {
        return allocation.verify(POOL, _epoch, levels, max);
    }

    function _expectClassLevel(uint128[] memory levels) private {
        vm.expectRevert(abi.encodeWithSelector(IAllocationSettlement.AllocationWrongClassLevel.selector, levels[0]));
        _verify(levels, 9);
    }

    function _expectLevel(bytes4 reason, uint128[] memory levels, uint256 class, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(reason, class, levels[class + 1]));
        _verify(levels, max);
    }

    function _assertGets(address account, uint64 expected) private view {
        uint32 party = parties.partyNow(account);
        assertEq(allocation.allocationOf(party, POOL, _epoch), expected, vm.toString(account));
    }

    function _levels(uint128 classLevel, uint128 level) private pure returns (uint128[] memory levels) {
        levels = new uint128[](2);
        (levels[0], levels[1]) = (classLevel, level);
    }

    function _levels(uint128 classLevel, uint128 first, uint128 second) private pure returns (uint128[] memory levels) {
        levels = new uint128[](3);
        (levels[0], levels[1], levels[2]) = (classLevel, first, second);
    }
}
