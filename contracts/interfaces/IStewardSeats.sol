// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/// @title The second house: one seat per admitted party, soulbound and self-delegated
interface IStewardSeats is IERC5805 {
    /// @notice A party was given a seat. `replaced` is the caretaker seat that it ends, or 0.
    /// @param seatId The seat.
    /// @param steward The account that votes with it.
    /// @param party Whose seat it is.
    /// @param constituency Its constituency.
    /// @param termEnd UNIX seconds from which on it is a caretaker.
    /// @param replaced The caretaker seat that ended for it, or 0.
    event SeatAdmitted(
        uint256 indexed seatId,
        address indexed steward,
        uint32 indexed party,
        uint8 constituency,
        uint48 termEnd,
        uint256 replaced
    );

    /// @notice A seat ended: removed by vote, expired, resigned or replaced (0, 1, 2, 3).
    /// @param seatId The seat.
    /// @param steward Who held it.
    /// @param party Whose seat it was.
    /// @param cause 0 removed by vote, 1 expired, 2 resigned, 3 replaced.
    event SeatVacated(uint256 indexed seatId, address indexed steward, uint32 indexed party, uint8 cause);

    /// @notice A party's seat moved to another account of the same party, by vote.
    /// @param seatId The seat.
    /// @param from Who held it.
    /// @param to Who holds it now.
    event SeatRekeyed(uint256 indexed seatId, address indexed from, address indexed to);

    /// @notice The steward showed presence.
    /// @param seatId The seat.
    /// @param steward Who holds it.
    /// @param presentAt UNIX seconds.
    event StewardPresent(uint256 indexed seatId, address indexed steward, uint48 presentAt);

    /// @notice The capacities per constituency changed; `total` is N for proposals made from now on.
    /// @param capacities Seats per constituency.
    /// @param total Their sum.
    event CapacitiesSet(uint8[] capacities, uint8 total);

    /// @notice Seats cannot be transferred or approved.
    error SeatsSoulbound();

    /// @notice Each steward votes with its own seat; nobody delegates one.
    /// @param steward The account that tried.
    error SeatsSelfDelegated(address steward);

    /// @notice The sum of the capacities is out of its bounds (6 and twice `minSeats` below, 63 above).
    /// @param total The sum.
    /// @param min The least sum.
    /// @param max The greatest sum.
    error SeatsInvalidTotal(uint256 total, uint256 min, uint256 max);

    /// @notice A constituency would have more than a third of all seats.
    /// @param constituency The constituency.
    /// @param capacity What it was to have.
    /// @param max What it can have at most.
    error SeatsCapacityTooLarge(uint256 constituency, uint256 capacity, uint256 max);

    /// @notice A capacity below the seats that are taken; end seats first.
    /// @param constituency The constituency.
    /// @param capacity What it was to have.
    /// @param seated Seats taken.
    error SeatsCapacityBelowSeated(uint256 constituency, uint256 capacity, uint256 seated);

    /// @notice No constituency has this index, or there would be too many.
    /// @param constituency The index.
    error SeatsUnknownConstituency(uint256 constituency);

    /// @notice All seats are taken, and no term of theirs is over.
    /// @param constituency The constituency.
    /// @param capacity Its capacity.
    error SeatsConstituencyFull(uint256 constituency, uint256 capacity);

    /// @notice The party holds a seat whose term is not over, or in another constituency.
    /// @param party The party.
    /// @param seatId Its seat.
    error SeatsPartyHasSeat(uint32 party, uint256 seatId);

    /// @notice The account does not belong to the party both in this epoch and in the next.
    /// @param account The account.
    /// @param party The party named.
    /// @param actual The account's party in this epoch, or in the next where it is about to change.
    error SeatsNotOfParty(address account, uint32 party, uint32 actual);

    /// @notice The account holds a seat.
    /// @param account The account.
    error SeatsAlreadySeated(address account);

    /// @notice As many seats as allowed were given within 30 days.
    /// @param limit How many are allowed.
    /// @param until UNIX seconds from which on the next one is possible.
    error SeatsTooManyAdmissions(uint256 limit, uint256 until);

    /// @notice The seat's term is not over.
    /// @param seatId The seat.
    /// @param termEnd UNIX seconds at which it ends.
    error SeatsTermNotOver(uint256 seatId, uint256 termEnd);

    /// @notice Another seat's term ended earlier, so that one expires first.
    /// @param seatId The seat.
    /// @param first The seat that expires first.
    error SeatsNotFirstToExpire(uint256 seatId, uint256 first);

    /// @notice Fewer than `minSeats` would stay.
    /// @param seated Seats taken now or at deployment, or those whose stewards are present.
    /// @param minSeats The least number.
    error SeatsBelowMinimum(uint256 seated, uint256 minSeats);

    /// @notice No live seat has this id.
    /// @param seatId The id.
    error SeatsUnknownSeat(uint256 seatId);

    /// @notice The account holds no seat.
    /// @param account The account.
    error SeatsNotSteward(address account);

    /// @notice The term or the presence window is too short for this chain.
    /// @param value Seconds given.
    /// @param min The least allowed.
    error SeatsTooShort(uint256 value, uint256 min);

    /// @notice Gives `party` a seat held by `account`; only by proposal (charter). Fills a vacancy, or ends the
    /// caretaker of the constituency whose term ended first. A party whose own term is over is renewed in its
    /// constituency. Anyone named can make it fail by leaving the party, so give each admission its own proposal.
    /// @param account Who votes with it; of the party in this epoch and the next.
    /// @param party An admitted, open party.
    /// @param constituency The constituency.
    /// @return seatId The new seat.
    function admit(address account, uint32 party, uint8 constituency) external returns (uint256 seatId);

    /// @notice Ends a seat; only by proposal (charter).
    /// @param seatId The seat.
    function remove(uint256 seatId) external;

    /// @notice Moves a seat to another account of the same party; only by proposal (charter).
    /// @param seatId The seat.
    /// @param account Who holds it next; of the party in this epoch and the next, without a seat.
    function rekey(uint256 seatId, address account) external;

    /// @notice Sets the capacities; only by proposal (charter). Each at most a third of their sum, none below what is
    /// seated.
    /// @param capacities Seats per constituency.
    function setCapacities(uint8[] calldata capacities) external;

    /// @notice Ends the seat whose term ended first. Open to anyone while at least `minSeats` stay, and a present
    /// steward's only while at least `minSeats` present ones stay.
    /// @param seatId The seat; the one with the earliest term end, and of those the lowest id.
    function expire(uint256 seatId) external;

    /// @notice Gives the caller's seat up while at least `minSeats` stay.
    function resign() external;

    /// @notice The caller, a steward, shows presence.
    function present() external;

    /// @notice N, the sum of the capacities.
    function totalCapacity() external view returns (uint8);

    /// @notice Capacity and seats taken of a constituency.
    /// @param index The constituency.
    function constituency(uint8 index) external view returns (uint8 capacity, uint8 seated);

    /// @notice How many constituencies there are.
    function constituencies() external view returns (uint8);

    /// @notice Seats taken, all constituencies.
    function seated() external view returns (uint256);

    /// @notice Ids of the live seats, in no particular order.
    function liveSeats() external view returns (uint32[] memory);

    /// @notice Below this many present stewards a recovery proposal is possible.
    function minSeats() external view returns (uint256);

    /// @notice Seconds for which `present()` counts.
    function presenceWindow() external view returns (uint256);

    /// @notice Seconds of a seat's term.
    function term() external view returns (uint256);

    /// @notice Stewards who showed presence within the window; an admission shows it too.
    function presentCount() external view returns (uint256);

    /// @notice How many seats may be given in any 30 days.
    function admissionLimit() external view returns (uint256);

    /// @notice The seat of a party, or 0.
    /// @param party The party.
    function seatOfParty(uint32 party) external view returns (uint256);

    /// @notice The seat of an account, or 0.
    /// @param account The account.
    function seatOfAccount(address account) external view returns (uint256);

    /// @notice What a seat is. Reverts on an unknown or ended seat.
    /// @param seatId The seat.
    /// @return steward Who holds it.
    /// @return party Whose it is.
    /// @return constituencyIndex Its constituency.
    /// @return termEnd UNIX seconds from which on it is a caretaker.
    /// @return lastPresent UNIX seconds at which its steward last showed presence.
    function seat(uint256 seatId)
        external
        view
        returns (address steward, uint32 party, uint8 constituencyIndex, uint48 termEnd, uint48 lastPresent);
}
