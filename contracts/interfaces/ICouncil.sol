// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The guardian council: an account that may stop, and nothing else, until it expires
interface ICouncil {
    /// @notice The council was appointed until `until`; `approval` counts appointments.
    event CouncilAppointed(address indexed account, uint48 until, uint32 approval);

    error CouncilOnlyTimelock(address caller);
    error CouncilTermTooLong(uint256 until, uint256 max);

    /// @notice Appoints the council; only by proposal. `account` zero ends it.
    function appoint(address account, uint48 until) external;
    /// @notice The council now; zero once its term is over.
    function current() external view returns (address);
    /// @notice The account last appointed, whether its term is over or not.
    function account() external view returns (address);
    /// @notice When the term ends (UNIX seconds); the council is none from this second on.
    function until() external view returns (uint48);
    /// @notice How many times a council was appointed.
    function approval() external view returns (uint32);
    /// @notice The longest term in seconds.
    function maxTerm() external view returns (uint256);
}
