// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Proposals} from "../support/Proposals.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract ModelRegistryTest is Proposals {
    bytes32 private constant ROOT = keccak256("weights");

    address private _lab;
    address private _other;

    function setUp() public {
        deploySystem("demo");
        _lab = stewards[0];
        _other = stewards[1];
    }

    function test_registerModel_belongsToTheCallersParty() public {
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelRegistered(1, 1, _lab, "A model");
        vm.prank(_lab);
        assertEq(registry.registerModel("A model"), 1);
        (string memory name, uint32 party) = registry.model(1);
        assertEq(name, "A model");
        assertEq(party, 1);
        assertEq(registry.modelCount(), 1);
    }

    function test_registerModel_revertsIf_ofNoParty() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryNoParty.selector, stranger));
        vm.prank(stranger);
        registry.registerModel("A model");
    }

    function test_registerModel_revertsIf_theNameIsEmptyOrLong() public {
        vm.startPrank(_lab);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "name"));
        registry.registerModel("");
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryTooLong.selector, "name", 65, 64));
        registry.registerModel(_text(65));
        vm.stopPrank();
    }

    function test_registerRelease_storesWhatWasGiven() public {
        IModelRegistry.ReleaseInput memory input = releaseInput(_model(_lab), ROOT, new uint32[](0));
        vm.expectEmit(address(registry));
        emit IModelRegistry.ReleaseRegistered(1, 1, ROOT, _lab, input.flop, input);
        vm.prank(_lab);
        assertEq(registry.registerRelease(input), 1);
        IModelRegistry.Release memory r = registry.release(1);
        assertEq(r.modelId, 1);
        assertEq(r.party, 1);
        assertEq(uint256(r.stage), uint256(IModelRegistry.Stage.Registered));
        assertEq(r.stageSince, block.timestamp);
        assertEq(r.files, input.files);
        assertEq(r.size, input.size);
        assertEq(r.root, ROOT);
        assertEq(r.manifest, input.manifest);
        assertEq(r.card, input.card);
        assertEq(r.gpuSeconds, input.gpuSeconds);
        assertEq(r.flop, input.flop);
        assertEq(r.cumulativeFlop, input.flop);
        assertEq(r.licence, input.licence);
        assertEq(r.version, input.version);
        assertEq(r.parents.length, 0);
        assertEq(registry.releaseOfRoot(ROOT), 0, "registering claims nothing");
    }

    function test_registerRelease_revertsIf_theModelIsUnknownOrOfAnotherParty() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownModel.selector, 1));
        vm.prank(_lab);
        registry.registerRelease(releaseInput(1, ROOT, new uint32[](0)));
        uint32 modelId = _model(_lab);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryNotOfParty.selector, _other, 1));
        vm.prank(_other);
        registry.registerRelease(releaseInput(modelId, ROOT, new uint32[](0)));
    }

    function test_registerRelease_revertsIf_aFieldIsEmpty() public {
        IModelRegistry.ReleaseInput memory input = releaseInput(_model(_lab), ROOT, new uint32[](0));
        input.root = 0;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "root"));
        input.root = ROOT;
        input.manifest = 0;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "manifest"));
        input.manifest = ROOT;
        input.files = 0;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "files"));
        input.files = 1;
        input.size = 0;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "size"));
        input.size = 1;
        input.version = "";
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "version"));
        input.version = "1";
        input.licence = "";
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryEmptyField.selector, "licence"));
    }

    function test_registerRelease_revertsIf_aTextIsTooLong() public {
        IModelRegistry.ReleaseInput memory input = releaseInput(_model(_lab), ROOT, new uint32[](0));
        input.version = _text(65);
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryTooLong.selector, "version", 65, 64));
        input.version = _text(64);
        input.licence = _text(65);
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryTooLong.selector, "licence", 65, 64));
        input.licence = _text(64);
        input.uri = _text(257);
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryTooLong.selector, "uri", 257, 256));
        input.uri = _text(256);
        vm.prank(_lab);
        assertEq(registry.registerRelease(input), 1);
    }

    function test_registerRelease_revertsIf_theModelHasTheRoot() public {
        uint32 id = registerRelease(_lab, ROOT);
        _expectRefused(
            releaseInput(1, ROOT, new uint32[](0)),
            abi.encodeWithSelector(IModelRegistry.RegistryDuplicateRoot.selector, 1, ROOT, id)
        );
    }

    function test_registerRelease_revertsIf_aParentIsUnknownOrNamedTwice() public {
        uint32 id = registerRelease(_lab, ROOT);
        uint32[] memory parents = new uint32[](2);
        (parents[0], parents[1]) = (id, 99);
        IModelRegistry.ReleaseInput memory input = releaseInput(1, keccak256("2"), parents);
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 99));
        parents[1] = id + 1;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, id + 1));
        parents[1] = id;
        _expectRefused(input, abi.encodeWithSelector(IModelRegistry.RegistryDuplicateParent.selector, id));
    }

    function test_registerRelease_revertsIf_fiveParents() public {
        _expectRefused(
            releaseInput(_model(_lab), ROOT, new uint32[](5)),
            abi.encodeWithSelector(IModelRegistry.RegistryTooManyParents.selector, 5, 4)
        );
    }

    function test_registerRelease_addsTheGreatestFlopOfItsParents() public {
        uint32 modelId = _model(_lab);
        _release(modelId, "a", 5, new uint32[](0));
        _release(modelId, "b", 9, new uint32[](0));
        uint32[] memory both = new uint32[](2);
        (both[0], both[1]) = (1, 2);
        uint32 child = _release(modelId, "c", 100, both);
        assertEq(registry.release(child).cumulativeFlop, 109);
        assertEq(registry.release(child).flop, 100);
        uint32[] memory one = new uint32[](1);
        one[0] = child;
        assertEq(registry.release(_release(modelId, "d", 1, one)).cumulativeFlop, 110);
    }

    function test_registerRelease_revertsIf_theFlopOverflows() public {
        uint32 modelId = _model(_lab);
        uint32[] memory one = new uint32[](1);
        one[0] = _release(modelId, "a", type(uint128).max, new uint32[](0));
        IModelRegistry.ReleaseInput memory input = releaseInput(modelId, "b", one);
        input.flop = 1;
        _expectRefused(
            input, abi.encodeWithSelector(IModelRegistry.RegistryFlopOverflow.selector, 1, type(uint128).max)
        );
    }

    function test_registerRelease_findsEachAncestorOnce() public {
        uint32 modelId = _model(_lab);
        _release(modelId, "1", 0, new uint32[](0));
        uint32[] memory one = new uint32[](1);
        one[0] = 1;
        _release(modelId, "2", 0, one);
        _release(modelId, "3", 0, one);
        uint32[] memory two = new uint32[](2);
        (two[0], two[1]) = (2, 3);
        uint32[] memory ancestors = registry.ancestorsOf(_release(modelId, "4", 0, two));
        assertEq(ancestors.length, 3);
        assertEq(ancestors[0], 3);
        assertEq(ancestors[1], 2);
        assertEq(ancestors[2], 1);
    }

    function test_registerRelease_revertsIf_moreThanSixtyFourAncestors() public {
        uint32 modelId = _model(_lab);
        uint32[] memory parents = new uint32[](0);
        for (uint256 i = 0; i <= 64; ++i) {
            uint32 id = _release(modelId, bytes32(i + 1), 0, parents);
            parents = new uint32[](1);
            parents[0] = id;
        }
        assertEq(registry.ancestorsOf(65).length, 64);
        _expectRefused(
            releaseInput(modelId, ROOT, parents),
            abi.encodeWithSelector(IModelRegistry.RegistryTooManyAncestors.selector, 65, 64)
        );
    }

    function test_advance_movesOneStageAtATime() public {
        uint32 id = registerRelease(_lab, ROOT);
        skipTime(1);
        vm.expectEmit(address(registry));
        emit IModelRegistry.StageChanged(
            id, IModelRegistry.Stage.Registered, IModelRegistry.Stage.RedTeam, address(timelock)
        );
        _asTimelock(abi.encodeCall(registry.advanceToRedTeam, (id)));
        assertEq(registry.release(id).stageSince, block.timestamp);
        assertEq(registry.releaseOfRoot(ROOT), id);
        meetGate(id);
        _asTimelock(abi.encodeCall(registry.advanceToGated, (id)));
        _assertStage(id, IModelRegistry.Stage.Gated);
        meetGate(id);
        _asTimelock(abi.encodeCall(registry.advanceToOpen, (id)));
        _assertStage(id, IModelRegistry.Stage.Open);
    }

    function test_advance_revertsIf_anyStepIsSkippedOrRepeated() public {
        uint32 id = registerRelease(_lab, ROOT);
        bytes[4] memory steps = [
            abi.encodeCall(registry.advanceToRedTeam, (id)),
            abi.encodeCall(registry.advanceToGated, (id)),
            abi.encodeCall(registry.advanceToOpen, (id)),
            abi.encodeCall(registry.revoke, (id))
        ];
        for (uint256 done = 0; done <= 4; ++done) {
            IModelRegistry.Stage actual = registry.stageOf(id);
            for (uint256 step = 0; step < 3; ++step) {
                if (step == done) continue;
                IModelRegistry.Stage needed = IModelRegistry.Stage(step + 1);
                vm.expectRevert(
                    abi.encodeWithSelector(IModelRegistry.RegistryIllegalStage.selector, id, actual, needed)
                );
                _asTimelock(steps[step]);
            }
            if (done < 3) meetGate(id);
            if (done < 4) _asTimelock(steps[done]);
        }
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryAlreadyRevoked.selector, id));
        _asTimelock(steps[3]);
    }

    function test_advance_revertsIf_unknown() public {
        vm.startPrank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 7));
        registry.advanceToRedTeam(7);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 7));
        registry.revoke(7);
        vm.stopPrank();
    }

    function test_advance_revertsIf_notTheTimelock() public {
        uint32 id = registerRelease(_lab, ROOT);
        bytes[4] memory steps = [
            abi.encodeCall(registry.advanceToRedTeam, (id)),
            abi.encodeCall(registry.advanceToGated, (id)),
            abi.encodeCall(registry.advanceToOpen, (id)),
            abi.encodeCall(registry.revoke, (id))
        ];
        address[5] memory callers = [_lab, guardian, whale, deployer, address(governor)];
        for (uint256 i = 0; i < callers.length; ++i) {
            for (uint256 step = 0; step < 4; ++step) {
                vm.prank(callers[i]);
                (bool done, bytes memory reason) = address(registry).call(steps[step]);
                assertFalse(done);
                assertEq(reason, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]));
            }
        }
    }

    function test_advance_revertsIf_anyAncestorIsRevoked() public {
        uint32 modelId = _model(_lab);
        uint32[] memory parents = new uint32[](0);
        for (uint256 i = 0; i < 5; ++i) {
            uint32 id = _release(modelId, bytes32(i + 1), 0, parents);
            parents = new uint32[](1);
            parents[0] = id;
        }
        vm.startPrank(address(timelock));
        registry.advanceToRedTeam(5);
        registry.revoke(2);
        bytes memory reason = abi.encodeWithSelector(IModelRegistry.RegistryRevokedAncestor.selector, 5, 2);
        vm.expectRevert(reason);
        registry.advanceToGated(5);
        registry.advanceToRedTeam(1);
        vm.stopPrank();
        _assertStage(1, IModelRegistry.Stage.RedTeam);
        _assertStage(5, IModelRegistry.Stage.RedTeam);
    }

    function test_advanceToRedTeam_revertsIf_theRootIsClaimed() public {
        uint32 first = registerRelease(_lab, ROOT);
        uint32 second = registerRelease(_other, ROOT);
        vm.startPrank(address(timelock));
        registry.advanceToRedTeam(first);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryRootClaimed.selector, ROOT, first));
        registry.advanceToRedTeam(second);
        vm.stopPrank();
    }

    function test_withdraw_byTheMaintainersPartyBelowGated() public {
        uint32 first = registerRelease(_lab, ROOT);
        uint32 second = registerRelease(_lab, keccak256("2"));
        vm.prank(address(timelock));
        registry.advanceToRedTeam(second);
        vm.startPrank(_lab);
        vm.expectEmit(address(registry));
        emit IModelRegistry.StageChanged(first, IModelRegistry.Stage.Registered, IModelRegistry.Stage.Revoked, _lab);
        registry.withdraw(first);
        registry.withdraw(second);
        vm.stopPrank();
        _assertStage(first, IModelRegistry.Stage.Revoked);
        _assertStage(second, IModelRegistry.Stage.Revoked);
    }

    function test_withdraw_revertsIf_gatedOpenOrRevoked() public {
        uint32 id = registerRelease(_lab, ROOT);
        for (uint256 i = 0; i < 3; ++i) {
            if (i == 2) _asTimelock(abi.encodeCall(registry.revoke, (id)));
            else advanceTo(id, IModelRegistry.Stage(3 + i));
            IModelRegistry.Stage stage = registry.stageOf(id);
            vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryNotWithdrawable.selector, id, stage));
            vm.prank(_lab);
            registry.withdraw(id);
        }
    }

    function test_withdraw_revertsIf_ofAnotherPartyOrUnknown() public {
        uint32 id = registerRelease(_lab, ROOT);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryNotOfParty.selector, _other, 1));
        vm.prank(_other);
        registry.withdraw(id);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 9));
        vm.prank(_lab);
        registry.withdraw(9);
    }

    function test_views_revertIf_unknown() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownRelease.selector, 1));
        registry.release(1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.RegistryUnknownModel.selector, 1));
        registry.model(1);
        _assertStage(1, IModelRegistry.Stage.None);
    }

    /// @dev Against a plain graph walk: same set, newest first, and the greatest sum of FLOP along any path.
    function testFuzz_registerRelease_agreesWithAWalkOfTheGraph(uint256 seed) public {
        uint256 count = 24;
        uint32 modelId = _model(_lab);
        uint256[] memory masks = new uint256[](count + 1);
        uint256[] memory flops = new uint256[](count + 1);
        for (uint256 id = 1; id <= count; ++id) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32[] memory parents = _randomParents(seed, id);
            for (uint256 i = 0; i < parents.length; ++i) {
                masks[id] |= masks[parents[i]] | (1 << parents[i]);
                if (flops[parents[i]] > flops[id]) flops[id] = flops[parents[i]];
            }
            uint128 own = uint128(seed >> 160);
            flops[id] += own;
            _release(modelId, bytes32(id), own, parents);
            uint32[] memory ancestors = registry.ancestorsOf(uint32(id));
            uint256 found = 0;
            for (uint256 i = 0; i < ancestors.length; ++i) {
                found |= 1 << ancestors[i];
                if (i > 0) assertGt(ancestors[i - 1], ancestors[i], "newest first, each once");
            }
            assertEq(found, masks[id], "ancestors");
            assertEq(registry.release(uint32(id)).cumulativeFlop, flops[id], "cumulative FLOP");
        }
    }

    function _randomParents(uint256 seed, uint256 id) private pure returns (uint32[] memory parents) {
        uint256 wanted = id == 1 ? 0 : seed % 5;
        uint256 mask = 0;
        uint256 distinct = 0;
        for (uint256 i = 0; i < wanted; ++i) {
            uint256 bit = 1 << (1 + (seed >> (8 * (i + 1))) % (id - 1));
            if (mask & bit == 0) ++distinct;
            mask |= bit;
        }
        parents = new uint32[](distinct);
        for (uint256 candidate = 1; candidate < id; ++candidate) {
            if (mask & (1 << candidate) != 0) parents[--distinct] = uint32(candidate);
        }
    }

    function _model(address maintainer) private returns (uint32) {
        vm.prank(maintainer);
        return registry.registerModel("A model");
    }

    function _release(uint32 modelId, bytes32 root, uint128 flop, uint32[] memory parents) private returns (uint32) {
        IModelRegistry.ReleaseInput memory input = releaseInput(modelId, root, parents);
        input.flop = flop;
        vm.prank(_lab);
        return registry.registerRelease(input);
    }

    function _expectRefused(IModelRegistry.ReleaseInput memory input, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(_lab);
        registry.registerRelease(input);
    }

    function _asTimelock(bytes memory data) private {
        vm.prank(address(timelock));
        (bool done, bytes memory reason) = address(registry).call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    function _assertStage(uint32 id, IModelRegistry.Stage expected) private view {
        assertEq(uint256(registry.stageOf(id)), uint256(expected), "stage");
    }

    function _text(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            text[i] = "x";
        }
        return string(text);
    }
}
