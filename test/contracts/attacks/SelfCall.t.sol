// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";

/// @dev A target that uses its turn in an execution to call the governor.
contract Reentrant {
    IGovernor private immutable _governor;
    bytes private _call;
    bool public succeeded;

    constructor(IGovernor governor) {
        _governor = governor;
    }

    function arm(bytes memory call_) external {
        _call = call_;
    }

    function run() external {
        (succeeded,) = address(_governor).call(_call);
    }
}

/// @notice The governor's own settings change by the action that was voted on, and by nothing that happens beside it.
contract SelfCallTest is TieredProposals {
    Reentrant private reentrant;

    function setUp() public {
        deployWithRelease();
        reentrant = new Reentrant(stock);
    }

    function test_relayAndUpdateTimelockAreOffForEveryone() public {
        address[4] memory callers = [stranger, whale, address(timelock), address(governor)];
        for (uint256 i = 0; i < 4; ++i) {
            vm.expectRevert(IStewardGovernor.GovernorDisabled.selector);
            vm.prank(callers[i]);
            Governor(payable(address(governor))).relay(stranger, 0, "");
            vm.expectRevert(IStewardGovernor.GovernorDisabled.selector);
            vm.prank(callers[i]);
            GovernorTimelockControl(payable(address(governor))).updateTimelock(timelock);
        }
    }

    function test_timelockCannotSetAnythingOutsideOfAnExecution() public {
        vm.prank(address(timelock));
        (bool done,) = address(governor).call(abi.encodeCall(GovernorSettings.setVotingDelay, (NEW_VOTING_DELAY)));
        assertFalse(done);
        assertEq(stock.votingDelay(), 30);
    }

    function test_targetCannotSlipASettingIntoItsTurn() public {
        reentrant.arm(abi.encodeCall(GovernorSettings.setVotingDelay, (NEW_VOTING_DELAY)));
        pass(address(reentrant), abi.encodeCall(Reentrant.run, ()), "Run.");
        assertFalse(reentrant.succeeded());
        assertEq(stock.votingDelay(), 30);
    }

    function test_targetCannotExecuteItsProposalTwice() public {
        Proposal memory p = propose(singleAction(address(reentrant), abi.encodeCall(Reentrant.run, ()), "Run."), alice);
        bytes32 hash = keccak256(bytes(p.description));
        reentrant.arm(abi.encodeCall(IGovernor.execute, (p.targets, p.values, p.calldatas, hash)));
        passProposal(p);
        assertFalse(reentrant.succeeded());
    }

    function test_severalSettingsChangeInOneProposal() public {
        Proposal memory p = charterAction("Two settings.");
        (address[] memory targets, bytes[] memory calldatas) = (new address[](2), new bytes[](2));
        (targets[0], targets[1]) = (address(governor), address(governor));
        calldatas[0] = p.calldatas[0];
        calldatas[1] = abi.encodeCall(GovernorSettings.setVotingPeriod, (5 days));
        (p.targets, p.values, p.calldatas) = (targets, new uint256[](2), calldatas);
        passProposal(propose(p, alice));
        assertEq(stock.votingDelay(), NEW_VOTING_DELAY);
        assertEq(stock.votingPeriod(), 5 days);
    }

    function test_governorTakesNoMoney() public {
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool done,) = address(governor).call{value: 1 ether}("");
        assertFalse(done);
        assertEq(address(governor).balance, 0);
    }
}
