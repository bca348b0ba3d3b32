// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Milestones} from "../support/Milestones.sol";

/// @title What a job of four milestones costs, in whole transactions
contract MilestoneGasTest is Milestones {
    function setUp() public {
        startMilestones();
        // What every later job finds: money, fees and claims that are not zero any more.
        deliver(startJob(1));
        acceptMilestone(1, 0);
    }

    function test_gas_job() public {
        offer(planOf(4));
        vm.snapshotGasLastCall("milestones", "offer 4 milestones");
        vm.prank(operator);
        milestones.acceptJob(2);
        vm.snapshotGasLastCall("milestones", "accept a job");
        deliver(2);
        vm.snapshotGasLastCall("milestones", "deliver");
        acceptMilestone(2, 0);
        vm.snapshotGasLastCall("milestones", "accept a milestone");
        vm.prank(operator);
        milestones.claim();
        vm.snapshotGasLastCall("milestones", "claim");
    }
}
