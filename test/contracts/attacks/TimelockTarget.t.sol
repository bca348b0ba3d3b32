// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @notice The timelock serves this governor alone and keeps its delay, whatever is voted.
contract TimelockTargetTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function testFuzz_noProposalCallsTheTimelock(bytes memory data, uint256 value) public {
        Proposal memory p = singleAction(address(timelock), data, "Call the timelock.");
        p.values[0] = value;
        vm.expectRevert(_forbidden());
        propose(p, alice);
        vm.expectRevert(_forbidden());
        governor.deriveTier(p.targets, p.values, p.calldatas);
    }

    function test_oneTimelockCallAmongOthersIsEnough() public {
        Proposal memory p = charterAction("Hidden in the middle.");
        (p.targets, p.values, p.calldatas) = (new address[](16), new uint256[](16), new bytes[](16));
        for (uint256 i = 0; i < 16; ++i) {
            p.targets[i] = i == 15 ? address(timelock) : stranger;
        }
        vm.expectRevert(_forbidden());
        propose(p, alice);
    }

    function test_delayCannotBeChangedThroughTheAccessManager() public {
        bytes memory inner = abi.encodeCall(timelock.updateDelay, (0));
        _assertFails(
            address(manager),
            abi.encodeCall(manager.execute, (address(timelock), inner)),
            abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, address(manager))
        );
        assertEq(timelock.getMinDelay(), 60);
    }

    function test_rolesCannotBeGrantedThroughTheAccessManager() public {
        bytes32 role = timelock.PROPOSER_ROLE();
        bytes memory inner = abi.encodeCall(IAccessControl.grantRole, (role, stranger));
        _assertFails(
            address(manager),
            abi.encodeCall(manager.execute, (address(timelock), inner)),
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector,
                address(manager),
                timelock.DEFAULT_ADMIN_ROLE()
            )
        );
        assertFalse(timelock.hasRole(role, stranger));
    }

    function test_timelockCannotBeReachedByRelay() public {
        bytes memory inner = abi.encodeCall(timelock.updateDelay, (0));
        bytes memory data = abi.encodeWithSignature("relay(address,uint256,bytes)", address(timelock), 0, inner);
        _assertFails(address(governor), data, abi.encodeWithSelector(IStewardGovernor.GovernorDisabled.selector));
    }

    function test_timelockCannotBeReplaced() public {
        bytes memory data = abi.encodeWithSignature("updateTimelock(address)", stranger);
        _assertFails(address(governor), data, abi.encodeWithSelector(IStewardGovernor.GovernorDisabled.selector));
    }

    function test_onlyTheGovernorSchedulesExecutesAndCancels() public {
        address[4] memory callers = [stranger, guardian, deployer, whale];
        bytes32 anything = keccak256("operation");
        bytes[3] memory calls = [
            abi.encodeCall(TimelockController.schedule, (stranger, 0, "", bytes32(0), bytes32(0), 60)),
            abi.encodeCall(TimelockController.execute, (stranger, 0, "", bytes32(0), bytes32(0))),
            abi.encodeCall(TimelockController.cancel, (anything))
        ];
        bytes32[3] memory roles = [timelock.PROPOSER_ROLE(), timelock.EXECUTOR_ROLE(), timelock.CANCELLER_ROLE()];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 4; ++j) {
                vm.prank(callers[j]);
                (bool done, bytes memory reason) = address(timelock).call(calls[i]);
                assertFalse(done);
                assertEq(
                    reason,
                    abi.encodeWithSelector(
                        IAccessControl.AccessControlUnauthorizedAccount.selector, callers[j], roles[i]
                    )
                );
            }
        }
    }

    function _assertFails(address target, bytes memory data, bytes memory reason) private {
        Proposal memory p = propose(singleAction(target, data, "Around the rule."), alice);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.expectRevert(reason);
        execute(p);
    }

    function _forbidden() private view returns (bytes memory) {
        return abi.encodeWithSelector(IStewardGovernor.GovernorForbiddenTarget.selector, address(timelock));
    }
}
