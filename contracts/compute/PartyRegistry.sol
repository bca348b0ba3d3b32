// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEpochClock} from "../interfaces/IEpochClock.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IStewardSeats} from "../interfaces/IStewardSeats.sol";
import {EpochTimed} from "./extensions/EpochTimed.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Who is one party
/// @notice Weight that is not linear in tokens would be gained by splitting accounts; so shares, requests and seats are
/// counted per party, and who belongs to which party is fixed for a whole epoch before it begins.
/// @dev A steward's membership is frozen while it holds a seat. Else a steward could join a party that has a seat of
/// its own, which would then hold two.
contract PartyRegistry is AccessManaged, EpochTimed, IPartyRegistry {
    struct Party {
        address controller;
        Kind kind;
        // First epoch in which nobody belongs to it any more; 0 while it is open.
        uint48 closedFrom;
        // Accounts that belong to it now or in the next epoch.
        uint32 members;
        address proposed;
    }

    /// @dev One slot, because every request for compute reads it. An account changes at most once in an epoch, so the
    /// change before the last one is over.
    struct Membership {
        uint32 party;
        Kind kind;
        // First epoch for which `party` counts; until then `before` does.
        uint48 from;
        uint32 before;
    }

    /// @notice The most parties that one `admitMany` may admit.
    uint256 public constant MAX_ADMISSIONS = 200;

    /// @notice The longest that an agent may be named for at a time.
    uint48 public constant MAX_AGENT_TIME = 365 days;

    /// @notice The seats; no party that holds one can be closed.
    IStewardSeats public immutable seats;

    /// @inheritdoc IPartyRegistry
    uint32 public partyCount;

    mapping(uint32 party => Party) private _parties;
    mapping(uint32 party => mapping(address account => bool)) private _invited;
    mapping(address account => Membership) private _memberships;
    mapping(uint32 party => mapping(address agent => Agent)) private _agents;
    uint32 private _agentCount;

    modifier onlyController(uint32 party) {
        _checkController(party);
        _;
    }

    /// @param authority_ The AccessManager.
    /// @param clock_ The epoch clock.
    /// @param seats_ The seats' address, predicted: they are deployed after this contract.
    /// @param controllers The controllers of the first parties, members from epoch 0; ids 1, 2, ... in this order.
    /// @param kinds What each of them is.
    constructor(
        address authority_,
        IEpochClock clock_,
        IStewardSeats seats_,
        address[] memory controllers,
        Kind[] memory kinds
    ) AccessManaged(authority_) EpochTimed(clock_) {
        if (controllers.length != kinds.length) {
            revert PartyLengthMismatch(controllers.length, kinds.length);
        }
        seats = seats_;
        for (uint256 i = 0; i < controllers.length; ++i) {
            address controller = controllers[i];
            if (controller == address(0)) revert PartyZeroAddress();
            uint32 member = _memberships[controller].party;
            if (member != 0) revert PartyAlreadyMember(controller, member);
            _admit(controller, kinds[i], 0);
        }
    }

    /// @inheritdoc IPartyRegistry
    function admit(address controller, Kind kind) external restricted returns (uint32 party) {
        if (controller == address(0)) revert PartyZeroAddress();
        uint48 epoch = _epochNow();
        _checkFree(controller, epoch);
        return _admit(controller, kind, epoch + 1);
    }

    /// @inheritdoc IPartyRegistry
    function admitMany(address[] calldata controllers, Kind kind) external restricted {
        if (controllers.length > MAX_ADMISSIONS) revert PartyTooMany(controllers.length, MAX_ADMISSIONS);
        uint48 epoch = _epochNow();
        for (uint256 i = 0; i < controllers.length; ++i) {
            address controller = controllers[i];
            if (controller == address(0)) revert PartyZeroAddress();
            if (_isFree(controller, epoch)) _admit(controller, kind, epoch + 1);
            else emit PartySkipped(controller);
        }
    }

    /// @inheritdoc IPartyRegistry
    function close(uint32 party) external onlyController(party) {
        uint256 seatId = seats.seatOfParty(party);
        if (seatId != 0) revert PartyHasSeat(party, seatId);
        Party storage info = _parties[party];
        if (info.members > 1) revert PartyHasMembers(party, info.members - 1);
        uint48 epoch = _epochNow();
        if (_changedIn(msg.sender, epoch)) revert PartyChangedThisEpoch(msg.sender, epoch);
        info.closedFrom = epoch + 1;
        emit PartyClosed(party);
        _setMembership(msg.sender, 0, epoch + 1);
    }

    /// @inheritdoc IPartyRegistry
    function proposeController(uint32 party, address controller) external onlyController(party) {
        _parties[party].proposed = controller;
        emit ControllerProposed(party, controller);
    }

    /// @inheritdoc IPartyRegistry
    function acceptController(uint32 party) external {
        Party storage info = _openParty(party);
        if (info.proposed != msg.sender) revert PartyNotProposed(party, msg.sender);
        uint48 epoch = _epochNow();
        if (_partyAt(msg.sender, epoch) != party || _partyAt(msg.sender, epoch + 1) != party) {
            revert PartyNotMember(msg.sender);
        }
        address from = info.controller;
        info.controller = msg.sender;
        info.proposed = address(0);
        emit ControllerReplaced(party, from, msg.sender);
    }

    /// @inheritdoc IPartyRegistry
    function invite(uint32 party, address account, bool open) external onlyController(party) {
        if (account == address(0)) revert PartyZeroAddress();
        _invited[party][account] = open;
        emit AccountInvited(party, account, open);
    }

    /// @inheritdoc IPartyRegistry
    function accept(uint32 party) external {
        _openParty(party);
        if (!_invited[party][msg.sender]) revert PartyNotInvited(party, msg.sender);
        uint48 epoch = _epochNow();
        _checkFree(msg.sender, epoch);
        _invited[party][msg.sender] = false;
        _setMembership(msg.sender, party, epoch + 1);
    }

    /// @inheritdoc IPartyRegistry
    function quit() external {
        _leave(msg.sender, partyNext(msg.sender));
    }

    /// @inheritdoc IPartyRegistry
    function expel(uint32 party, address account) external onlyController(party) {
        _leave(account, party);
    }

    /// @inheritdoc IPartyRegistry
    function setAgent(uint32 party, address agent, uint48 until, uint64 gpuSecondsPerEpoch, uint112 moneyPerEpoch)
        external
        onlyController(party)
    {
        if (agent == address(0)) revert PartyZeroAddress();
        uint48 latest = Time.timestamp() + MAX_AGENT_TIME;
        if (until > latest) revert PartyAgentTooLong(until, latest);
        Agent storage limits = _agents[party][agent];
        if (limits.id == 0) limits.id = ++_agentCount;
        limits.until = until;
        limits.gpuSecondsPerEpoch = gpuSecondsPerEpoch;
        limits.moneyPerEpoch = moneyPerEpoch;
        emit AgentSet(party, agent, limits);
    }

    /// @inheritdoc IPartyRegistry
    function agentOf(uint32 party, address agent) external view returns (Agent memory) {
        return _agents[party][agent];
    }

    /// @inheritdoc IPartyRegistry
    function partyOf(address account, uint48 epoch) external view returns (uint32) {
        _checkKnown(epoch);
        return _partyAt(account, epoch);
    }

    /// @inheritdoc IPartyRegistry
    function tenantNext(address account) external view returns (uint32 party, Kind kind) {
        Membership storage membership = _memberships[account];
        // Nothing counts from later than the next epoch.
        return (membership.party, membership.kind);
    }

    /// @inheritdoc IPartyRegistry
    function kindIn(uint32 party, uint48 epoch) external view returns (Kind) {
        Party storage info = _knownParty(party);
        if (info.closedFrom != 0 && epoch >= info.closedFrom) revert PartyIsClosed(party);
        return info.kind;
    }

    /// @inheritdoc IPartyRegistry
    function partyNow(address account) external view returns (uint32) {
        return _partyAt(account, _epochNow());
    }

    /// @inheritdoc IPartyRegistry
    function partyInfo(uint32 party) external view returns (address controller, Kind kind, bool open) {
        Party storage info = _knownParty(party);
        return (info.controller, info.kind, info.closedFrom == 0);
    }

    /// @inheritdoc IPartyRegistry
    function proposedController(uint32 party) external view returns (address) {
        return _parties[party].proposed;
    }

    /// @inheritdoc IPartyRegistry
    function isInvited(uint32 party, address account) external view returns (bool) {
        return _invited[party][account];
    }

    /// @inheritdoc IPartyRegistry
    function partyNext(address account) public view returns (uint32) {
        return _partyAt(account, _epochNow() + 1);
    }

    function _admit(address controller, Kind kind, uint48 fromEpoch) private returns (uint32 party) {
        party = ++partyCount;
        _parties[party].controller = controller;
        _parties[party].kind = kind;
        emit PartyAdmitted(party, controller, kind, fromEpoch);
        _setMembership(controller, party, fromEpoch);
    }

    function _leave(address account, uint32 party) private {
        uint48 epoch = _epochNow();
        if (party == 0 || _partyAt(account, epoch + 1) != party) revert PartyNotMember(account);
        if (_changedIn(account, epoch)) revert PartyChangedThisEpoch(account, epoch);
        if (_parties[party].controller == account) revert PartyControllerCannotLeave(party, account);
        uint256 seatId = seats.seatOfAccount(account);
        if (seatId != 0) revert PartyHasSeat(party, seatId);
        _setMembership(account, 0, epoch + 1);
    }

    function _setMembership(address account, uint32 party, uint48 fromEpoch) private {
        // What counts until `fromEpoch` is what counts now: the epoch before it is the current one.
        uint32 before = fromEpoch == 0 ? 0 : _partyAt(account, fromEpoch - 1);
        if (before != 0) --_parties[before].members;
        if (party != 0) ++_parties[party].members;
        Kind kind = _parties[party].kind;
        _memberships[account] = Membership({party: party, kind: kind, from: fromEpoch, before: before});
        emit MembershipChanged(account, party, fromEpoch);
    }

    function _partyAt(address account, uint48 epoch) private view returns (uint32 party) {
        Membership storage membership = _memberships[account];
        party = epoch >= membership.from ? membership.party : membership.before;
    }

    function _changedIn(address account, uint48 epoch) private view returns (bool) {
        return _memberships[account].from > epoch;
    }

    function _isFree(address account, uint48 epoch) private view returns (bool) {
        return _partyAt(account, epoch) == 0 && !_changedIn(account, epoch);
    }

    function _checkFree(address account, uint48 epoch) private view {
        uint32 party = _partyAt(account, epoch);
        if (party != 0) revert PartyAlreadyMember(account, party);
        if (_changedIn(account, epoch)) revert PartyChangedThisEpoch(account, epoch);
    }

    function _checkKnown(uint48 epoch) private view {
        uint48 current = _epochNow();
        if (epoch != current && epoch != current + 1) revert PartyEpochUnknown(epoch, current);
    }

    function _checkController(uint32 party) private view {
        if (_openParty(party).controller != msg.sender) revert PartyNotController(party, msg.sender);
    }

    function _openParty(uint32 party) private view returns (Party storage info) {
        info = _knownParty(party);
        if (info.closedFrom != 0) revert PartyIsClosed(party);
    }

    function _knownParty(uint32 party) private view returns (Party storage info) {
        info = _parties[party];
        if (info.controller == address(0)) revert PartyUnknown(party);
    }
}
