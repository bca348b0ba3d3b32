// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who is one party: accounts that act together share one id, one request and one seat
/// @notice Every change of membership counts from the next epoch, and an account changes at most once in an epoch, so
/// nothing that is decided within an epoch can be counted twice by moving between parties.
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

    /// @notice What a party lets one key do for it, set by its controller and within a term.
    /// @param id Numbers agents from 1, one per party and key; it stays when the limits change.
    /// @param until UNIX seconds from which on the key can do nothing more.
    /// @param gpuSecondsPerEpoch The most that it may ask for, over all pools of an epoch, in GPU-seconds.
    /// @param moneyPerEpoch The most that it may spend in an epoch, in base units of the money token.
    struct Agent {
        uint32 id;
        uint48 until;
        uint64 gpuSecondsPerEpoch;
        uint112 moneyPerEpoch;
    }

    /// @notice A party was admitted by vote; its controller is a member from `fromEpoch`.
    /// @param party The new party.
    /// @param controller Who invites and expels for it.
    /// @param kind What it is.
    /// @param fromEpoch The first epoch in which it has a member.
    event PartyAdmitted(uint32 indexed party, address indexed controller, Kind kind, uint48 fromEpoch);

    /// @notice `admitMany` left this controller out, because it joined or changed party first; the others were admitted.
    /// @param controller The controller left out.
    event PartySkipped(address indexed controller);

    /// @notice A party ended; from the next epoch on nobody belongs to it.
    /// @param party The party.
    event PartyClosed(uint32 indexed party);

    /// @notice The controller named its successor, who must accept; zero took the name back.
    /// @param party The party.
    /// @param controller The account named.
    event ControllerProposed(uint32 indexed party, address indexed controller);

    /// @notice The controller was replaced.
    /// @param party The party.
    /// @param from The controller until now.
    /// @param to The controller from now on.
    event ControllerReplaced(uint32 indexed party, address indexed from, address indexed to);

    /// @notice The controller invited an account, or took the invitation back (`open` false).
    /// @param party The party.
    /// @param account The account.
    /// @param open Whether the invitation stands.
    event AccountInvited(uint32 indexed party, address indexed account, bool open);

    /// @notice From `fromEpoch` on, `account` belongs to `party` (0: to none).
    /// @param account The account.
    /// @param party The party, or 0.
    /// @param fromEpoch The first epoch for which it counts.
    event MembershipChanged(address indexed account, uint32 indexed party, uint48 fromEpoch);

    /// @notice A controller set what a key may do for its party; zeros take it all back.
    /// @param party The party.
    /// @param agent The key.
    /// @param limits What it may do from now on.
    event AgentSet(uint32 indexed party, address indexed agent, Agent limits);

    /// @notice No party has this id.
    /// @param party The id.
    error PartyUnknown(uint32 party);

    /// @notice The party was closed.
    /// @param party The party.
    error PartyIsClosed(uint32 party);

    /// @notice Only the party's controller may do this.
    /// @param party The party.
    /// @param caller Who tried.
    error PartyNotController(uint32 party, address caller);

    /// @notice The account was not named as the next controller.
    /// @param party The party.
    /// @param caller Who tried.
    error PartyNotProposed(uint32 party, address caller);

    /// @notice The account has no invitation to this party.
    /// @param party The party.
    /// @param account The account.
    error PartyNotInvited(uint32 party, address account);

    /// @notice The account belongs to a party in this epoch or the next.
    /// @param account The account.
    /// @param party Its party.
    error PartyAlreadyMember(address account, uint32 party);

    /// @notice The account belongs to no party, or not to the one meant, or has left it already.
    /// @param account The account.
    error PartyNotMember(address account);

    /// @notice The account's membership changed in this epoch already; try again in the next.
    /// @param account The account.
    /// @param epoch The current epoch.
    error PartyChangedThisEpoch(address account, uint48 epoch);

    /// @notice More parties than one call may admit.
    /// @param count How many were given.
    /// @param max How many are allowed.
    error PartyTooMany(uint256 count, uint256 max);

    /// @notice The party, or the account, holds a seat: end or re-key it first.
    /// @param party The party.
    /// @param seatId The seat.
    error PartyHasSeat(uint32 party, uint256 seatId);

    /// @notice The party has other members than its controller: they leave, or are expelled, first.
    /// @param party The party.
    /// @param others How many.
    error PartyHasMembers(uint32 party, uint256 others);

    /// @notice The controller stays a member; name another controller first.
    /// @param party The party.
    /// @param controller The controller.
    error PartyControllerCannotLeave(uint32 party, address controller);

    /// @notice The list of controllers and the list of their kinds differ in length.
    /// @param controllers Number of controllers.
    /// @param kinds Number of kinds.
    error PartyLengthMismatch(uint256 controllers, uint256 kinds);

    /// @notice Memberships are told for the current epoch and the next only; events have the past.
    /// @param epoch The epoch asked for.
    /// @param current The current epoch.
    error PartyEpochUnknown(uint48 epoch, uint48 current);

    /// @notice An agent's term must end, and within `MAX_AGENT_TIME`.
    /// @param until The end that was given, UNIX seconds.
    /// @param latest The last that is allowed.
    error PartyAgentTooLong(uint48 until, uint48 latest);

    /// @notice The zero address can be no member.
    error PartyZeroAddress();

    /// @notice Admits a party; only by proposal (policy). Its controller is a member from the next epoch on.
    /// @param controller Who invites and expels for it; a member of no party in this epoch or the next.
    /// @param kind What it is.
    /// @return party The id of the new party.
    function admit(address controller, Kind kind) external returns (uint32 party);

    /// @notice Admits up to 200 parties of one kind; only by proposal (policy). Controllers who meanwhile joined or
    /// changed party are left out (`PartySkipped`), so that none of them can stop the others.
    /// @param controllers The controllers.
    /// @param kind What all of them are.
    function admitMany(address[] calldata controllers, Kind kind) external;

    /// @notice Ends the caller's party when nothing of it lives: no seat, and no member but the caller. From the next epoch
    /// the caller belongs to no party.
    /// @param party The party, of which the caller is the controller.
    function close(uint32 party) external;

    /// @notice Names the next controller; only the controller. Zero takes it back.
    /// @param party The party.
    /// @param controller The account named.
    function proposeController(uint32 party, address controller) external;

    /// @notice Accepts to be the controller; the caller must have been named and be a member now and in the next epoch.
    /// @param party The party.
    function acceptController(uint32 party) external;

    /// @notice Invites an account, or takes the invitation back; only the controller.
    /// @param party The party.
    /// @param account The account.
    /// @param open Whether the invitation stands.
    function invite(uint32 party, address account, bool open) external;

    /// @notice Accepts an invitation; it counts from the next epoch. Only for accounts of no party.
    /// @param party The party.
    function accept(uint32 party) external;

    /// @notice Leaves the caller's party; it counts from the next epoch. Refused to controllers and stewards.
    function quit() external;

    /// @notice Ends an account's membership from the next epoch; only the controller. Refused for stewards.
    /// @param party The party.
    /// @param account The account.
    function expel(uint32 party, address account) external;

    /// @notice Lets a key ask for and spend compute for the party, within limits and until a time; only the controller.
    /// It counts at once, in both directions. The key needs to be no member and need not agree.
    /// @param party The party.
    /// @param agent The key.
    /// @param until UNIX seconds from which on it can do nothing more; now or earlier ends it.
    /// @param gpuSecondsPerEpoch The most that it may ask for in an epoch, over all pools.
    /// @param moneyPerEpoch The most that it may spend in an epoch, in base units of the money token.
    function setAgent(uint32 party, address agent, uint48 until, uint64 gpuSecondsPerEpoch, uint112 moneyPerEpoch)
        external;

    /// @notice What a key may do for a party; all zero where it was never named. It may have ended: see `until`.
    /// @param party The party.
    /// @param agent The key.
    function agentOf(uint32 party, address agent) external view returns (Agent memory);

    /// @notice The party of an account in the current epoch or the next, or 0; reverts for any other epoch.
    /// @param account The account.
    /// @param epoch The epoch.
    function partyOf(address account, uint48 epoch) external view returns (uint32);

    /// @notice The party of an account in the next epoch, or 0, and what it is.
    /// @param account The account.
    /// @return party The party, or 0.
    /// @return kind What it is; Unspecified where there is none.
    function tenantNext(address account) external view returns (uint32 party, Kind kind);

    /// @notice What a party is, where it is open in an epoch; reverts on an unknown party and on one that is closed then.
    /// @param party The party.
    /// @param epoch The epoch.
    function kindIn(uint32 party, uint48 epoch) external view returns (Kind);

    /// @notice The party of an account in the current epoch, or 0.
    /// @param account The account.
    function partyNow(address account) external view returns (uint32);

    /// @notice The party of an account in the next epoch, or 0; it may still change once until then.
    /// @param account The account.
    function partyNext(address account) external view returns (uint32);

    /// @notice Controller, kind and whether it is open. Reverts on an unknown party.
    /// @param party The party.
    /// @return controller Who invites and expels for it.
    /// @return kind What it is.
    /// @return open False once it was closed.
    function partyInfo(uint32 party) external view returns (address controller, Kind kind, bool open);

    /// @notice The account named as the next controller, or zero.
    /// @param party The party.
    function proposedController(uint32 party) external view returns (address);

    /// @notice Whether an account has a standing invitation.
    /// @param party The party.
    /// @param account The account.
    function isInvited(uint32 party, address account) external view returns (bool);

    /// @notice How many parties were ever admitted; ids run from 1.
    function partyCount() external view returns (uint32);
}
