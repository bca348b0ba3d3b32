// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who is one party: accounts that act together share one id, one request and one seat
interface IPartyRegistry {
    /// @notice What a party is, as its admission says. It gives no rights; portals show it.
    enum Kind {
        Unspecified,
        Lab,
        University,
        GpuProvider,
        PublicInterest,
        Simulation,
        Aggregator
    }

    /// @notice A party was admitted by vote; its controller is a member from `fromEpoch`.
    event PartyAdmitted(uint32 indexed party, address indexed controller, Kind kind, uint48 fromEpoch);
    /// @notice A party ended.
    event PartyClosed(uint32 indexed party);
    /// @notice The controller named its successor, who must accept.
    event ControllerProposed(uint32 indexed party, address indexed controller);
    /// @notice The controller was replaced.
    event ControllerReplaced(uint32 indexed party, address indexed from, address indexed to);
    /// @notice The controller invited an account, or took the invitation back (`open` false).
    event AccountInvited(uint32 indexed party, address indexed account, bool open);
    /// @notice From `fromEpoch` on, `account` belongs to `party` (0: to none).
    event MembershipChanged(address indexed account, uint32 indexed party, uint48 fromEpoch);

    error PartyUnknown(uint32 party);
    error PartyIsClosed(uint32 party);
    error PartyNotController(uint32 party, address caller);
    error PartyNotInvited(uint32 party, address account);
    error PartyAlreadyMember(address account, uint32 party);
    error PartyNotMember(address account);
    error PartyChangedThisEpoch(address account, uint48 epoch);
    error PartyTooMany(uint256 count, uint256 max);
    error PartyHasSeat(uint32 party, uint256 seatId);
    error PartyControllerCannotLeave(uint32 party, address controller);
    error PartyZeroAddress();

    /// @notice Admits a party; only by proposal (policy).
    function admit(address controller, Kind kind) external returns (uint32 party);
    /// @notice Admits up to 200 parties of one kind; only by proposal (policy).
    function admitMany(address[] calldata controllers, Kind kind) external;
    /// @notice Ends the caller's party when nothing of it lives.
    function close(uint32 party) external;
    /// @notice Names the next controller; only the controller. Zero takes it back.
    function proposeController(uint32 party, address controller) external;
    /// @notice Accepts to be the controller; the caller must have been named and be a member.
    function acceptController(uint32 party) external;
    /// @notice Invites an account, or takes the invitation back; only the controller.
    function invite(uint32 party, address account, bool open) external;
    /// @notice Accepts an invitation; it counts from the next epoch.
    function accept(uint32 party) external;
    /// @notice Leaves the caller's party; it counts from the next epoch.
    function quit() external;
    /// @notice Ends an account's membership from the next epoch; only the controller.
    function expel(uint32 party, address account) external;

    /// @notice The party of an account in an epoch, or 0.
    function partyOf(address account, uint48 epoch) external view returns (uint32);
    /// @notice The party of an account in the current epoch, or 0.
    function partyNow(address account) external view returns (uint32);
    /// @notice Controller, kind and whether it is open. Reverts on an unknown party.
    function partyInfo(uint32 party) external view returns (address controller, Kind kind, bool open);
    /// @notice How many parties were ever admitted; ids run from 1.
    function partyCount() external view returns (uint32);
}
