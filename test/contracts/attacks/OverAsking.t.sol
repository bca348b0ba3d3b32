// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {WideAllocations} from "../support/WideAllocations.sol";

/// @title Asking for more than one needs, or than there is
contract OverAskingTest is WideAllocations {
    uint64 private constant LARGEST = 2 ** 53 - 1;
    uint256 private constant TENANTS = 8;

    address[] private _tenants;

    function setUp() public {
        deployWideSystem();
        address[] memory labs = admitTenants("lab tenant", TENANTS / 2, IPartyRegistry.Kind.Lab);
        address[] memory others = admitTenants("aggregator", TENANTS / 2, IPartyRegistry.Kind.Aggregator);
        for (uint256 i = 0; i < TENANTS / 2; ++i) {
            _tenants.push(labs[i]);
            _tenants.push(others[i]);
        }
    }

    function test_askingForAllOrForMoreThanThereIsHurtsNobody() public {
        startWide(_policy(3_000), 1_000);
        uint64[5] memory excesses = [uint64(300), 301, LARGEST, LARGEST + 1, type(uint64).max];
        uint64[] memory first;
        for (uint256 i = 0; i < 5; ++i) {
            uint256 before = vm.snapshotState();
            uint64[] memory wants = _honestWants();
            wants[2] = excesses[i];
            uint64[] memory given = _settleWith(wants);
            if (i == 0) first = given;
            _assertSame(given, first);
            assertLt(given[2], 300, "not even the cap");
            vm.revertToState(before);
        }
    }

    function test_nobodyGetsMoreThanTheCapHoweverMuchIsLeft() public {
        startWide(onePot(3_000), 1_000);
        uint64[] memory wants = new uint64[](TENANTS);
        (wants[0], wants[1], wants[2]) = (type(uint64).max, LARGEST, 100);
        uint64[] memory given = _settleWith(wants);
        assertEq(given[0], 300);
        assertEq(given[1], 300);
        assertEq(given[2], 100);
    }

    /// @dev Sums of requests pass 2^53 and 2^56 by far; nothing wraps.
    function test_everybodyAskingForEverythingOfTheLargestPoolSharesItEvenly() public {
        startWide(onePot(10_000), LARGEST);
        uint64[] memory wants = new uint64[](TENANTS);
        for (uint256 i = 0; i < TENANTS; ++i) {
            wants[i] = i % 2 == 0 ? type(uint64).max : LARGEST;
        }
        uint64[] memory given = _settleWith(wants);
        for (uint256 i = 0; i < TENANTS; ++i) {
            assertEq(given[i], LARGEST / TENANTS);
        }
    }

    /// @dev Who asks for what it cannot get keeps a modest one from nothing.
    function test_modestOnesGetAllThatTheyAskFor() public {
        startWide(onePot(10_000), 1_000);
        uint64[] memory wants = new uint64[](TENANTS);
        for (uint256 i = 0; i < TENANTS; ++i) {
            wants[i] = i == 0 ? 125 : type(uint64).max;
        }
        assertEq(_settleWith(wants)[0], 125);
    }

    /// @dev A tenant that does not get all it asked for gets to the unit the same when it asks for more, and so does
    /// everybody else.
    function testFuzz_askingForMoreRaisesNobodyWhoIsNotSaturated(uint256 seed, uint64 more) public {
        startWide(_policy(uint16(1 + seed % 10_000)), uint64(10_000 + (seed >> 16) % 1e6));
        uint64[] memory wants = new uint64[](TENANTS);
        for (uint256 i = 0; i < TENANTS; ++i) {
            wants[i] = uint64(uint256(keccak256(abi.encode(seed, i))) % 500_000);
        }
        uint256 before = vm.snapshotState();
        uint64[] memory given = _settleWith(wants);
        vm.revertToState(before);
        uint256 asker = seed % TENANTS;
        bool isSaturated = given[asker] == wants[asker];
        wants[asker] = uint64(bound(more, wants[asker], type(uint64).max));
        uint64[] memory after_ = _settleWith(wants);
        if (isSaturated) assertGe(after_[asker], given[asker], "asking for more never costs");
        else _assertSame(after_, given);
    }

    function _policy(uint16 capBps) private pure returns (IAllocationRules.Policy memory policy) {
        policy = onePot(capBps);
        policy.classes = new IAllocationRules.ClassRule[](2);
        policy.classes[0] = IAllocationRules.ClassRule({reserveBps: 1_000, weight: 3});
        policy.classes[1] = IAllocationRules.ClassRule({reserveBps: 2_000, weight: 2});
        policy.kinds[uint8(IPartyRegistry.Kind.Aggregator)].class = 1;
    }

    function _honestWants() private pure returns (uint64[] memory wants) {
        wants = new uint64[](TENANTS);
        for (uint64 i = 0; i < TENANTS; ++i) {
            wants[i] = 40 + 50 * i;
        }
    }

    function _settleWith(uint64[] memory wants) private returns (uint64[] memory given) {
        uint48 epoch = next();
        for (uint256 i = 0; i < TENANTS; ++i) {
            ask(_tenants[i], POOL, wants[i]);
        }
        settle(POOL);
        given = new uint64[](TENANTS);
        for (uint256 i = 0; i < TENANTS; ++i) {
            given[i] = allocation.allocationOf(parties.partyOf(_tenants[i], epoch), POOL, epoch);
        }
    }

    function _assertSame(uint64[] memory left, uint64[] memory right) private pure {
        for (uint256 i = 0; i < TENANTS; ++i) {
            assertEq(left[i], right[i], vm.toString(i));
        }
    }
}
