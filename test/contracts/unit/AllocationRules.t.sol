// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllocationConfig} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {WideAllocations} from "../support/WideAllocations.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract AllocationRulesTest is WideAllocations {
    uint64 private constant LARGEST = 2 ** 53 - 1;

    function setUp() public {
        deployWideSystem();
        skipTime(1 hours);
    }

    function test_constructor_takesItsPolicyFromEpochZero() public view {
        assertEq(allocation.versionAt(0), 0);
        assertEq(allocation.versionAt(type(uint48).max), 0);
        IAllocationRules.Policy memory first = allocation.policyOf(0);
        assertEq(first.capBps, 2_000);
        assertEq(first.classes.length, 5);
        assertEq(first.classes[3].reserveBps, 500);
        assertEq(first.kinds[1].class, 2);
        assertEq(allocation.minCapBps(), 500);
        assertEq(allocation.maxCapBps(), 3_300);
        assertEq(allocation.poolCount(), 0);
    }

    function test_constructor_revertsIf_thePolicyIsInvalid() public {
        AllocationConfig memory config = wideConfig(onePot(10_000));
        config.maxCapBps = 9_999;
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationCapOutside.selector, 10_000, 1, 9_999));
        deployAllocation(config);
    }

    function test_addPool_numbersFromOneAndBindsFromTheEpochAfterNext() public {
        vm.expectEmit(address(allocation));
        emit IAllocationRules.PoolAdded(1, "A80 in one region");
        vm.expectEmit(address(allocation));
        emit IAllocationRules.CapacitySet(1, 2, 70);
        assertEq(_addPool("A80 in one region", 70), 1);
        assertEq(_addPool("B200 in another", LARGEST), 2);
        assertEq(allocation.poolCount(), 2);
        assertEq(allocation.capacityAt(1, 0), 0);
        assertEq(allocation.capacityAt(1, 1), 0);
        assertEq(allocation.capacityAt(1, 2), 70);
        assertEq(allocation.capacityAt(2, 2), LARGEST);
    }

    function test_addPool_takesNamesOfOneToSixtyFourBytes() public {
        assertEq(_addPool("P", 1), 1);
        assertEq(_addPool(_nameOf(64), 1), 2);
    }

    function test_addPool_revertsIf_theNameIsEmptyOrTooLong() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationBadName.selector, 0, 64));
        allocation.addPool("", 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationBadName.selector, 65, 64));
        allocation.addPool(_nameOf(65), 1);
        vm.stopPrank();
    }

    function test_addPool_revertsIf_thereAreThirtyTwo() public {
        for (uint256 i = 0; i < 32; ++i) {
            _addPool("A pool", 1);
        }
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationTooManyPools.selector, 32));
        _addPool("One more", 1);
    }

    function test_addPool_revertsIf_theCapacityIsTooLarge() public {
        vm.expectRevert(
            abi.encodeWithSelector(IAllocationRules.AllocationCapacityTooLarge.selector, LARGEST + 1, LARGEST)
        );
        _addPool("A pool", LARGEST + 1);
    }

    function test_addPool_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        allocation.addPool("A pool", 1);
    }

    function test_setCapacity_bindsFromTheEpochAfterNext() public {
        _addPool("A pool", 70);
        nextEpoch();
        nextEpoch();
        vm.expectEmit(address(allocation));
        emit IAllocationRules.CapacitySet(1, 4, 90);
        _setCapacity(1, 90);
        assertEq(allocation.capacityAt(1, 2), 70);
        assertEq(allocation.capacityAt(1, 3), 70);
        assertEq(allocation.capacityAt(1, 4), 90);
        assertEq(allocation.capacityAt(1, type(uint48).max), 90);
    }

    function test_setCapacity_isReplacedByALaterOneOfTheSameEpoch() public {
        _addPool("A pool", 70);
        _setCapacity(1, 80);
        _setCapacity(1, 60);
        assertEq(allocation.capacityAt(1, 2), 60);
    }

    function test_setCapacity_revertsIf_noPoolHasTheId() public {
        _addPool("A pool", 70);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 0));
        _setCapacity(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 2));
        _setCapacity(2, 1);
    }

    function test_setCapacity_revertsIf_tooLarge() public {
        _addPool("A pool", 70);
        vm.expectRevert(
            abi.encodeWithSelector(IAllocationRules.AllocationCapacityTooLarge.selector, type(uint64).max, LARGEST)
        );
        _setCapacity(1, type(uint64).max);
    }

    function test_setCapacity_revertsIf_notTheTimelock() public {
        _addPool("A pool", 70);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, whale));
        vm.prank(whale);
        allocation.setCapacity(1, 1);
    }

    function test_closePool_endsThePoolFromTheEpochAfterNext() public {
        _addPool("A pool", 70);
        nextEpoch();
        vm.expectEmit(address(allocation));
        emit IAllocationRules.CapacitySet(1, 3, 0);
        vm.prank(address(timelock));
        allocation.closePool(1);
        assertEq(allocation.capacityAt(1, 2), 70);
        assertEq(allocation.capacityAt(1, 3), 0);
        assertEq(allocation.poolCount(), 1, "its id is not given again");
    }

    function test_closePool_revertsIf_noPoolHasTheId() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownPool.selector, 1));
        vm.prank(address(timelock));
        allocation.closePool(1);
    }

    function test_closePool_revertsIf_notTheTimelock() public {
        _addPool("A pool", 70);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        allocation.closePool(1);
    }

    function test_setPolicy_storesAllAndBindsFromTheEpochAfterNext() public {
        IAllocationRules.Policy memory policy = _twoClasses();
        vm.expectEmit(address(allocation));
        emit IAllocationRules.PolicySet(1, 2, policy);
        setPolicy(policy);
        assertEq(allocation.versionAt(0), 0);
        assertEq(allocation.versionAt(1), 0);
        assertEq(allocation.versionAt(2), 1);
        assertEq(keccak256(abi.encode(allocation.policyOf(1))), keccak256(abi.encode(policy)));
    }

    function test_setPolicy_isReplacedByALaterOneOfTheSameEpoch() public {
        setPolicy(_twoClasses());
        setPolicy(onePot(1_000));
        assertEq(allocation.versionAt(1), 0);
        assertEq(allocation.versionAt(2), 2);
    }

    function test_setPolicy_takesWhatIsAtTheBounds() public {
        IAllocationRules.Policy memory policy = onePot(500);
        policy.classes = new IAllocationRules.ClassRule[](8);
        for (uint256 i = 0; i < 8; ++i) {
            policy.classes[i] = IAllocationRules.ClassRule({reserveBps: 1_250, weight: type(uint16).max});
        }
        policy.kinds[6] = IAllocationRules.KindRule({class: 7, weight: type(uint16).max});
        policy.kinds[0].weight = 0;
        setPolicy(policy);
        policy.capBps = 3_300;
        setPolicy(policy);
        assertEq(allocation.versionAt(2), 2);
    }

    function test_setPolicy_revertsIf_theCapIsOutsideItsBounds() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationCapOutside.selector, 499, 500, 3_300));
        setPolicy(onePot(499));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationCapOutside.selector, 3_301, 500, 3_300));
        setPolicy(onePot(3_301));
    }

    function test_setPolicy_revertsIf_thereIsNoClassOrNine() public {
        IAllocationRules.Policy memory policy = onePot(1_000);
        policy.classes = new IAllocationRules.ClassRule[](0);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationBadClassCount.selector, 0));
        setPolicy(policy);
        policy.classes = new IAllocationRules.ClassRule[](9);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationBadClassCount.selector, 9));
        setPolicy(policy);
    }

    function test_setPolicy_revertsIf_aClassHasNoWeight() public {
        IAllocationRules.Policy memory policy = _twoClasses();
        policy.classes[1].weight = 0;
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationZeroWeight.selector, 1));
        setPolicy(policy);
    }

    function test_setPolicy_revertsIf_reservesExceedTheWhole() public {
        IAllocationRules.Policy memory policy = _twoClasses();
        (policy.classes[0].reserveBps, policy.classes[1].reserveBps) = (5_000, 5_001);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationReservesTooLarge.selector, 10_001));
        setPolicy(policy);
    }

    function test_setPolicy_revertsIf_aKindIsInNoClass() public {
        IAllocationRules.Policy memory policy = _twoClasses();
        policy.kinds[6].class = 2;
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationUnknownClass.selector, 6, 2));
        setPolicy(policy);
    }

    function test_setPolicy_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stewards[0]));
        vm.prank(stewards[0]);
        allocation.setPolicy(onePot(1_000));
    }

    function test_lowerCap_changesNothingElseFromTheEpochAfterNext() public {
        IAllocationRules.Policy memory policy = allocation.policyOf(0);
        policy.capBps = 1_999;
        vm.expectEmit(address(allocation));
        emit IAllocationRules.PolicySet(1, 2, policy);
        _lowerCap(1_999);
        assertEq(allocation.versionAt(1), 0);
        assertEq(allocation.versionAt(2), 1);
    }

    /// @dev Else a vote that is executed, but does not bind yet, would be undone by a routine one.
    function test_lowerCap_startsFromTheNewestPolicyEvenBeforeItBinds() public {
        setPolicy(_twoClasses());
        _lowerCap(700);
        IAllocationRules.Policy memory policy = allocation.policyOf(2);
        assertEq(policy.capBps, 700);
        assertEq(policy.classes.length, 2);
        assertEq(policy.kinds[6].class, 1);
        assertEq(allocation.versionAt(2), 2);
    }

    function test_lowerCap_revertsIf_notLower() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationCapNotLower.selector, 2_000, 2_000));
        _lowerCap(2_000);
        setPolicy(onePot(1_000));
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationCapNotLower.selector, 1_500, 1_000));
        _lowerCap(1_500);
    }

    function test_lowerCap_revertsIf_belowTheLeast() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationRules.AllocationCapOutside.selector, 499, 500, 3_300));
        _lowerCap(499);
    }

    function test_lowerCap_revertsIf_notTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian));
        vm.prank(guardian);
        allocation.lowerCap(1_000);
    }

    function testFuzz_rules_executedInAnEpochBindTwoLaterAndNeverEarlier(uint16 epochs, uint32 second, uint64 capacity)
        public
    {
        capacity = uint64(bound(capacity, 1, LARGEST));
        _addPool("A pool", 0);
        vm.warp(clock.startOf(epochs) + second % clock.length());
        uint48 epoch = clock.current();
        setPolicy(onePot(1_000));
        _setCapacity(1, capacity);
        for (uint48 later = 0; later < 2; ++later) {
            assertEq(allocation.versionAt(epoch + later), 0);
            assertEq(allocation.capacityAt(1, epoch + later), 0);
        }
        assertEq(allocation.versionAt(epoch + 2), 1);
        assertEq(allocation.capacityAt(1, epoch + 2), capacity);
    }

    /// @dev Compared with a plain list of what was set when.
    function testFuzz_capacityAt_followsAnyHistory(uint256 seed) public {
        uint64[24] memory expected;
        _addPool("A pool", 0);
        for (uint48 epoch = 0; epoch < 20; ++epoch) {
            for (uint256 step = 0; step < 3; ++step) {
                seed = uint256(keccak256(abi.encode(seed)));
                if (seed % 3 != 0) continue;
                _setCapacity(1, uint64(seed >> 203));
                for (uint48 later = epoch + 2; later < 24; ++later) {
                    expected[later] = uint64(seed >> 203);
                }
            }
            for (uint48 known = 0; known < 24; ++known) {
                assertEq(allocation.capacityAt(1, known), expected[known]);
            }
            nextEpoch();
        }
    }

    function _addPool(string memory name, uint64 capacity) private returns (uint32) {
        vm.prank(address(timelock));
        return allocation.addPool(name, capacity);
    }

    function _setCapacity(uint32 pool, uint64 capacity) private {
        vm.prank(address(timelock));
        allocation.setCapacity(pool, capacity);
    }

    function _lowerCap(uint16 capBps) private {
        vm.prank(address(timelock));
        allocation.lowerCap(capBps);
    }

    function _twoClasses() private pure returns (IAllocationRules.Policy memory policy) {
        policy = onePot(1_000);
        policy.classes = new IAllocationRules.ClassRule[](2);
        policy.classes[0] = IAllocationRules.ClassRule({reserveBps: 2_500, weight: 3});
        policy.classes[1] = IAllocationRules.ClassRule({reserveBps: 0, weight: 1});
        policy.kinds[6] = IAllocationRules.KindRule({class: 1, weight: 9});
    }

    function _nameOf(uint256 length) private pure returns (string memory) {
        bytes memory name = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            name[i] = "x";
        }
        return string(name);
    }
}
