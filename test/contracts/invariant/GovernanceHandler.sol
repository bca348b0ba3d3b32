// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {GovernanceModel} from "./GovernanceModel.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @title What everybody might do, in any order
/// @dev Every function is one step of one actor (or of time); the model watches each step.
contract GovernanceHandler is GovernanceModel {
    uint256 private constant MAX_PROPOSALS = 30;
    uint256 private constant MAX_RELEASES = 16;

    constructor() {
        startModel();
        for (uint256 i = 0; i < 4; ++i) {
            _register(stewards[i], uint32(0), i);
        }
    }

    /// @notice A random actor proposes one or two random actions.
    function proposeSomething(uint256 seed) public {
        if (ids.length >= MAX_PROPOSALS) return;
        uint256 count = 1 + (seed & 7 == 0 ? 1 : 0);
        Proposal memory p = _emptyProposal(count);
        uint8 tier = 0;
        for (uint256 i = 0; i < count; ++i) {
            (address target, bytes memory data, uint8 actionTier) = _randomAction(_next(seed, i));
            (p.targets[i], p.calldatas[i]) = (target, data);
            if (actionTier > tier) tier = actionTier;
        }
        p.description = vm.toString(seed);
        uint256 id = _proposeAs(p, _actor(seed >> 8), tier);
        if (id != 0 && seed % 3 == 0) {
            cancelWatched(id, seed % 2 == 0 ? stock.proposalProposer(id) : council.account());
        }
    }

    /// @notice One ballot in one house.
    function voteOnce(uint256 seed) public {
        if (ids.length == 0) return;
        castBallot(_someProposal(seed), _actor(seed >> 8), uint8((seed >> 16) % 4), seed & (1 << 24) == 0);
    }

    /// @notice Many vote, mostly for the proposal.
    function campaign(uint256 seed) public {
        if (ids.length > 0) _campaignFor(_someProposal(seed), seed);
    }

    /// @notice Time moves: a little, to an edge of a proposal, or by days.
    function moveTime(uint256 seed) public {
        uint256 target = block.timestamp + 1 + seed % 100;
        if (ids.length > 0) {
            uint256 id = _someProposal(seed >> 8);
            uint256 kind = (seed >> 16) % 8;
            if (kind == 0) target = stock.proposalSnapshot(id) + 1;
            if (kind == 1) target = stock.proposalDeadline(id) - 1800;
            if (kind == 2) target = stock.proposalDeadline(id) + 1;
            if (kind == 3) target = stock.proposalEta(id);
            if (kind == 4) target = stock.proposalEta(id) + governor.gracePeriod() + 1;
            if (kind == 5) target = block.timestamp + (seed >> 24) % 30 days;
            if (kind == 6) target = block.timestamp + (seed >> 24) % 200 days;
        }
        warpWatched(target);
    }

    /// @notice Somebody queues, executes, cancels or retiers a random proposal.
    function pushProposal(uint256 seed) public {
        if (ids.length == 0) return;
        uint256 id = _someProposal(seed);
        address actor = _actor(seed >> 8);
        uint256 kind = (seed >> 16) % 8;
        if (seed & (1 << 32) == 0) actor = seed & (1 << 33) == 0 ? stock.proposalProposer(id) : council.account();
        if (kind < 3) queueWatched(id, actor);
        else if (kind < 6) executeWatched(id, actor);
        else if (kind == 6) cancelWatched(id, actor);
        else retierWatched(id, actor);
    }

    /// @notice A whole proposal with a large coalition, so that deep states are reached often.
    function passSomething(uint256 seed) public {
        if (ids.length >= MAX_PROPOSALS) return;
        Proposal memory p = _emptyProposal(1);
        uint8 tier;
        (p.targets[0], p.calldatas[0], tier) = _randomAction(_next(seed, 1));
        p.description = vm.toString(seed);
        uint256 id = _proposeAs(p, holders()[seed % 5], tier);
        if (id == 0) return;
        // Late in every fourth case, so that the result flips inside the objection window.
        warpWatched(seed & 3 == 0 ? stock.proposalDeadline(id) - 60 : stock.proposalSnapshot(id) + 1);
        _campaignFor(id, seed | type(uint128).max);
        if (seed & 3 == 0) {
            warpWatched(stock.proposalDeadline(id) - 1);
            _campaignFor(id, seed >> 128);
        }
        warpWatched(stock.proposalDeadline(id) + 1);
        queueWatched(id, stranger);
        warpWatched(stock.proposalEta(id));
        // What a gate asks for beyond the vote is the matter of the stewardship invariants; here it is met if it can be.
        uint32 releaseId = uint32(1 + (_next(seed, 1) >> 8) % registry.releaseCount());
        try this.evaluate(releaseId) {} catch {}
        executeWatched(id, stranger);
    }

    /// @notice Somebody calls what only a vote may call, or moves a seat.
    function attack(uint256 seed) public {
        address actor = _actor(seed >> 8);
        (address target, bytes memory data,) = _randomAction(_next(seed, 2));
        if (seed % 6 == 0) {
            bytes memory give = abi.encodeCall(seats.transferFrom, (actor, stranger, seats.seatOfAccount(actor)));
            (target, data) = (address(seats), give);
        }
        if (seed % 6 == 1) (target, data) = (address(seats), abi.encodeCall(seats.delegate, (stranger)));
        if (seed % 6 == 2) {
            data = abi.encodeCall(timelock.execute, (target, 0, data, bytes32(0), bytes32(0)));
            target = address(timelock);
        }
        callWatched(actor, target, data, "attack");
    }

    /// @notice Tokens and delegations move.
    function moveTokens(uint256 seed) public {
        address[] memory list = holders();
        address from = list[seed % 5];
        address to = list[(seed >> 8) % 5];
        bytes memory data = seed & (1 << 16) == 0
            ? abi.encodeCall(token.transfer, (to, (seed >> 24) % (token.balanceOf(from) / 4 + 1)))
            : abi.encodeCall(token.delegate, (to));
        callWatched(from, address(token), data, "tokens");
    }

    /// @notice Stewards show presence, resign or see seats expire.
    function liveAsSteward(uint256 seed) public {
        address actor = _actor(seed >> 8);
        bytes memory data = abi.encodeCall(seats.present, ());
        if (seed % 6 == 0) data = abi.encodeCall(seats.resign, ());
        if (seed % 6 == 1) data = abi.encodeCall(seats.expire, (1 + (seed >> 16) % 20));
        vacateWatched(actor, data);
    }

    /// @notice Accounts join and leave parties.
    function liveAsParty(uint256 seed) public {
        address actor = _actor(seed >> 8);
        uint32 party = uint32(1 + (seed >> 16) % 14);
        address other = _actor(seed >> 24);
        bytes memory data = abi.encodeCall(parties.invite, (party, other, true));
        if (seed % 5 == 1) data = abi.encodeCall(parties.accept, (party));
        if (seed % 5 == 2) data = abi.encodeCall(parties.quit, ());
        if (seed % 5 == 3) data = abi.encodeCall(parties.expel, (party, other));
        if (seed % 5 == 4) data = abi.encodeCall(parties.close, (party));
        callWatched(actor, address(parties), data, "parties");
    }

    /// @notice A maintainer registers or withdraws.
    function liveAsMaintainer(uint256 seed) public {
        address maintainer = stewards[seed % STEWARDS];
        if (seed & (1 << 20) == 0 && registry.releaseCount() < MAX_RELEASES) {
            _register(maintainer, uint32((seed >> 8) % (registry.releaseCount() + 1)), seed);
        } else {
            uint32 releaseId = uint32(1 + (seed >> 8) % registry.releaseCount());
            if (seed % 2 == 0) (maintainer,,) = parties.partyInfo(registry.release(releaseId).party);
            withdrawWatched(maintainer, releaseId);
        }
    }

    /// @notice Meets the gate of a release; reverts where its evaluators belong to no party any more, for instance.
    function evaluate(uint32 releaseId) external {
        meetGate(releaseId);
    }

    function _register(address maintainer, uint32 parent, uint256 seed) private {
        uint32[] memory lineage = new uint32[](parent == 0 ? 0 : 1);
        if (parent != 0) lineage[0] = parent;
        if (parties.partyNow(maintainer) == 0) return;
        vm.startPrank(maintainer);
        uint32 modelId = registry.registerModel("A model");
        registry.registerRelease(releaseInput(modelId, bytes32(1 + seed % 6), lineage));
        vm.stopPrank();
        watchReleases();
    }

    function _proposeAs(Proposal memory p, address proposer, uint8 tier) private returns (uint256 id) {
        vm.prank(proposer);
        try stock.propose(p.targets, p.values, p.calldatas, p.description) returns (uint256 made) {
            id = made;
            p.id = made;
            rememberProposal(p, tier);
        } catch {}
    }

    function _campaignFor(uint256 id, uint256 seed) private {
        address[] memory list = holders();
        for (uint256 i = 0; i < list.length; ++i) {
            if ((seed >> i) & 1 == 1) castBallot(id, list[i], (seed >> (8 + i)) & 1 == 1 ? FOR : AGAINST, true);
        }
        for (uint256 i = 0; i < STEWARDS; ++i) {
            if ((seed >> (16 + i)) & 1 == 1) {
                castBallot(id, stewards[i], (seed >> (32 + 2 * i)) & 3 == 0 ? AGAINST : FOR, false);
            }
        }
    }

    function _randomAction(uint256 seed) private view returns (address target, bytes memory data, uint8 tier) {
        uint256 kind = seed % 20;
        uint32 releaseId = uint32(1 + (seed >> 8) % registry.releaseCount());
        uint256 amount = seed >> 16;
        tier = 2;
        if (kind < 6) {
            target = address(registry);
            // Mostly the step that comes next, else few executions would go through.
            uint256 step = amount % 2 == 0 ? kind : uint256(registry.stageOf(releaseId));
            if (step == 1) (data, tier) = (abi.encodeCall(registry.advanceToRedTeam, (releaseId)), 1);
            else if (step == 2) (data, tier) = (abi.encodeCall(registry.advanceToGated, (releaseId)), gatedTier);
            else if (step == 3) data = abi.encodeCall(registry.advanceToOpen, (releaseId));
            else (data, tier) = (abi.encodeCall(registry.revoke, (releaseId)), 0);
        } else if (kind == 6) {
            address controller = address(uint160(0xA11CE + amount % 8));
            (target, tier) = (address(parties), 1);
            data = abi.encodeCall(parties.admit, (controller, IPartyRegistry.Kind.Lab));
        } else if (kind < 11) {
            target = address(seats);
            uint32 party = uint32(1 + amount % 14);
            if (kind == 7) data = abi.encodeCall(seats.remove, (1 + amount % 16));
            if (kind == 8) data = abi.encodeCall(seats.admit, (_actor(amount >> 8), party, uint8(amount % 4)));
            if (kind == 9) data = abi.encodeCall(seats.rekey, (1 + amount % 16, _actor(amount >> 8)));
            if (kind == 10) data = abi.encodeCall(seats.setCapacities, (_randomCapacities(amount)));
        } else if (kind == 11) {
            target = address(council);
            data = abi.encodeCall(council.appoint, (_actor(amount), uint48(block.timestamp + amount % 100 days)));
        } else if (kind == 12) {
            target = address(token);
            data = abi.encodeCall(token.mint, (_actor(amount), amount % 3_000_000 ether));
        } else if (kind > 17) {
            (target, tier) = (address(registry), 1);
            data = kind == 18
                ? abi.encodeCall(registry.appointEvaluator, (_actor(amount)))
                : abi.encodeCall(registry.dismissEvaluator, (_actor(amount)));
        } else if (kind == 13) {
            bytes4[] memory gated = new bytes4[](1);
            gated[0] = registry.advanceToGated.selector;
            target = address(manager);
            uint64 role = amount % 3 == 0 ? ADMIN_ROLE : POLICY_ROLE;
            data = abi.encodeCall(manager.setTargetFunctionRole, (address(registry), gated, role));
        } else {
            target = address(governor);
            if (kind == 14) data = abi.encodeCall(GovernorSettings.setVotingDelay, (uint48(amount % 14 days)));
            if (kind == 15) data = abi.encodeCall(GovernorSettings.setVotingPeriod, (uint32(amount % 60 days)));
            if (kind == 16) {
                data = abi.encodeCall(GovernorVotesQuorumFraction.updateQuorumNumerator, (amount % 4_000));
            }
            if (kind == 17) data = abi.encodeCall(governor.updateCharterQuorumNumerator, (amount % 5_000));
        }
    }

    function _randomCapacities(uint256 seed) private pure returns (uint8[] memory capacities) {
        capacities = new uint8[](4 + seed % 3);
        for (uint256 i = 0; i < capacities.length; ++i) {
            capacities[i] = uint8(1 + (seed >> (8 * i)) % 6);
        }
    }

    function _emptyProposal(uint256 count) private pure returns (Proposal memory p) {
        p.targets = new address[](count);
        p.values = new uint256[](count);
        p.calldatas = new bytes[](count);
    }

    function _actor(uint256 seed) private view returns (address) {
        uint256 pick = seed % 22;
        if (pick < STEWARDS) return stewards[pick];
        if (pick < 17) return holders()[pick - STEWARDS];
        if (pick == 17) return guardian;
        if (pick == 18) return deployer;
        if (pick == 19) return applicant;
        return pick == 20 ? stranger : address(uint160(0xA11CE + seed % 8));
    }

    function _someProposal(uint256 seed) private view returns (uint256) {
        // The newest three are where something can still happen.
        uint256 back = seed % 4 == 0 ? seed % ids.length : (seed >> 2) % (ids.length < 3 ? ids.length : 3);
        return ids[ids.length - 1 - back];
    }

    function _next(uint256 seed, uint256 salt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }
}
