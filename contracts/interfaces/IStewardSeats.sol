// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/// @title The second house: one seat per admitted party, soulbound and self-delegated
interface IStewardSeats is IERC5805 {
    /// @notice A party was given a seat. `replaced` is the caretaker seat that it ends, or 0.
    event SeatAdmitted(
        uint256 indexed seatId,
        address indexed steward,
        uint32 indexed party,
        uint8 constituency,
        uint48 termEnd,
        uint256 replaced
    );
    /// @notice A seat ended: removed by vote, expired, resigned or replaced (0, 1, 2, 3).
    event SeatVacated(uint256 indexed seatId, address indexed steward, uint32 indexed party, uint8 cause);
    /// @notice A party's seat moved to another account of the same party, by vote.
    event SeatRekeyed(uint256 indexed seatId, address indexed from, address indexed to);
    /// @notice The steward showed presence.
    event StewardPresent(uint256 indexed seatId, address indexed steward, uint48 presentAt);
    /// @notice The capacities per constituency changed; `total` is N for proposals made from now on.
    event CapacitiesSet(uint8[] capacities, uint8 total);

    error SeatsSoulbound();
    error SeatsSelfDelegated(address steward);
    error SeatsInvalidTotal(uint256 total, uint256 min, uint256 max);
    error SeatsCapacityTooLarge(uint256 constituency, uint256 capacity, uint256 max);
    error SeatsCapacityBelowSeated(uint256 constituency, uint256 capacity, uint256 seated);
    error SeatsUnknownConstituency(uint256 constituency);
    error SeatsConstituencyFull(uint256 constituency, uint256 capacity);
    error SeatsPartyHasSeat(uint32 party, uint256 seatId);
    error SeatsNotOfParty(address account, uint32 party, uint32 actual);
    error SeatsAlreadySeated(address account);
    error SeatsTooManyAdmissions(uint256 limit, uint256 until);
    error SeatsTermNotOver(uint256 seatId, uint256 termEnd);
    error SeatsBelowMinimum(uint256 seated, uint256 minSeats);
    error SeatsUnknownSeat(uint256 seatId);
    error SeatsNotSteward(address account);

    /// @notice Gives `party` a seat held by `account`. Fills a vacancy, or ends a caretaker of the constituency.
    function admit(address account, uint32 party, uint8 constituency) external returns (uint256 seatId);
    /// @notice Ends a seat by vote.
    function remove(uint256 seatId) external;
    /// @notice Moves a seat to another account of the same party by vote.
    function rekey(uint256 seatId, address account) external;
    /// @notice Sets the capacities by vote; each at most a third of their sum, none below what is seated.
    function setCapacities(uint8[] calldata capacities) external;
    /// @notice Ends a seat whose term is over. Open to anyone while more than `minSeats` stay.
    function expire(uint256 seatId) external;
    /// @notice Gives the caller's seat up while more than `minSeats` stay.
    function resign() external;
    /// @notice The caller, a steward, shows presence.
    function present() external;

    /// @notice N, the sum of the capacities.
    function totalCapacity() external view returns (uint8);
    /// @notice Capacity and seats taken of a constituency.
    function constituency(uint8 index) external view returns (uint8 capacity, uint8 seated);
    /// @notice How many constituencies there are.
    function constituencies() external view returns (uint8);
    /// @notice Seats taken, all constituencies.
    function seated() external view returns (uint256);
    /// @notice Below this many present stewards a recovery proposal is possible.
    function minSeats() external view returns (uint256);
    /// @notice Seconds for which `present()` counts.
    function presenceWindow() external view returns (uint256);
    /// @notice Seconds of a seat's term.
    function term() external view returns (uint256);
    /// @notice Stewards who showed presence within the window.
    function presentCount() external view returns (uint256);
    /// @notice The seat of a party, or 0.
    function seatOfParty(uint32 party) external view returns (uint256);
    /// @notice The seat of an account, or 0.
    function seatOfAccount(address account) external view returns (uint256);
    /// @notice What a seat is. Reverts on an unknown seat.
    function seat(uint256 seatId)
        external
        view
        returns (address steward, uint32 party, uint8 constituencyIndex, uint48 termEnd, uint48 lastPresent);
}
