// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {Proposals} from "../support/Proposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @title The rules written a second time, from ballots up, and compared after every step
/// @dev What goes wrong is kept in `violation`, so that the invariant runner reports it by name.
abstract contract GovernanceModel is Proposals {
    struct Ledger {
        uint8 tier;
        uint8 capacity;
        uint8 present;
        bool recovery;
        uint256 baseDeadline;
        uint256 eta;
        uint256 executedAt;
        IGovernor.ProposalState last;
        // [house][support]
        uint256[3][2] tally;
        bytes proposal;
    }

    struct Watched {
        bytes32 rest;
        bytes32 house;
        bytes32 stages;
    }

    string public violation;
    uint256[] public ids;
    uint8 internal gatedTier = 1;
    uint256 public executions;
    uint256 public ballots;
    uint256 public refusedAttacks;

    mapping(uint256 id => Ledger) private _ledgers;
    mapping(uint256 id => mapping(address voter => mapping(uint256 house => uint256))) private _cast;
    mapping(uint32 releaseId => IModelRegistry.Stage) private _stages;
    mapping(uint32 releaseId => bytes32) private _contents;
    mapping(uint256 seatId => address) private _seatHolders;

    function startModel() internal {
        deploySystem("demo");
        _watchSeats(false);
    }

    function proposals() external view returns (uint256) {
        return ids.length;
    }

    function ledger(uint256 id) external view returns (Ledger memory) {
        return _ledgers[id];
    }

    function system()
        external
        view
        returns (
            address governor_,
            address seats_,
            address token_,
            address registry_,
            address manager_,
            address bounds_
        )
    {
        return (address(governor), address(seats), address(token), address(registry), address(manager), address(bounds));
    }

    function suspects() public view returns (address[] memory list) {
        list = new address[](STEWARDS + 10);
        for (uint256 i = 0; i < STEWARDS; ++i) {
            list[i] = stewards[i];
        }
        address[] memory owners = holders();
        for (uint256 i = 0; i < 5; ++i) {
            list[STEWARDS + i] = owners[i];
        }
        (list[17], list[18], list[19]) = (guardian, deployer, applicant);
        (list[20], list[21]) = (stranger, address(governor));
    }

    function rememberProposal(Proposal memory p, uint8 tier) internal {
        ids.push(p.id);
        Ledger storage entry = _ledgers[p.id];
        entry.tier = tier;
        entry.capacity = seats.totalCapacity();
        entry.baseDeadline = stock.proposalSnapshot(p.id) + stock.votingPeriod();
        entry.last = stock.state(p.id);
        entry.proposal = abi.encode(p);
        entry.recovery = _onlyAdmissions(p) && seats.presentCount() < seats.minSeats();
        entry.present = entry.recovery ? uint8(seats.presentCount()) : 0;
        if (governor.proposalTier(p.id) != tier) _flag("the tier is not that of the actions");
        if (governor.proposalSeats(p.id) != entry.capacity) _flag("N is not the capacity");
        if (governor.proposalIsRecovery(p.id) != entry.recovery) _flag("recovery without its cause");
        if (stock.proposalDeadline(p.id) != entry.baseDeadline) _flag("deadline at birth");
    }

    function castBallot(uint256 id, address voter, uint8 support, bool tokenHouse) internal {
        Watched memory before = _watch();
        uint256 house = tokenHouse ? 0 : 1;
        vm.prank(voter);
        (bool done,) = address(stock)
            .call(
                abi.encodeCall(
                    IGovernor.castVoteWithReasonAndParams, (id, support, "", tokenHouse ? bytes("") : SEAT_HOUSE)
                )
            );
        if (done) {
            ++ballots;
            uint256 snapshot = stock.proposalSnapshot(id);
            uint256 weight = tokenHouse ? token.getPastVotes(voter, snapshot) : seats.getPastVotes(voter, snapshot);
            if (weight == 0) _flag("a ballot without weight");
            if (++_cast[id][voter][house] > 1) _flag("two ballots of one voter");
            Ledger storage entry = _ledgers[id];
            entry.tally[house][support] += weight;
            if (block.timestamp > entry.baseDeadline && support != AGAINST) {
                _flag("not Against in the objection period");
            }
        }
        _compare(before, "a ballot");
    }

    function warpWatched(uint256 target) internal {
        if (target > block.timestamp) vm.warp(target);
        _watchStates();
    }

    function queueWatched(uint256 id, address actor) internal {
        Watched memory before = _watch();
        (bool done, Proposal memory p) = _act(id, actor, IGovernor.queue.selector);
        if (done) {
            Ledger storage entry = _ledgers[id];
            if (!_passes(id)) _flag("queued without the votes");
            entry.eta = stock.proposalEta(p.id);
            if (entry.eta < block.timestamp + governor.delay(entry.tier) + _dissent(entry)) {
                _flag("the eta is too early");
            }
        }
        _compare(before, "queueing");
    }

    function executeWatched(uint256 id, address actor) internal {
        IGovernor.ProposalState state = stock.state(id);
        Watched memory before = _watch();
        (bool done, Proposal memory p) = _act(id, actor, IGovernor.execute.selector);
        Ledger storage entry = _ledgers[id];
        if (!done) {
            bool due = state == IGovernor.ProposalState.Queued && block.timestamp >= entry.eta;
            if (due && _wouldSucceed(p, entry)) _flag("queued and due, yet not executable");
            _compare(before, "a refused execution");
            return;
        }
        ++executions;
        if (entry.eta == 0) _flag("executed without a queue");
        if (block.timestamp < entry.eta || block.timestamp > entry.eta + governor.gracePeriod()) {
            _flag("executed outside of its time");
        }
        if (!_passes(id)) _flag("executed without the votes");
        entry.executedAt = block.timestamp;
        uint256 least = stock.proposalDeadline(id) + governor.delay(entry.tier) + _dissent(entry);
        if (block.timestamp < least) _flag("executed before its delay was over");
        _noteRetiering();
        _watchSeats(true);
        watchReleases();
        _watchStates();
    }

    function cancelWatched(uint256 id, address actor) internal {
        Watched memory before = _watch();
        IGovernor.ProposalState state = stock.state(id);
        (bool done, Proposal memory p) = _act(id, actor, IGovernor.cancel.selector);
        if (done) {
            bool byProposer = stock.proposalProposer(p.id) == actor && state == IGovernor.ProposalState.Pending;
            if (!byProposer && actor != council.current()) _flag("canceled by somebody");
        }
        _compare(before, "canceling");
    }

    function retierWatched(uint256 id, address actor) internal {
        Watched memory before = _watch();
        Proposal memory p = abi.decode(_ledgers[id].proposal, (Proposal));
        uint8 derived = governor.deriveTier(p.targets, p.values, p.calldatas);
        (bool done,) = _act(id, actor, governor.cancelIfRetiered.selector);
        if (done && derived <= _ledgers[id].tier) _flag("canceled though its tier did not rise");
        _compare(before, "retiering");
    }

    function callWatched(address actor, address target, bytes memory data, string memory what) internal {
        Watched memory before = _watch();
        vm.prank(actor);
        (bool done,) = target.call(data);
        if (!done) ++refusedAttacks;
        _compare(before, what);
    }

    function vacateWatched(address actor, bytes memory data) internal {
        Watched memory before = _watch();
        uint256 seated = seats.seated();
        vm.prank(actor);
        (bool done,) = address(seats).call(data);
        if (done && seats.seated() < seated && seats.seated() < seats.minSeats()) _flag("too few seats were left");
        before.house = _house();
        _compare(before, "a steward");
        _watchSeats(false);
    }

    function withdrawWatched(address maintainer, uint32 releaseId) internal {
        Watched memory before = _watch();
        IModelRegistry.Stage stage = registry.stageOf(releaseId);
        vm.prank(maintainer);
        (bool done,) = address(registry).call(abi.encodeCall(registry.withdraw, (releaseId)));
        if (done) {
            if (stage != IModelRegistry.Stage.Registered && stage != IModelRegistry.Stage.RedTeam) {
                _flag("withdrawn above red team");
            }
            if (registry.release(releaseId).party != parties.partyNow(maintainer)) _flag("withdrawn by another party");
            before.stages = _stagesHash();
        }
        _compare(before, "a withdrawal");
        watchReleases();
    }

    /// @dev One stage up or to Revoked; everything else of a release stays as it was registered.
    function watchReleases() internal {
        uint32 count = registry.releaseCount();
        for (uint32 id = 1; id <= count; ++id) {
            IModelRegistry.Release memory r = registry.release(id);
            IModelRegistry.Stage known = _stages[id];
            if (r.stage != known) {
                bool up = uint8(r.stage) == uint8(known) + 1 && r.stage != IModelRegistry.Stage.Revoked;
                bool revoked = r.stage == IModelRegistry.Stage.Revoked && known != IModelRegistry.Stage.None;
                if (!up && !revoked) _flag("a stage was skipped or left");
                if (up && known != IModelRegistry.Stage.None && _hasRevokedAncestor(id)) {
                    _flag("advanced with a revoked ancestor");
                }
                _stages[id] = r.stage;
            }
            (r.stage, r.stageSince) = (IModelRegistry.Stage.None, 0);
            bytes32 content = keccak256(abi.encode(r));
            if (known == IModelRegistry.Stage.None) _contents[id] = content;
            else if (_contents[id] != content) _flag("a release changed");
        }
    }

    function _hasRevokedAncestor(uint32 id) private view returns (bool) {
        uint32[] memory parentIds = registry.release(id).parents;
        for (uint256 i = 0; i < parentIds.length; ++i) {
            if (registry.stageOf(parentIds[i]) == IModelRegistry.Stage.Revoked) return true;
            if (_hasRevokedAncestor(parentIds[i])) return true;
        }
        return false;
    }

    function _act(uint256 id, address actor, bytes4 selector) private returns (bool done, Proposal memory p) {
        p = abi.decode(_ledgers[id].proposal, (Proposal));
        bytes memory arguments = abi.encode(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
        vm.prank(actor);
        (done,) = address(stock).call(abi.encodePacked(selector, arguments));
    }

    /// @dev Whether each call would succeed now if the timelock made it, and the charter still gives the same tier.
    function _wouldSucceed(Proposal memory p, Ledger storage entry) private returns (bool all) {
        if (governor.deriveTier(p.targets, p.values, p.calldatas) > entry.tier) return false;
        if (entry.recovery && seats.presentCount() >= seats.minSeats()) return false;
        uint256 before = vm.snapshotState();
        all = true;
        for (uint256 i = 0; i < p.targets.length; ++i) {
            // The governor's own functions know the call only inside an execution, so they cannot be tried like this.
            if (p.targets[i] == address(governor)) all = false;
            vm.prank(address(timelock));
            (bool done,) = p.targets[i].call(p.calldatas[i]);
            all = all && done;
        }
        vm.revertToState(before);
    }

    function _passes(uint256 id) private view returns (bool) {
        Ledger storage entry = _ledgers[id];
        uint256 snapshot = stock.proposalSnapshot(id);
        uint256[3] storage tokens = entry.tally[0];
        uint256[3] storage house = entry.tally[1];
        uint256 bps = entry.tier == 2
            ? governor.charterQuorumNumerator(snapshot)
            : GovernorVotesQuorumFraction(payable(address(governor))).quorumNumerator(snapshot);
        if ((tokens[FOR] + tokens[ABSTAIN]) * 10_000 < token.getPastTotalSupply(snapshot) * bps) return false;
        if (tokens[FOR] == 0) return false;
        if (entry.tier == 2) {
            if (tokens[FOR] * 10_000 < (tokens[FOR] + tokens[AGAINST]) * 6_000) return false;
        } else if (tokens[FOR] <= tokens[AGAINST]) {
            return false;
        }
        if (entry.recovery) return house[AGAINST] * 2 <= entry.present;
        if (entry.tier == 0) return house[AGAINST] * 2 <= seats.getPastTotalSupply(snapshot);
        if (entry.tier == 1) return house[FOR] > entry.capacity / 3 && house[FOR] > house[AGAINST];
        return house[FOR] * 2 > entry.capacity && house[FOR] >= 2 * house[AGAINST];
    }

    function _dissent(Ledger storage entry) private view returns (uint256) {
        if (entry.tier == 0) return 0;
        uint256 max = governor.maxDissent();
        uint256 voted = entry.tally[0][AGAINST] + entry.tally[0][FOR];
        uint256 share = voted == 0 ? 0 : max * entry.tally[0][AGAINST] / voted;
        uint256 sum = share + max * entry.tally[1][AGAINST] / entry.capacity;
        return sum < max ? sum : max;
    }

    function _onlyAdmissions(Proposal memory p) private view returns (bool) {
        for (uint256 i = 0; i < p.targets.length; ++i) {
            if (p.targets[i] != address(seats) || bytes4(p.calldatas[i]) != seats.admit.selector) return false;
        }
        return true;
    }

    function _noteRetiering() private {
        bool policy = manager.getTargetFunctionRole(address(registry), registry.advanceToGated.selector) == POLICY_ROLE;
        gatedTier = policy ? 1 : 2;
    }

    /// @dev Final states are never left; a queued proposal is so exactly until its grace period is over.
    function _watchStates() private {
        for (uint256 i = 0; i < ids.length; ++i) {
            Ledger storage entry = _ledgers[ids[i]];
            IGovernor.ProposalState state = stock.state(ids[i]);
            if (_isFinal(entry.last) && state != entry.last) _flag("a final state was left");
            entry.last = state;
            if (entry.eta == 0) continue;
            bool inTime = block.timestamp <= entry.eta + governor.gracePeriod();
            if (state == IGovernor.ProposalState.Queued && !inTime) _flag("queued for ever");
            if (inTime && state == IGovernor.ProposalState.Expired) _flag("expired too early");
            if (state < IGovernor.ProposalState.Queued && state != IGovernor.ProposalState.Canceled) {
                _flag("queued and then no longer");
            }
        }
    }

    function _watchSeats(bool byVote) private {
        uint32[] memory live = seats.liveSeats();
        for (uint256 i = 0; i < live.length; ++i) {
            address holder = seats.ownerOf(live[i]);
            address known = _seatHolders[live[i]];
            if (known != holder && known != address(0) && !byVote) _flag("a seat changed hands");
            _seatHolders[live[i]] = holder;
        }
    }

    function _compare(Watched memory before, string memory what) private {
        if (_rest() != before.rest) _flag(string.concat("settings, roles or supply were changed by ", what));
        if (_house() != before.house) _flag(string.concat("seats were changed by ", what));
        if (_stagesHash() != before.stages) _flag(string.concat("a stage was changed by ", what));
        _watchStates();
    }

    function _watch() private view returns (Watched memory) {
        return Watched({rest: _rest(), house: _house(), stages: _stagesHash()});
    }

    function _rest() private view returns (bytes32) {
        bytes32 settings = keccak256(
            abi.encode(
                stock.votingDelay(),
                stock.votingPeriod(),
                stock.proposalThreshold(),
                GovernorVotesQuorumFraction(payable(address(governor))).quorumNumerator(),
                governor.charterQuorumNumerator(block.timestamp),
                manager.getTargetFunctionRole(address(registry), registry.advanceToGated.selector)
            )
        );
        return keccak256(
            abi.encode(
                settings,
                token.totalSupply(),
                parties.partyCount(),
                council.account(),
                council.until(),
                council.approval(),
                registry.evaluators()
            )
        );
    }

    function _house() private view returns (bytes32 hash) {
        uint32[] memory live = seats.liveSeats();
        hash = keccak256(abi.encode(seats.totalCapacity(), seats.constituencies(), live));
        for (uint256 i = 0; i < live.length; ++i) {
            (address steward, uint32 party, uint8 index, uint48 termEnd,) = seats.seat(live[i]);
            hash = keccak256(abi.encode(hash, steward, party, index, termEnd));
        }
    }

    function _stagesHash() private view returns (bytes32 hash) {
        uint32 count = registry.releaseCount();
        for (uint32 id = 1; id <= count; ++id) {
            hash = keccak256(abi.encode(hash, registry.stageOf(id)));
        }
    }

    function _flag(string memory what) private {
        violation = what;
    }

    function _isFinal(IGovernor.ProposalState state) private pure returns (bool) {
        return state == IGovernor.ProposalState.Canceled || state == IGovernor.ProposalState.Defeated
            || state == IGovernor.ProposalState.Expired || state == IGovernor.ProposalState.Executed;
    }
}
