// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEpochClock} from "../interfaces/IEpochClock.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IStewardSeats} from "../interfaces/IStewardSeats.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Who is one party
/// @notice Weight that is not linear in tokens would be gained by splitting accounts; so shares, requests and seats are
/// counted per party, and who belongs to which party is fixed for a whole epoch before it begins.
/// @dev A steward's membership is frozen while it holds a seat. Else a steward could join a party that has a seat of
/// its own, which would then hold two.
contract PartyRegistry is AccessManaged, IPartyRegistry {
    using Checkpoints for Checkpoints.Trace208;

    struct Party {
        address controller;
        Kind kind;
        // First epoch in which nobody belongs to it any more; 0 while it is open.
        uint48 closedFrom;
        address proposed;
    }

    /// @notice The most parties that one `admitMany` may admit.
    uint256 public constant MAX_ADMISSIONS = 200;

    /// @notice The epoch clock by which memberships change.
    IEpochClock public immutable clock;

    /// @notice The seats; no party that holds one can be closed.
    IStewardSeats public immutable seats;

    /// @inheritdoc IPartyRegistry
    uint32 public partyCount;

    mapping(uint32 party => Party) private _parties;
    mapping(uint32 party => mapping(address account => bool)) private _invited;
    // Key: first epoch for which the value, a party or 0, counts.
    mapping(address account => Checkpoints.Trace208) private _memberships;

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
    ) AccessManaged(authority_) {
        if (controllers.length != kinds.length) {
            revert PartyLengthMismatch(controllers.length, kinds.length);
        }
        clock = clock_;
        seats = seats_;
        for (uint256 i = 0; i < controllers.length; ++i) {
            address controller = controllers[i];
            if (controller == address(0)) revert PartyZeroAddress();
            uint32 member = uint32(_memberships[controller].latest());
            if (member != 0) revert PartyAlreadyMember(controller, member);
            _admit(controller, kinds[i], 0);
        }
    }

    /// @inheritdoc IPartyRegistry
    function admit(address controller, Kind kind) external restricted returns (uint32 party) {
        if (controller == address(0)) revert PartyZeroAddress();
        uint48 epoch = clock.current();
        _checkFree(controller, epoch);
        return _admit(controller, kind, epoch + 1);
    }

    /// @inheritdoc IPartyRegistry
    function admitMany(address[] calldata controllers, Kind kind) external restricted {
        if (controllers.length > MAX_ADMISSIONS) revert PartyTooMany(controllers.length, MAX_ADMISSIONS);
        uint48 epoch = clock.current();
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
        _parties[party].closedFrom = clock.current() + 1;
        emit PartyClosed(party);
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
        uint48 epoch = clock.current();
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
        uint48 epoch = clock.current();
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
    function partyOf(address account, uint48 epoch) external view returns (uint32) {
        uint48 latest = clock.current() + 1;
        if (epoch > latest) revert PartyEpochTooLate(epoch, latest);
        return _partyAt(account, epoch);
    }

    /// @inheritdoc IPartyRegistry
    function partyNow(address account) external view returns (uint32) {
        return _partyAt(account, clock.current());
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
        return _partyAt(account, clock.current() + 1);
    }

    function _admit(address controller, Kind kind, uint48 fromEpoch) private returns (uint32 party) {
        party = ++partyCount;
        _parties[party].controller = controller;
        _parties[party].kind = kind;
        emit PartyAdmitted(party, controller, kind, fromEpoch);
        _setMembership(controller, party, fromEpoch);
    }

    function _leave(address account, uint32 party) private {
        uint48 epoch = clock.current();
        if (party == 0 || _partyAt(account, epoch + 1) != party) revert PartyNotMember(account);
        if (_changedIn(account, epoch)) revert PartyChangedThisEpoch(account, epoch);
        if (_parties[party].controller == account) revert PartyControllerCannotLeave(party, account);
        uint256 seatId = seats.seatOfAccount(account);
        if (seatId != 0) revert PartyHasSeat(party, seatId);
        _setMembership(account, 0, epoch + 1);
    }

    function _setMembership(address account, uint32 party, uint48 fromEpoch) private {
        _memberships[account].push(fromEpoch, party);
        emit MembershipChanged(account, party, fromEpoch);
    }

    function _partyAt(address account, uint48 epoch) private view returns (uint32 party) {
        party = uint32(_memberships[account].upperLookupRecent(epoch));
        uint48 closedFrom = _parties[party].closedFrom;
        if (closedFrom != 0 && epoch >= closedFrom) party = 0;
    }

    function _changedIn(address account, uint48 epoch) private view returns (bool) {
        (bool exists, uint48 key,) = _memberships[account].latestCheckpoint();
        return exists && key > epoch;
    }

    function _isFree(address account, uint48 epoch) private view returns (bool) {
        return _partyAt(account, epoch) == 0 && !_changedIn(account, epoch);
    }

    function _checkFree(address account, uint48 epoch) private view {
        uint32 party = _partyAt(account, epoch);
        if (party != 0) revert PartyAlreadyMember(account, party);
        if (_changedIn(account, epoch)) revert PartyChangedThisEpoch(account, epoch);
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
