// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBounds} from "../../../contracts/interfaces/IGovernorBounds.sol";
import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

contract GovernorBoundedTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_setters_workByProposal() public {
        pass(address(governor), abi.encodeCall(GovernorSettings.setVotingDelay, (60)), "Delay.");
        assertEq(stock.votingDelay(), 60);
        pass(address(governor), abi.encodeCall(GovernorSettings.setVotingPeriod, (2 days)), "Period.");
        assertEq(stock.votingPeriod(), 2 days);
        pass(address(governor), abi.encodeCall(GovernorSettings.setProposalThreshold, (20_000 ether)), "Threshold.");
        assertEq(stock.proposalThreshold(), 20_000 ether);
        pass(address(governor), _quorum(500), "Quorum.");
        assertEq(GovernorVotesQuorumFraction(payable(address(governor))).quorumNumerator(), 500);
        pass(address(governor), _charterQuorum(2500), "Charter quorum.");
        skipTime(1);
        assertEq(governor.charterQuorumNumerator(block.timestamp), 2500);
    }

    function test_setters_revertIf_outsideTheBounds() public {
        uint48 tooShort = 9;
        _assertOutside(
            abi.encodeCall(GovernorSettings.setVotingDelay, (tooShort)), IGovernorBounds.Setting.VotingDelay, tooShort
        );
        _assertOutside(abi.encodeCall(GovernorSettings.setVotingPeriod, (9)), IGovernorBounds.Setting.VotingPeriod, 9);
        _assertOutside(
            abi.encodeCall(GovernorSettings.setProposalThreshold, (1_000_001 ether)),
            IGovernorBounds.Setting.ProposalThreshold,
            1_000_001 ether
        );
        _assertOutside(_quorum(399), IGovernorBounds.Setting.Quorum, 399);
        _assertOutside(_charterQuorum(3001), IGovernorBounds.Setting.CharterQuorum, 3001);
    }

    function test_setters_revertIf_calledByAnyoneButAnExecutedProposal() public {
        bytes[5] memory calls = [
            abi.encodeCall(GovernorSettings.setVotingDelay, (60)),
            abi.encodeCall(GovernorSettings.setVotingPeriod, (2 days)),
            abi.encodeCall(GovernorSettings.setProposalThreshold, (20_000 ether)),
            _quorum(500),
            _charterQuorum(2500)
        ];
        address[4] memory callers = [stranger, guardian, deployer, whale];
        for (uint256 i = 0; i < calls.length; ++i) {
            for (uint256 j = 0; j < callers.length; ++j) {
                vm.prank(callers[j]);
                (bool done, bytes memory reason) = address(governor).call(calls[i]);
                assertFalse(done);
                assertEq(reason, abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, callers[j]));
            }
        }
    }

    function test_charterQuorum_isThatOfTheSnapshot() public {
        uint256 before = block.timestamp;
        Proposal memory p = propose(singleAction(address(governor), _charterQuorum(3000), "Charter quorum."), alice);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.expectEmit(address(governor));
        emit IStewardGovernor.CharterQuorumUpdated(1500, 3000);
        execute(p);
        assertEq(governor.charterQuorumNumerator(before), 1500);
        assertEq(governor.charterQuorumNumerator(block.timestamp - 1), 1500);
        assertEq(governor.charterQuorumNumerator(block.timestamp), 3000);
        assertEq(governor.charterQuorumNumerator(block.timestamp + 1 days), 3000);
    }

    function test_quorumDenominator_isBasisPoints() public view {
        assertEq(GovernorVotesQuorumFraction(payable(address(governor))).quorumDenominator(), 10_000);
    }

    function _assertOutside(bytes memory data, IGovernorBounds.Setting setting, uint256 value) private {
        Proposal memory p = propose(singleAction(address(governor), data, vm.toString(data)), alice);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        (uint256 min, uint256 max) = bounds.rangeOf(setting);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernorBounds.GovernorBoundsOutside.selector, setting, value, min, max)
        );
        execute(p);
    }

    function _quorum(uint256 numerator) private pure returns (bytes memory) {
        return abi.encodeCall(GovernorVotesQuorumFraction.updateQuorumNumerator, (numerator));
    }

    function _charterQuorum(uint256 numerator) private pure returns (bytes memory) {
        return abi.encodeCall(IStewardGovernor.updateCharterQuorumNumerator, (numerator));
    }
}
