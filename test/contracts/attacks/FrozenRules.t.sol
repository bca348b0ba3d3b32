// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {Allocations} from "../support/Allocations.sol";
import {Proposals} from "../support/Proposals.sol";

/// @title A vote that is executed at the edge of an epoch, to change what others have asked for already
contract FrozenRulesTest is Allocations, Proposals {
    uint48 private constant EDGE = 9;

    function setUp() public {
        startCompute();
    }

    function test_oneSecondBeforeAnEpochTheNextTwoAreStillUnchanged() public {
        vm.warp(clock.startOf(EDGE) - 1);
        _changeEverything();
        _assertOld(EDGE - 1);
        _assertOld(EDGE);
        _assertNew(EDGE + 1);
    }

    function test_inTheFirstSecondOfAnEpochItAndTheNextAreUnchanged() public {
        vm.warp(clock.startOf(EDGE));
        _changeEverything();
        _assertOld(EDGE);
        _assertOld(EDGE + 1);
        _assertNew(EDGE + 2);
    }

    /// @dev Requests for the edge are closed in its last second before; whoever is first to open it afterwards is too
    /// late, and what was opened does not move.
    function test_aRoundThatIsOpenKeepsItsRules() public {
        vm.warp(clock.startOf(EDGE - 1));
        ask(applicant, POOL, type(uint64).max);
        _changeEverything();
        ask(stewards[0], POOL, type(uint64).max);
        assertEq(allocation.roundOf(POOL, EDGE).version, 0);
        assertEq(allocation.roundOf(POOL, EDGE).capacity, CAPACITY);
        assertEq(allocation.requestOf(1, POOL, EDGE).units, CAPACITY / 5);
        settle(POOL);
        vm.warp(clock.startOf(EDGE));
        _changeEverything();
        assertEq(allocation.allocationOf(1, POOL, EDGE), CAPACITY / 5);
        vm.prank(market);
        treasury.draw(POOL, EDGE, CAPACITY, CAPACITY);
    }

    /// @dev A round of the next epoch that nobody has opened yet is as frozen as one that somebody has.
    function test_aRoundThatNobodyOpenedIsFrozenAsWell() public {
        vm.warp(clock.startOf(EDGE) - 1 days);
        _changeEverything();
        vm.warp(clock.startOf(EDGE) - 3 hours);
        ask(applicant, POOL, type(uint64).max);
        assertEq(allocation.roundOf(POOL, EDGE).version, 0);
        assertEq(allocation.roundOf(POOL, EDGE).cap, CAPACITY / 5);
        vm.warp(clock.startOf(EDGE));
        ask(applicant, POOL, type(uint64).max);
        assertEq(allocation.roundOf(POOL, EDGE + 1).version, 1);
        assertEq(allocation.roundOf(POOL, EDGE + 1).capacity, 50);
        assertEq(allocation.roundOf(POOL, EDGE + 1).cap, 5);
    }

    /// @dev The routine way is fast, and binds no earlier for it.
    function test_aLoweredCapBindsNobodyWhoHasAskedAlready() public {
        vm.warp(clock.startOf(EDGE) - 1);
        vm.startPrank(address(timelock));
        allocation.lowerCap(500);
        allocation.closePool(POOL);
        vm.stopPrank();
        _assertOld(EDGE);
        assertEq(allocation.versionAt(EDGE + 1), 1);
        assertEq(allocation.capacityAt(POOL, EDGE + 1), 0);
    }

    /// @dev A whole proposal, whose execution is held back to the last second before an epoch.
    function test_anExecutionHeldBackToTheEdgeBindsTwoEpochsLater() public {
        Proposal memory p = propose(
            singleAction(address(allocation), abi.encodeCall(allocation.setPolicy, (onePot(1_000))), "One pot."), alice
        );
        voteThrough(p);
        queue(p);
        warpToEta(p);
        uint48 edge = clock.current() + 1;
        vm.warp(clock.startOf(edge) - 1);
        execute(p);
        assertEq(allocation.versionAt(edge), 0);
        assertEq(allocation.versionAt(edge + 1), 1);
    }

    function testFuzz_noSecondOfAnEpochChangesItOrTheNext(uint32 second) public {
        vm.warp(clock.startOf(EDGE) + second % clock.length());
        _changeEverything();
        _assertOld(EDGE);
        _assertOld(EDGE + 1);
        _assertNew(EDGE + 2);
    }

    function _changeEverything() private {
        vm.startPrank(address(timelock));
        allocation.setPolicy(onePot(1_000));
        allocation.setCapacity(POOL, 50);
        treasury.setSchedule(POOL, IComputeTreasury.Terms({gpuSeconds: 60, money: 70, maxRate: RATE}));
        vm.stopPrank();
    }

    function _assertOld(uint48 epoch) private view {
        assertEq(allocation.versionAt(epoch), 0);
        assertEq(allocation.capacityAt(POOL, epoch), CAPACITY);
        assertEq(treasury.termsAt(POOL, epoch).gpuSeconds, CAPACITY);
    }

    function _assertNew(uint48 epoch) private view {
        IAllocationRules.Policy memory policy = allocation.policyOf(allocation.versionAt(epoch));
        assertEq(policy.capBps, 1_000);
        assertEq(policy.classes.length, 1);
        assertEq(allocation.capacityAt(POOL, epoch), 50);
        assertEq(treasury.termsAt(POOL, epoch).money, 70);
    }
}
