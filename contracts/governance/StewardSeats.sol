// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5192} from "../interfaces/IERC5192.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {IStewardSeats} from "../interfaces/IStewardSeats.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Votes} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title The second house
/// @notice One soulbound seat per admitted party and per account. A seat is worth one vote of its own steward: it
/// cannot be delegated, lent, approved or sold. No constituency has more than a third of the seats.
/// @dev A seat whose term is over is a caretaker: it votes until an admission replaces it or `expire` ends it.
contract StewardSeats is ERC721Votes, AccessManaged, IERC5192, IStewardSeats {
    /// @notice A seat of the deployment.
    /// @param steward Who holds it; of the party from epoch 0.
    /// @param party Whose it is.
    /// @param constituency Its constituency.
    struct GenesisSeat {
        address steward;
        uint32 party;
        uint8 constituency;
    }

    struct Seat {
        uint32 party;
        uint8 constituency;
        uint8 position;
        uint48 termEnd;
        uint48 presentAt;
    }

    struct Constituency {
        uint8 capacity;
        uint8 seated;
    }

    /// @notice The least number of seats there can be.
    uint256 public constant MIN_TOTAL = 6;

    /// @notice The greatest number of seats there can be; what keeps `presentCount` bounded.
    uint256 public constant MAX_TOTAL = 63;

    /// @notice Seconds over which admissions are limited.
    uint256 public constant ADMISSION_WINDOW = 30 days;

    /// @notice The shortest presence window outside the local demo chains.
    uint256 public constant MIN_PRESENCE_WINDOW = 180 days;

    uint8 private constant CAUSE_REMOVED = 0;
    uint8 private constant CAUSE_EXPIRED = 1;
    uint8 private constant CAUSE_RESIGNED = 2;
    uint8 private constant CAUSE_REPLACED = 3;

    uint256 private constant ANY_CONSTITUENCY = type(uint256).max;

    bytes4 private constant ERC5192_ID = 0xb45a3c0e;

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @inheritdoc IStewardSeats
    uint256 public immutable minSeats;

    /// @inheritdoc IStewardSeats
    uint256 public immutable presenceWindow;

    /// @inheritdoc IStewardSeats
    uint256 public immutable term;

    /// @inheritdoc IStewardSeats
    uint8 public totalCapacity;

    /// @inheritdoc IStewardSeats
    mapping(uint32 party => uint256 seatId) public seatOfParty;

    /// @inheritdoc IStewardSeats
    mapping(address account => uint256 seatId) public seatOfAccount;

    uint32 private _lastSeatId;
    Constituency[] private _constituencies;
    uint32[] private _live;
    uint48[] private _admittedAt;
    mapping(uint256 seatId => Seat) private _seats;

    /// @param authority_ The AccessManager.
    /// @param parties_ The party registry.
    /// @param capacities Seats per constituency.
    /// @param minSeats_ The least number of seats that `expire` and `resign` leave; at least 1, at most N / 2.
    /// @param presenceWindow_ Seconds for which `present()` counts.
    /// @param term_ Seconds of a seat's term.
    /// @param genesis The first seats, at least `minSeats_`. Where terms end together the first in this list expires
    /// first, so list constituencies in turn.
    constructor(
        address authority_,
        IPartyRegistry parties_,
        uint8[] memory capacities,
        uint8 minSeats_,
        uint48 presenceWindow_,
        uint48 term_,
        GenesisSeat[] memory genesis
    ) ERC721("Ostrakon Steward Seat", "SEAT") EIP712("Ostrakon Steward Seat", "1") AccessManaged(authority_) {
        if (minSeats_ == 0 || genesis.length < minSeats_) revert SeatsBelowMinimum(genesis.length, minSeats_);
        bool local = block.chainid == 31_337 || block.chainid == 1337;
        uint256 leastWindow = local ? 1 : MIN_PRESENCE_WINDOW;
        if (presenceWindow_ < leastWindow) revert SeatsTooShort(presenceWindow_, leastWindow);
        if (term_ == 0) revert SeatsTooShort(term_, 1);
        parties = parties_;
        minSeats = minSeats_;
        presenceWindow = presenceWindow_;
        term = term_;
        _setCapacities(capacities, minSeats_);
        uint48 termEnd = Time.timestamp() + term_;
        for (uint256 i = 0; i < genesis.length; ++i) {
            GenesisSeat memory g = genesis[i];
            _admit(g.steward, g.party, g.constituency, termEnd);
        }
    }

    /// @inheritdoc IStewardSeats
    function admit(address account, uint32 party, uint8 index) external restricted returns (uint256 seatId) {
        uint256 limit = admissionLimit();
        uint256 count = _admittedAt.length;
        if (count >= limit) {
            uint256 free = uint256(_admittedAt[count - limit]) + ADMISSION_WINDOW;
            if (block.timestamp < free) revert SeatsTooManyAdmissions(limit, free);
        }
        _admittedAt.push(Time.timestamp());
        return _admit(account, party, index, SafeCast.toUint48(block.timestamp + term));
    }

    /// @inheritdoc IStewardSeats
    function remove(uint256 seatId) external restricted {
        _requireSeat(seatId);
        _vacate(seatId, CAUSE_REMOVED);
    }

    /// @inheritdoc IStewardSeats
    function rekey(uint256 seatId, address account) external restricted {
        _requireSeat(seatId);
        _checkCandidate(account, _seats[seatId].party);
        address from = ownerOf(seatId);
        delete seatOfAccount[from];
        seatOfAccount[account] = seatId;
        // Burnt and minted again: a seat is never transferred, not even by vote.
        _burn(seatId);
        _mint(account, seatId);
        emit Locked(seatId);
        emit SeatRekeyed(seatId, from, account);
    }

    /// @inheritdoc IStewardSeats
    function setCapacities(uint8[] calldata capacities) external restricted {
        _setCapacities(capacities, minSeats);
    }

    /// @inheritdoc IStewardSeats
    function expire(uint256 seatId) external {
        _requireSeat(seatId);
        uint48 termEnd = _seats[seatId].termEnd;
        if (block.timestamp < termEnd) revert SeatsTermNotOver(seatId, termEnd);
        uint256 first = _firstExpired(ANY_CONSTITUENCY);
        if (seatId != first) revert SeatsNotFirstToExpire(seatId, first);
        _checkMinimum();
        // Else anyone could open the recovery by expiring those who are present.
        if (_isPresent(seatId)) {
            uint256 attending = presentCount();
            if (attending <= minSeats) revert SeatsBelowMinimum(attending, minSeats);
        }
        _vacate(seatId, CAUSE_EXPIRED);
    }

    /// @inheritdoc IStewardSeats
    function resign() external {
        uint256 seatId = _seatOfCaller();
        _checkMinimum();
        _vacate(seatId, CAUSE_RESIGNED);
    }

    /// @inheritdoc IStewardSeats
    function present() external {
        uint256 seatId = _seatOfCaller();
        _seats[seatId].presentAt = Time.timestamp();
        emit StewardPresent(seatId, msg.sender, Time.timestamp());
    }

    /// @inheritdoc IStewardSeats
    function constituency(uint8 index) external view returns (uint8 capacity, uint8 taken) {
        if (index >= _constituencies.length) revert SeatsUnknownConstituency(index);
        Constituency storage c = _constituencies[index];
        return (c.capacity, c.seated);
    }

    /// @inheritdoc IStewardSeats
    function constituencies() external view returns (uint8) {
        return uint8(_constituencies.length);
    }

    /// @inheritdoc IStewardSeats
    function seated() external view returns (uint256) {
        return _live.length;
    }

    /// @inheritdoc IStewardSeats
    function liveSeats() external view returns (uint32[] memory) {
        return _live;
    }

    /// @inheritdoc IStewardSeats
    function seat(uint256 seatId)
        external
        view
        returns (address steward, uint32 party, uint8 constituencyIndex, uint48 termEnd, uint48 lastPresent)
    {
        _requireSeat(seatId);
        Seat storage s = _seats[seatId];
        return (ownerOf(seatId), s.party, s.constituency, s.termEnd, s.presentAt);
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireSeat(tokenId);
        return true;
    }

    /// @notice Always reverts: a seat is not the steward's to give away.
    function approve(address, uint256) public pure override {
        revert SeatsSoulbound();
    }

    /// @notice Always reverts: a seat is not the steward's to give away.
    function setApprovalForAll(address, bool) public pure override {
        revert SeatsSoulbound();
    }

    /// @notice Always reverts, and with it both `safeTransferFrom`.
    function transferFrom(address, address, uint256) public pure override {
        revert SeatsSoulbound();
    }

    /// @notice Always reverts: each steward votes with its own seat.
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) public view override(Votes, IVotes) {
        revert SeatsSelfDelegated(msg.sender);
    }

    /// @inheritdoc IStewardSeats
    function admissionLimit() public view returns (uint256) {
        uint256 quarter = totalCapacity / 4;
        return quarter == 0 ? 1 : quarter;
    }

    /// @inheritdoc IStewardSeats
    function presentCount() public view returns (uint256 count) {
        uint256 length = _live.length;
        for (uint256 i = 0; i < length; ++i) {
            if (_isPresent(_live[i])) ++count;
        }
    }

    /// @notice Every account is its own delegate; only a seat gives it weight.
    /// @param account The account.
    function delegates(address account) public pure override(Votes, IVotes) returns (address) {
        return account;
    }

    /// @notice Now, in UNIX seconds: the timepoint of every past lookup (ERC-6372).
    function clock() public view override(Votes, IERC6372) returns (uint48) {
        return Time.timestamp();
    }

    /// @notice The clock's mode (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override(Votes, IERC6372) returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice ERC-165, with ERC-5192 and ERC-6372.
    /// @param interfaceId The interface.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == ERC5192_ID || interfaceId == type(IERC6372).interfaceId
                || super.supportsInterface(interfaceId);
    }

    /// @dev The only other way to delegate, `delegate`, ends here.
    function _delegate(address account, address) internal pure override {
        revert SeatsSelfDelegated(account);
    }

    function _admit(address account, uint32 party, uint8 index, uint48 termEnd) private returns (uint256 seatId) {
        if (index >= _constituencies.length) revert SeatsUnknownConstituency(index);
        uint256 replaced = _makeRoom(party, index);
        _checkCandidate(account, party);
        uint32 id = ++_lastSeatId;
        seatId = id;
        _seats[id] = Seat({
            party: party,
            constituency: index,
            position: uint8(_live.length),
            termEnd: termEnd,
            presentAt: Time.timestamp()
        });
        _live.push(id);
        ++_constituencies[index].seated;
        seatOfParty[party] = id;
        seatOfAccount[account] = id;
        _mint(account, id);
        emit Locked(id);
        emit SeatAdmitted(id, account, party, index, termEnd, replaced);
    }

    /// @dev Renewal stays in its constituency, so an admission ends at most one seat and never lowers their number.
    function _makeRoom(uint32 party, uint8 index) private returns (uint256 replaced) {
        replaced = seatOfParty[party];
        if (replaced != 0) {
            Seat storage own = _seats[replaced];
            if (block.timestamp < own.termEnd || own.constituency != index) revert SeatsPartyHasSeat(party, replaced);
        } else {
            Constituency storage c = _constituencies[index];
            if (c.seated < c.capacity) return 0;
            replaced = _firstExpired(index);
            if (replaced == 0) revert SeatsConstituencyFull(index, c.capacity);
        }
        _vacate(replaced, CAUSE_REPLACED);
    }

    function _vacate(uint256 seatId, uint8 cause) private {
        Seat memory s = _seats[seatId];
        address steward = ownerOf(seatId);
        uint32 last = _live[_live.length - 1];
        _live[s.position] = last;
        _seats[last].position = s.position;
        _live.pop();
        --_constituencies[s.constituency].seated;
        delete _seats[seatId];
        delete seatOfParty[s.party];
        delete seatOfAccount[steward];
        _burn(seatId);
        emit SeatVacated(seatId, steward, s.party, cause);
    }

    function _setCapacities(uint8[] memory capacities, uint256 minSeats_) private {
        uint256 count = capacities.length;
        if (count > MAX_TOTAL) revert SeatsUnknownConstituency(count);
        uint256 total = 0;
        for (uint256 i = 0; i < count; ++i) {
            total += capacities[i];
        }
        uint256 min = 2 * minSeats_ > MIN_TOTAL ? 2 * minSeats_ : MIN_TOTAL;
        if (total < min || total > MAX_TOTAL) revert SeatsInvalidTotal(total, min, MAX_TOTAL);
        for (uint256 i = 0; i < count; ++i) {
            if (uint256(capacities[i]) * 3 > total) revert SeatsCapacityTooLarge(i, capacities[i], total / 3);
        }
        for (uint256 i = _constituencies.length; i > count; --i) {
            uint8 taken = _constituencies[i - 1].seated;
            if (taken != 0) revert SeatsCapacityBelowSeated(i - 1, 0, taken);
            _constituencies.pop();
        }
        for (uint256 i = 0; i < count; ++i) {
            if (i == _constituencies.length) _constituencies.push();
            Constituency storage c = _constituencies[i];
            if (capacities[i] < c.seated) revert SeatsCapacityBelowSeated(i, capacities[i], c.seated);
            c.capacity = capacities[i];
        }
        totalCapacity = uint8(total);
        emit CapacitiesSet(capacities, uint8(total));
    }

    /// @dev Both epochs, so that nobody who is about to leave, and no party that is about to end, is seated.
    function _checkCandidate(address account, uint32 party) private view {
        uint32 actual = parties.partyNow(account);
        if (actual == party) actual = parties.partyNext(account);
        if (party == 0 || actual != party) revert SeatsNotOfParty(account, party, actual);
        if (seatOfAccount[account] != 0) revert SeatsAlreadySeated(account);
    }

    /// @dev The caretaker with the earliest term end, of those the lowest id, or 0: nobody can choose whom to end.
    function _firstExpired(uint256 index) private view returns (uint256 first) {
        uint256 earliest = block.timestamp;
        uint256 length = _live.length;
        for (uint256 i = 0; i < length; ++i) {
            uint256 id = _live[i];
            Seat storage s = _seats[id];
            if (index != ANY_CONSTITUENCY && s.constituency != index) continue;
            if (s.termEnd < earliest || (s.termEnd == earliest && (first == 0 || id < first))) {
                earliest = s.termEnd;
                first = id;
            }
        }
    }

    function _isPresent(uint256 seatId) private view returns (bool) {
        return block.timestamp <= _seats[seatId].presentAt + presenceWindow;
    }

    function _checkMinimum() private view {
        uint256 count = _live.length;
        if (count <= minSeats) revert SeatsBelowMinimum(count, minSeats);
    }

    function _seatOfCaller() private view returns (uint256 seatId) {
        seatId = seatOfAccount[msg.sender];
        if (seatId == 0) revert SeatsNotSteward(msg.sender);
    }

    function _requireSeat(uint256 seatId) private view {
        if (_ownerOf(seatId) == address(0)) revert SeatsUnknownSeat(seatId);
    }
}
