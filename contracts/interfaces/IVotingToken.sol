// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the voting token has beyond ERC-20, ERC-2612 and ERC-5805
interface IVotingToken {
    /// @notice The DAO minted, which it can do once a year.
    /// @param to Who received the tokens.
    /// @param amount How much was minted, in base units.
    /// @param supply The supply after it, in base units.
    /// @param nextMintAt UNIX seconds from which on the next mint is possible.
    event Minted(address indexed to, uint256 amount, uint256 supply, uint48 nextMintAt);

    /// @notice `account` can neither delegate nor be delegated to, for ever.
    /// @param account The account, such as the timelock.
    event VotingBarred(address indexed account);

    /// @notice The list of first holders and the list of their amounts differ in length.
    /// @param recipients Number of holders.
    /// @param amounts Number of amounts.
    error TokenLengthMismatch(uint256 recipients, uint256 amounts);

    /// @notice The share that may be minted in a year is above the ceiling in bytecode.
    /// @param bps The share asked for, in basis points.
    /// @param max The ceiling, in basis points.
    error TokenMintCapTooHigh(uint256 bps, uint256 max);

    /// @notice A year has not passed since the last mint, or since the deployment.
    /// @param nextMintAt UNIX seconds from which on a mint is possible.
    error TokenMintTooEarly(uint256 nextMintAt);

    /// @notice More was to be minted than a year's share of the supply.
    /// @param amount The amount asked for, in base units.
    /// @param max The most that can be minted now, in base units.
    error TokenMintTooLarge(uint256 amount, uint256 max);

    /// @notice More accounts were to be barred than the token has places for.
    /// @param count The number asked for.
    /// @param max The number of places.
    error TokenTooManyBarred(uint256 count, uint256 max);

    /// @notice The account never takes part in votes, neither with its own tokens nor with those of others.
    /// @param account The account.
    error TokenNeverVotes(address account);

    /// @notice Mints; only by proposal (charter), once in 365 days, at most `mintableNow()`.
    /// @param to Who receives the tokens.
    /// @param amount How much, in base units.
    function mint(address to, uint256 amount) external;

    /// @notice The greatest amount that one mint may create at the supply of now, in base units.
    function mintableNow() external view returns (uint256);

    /// @notice UNIX seconds from which on the next mint is possible; the deployment counts as a mint.
    function nextMintAt() external view returns (uint48);

    /// @notice The share of the supply that one mint may create, in basis points.
    function mintCapBps() external view returns (uint16);

    /// @notice The supply that no mint can exceed, in base units.
    function maxSupply() external view returns (uint256);

    /// @notice Whether the account is barred from delegating and from being delegated to.
    /// @param account The account.
    function neverVotes(address account) external view returns (bool);
}
