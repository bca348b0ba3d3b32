// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-5192: minimal soulbound tokens
interface IERC5192 {
    /// @notice The token cannot be transferred.
    /// @param tokenId The token.
    event Locked(uint256 tokenId);

    /// @notice The token can be transferred; never emitted by Ostrakon.
    /// @param tokenId The token.
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token cannot be transferred. Reverts on an unknown token.
    /// @param tokenId The token.
    /// @return Always true for a token that exists.
    function locked(uint256 tokenId) external view returns (bool);
}
