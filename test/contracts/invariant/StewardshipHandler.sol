// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {StewardshipModel} from "./StewardshipModel.sol";

/// @title What maintainers, evaluators, the council and votes might do about releases, in any order
/// @dev Votes are the timelock's calls here; who can bring one about is the matter of the governance invariants.
contract StewardshipHandler is StewardshipModel {
    uint256 private constant MAX_RELEASES = 6;
    uint256 private constant MAX_STATEMENTS = 120;

    constructor() {
        startModel();
        for (uint256 i = 0; i < candidates.length; ++i) {
            appointWatched(candidates[i], true);
        }
        for (uint32 i = 0; i < 4; ++i) {
            _join(candidates[i], 13 - i);
        }
        nextEpoch();
        _register(0);
        _register(uint256(keccak256("second")));
    }

    function registry_() external view returns (address) {
        return address(registry);
    }

    function manager_() external view returns (address) {
        return address(manager);
    }

    /// @notice Everybody who is not the timelock.
    function suspects() external view returns (address[] memory list) {
        list = new address[](candidates.length + STEWARDS + 6);
        for (uint256 i = 0; i < candidates.length; ++i) {
            list[i] = candidates[i];
        }
        uint256 at = candidates.length;
        for (uint256 i = 0; i < STEWARDS; ++i) {
            list[at + i] = stewards[i];
        }
        at += STEWARDS;
        (list[at], list[at + 1], list[at + 2]) = (guardian, deployer, stranger);
        (list[at + 3], list[at + 4], list[at + 5]) = (whale, address(governor), address(custody));
    }

    /// @notice A maintainer registers, mostly deriving from what is there.
    function register(uint256 seed) public {
        if (registry.releaseCount() < MAX_RELEASES) _register(seed);
    }

    /// @notice One statement of one candidate, now and then a wrong one.
    function attest(uint256 seed) public {
        if (said.length >= MAX_STATEMENTS) return;
        IEvaluations.AttestationInput memory input = statement(
            _someRelease(seed),
            IEvaluations.EvaluationKind((seed >> 8) % KINDS),
            (seed >> 16) % 4 == 0 ? IEvaluations.Verdict.Fail : IEvaluations.Verdict.Pass
        );
        uint256 flaw = (seed >> 24) % 16;
        if (flaw == 0) input.root = keccak256("other bytes");
        if (flaw == 1) input.report = 0;
        if (flaw == 2) input.verdict = IEvaluations.Verdict.None;
        if (flaw < 8) input.expirationTime = uint48(block.timestamp + (seed >> 32) % 5 days);
        attestWatched(_candidate(seed >> 40), input, seed & (1 << 60) == 0);
    }

    /// @notice Several candidates pass a release in every kind, so that gates are met often.
    function evaluateWell(uint256 seed) public {
        if (said.length + 12 >= MAX_STATEMENTS) return;
        uint32 id = _someRelease(seed);
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            for (uint256 n = 0; n < 2; ++n) {
                address attester = candidates[(seed % 8 + 3 * n) % candidates.length];
                attestWatched(
                    attester, statement(id, IEvaluations.EvaluationKind(kind), IEvaluations.Verdict.Pass), false
                );
            }
        }
    }

    /// @notice Someone takes a statement back, mostly its author.
    function revokeStatement(uint256 seed) public {
        uint32 uid = uint32((seed >> 8) % (said.length + 2));
        bool author = seed & 3 != 0 && uid >= 1 && uid <= said.length;
        revokeWatched(author ? said[uid - 1].attester : _candidate(seed >> 40), uid);
    }

    /// @notice A vote overrules, and mostly a Fail.
    function overruleStatement(uint256 seed) public {
        uint32 uid = uint32((seed >> 8) % (said.length + 2));
        if (seed & 3 != 0) {
            for (uint32 i = 0; i < said.length; ++i) {
                if (!said[i].pass && !said[i].ended) uid = i + 1;
            }
        }
        overruleWatched(uid);
    }

    /// @notice A vote appoints or dismisses.
    function appointOrDismiss(uint256 seed) public {
        appointWatched(_candidate(seed), seed & (1 << 20) == 0);
    }

    /// @notice A vote moves a release: mostly to its next stage.
    function advance(uint256 seed) public {
        uint32 id = _someRelease(seed);
        uint8 to = uint8(2 + (seed >> 8) % 3);
        if (seed & 3 != 0 && stages[id] <= GATED) to = stages[id] + 1;
        advanceWatched(id, to);
    }

    /// @notice A release is withdrawn or revoked.
    function end(uint256 seed) public {
        uint32 id = _someRelease(seed);
        if (seed & (7 << 20) != 0) return;
        endWatched(id, seed & (1 << 30) == 0 ? address(timelock) : stewards[(seed >> 40) % 3]);
    }

    /// @notice The council, or someone who is not it, holds or recalls; now and then another council is appointed.
    function stop(uint256 seed) public {
        if (seed % 8 == 0) {
            vm.prank(address(timelock));
            council.appoint(guardian, uint48(block.timestamp + (seed >> 8) % 90 days));
        }
        address caller = seed & (1 << 40) == 0 ? guardian : _candidate(seed >> 50);
        stopWatched(caller, _someRelease(seed >> 60), seed & (1 << 41) == 0);
    }

    /// @notice A vote sets another rule, sometimes an impossible one.
    function changeRule(uint256 seed) public {
        if (seed & (3 << 20) != 0) return;
        IReleaseGates.GateRule memory rule;
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            rule.passes[kind] = uint8((seed >> (8 * kind)) % 3);
        }
        rule.dwell = uint48((seed >> 60) % 2 hours);
        rule.maxReportAge = uint48(1 + (seed >> 80) % 180 days);
        bytes memory data = abi.encodeCall(
            registry.setGateRule, (uint8((seed >> 120) % 4), IModelRegistry.Stage(3 + (seed >> 128) % 2), rule)
        );
        callWatched(address(timelock), address(registry), data);
    }

    /// @notice An evaluator leaves its party or joins one, the maintainers' among them.
    function moveEvaluator(uint256 seed) public {
        address account = candidates[seed % 4];
        if (parties.partyNext(account) != 0) {
            callWatched(account, address(parties), abi.encodeCall(parties.quit, ()));
            return;
        }
        uint32 party = uint32(1 + (seed >> 8) % 13);
        (address controller,,) = parties.partyInfo(party);
        callWatched(controller, address(parties), abi.encodeCall(parties.invite, (party, account, true)));
        callWatched(account, address(parties), abi.encodeCall(parties.accept, (party)));
    }

    /// @notice A maintainer seals, or a steward acknowledges.
    function sealOrAck(uint256 seed) public {
        uint32 id = _someRelease(seed);
        uint32 sealId = custody.sealOf(id);
        if (sealId != 0 && seed & 15 != 0) {
            uint8 index = uint8((seed >> 8) % 2);
            callWatched(stewards[index], address(custody), abi.encodeCall(custody.ackShare, (sealId, index)));
            return;
        }
        (address maintainer,,) = parties.partyInfo(registry.release(id).party);
        callWatched(maintainer, address(custody), abi.encodeCall(custody.seal, (_seal(id))));
    }

    /// @notice Somebody calls what only a vote may call.
    function attack(uint256 seed) public {
        uint32 id = _someRelease(seed);
        IReleaseGates.GateRule memory nothing;
        nothing.maxReportAge = 1;
        bytes[8] memory calls = [
            abi.encodeCall(registry.advanceToRedTeam, (id)),
            abi.encodeCall(registry.advanceToGated, (id)),
            abi.encodeCall(registry.advanceToOpen, (id)),
            abi.encodeCall(registry.revoke, (id)),
            abi.encodeCall(registry.appointEvaluator, (stranger)),
            abi.encodeCall(registry.dismissEvaluator, (_candidate(seed))),
            abi.encodeCall(registry.overrule, (uint32(said.length))),
            abi.encodeCall(registry.setGateRule, (0, IModelRegistry.Stage.Open, nothing))
        ];
        address[5] memory actors = [guardian, _candidate(seed), stewards[seed % STEWARDS], whale, deployer];
        attackWatched(actors[(seed >> 8) % 5], calls[(seed >> 16) % 8]);
    }

    /// @notice Time moves: seconds, the length of a dwell, a day, or months.
    function moveTime(uint256 seed) public {
        uint256[4] memory spans = [uint256(60), 31 minutes, 1 days, 100 days];
        skipTime(1 + (seed >> 8) % spans[seed % 4]);
    }

    function _register(uint256 seed) private {
        address maintainer = stewards[seed % 3];
        uint32 count = registry.releaseCount();
        uint32[] memory parentIds = new uint32[](count == 0 ? 0 : (seed >> 8) % 2);
        if (parentIds.length == 1) parentIds[0] = uint32(1 + (seed >> 16) % count);
        vm.startPrank(maintainer);
        uint32 modelId = registry.registerModel("A model");
        IModelRegistry.ReleaseInput memory input = releaseInput(modelId, bytes32(1 + (seed >> 24) % 4), parentIds);
        uint128[3] memory flops = [uint128(5e22), 1e24, 1e25];
        input.flop = flops[(seed >> 32) % 3];
        uint32 id = registry.registerRelease(input);
        vm.stopPrank();
        watchNewRelease(id);
    }

    function _seal(uint32 id) private returns (ICustody.SealInput memory input) {
        input = ICustody.SealInput({
            releaseId: id,
            ciphertextRoot: "root",
            ciphertextManifest: "manifest",
            recipient: "recipient",
            threshold: 2,
            commitments: new bytes32[](2),
            seats: new uint32[](2),
            boxesDigest: "boxes"
        });
        (input.commitments[0], input.commitments[1]) = ("0", "1");
        (input.seats[0], input.seats[1]) = (1, 2);
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(stewards[i]);
            custody.registerRecipient("steward");
        }
    }

    function _join(address account, uint32 party) private {
        (address controller,,) = parties.partyInfo(party);
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }

    function _candidate(uint256 seed) private view returns (address) {
        return candidates[seed % candidates.length];
    }

    function _someRelease(uint256 seed) private view returns (uint32) {
        return uint32(1 + (seed >> 200) % registry.releaseCount());
    }
}
