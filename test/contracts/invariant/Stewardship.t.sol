// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRegistry} from "../support/IRegistry.sol";
import {Test} from "../support/Test.sol";
import {StewardshipHandler} from "./StewardshipHandler.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @title Invariants 2 and 10 of the specification for releases, whatever anybody does in whatever order
/// forge-config: default.invariant.runs = 8
/// forge-config: default.invariant.depth = 150
/// forge-config: default.invariant.fail-on-revert = true
contract StewardshipInvariants is Test {
    StewardshipHandler private _handler;
    IRegistry private _registry;
    AccessManager private _manager;

    function setUp() public {
        _handler = new StewardshipHandler();
        _registry = IRegistry(_handler.registry_());
        _manager = AccessManager(_handler.manager_());
        bytes4[] memory selectors = new bytes4[](18);
        selectors[0] = StewardshipHandler.register.selector;
        selectors[1] = StewardshipHandler.attest.selector;
        selectors[2] = StewardshipHandler.attest.selector;
        selectors[3] = StewardshipHandler.evaluateWell.selector;
        selectors[4] = StewardshipHandler.evaluateWell.selector;
        selectors[5] = StewardshipHandler.revokeStatement.selector;
        selectors[6] = StewardshipHandler.overruleStatement.selector;
        selectors[7] = StewardshipHandler.appointOrDismiss.selector;
        selectors[8] = StewardshipHandler.advance.selector;
        selectors[9] = StewardshipHandler.advance.selector;
        selectors[10] = StewardshipHandler.advance.selector;
        selectors[11] = StewardshipHandler.end.selector;
        selectors[12] = StewardshipHandler.stop.selector;
        selectors[13] = StewardshipHandler.changeRule.selector;
        selectors[14] = StewardshipHandler.moveEvaluator.selector;
        selectors[15] = StewardshipHandler.sealOrAck.selector;
        selectors[16] = StewardshipHandler.attack.selector;
        selectors[17] = StewardshipHandler.moveTime.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
        targetContract(address(_handler));
    }

    /// @dev 10: each step is foretold by the model, which knows dwell, gates, holds and recalls at that moment; root,
    /// manifest, licence and FLOP stay as they were registered.
    function invariant_10_stagesMoveByVoteWhenTheirGateIsMet() public view {
        assertEq(_handler.violation(), "");
    }

    function invariant_2_nobodyButTheTimelockMovesReleasesOrEvaluators() public view {
        address[] memory suspects = _handler.suspects();
        bytes4[8] memory restricted = [
            _registry.advanceToRedTeam.selector,
            _registry.advanceToGated.selector,
            _registry.advanceToOpen.selector,
            _registry.revoke.selector,
            _registry.appointEvaluator.selector,
            _registry.dismissEvaluator.selector,
            _registry.overrule.selector,
            _registry.setGateRule.selector
        ];
        for (uint256 i = 0; i < suspects.length; ++i) {
            for (uint256 n = 0; n < restricted.length; ++n) {
                (bool immediate, uint32 delay) = _manager.canCall(suspects[i], address(_registry), restricted[n]);
                assertFalse(immediate || delay != 0, "a restricted function is open");
            }
        }
    }

    /// @dev The handler must reach what it is meant to watch, else the invariants say nothing.
    function test_handler_reachesAdvancesAndRefusals() public {
        for (uint256 i = 0; i < 400; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            uint256 step = i % 10;
            if (step == 0) _handler.evaluateWell(seed);
            if (step == 1) _handler.moveTime(seed);
            if (step == 2 || step == 3) _handler.advance(seed);
            if (step == 4) _handler.attest(seed);
            if (step == 5) _handler.overruleStatement(seed);
            if (step == 6) _handler.stop(seed);
            if (step == 7) _handler.attack(seed);
            if (step == 8) _handler.sealOrAck(seed);
            if (step == 9) _handler.moveEvaluator(seed);
        }
        assertEq(_handler.violation(), "");
        assertGt(_handler.advances(), 3, "advances");
        assertGt(_handler.refusedAdvances(), 10, "refused advances");
        assertGt(_handler.statements(), 50, "statements");
        assertGt(_handler.overruled(), 1, "overruled");
        assertGt(_handler.refusals(), 60, "refusals");
    }
}
