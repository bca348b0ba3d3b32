// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Money that is owed, and fees
/// @notice Everybody takes what is theirs; nobody is paid by another's transaction but whoever sends it.
interface IMarketMoney {
    /// @notice Money became claimable.
    event Credited(address indexed account, uint128 amount);

    /// @notice An account took what it was owed.
    event Claimed(address indexed account, uint128 amount);

    /// @notice Fees and penalties went where they belong.
    event FeesPaid(uint128 toTreasury, uint128 burnt);

    /// @notice The money token moved less than it was told to.
    error MarketShortTransfer(uint256 expected, uint256 received);

    /// @notice There is nothing to pay.
    error MarketNothingDue();

    /// @notice Takes what the caller is owed.
    function claim() external;

    /// @notice Sends the fees to the treasury and the burnt part to `BURN_SINK`. Open to anyone.
    function payFees() external;

    /// @notice What an account can claim.
    function claimable(address account) external view returns (uint128);

    /// @notice Fees and penalties that wait for `payFees`.
    function feesDue() external view returns (uint128 toTreasury, uint128 toBurn);
}
