// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Proposals} from "../support/Proposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Taking another's bytes, burning them, or getting revoked weights through by a detour
contract RootSquattingTest is Proposals {
    bytes32 private constant ROOT = keccak256("weights");

    address private _maker;
    address private _squatter;

    function setUp() public {
        deploySystem("demo");
        _maker = stewards[0];
        _squatter = stewards[1];
    }

    function test_registeringFirstStopsNobody() public {
        uint32 squat = registerRelease(_squatter, ROOT);
        uint32 real = registerRelease(_maker, ROOT);
        pass(address(registry), abi.encodeCall(registry.advanceToRedTeam, (real)), "The maker's.");
        assertEq(registry.releaseOfRoot(ROOT), real);
        _assertStage(squat, IModelRegistry.Stage.Registered);
    }

    function test_twoPassedProposalsCannotBothClaimARoot() public {
        uint32 first = registerRelease(_maker, ROOT);
        uint32 second = registerRelease(_squatter, ROOT);
        Proposal memory p = propose(
            singleAction(address(registry), abi.encodeCall(registry.advanceToRedTeam, (second)), "Second."), carol
        );
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.prank(address(timelock));
        registry.advanceToRedTeam(first);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryRootClaimed.selector, ROOT, first));
        execute(p);
        vm.warp(block.timestamp + governor.gracePeriod() + 1);
        assertState(p, IGovernor.ProposalState.Expired);
    }

    function test_withdrawingAClaimBurnsNothing() public {
        uint32 squat = registerRelease(_squatter, ROOT);
        uint32 real = registerRelease(_maker, ROOT);
        pass(address(registry), abi.encodeCall(registry.advanceToRedTeam, (squat)), "A voters' mistake.");
        vm.prank(_squatter);
        registry.withdraw(squat);
        assertEq(registry.releaseOfRoot(ROOT), squat, "until another vote these bytes count as revoked");
        pass(address(registry), abi.encodeCall(registry.advanceToRedTeam, (real)), "The maker's.");
        assertEq(registry.releaseOfRoot(ROOT), real);
        _assertStage(squat, IModelRegistry.Stage.Revoked);
    }

    function test_revokedBytesComeBackOnlyByAnotherVoteOfBothHouses() public {
        uint32 first = registerRelease(_maker, ROOT);
        pass(address(registry), abi.encodeCall(registry.advanceToRedTeam, (first)), "To red team.");
        pass(address(registry), abi.encodeCall(registry.revoke, (first)), "Dangerous.");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryDuplicateRoot.selector, 1, ROOT, first));
        vm.prank(_maker);
        registry.registerRelease(releaseInput(1, ROOT, new uint32[](0)));
        uint32 again = registerRelease(_maker, ROOT);
        assertEq(registry.releaseOfRoot(ROOT), first);
        Proposal memory p = propose(
            singleAction(address(registry), abi.encodeCall(registry.advanceToRedTeam, (again)), "By tokens alone."),
            carol
        );
        warpToVote(p);
        voteToken(p, whale, FOR);
        voteToken(p, alice, FOR);
        warpPastVote(p);
        assertState(p, IGovernor.ProposalState.Defeated);
        _assertStage(first, IModelRegistry.Stage.Revoked);
    }

    function test_ancestorRevokedBetweenVoteAndExecutionStopsTheOpening() public {
        vm.startPrank(_maker);
        uint32 modelId = registry.registerModel("A model");
        uint32 base = registry.registerRelease(releaseInput(modelId, "base", new uint32[](0)));
        uint32[] memory parents = new uint32[](1);
        parents[0] = base;
        uint32 tuned = registry.registerRelease(releaseInput(modelId, "tuned", parents));
        parents[0] = tuned;
        uint32 distilled = registry.registerRelease(releaseInput(modelId, "distilled", parents));
        vm.stopPrank();
        advanceTo(distilled, IModelRegistry.Stage.Gated);
        Proposal memory p = propose(
            singleAction(address(registry), abi.encodeCall(registry.advanceToOpen, (distilled)), "Open it."), carol
        );
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.prank(address(timelock));
        registry.revoke(base);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryRevokedAncestor.selector, distilled, base));
        execute(p);
    }

    function test_maintainerWithdrawsBeforeAnAdvanceIsExecuted() public {
        uint32 id = registerRelease(_maker, ROOT);
        Proposal memory p =
            propose(singleAction(address(registry), abi.encodeCall(registry.advanceToRedTeam, (id)), "Go."), carol);
        voteThrough(p);
        queue(p);
        warpToEta(p);
        vm.prank(_maker);
        registry.withdraw(id);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.RegistryIllegalStage.selector,
                id,
                IModelRegistry.Stage.Revoked,
                IModelRegistry.Stage.Registered
            )
        );
        execute(p);
    }

    /// @dev 64 ancestors are the worst case that an advance must be able to check in one block.
    function test_deepestLineageAdvancesWithinABlock() public {
        vm.startPrank(_maker);
        uint32 modelId = registry.registerModel("A long line");
        uint32[] memory parents = new uint32[](0);
        uint32 last;
        for (uint256 i = 0; i <= 64; ++i) {
            last = registry.registerRelease(releaseInput(modelId, bytes32(i + 1), parents));
            parents = new uint32[](1);
            parents[0] = last;
        }
        vm.stopPrank();
        assertEq(registry.ancestorsOf(last).length, 64);
        vm.prank(address(timelock));
        uint256 before = gasleft();
        registry.advanceToRedTeam(last);
        assertLt(before - gasleft(), 500_000, "gas of the longest check");
    }

    function _assertStage(uint32 id, IModelRegistry.Stage expected) private view {
        assertEq(uint256(registry.stageOf(id)), uint256(expected), "stage");
    }
}
