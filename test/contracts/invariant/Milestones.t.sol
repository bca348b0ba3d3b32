// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "../support/Test.sol";
import {MilestoneHandler} from "./MilestoneHandler.sol";

/// @title The balance of milestone leases, whatever anybody does in whatever order
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 120
/// forge-config: default.invariant.fail-on-revert = true
contract MilestoneInvariants is Test {
    MilestoneHandler private _handler;

    function setUp() public {
        _handler = new MilestoneHandler();
        bytes4[] memory selectors = new bytes4[](13);
        selectors[0] = MilestoneHandler.offerJob.selector;
        selectors[1] = MilestoneHandler.answerOffer.selector;
        selectors[2] = MilestoneHandler.answerOffer.selector;
        selectors[3] = MilestoneHandler.deliverNext.selector;
        selectors[4] = MilestoneHandler.deliverNext.selector;
        selectors[5] = MilestoneHandler.answerDelivery.selector;
        selectors[6] = MilestoneHandler.answerDelivery.selector;
        selectors[7] = MilestoneHandler.decideCase.selector;
        selectors[8] = MilestoneHandler.settleAny.selector;
        selectors[9] = MilestoneHandler.reclaimRest.selector;
        selectors[10] = MilestoneHandler.takeMoney.selector;
        selectors[11] = MilestoneHandler.attack.selector;
        selectors[12] = MilestoneHandler.moveTime.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
        targetContract(address(_handler));
    }

    /// @dev Escrow that is not delivered, deliveries with their bonds, what is claimable and what fees wait for.
    function invariant_R3_theBalanceIsWhatIsOwed() public view {
        assertEq(_handler.balance(), _handler.expectedBalance());
        assertEq(_handler.cameIn() - _handler.wentOut(), _handler.balance());
    }

    /// @dev The handler must reach what it is meant to watch, else the invariant says nothing.
    function test_handler_reachesEveryEnd() public {
        for (uint256 i = 0; i < 600; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            uint256 step = i % 12;
            if (step == 0) _handler.offerJob(seed);
            if (step == 1 || step == 2) _handler.answerOffer(seed);
            if (step == 3 || step == 4 || step == 5) _handler.deliverNext(seed);
            if (step == 6 || step == 7) _handler.answerDelivery(seed);
            if (step == 8) _handler.decideCase(seed);
            if (step == 9) _handler.settleAny(seed);
            if (step == 10) _handler.reclaimRest(seed);
            if (step == 11) i % 24 == 11 ? _handler.takeMoney(seed) : _handler.moveTime(seed);
        }
        assertEq(_handler.balance(), _handler.expectedBalance());
        assertGt(_handler.delivered(), 10, "deliveries");
        assertGt(_handler.paid(), 5, "paid");
        assertGt(_handler.settled(), 1, "settled");
        assertGt(_handler.reclaimed(), 1, "reclaimed");
        assertGt(_handler.refused(), 50, "refused");
        assertGt(_handler.wentOut(), 0, "money that left");
    }
}
