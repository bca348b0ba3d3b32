// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "../support/Test.sol";
import {RewardHandler} from "./RewardHandler.sol";

/// @title What node rewards pay and hold, whatever anybody does in whatever order
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 120
/// forge-config: default.invariant.fail-on-revert = true
contract RewardInvariants is Test {
    RewardHandler private _handler;

    function setUp() public {
        _handler = new RewardHandler();
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = RewardHandler.report.selector;
        selectors[1] = RewardHandler.report.selector;
        selectors[2] = RewardHandler.report.selector;
        selectors[3] = RewardHandler.claim.selector;
        selectors[4] = RewardHandler.claim.selector;
        selectors[5] = RewardHandler.claim.selector;
        selectors[6] = RewardHandler.vote.selector;
        selectors[7] = RewardHandler.pay.selector;
        selectors[8] = RewardHandler.attack.selector;
        selectors[9] = RewardHandler.moveTime.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
        targetContract(address(_handler));
    }

    /// @dev Each claim pays what the reports and the values of its epoch say, once; an epoch's values never change once it
    /// began; nobody else moves anything.
    function invariant_R1_R5_R9_claimsPayWhatTheModelSays() public view {
        assertEq(_handler.violation(), "");
    }

    function invariant_R9_theBalanceIsWhatCameInLessWhatWasPaid() public view {
        assertEq(_handler.balance(), _handler.cameIn() - _handler.wentOut());
    }

    /// @dev The handler must reach what it is meant to watch, else the invariants say nothing.
    function test_handler_reachesClaimsAndRefusals() public {
        for (uint256 i = 0; i < 900; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            uint256 step = i % 30;
            if (step < 12) _handler.report(seed);
            else if (step < 25) _handler.claim(seed);
            else if (step == 25) _handler.vote(seed);
            else if (step == 26) _handler.pay(seed);
            else if (step == 27) _handler.attack(seed);
            else if (step == 29) _handler.moveTime(seed);
        }
        assertEq(_handler.violation(), "");
        assertGt(_handler.reports(), 100, "reports");
        assertGt(_handler.claims(), 40, "claims");
        assertGt(_handler.decayed(), 5, "claims beyond the free nodes");
        assertGt(_handler.refused(), 100, "refused");
    }
}
