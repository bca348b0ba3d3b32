// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The guardian council: an account that may stop, and nothing else, until it expires
interface ICouncil {
    /// @notice A council was appointed.
    /// @param account The council; zero for none.
    /// @param until UNIX seconds from which on it is the council no more.
    /// @param approval How many appointments there were with this one.
    event CouncilAppointed(address indexed account, uint48 until, uint32 approval);

    /// @notice Only the timelock, that is an executed proposal, may appoint; `caller` is not it.
    error CouncilOnlyTimelock(address caller);
    /// @notice The term ends at `until`, after the latest allowed end `max` (UNIX seconds).
    error CouncilTermTooLong(uint256 until, uint256 max);

    /// @notice Appoints the council; only by proposal. It replaces the one before.
    /// @param account The council, a Safe for instance; zero ends it.
    /// @param until UNIX seconds of the end, at most `maxTerm` from now.
    function appoint(address account, uint48 until) external;
    /// @notice The council now; zero once its term is over.
    /// @return The account that may cancel, or zero.
    function current() external view returns (address);
    /// @notice The account last appointed, whether its term is over or not.
    /// @return The account.
    function account() external view returns (address);
    /// @notice When the term ends; the council is none from this second on.
    /// @return UNIX seconds.
    function until() external view returns (uint48);
    /// @notice How many times a council was appointed.
    /// @return The number, from 1 for the first.
    function approval() external view returns (uint32);
    /// @notice The longest term.
    /// @return Seconds.
    function maxTerm() external view returns (uint256);
}
