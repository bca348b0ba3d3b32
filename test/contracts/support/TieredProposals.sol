// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ballots} from "./Ballots.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";

/// @title One real proposal of each tier
abstract contract TieredProposals is Ballots {
    uint48 internal constant NEW_VOTING_DELAY = 77;

    uint32 internal releaseId;

    function deployWithRelease() internal {
        deploySystem("demo");
        releaseId = registerRelease(stewards[0], keccak256("root"));
    }

    function routine(string memory description) internal returns (Proposal memory) {
        return
            propose(singleAction(address(registry), abi.encodeCall(registry.revoke, (releaseId)), description), alice);
    }

    function policy(string memory description) internal returns (Proposal memory) {
        bytes memory data = abi.encodeCall(registry.advanceToRedTeam, (releaseId));
        return propose(singleAction(address(registry), data, description), alice);
    }

    function charterMatter(string memory description) internal returns (Proposal memory) {
        return propose(charterAction(description), alice);
    }

    function charterAction(string memory description) internal view returns (Proposal memory) {
        bytes memory data = abi.encodeCall(GovernorSettings.setVotingDelay, (NEW_VOTING_DELAY));
        return singleAction(address(governor), data, description);
    }

    function cancelIfRetiered(Proposal memory p) internal {
        governor.cancelIfRetiered(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    /// @dev By a proposal, as every change of the charter.
    function assignRole(address target, bytes4 selector, uint64 role, string memory description) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        pass(address(manager), abi.encodeCall(manager.setTargetFunctionRole, (target, selectors, role)), description);
    }

    /// @dev What `GovernorUnexpectedProposalState` says when a state other than `allowed` was needed.
    function unexpectedState(Proposal memory p, IGovernor.ProposalState current, IGovernor.ProposalState allowed)
        internal
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            IGovernor.GovernorUnexpectedProposalState.selector, p.id, current, bytes32(1 << uint8(allowed))
        );
    }
}
