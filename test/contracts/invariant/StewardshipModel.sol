// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {SignedStatements} from "../support/SignedStatements.sol";

/// @title The rules of evaluations, gates, holds and recalls written a second time, from a plain list of what was said
/// @dev Every step foretells whether the registry takes it. What goes wrong is kept in `violation`.
abstract contract StewardshipModel is SignedStatements {
    struct Said {
        uint32 releaseId;
        uint8 kind;
        bool pass;
        address attester;
        uint32 party;
        uint256 time;
        uint256 expiry;
        bool ended;
    }

    uint8 internal constant REGISTERED = 1;
    uint8 internal constant RED_TEAM = 2;
    uint8 internal constant GATED = 3;
    uint8 internal constant OPEN = 4;
    uint8 internal constant REVOKED = 5;

    string public violation;
    uint256 public advances;
    uint256 public refusedAdvances;
    uint256 public refusals;
    uint256 public overruled;

    address[] internal candidates;
    mapping(address account => uint256 key) internal keys;
    // Index is uid - 1.
    Said[] internal said;
    mapping(uint32 releaseId => uint8) internal stages;

    mapping(uint32 releaseId => uint256) private _since;
    mapping(uint32 releaseId => bytes32) private _contents;
    mapping(address account => bool) private _appointed;
    mapping(bytes32 releaseKindAndWho => bool) private _barred;
    mapping(uint32 releaseId => uint256) private _heldUntil;
    mapping(uint32 releaseId => uint256) private _recalledUntil;
    mapping(bytes32 releaseAndStage => bool) private _heldOnce;
    mapping(bytes32 releaseAndApproval => bool) private _recalledOnce;

    function statements() external view returns (uint256) {
        return said.length;
    }

    function startModel() internal {
        deploySystem("demo");
        string[4] memory names = ["evaluator a", "evaluator b", "evaluator c", "evaluator d"];
        for (uint256 i = 0; i < 4; ++i) {
            address account = makeAddr(names[i]);
            keys[account] = keyOf(names[i]);
            candidates.push(account);
        }
        keys[applicant] = keyOf("party without a seat");
        candidates.push(applicant);
        candidates.push(stewards[9]);
        candidates.push(stewards[10]);
        candidates.push(stewards[11]);
    }

    function attestWatched(address attester, IEvaluations.AttestationInput memory input, bool signed) internal {
        bool expected = _mayAttest(attester, input);
        bool done;
        if (signed && keys[attester] != 0) {
            Signed memory s = sign(attester, input, keys[attester]);
            vm.prank(stranger);
            (done,) = address(registry)
                .call(abi.encodeCall(registry.attestBySig, (attester, input, s.deadline, s.signature)));
        } else {
            vm.prank(attester);
            (done,) = address(registry).call(abi.encodeCall(registry.attest, (input)));
        }
        _expect(done, expected, "an attestation");
        if (done) {
            _endWhere(input.releaseId, uint8(input.kind), attester);
            said.push(
                Said({
                    releaseId: input.releaseId,
                    kind: uint8(input.kind),
                    pass: input.verdict == IEvaluations.Verdict.Pass,
                    attester: attester,
                    party: parties.partyNow(attester),
                    time: block.timestamp,
                    expiry: input.expirationTime,
                    ended: false
                })
            );
        }
        _check();
    }

    function revokeWatched(address caller, uint32 uid) internal {
        bool expected = uid >= 1 && uid <= said.length && !said[uid - 1].ended && said[uid - 1].attester == caller;
        vm.prank(caller);
        (bool done,) = address(registry).call(abi.encodeCall(registry.revokeAttestation, (uid)));
        _expect(done, expected, "a revocation");
        if (done) said[uid - 1].ended = true;
        _check();
    }

    function overruleWatched(uint32 uid) internal {
        bool expected = uid >= 1 && uid <= said.length && !said[uid - 1].pass;
        bool done = _byVote(abi.encodeCall(registry.overrule, (uid)));
        _expect(done, expected, "an overruling");
        if (done) {
            ++overruled;
            Said memory named = said[uid - 1];
            _barred[_key(named.releaseId, named.kind, uint256(named.party))] = true;
            _barred[_key(named.releaseId, named.kind, uint256(uint160(named.attester)))] = true;
            for (uint256 i = 0; i < said.length; ++i) {
                Said storage other = said[i];
                if (other.pass || other.releaseId != named.releaseId || other.kind != named.kind) continue;
                if (other.party == named.party || other.attester == named.attester) other.ended = true;
            }
        }
        _check();
    }

    function appointWatched(address account, bool appointment) internal {
        bytes memory data = appointment
            ? abi.encodeCall(registry.appointEvaluator, (account))
            : abi.encodeCall(registry.dismissEvaluator, (account));
        bool done = _byVote(data);
        _expect(done, _appointed[account] != appointment, "an appointment");
        if (done) _appointed[account] = appointment;
        _check();
    }

    function advanceWatched(uint32 id, uint8 to) internal {
        bool expected = stages[id] == to - 1 && _isMet(id, to);
        bytes memory data = abi.encodeCall(registry.advanceToRedTeam, (id));
        if (to == GATED) data = abi.encodeCall(registry.advanceToGated, (id));
        if (to == OPEN) data = abi.encodeCall(registry.advanceToOpen, (id));
        if (to == RED_TEAM) expected = expected && _isRootFree(id);
        if (stages[id] == to - 1) {
            bool shown = registry.gateOf(id).met;
            if (to != RED_TEAM && shown != expected) _flag("the gate shows something else than the model");
        }
        bool done = _byVote(data);
        _expect(done, expected, "an advance");
        if (done) {
            ++advances;
            _setStage(id, to);
        } else {
            ++refusedAdvances;
        }
        _check();
    }

    function endWatched(uint32 id, address caller) internal {
        bool byVote = caller == address(timelock);
        bool expected = byVote
            ? stages[id] != REVOKED
            : (stages[id] == REGISTERED || stages[id] == RED_TEAM)
                && parties.partyNow(caller) == registry.release(id).party;
        vm.prank(caller);
        (bool done,) = address(registry)
            .call(byVote ? abi.encodeCall(registry.revoke, (id)) : abi.encodeCall(registry.withdraw, (id)));
        _expect(done, expected, "an end");
        if (done) _setStage(id, REVOKED);
        _check();
    }

    function stopWatched(address caller, uint32 id, bool recalling) internal {
        uint32 approval = council.approval();
        bytes32 once = keccak256(abi.encode(id, recalling ? approval : stages[id]));
        bool expected = caller == council.current() && caller != address(0);
        expected = expected && (recalling ? stages[id] == GATED || stages[id] == OPEN : stages[id] <= GATED);
        expected = expected && !(recalling ? _recalledOnce[once] : _heldOnce[once]);
        vm.prank(caller);
        (bool done,) = address(registry)
            .call(
                recalling
                    ? abi.encodeCall(registry.recall, (id, "Back."))
                    : abi.encodeCall(registry.hold, (id, "Wait."))
            );
        _expect(done, expected, "a stop");
        if (done && recalling) (_recalledOnce[once], _recalledUntil[id]) = (true, block.timestamp + 30 days);
        if (done && !recalling) (_heldOnce[once], _heldUntil[id]) = (true, block.timestamp + 7 days);
        _check();
    }

    /// @dev Whatever this is, it may change no stage and no statement.
    function callWatched(address actor, address target, bytes memory data) internal {
        vm.prank(actor);
        (bool done,) = target.call(data);
        if (!done) ++refusals;
        _check();
    }

    /// @dev By anyone but the timelock: nothing that needs a vote goes through.
    function attackWatched(address actor, bytes memory data) internal {
        vm.prank(actor);
        (bool done,) = address(registry).call(data);
        if (done) _flag("a restricted function was called without a vote");
        ++refusals;
        _check();
    }

    function watchNewRelease(uint32 id) internal {
        _contents[id] = _content(id);
        _setStage(id, REGISTERED);
        _check();
    }

    function _isMet(uint32 id, uint8 to) private view returns (bool) {
        if (block.timestamp < _heldUntil[id] || block.timestamp < _recalledUntil[id]) return false;
        if (_hasRevokedAncestor(id)) return false;
        if (to == RED_TEAM) return true;
        IReleaseGates.GateRule memory rule =
            registry.gateRule(_classOf(registry.release(id).cumulativeFlop), IModelRegistry.Stage(to));
        if (block.timestamp < _since[id] + rule.dwell) return false;
        if (to == GATED && custody.missingAcks(id) != 0) return false;
        for (uint256 i = 0; i < said.length; ++i) {
            if (said[i].releaseId == id && !said[i].pass && !said[i].ended) return false;
        }
        for (uint8 kind = 0; kind < KINDS; ++kind) {
            if (_passing(id, kind, rule.maxReportAge) < rule.passes[kind]) return false;
        }
        return true;
    }

    /// @dev Party by party: does any statement of it count?
    function _passing(uint32 id, uint8 kind, uint48 maxAge) private view returns (uint256 count) {
        uint32 own = registry.release(id).party;
        uint32 last = parties.partyCount();
        for (uint32 party = 1; party <= last; ++party) {
            if (party == own) continue;
            for (uint256 i = 0; i < said.length; ++i) {
                Said storage s = said[i];
                if (s.releaseId != id || s.kind != kind || !s.pass || s.ended || s.party != party) continue;
                if (!_appointed[s.attester] || parties.partyNow(s.attester) != party) continue;
                if (parties.partyNext(s.attester) == own) continue;
                if (s.expiry != 0 && block.timestamp >= s.expiry) continue;
                if (block.timestamp - s.time >= maxAge) continue;
                ++count;
                break;
            }
        }
    }

    function _mayAttest(address attester, IEvaluations.AttestationInput memory input) private view returns (bool) {
        (uint32 id, uint8 kind) = (input.releaseId, uint8(input.kind));
        (uint32 now_, uint32 next) = (parties.partyNow(attester), parties.partyNext(attester));
        uint32 own = registry.release(id).party;
        if (!_appointed[attester] || now_ == 0 || next == 0 || now_ == own || next == own) return false;
        if (_barred[_key(id, kind, uint256(now_))] || _barred[_key(id, kind, uint256(uint160(attester)))]) {
            return false;
        }
        bool fails = input.verdict == IEvaluations.Verdict.Fail;
        bool expiry = input.expirationTime == 0 || (!fails && input.expirationTime > block.timestamp);
        return stages[id] != REVOKED && input.verdict != IEvaluations.Verdict.None && input.report != 0 && expiry
            && input.root == registry.release(id).root;
    }

    function _isRootFree(uint32 id) private view returns (bool) {
        uint32 holder = registry.releaseOfRoot(registry.release(id).root);
        return holder == 0 || stages[holder] == REVOKED;
    }

    function _hasRevokedAncestor(uint32 id) private view returns (bool) {
        uint32[] memory parentIds = registry.release(id).parents;
        for (uint256 i = 0; i < parentIds.length; ++i) {
            if (stages[parentIds[i]] == REVOKED || _hasRevokedAncestor(parentIds[i])) return true;
        }
        return false;
    }

    function _endWhere(uint32 id, uint8 kind, address attester) private {
        for (uint256 i = 0; i < said.length; ++i) {
            Said storage s = said[i];
            if (s.releaseId == id && s.kind == kind && s.attester == attester) s.ended = true;
        }
    }

    function _setStage(uint32 id, uint8 to) private {
        (stages[id], _since[id]) = (to, block.timestamp);
    }

    function _byVote(bytes memory data) private returns (bool done) {
        vm.prank(address(timelock));
        (done,) = address(registry).call(data);
    }

    function _expect(bool done, bool expected, string memory what) private {
        if (!done) ++refusals;
        if (done && !expected) _flag(string.concat(what, " went through against the rules"));
        if (!done && expected) _flag(string.concat(what, " was refused though nothing stood in its way"));
    }

    /// @dev After every step: stages and contents as the model has them, and as many Fails as stand in the list.
    function _check() private {
        uint32 count = registry.releaseCount();
        for (uint32 id = 1; id <= count; ++id) {
            if (uint8(registry.stageOf(id)) != stages[id]) _flag("a stage moved by itself");
            if (_content(id) != _contents[id]) _flag("root, manifest, licence or FLOP of a release changed");
            uint256 fails = 0;
            for (uint256 i = 0; i < said.length; ++i) {
                if (said[i].releaseId == id && !said[i].pass && !said[i].ended) ++fails;
            }
            if (registry.standingFails(id) != fails) _flag("another number of Fails stands");
        }
        if (registry.attestationCount() != said.length) _flag("statements that nobody made");
    }

    function _content(uint32 id) private view returns (bytes32) {
        IModelRegistry.Release memory r = registry.release(id);
        (r.stage, r.stageSince) = (IModelRegistry.Stage.None, 0);
        return keccak256(abi.encode(r, registry.ancestorsOf(id)));
    }

    function _flag(string memory what) private {
        if (bytes(violation).length == 0) violation = what;
    }

    function _classOf(uint256 flop) private pure returns (uint8) {
        return flop < 1e23 ? 0 : flop < 1e25 ? 1 : 2;
    }

    function _key(uint32 id, uint8 kind, uint256 who) private pure returns (bytes32) {
        return keccak256(abi.encode(id, kind, who));
    }
}
