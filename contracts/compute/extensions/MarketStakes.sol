// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketStakes} from "../../interfaces/IMarketStakes.sol";
import {IOrderBook} from "../../interfaces/IOrderBook.sol";
import {IProviderRegistry} from "../../interfaces/IProviderRegistry.sol";
import {EpochTimed} from "./EpochTimed.sol";
import {MarketMoney} from "./MarketMoney.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Stakes of providers, and what of their units is leased out
abstract contract MarketStakes is EpochTimed, MarketMoney, IMarketStakes {
    using SafeCast for uint256;

    /// @notice The provider registry.
    IProviderRegistry public immutable providers;

    /// @notice The order book.
    IOrderBook public immutable book;

    mapping(uint32 providerId => Stake) private _stakes;
    mapping(uint32 pool => mapping(uint32 party => Use)) private _uses;

    modifier onlyBook() {
        _checkBook();
        _;
    }

    modifier onlyOperator(uint32 providerId) {
        _checkOperator(providerId);
        _;
    }

    /// @param providers_ The provider registry.
    /// @param book_ The order book, predicted: it is deployed after this contract.
    constructor(IProviderRegistry providers_, IOrderBook book_) {
        providers = providers_;
        book = book_;
    }

    /// @inheritdoc IMarketStakes
    function addStake(uint32 providerId, uint112 amount) external nonReentrant {
        if (providers.operatorOf(providerId) == address(0)) revert MarketUnknownProvider(providerId);
        _stakes[providerId].amount += amount;
        emit StakeAdded(providerId, msg.sender, amount);
        _receive(msg.sender, amount);
    }

    /// @inheritdoc IMarketStakes
    function withdrawStake(uint32 providerId, uint112 amount) external nonReentrant onlyOperator(providerId) {
        Stake storage stake = _stakes[providerId];
        uint256 stays = stake.locked;
        uint256 least = book.termsOf(book.termsVersion()).minStake;
        if (stays < least && !providers.isRetired(providerId)) stays = least;
        uint256 free = stake.amount > stays ? stake.amount - stays : 0;
        if (amount > free) revert MarketStakeTooSmall(providerId, amount, free);
        stake.amount -= amount;
        emit StakeWithdrawn(providerId, amount);
        _pay(msg.sender, amount);
    }

    /// @inheritdoc IMarketStakes
    function lockDeposit(uint32 providerId, uint80 amount) external onlyBook {
        Stake storage stake = _stakes[providerId];
        uint256 free = stake.amount - stake.locked;
        if (amount > free) revert MarketStakeTooSmall(providerId, amount, free);
        stake.locked += amount;
    }

    /// @inheritdoc IMarketStakes
    function unlockDeposit(uint32 providerId, uint80 amount) external onlyBook {
        _stakes[providerId].locked -= amount;
    }

    /// @inheritdoc IMarketStakes
    function standingOf(uint32 providerId, uint32 pool, uint32 party)
        external
        view
        returns (Stake memory stake, Use memory use)
    {
        return (_stakes[providerId], _uses[pool][party]);
    }

    /// @inheritdoc IMarketStakes
    function useOf(uint32 pool, uint32 party) external view returns (Use memory) {
        return _uses[pool][party];
    }

    /// @inheritdoc IMarketStakes
    function stakeOf(uint32 providerId) external view returns (Stake memory) {
        return _stakes[providerId];
    }

    function _unlock(uint32 providerId, uint256 amount) internal {
        _stakes[providerId].locked -= amount.toUint112();
    }

    /// @dev Takes units into use, and what the lease locks beyond the bid's deposit: the order book found the stake large
    /// enough.
    function _engage(uint32 providerId, uint32 units, uint256 lock) internal {
        Stake storage stake = _stakes[providerId];
        stake.locked += lock.toUint112();
        stake.unitsInUse += units;
    }

    function _addUse(uint32 pool, uint32 party, uint32 units, uint64 gpuSeconds) internal {
        Use memory use = _uses[pool][party];
        uint48 epoch = _epochNow();
        if (use.epoch == epoch) gpuSeconds += use.gpuSeconds;
        _uses[pool][party] = Use({units: use.units + units, epoch: epoch, gpuSeconds: gpuSeconds});
    }

    /// @dev Seconds that a lease gains, or does not last after all, if the load still is of the epoch in which it began.
    /// Else leasing and ending at once would make a load of nothing, and spoil another's chances where rates are equal.
    function _changeLoad(uint32 pool, uint32 party, uint256 start, uint64 more, uint64 less) internal {
        Use storage use = _uses[pool][party];
        if (start >= _startOf(use.epoch)) use.gpuSeconds = use.gpuSeconds + more - less;
    }

    function _disengage(uint32 providerId, uint32 pool, uint32 party, uint32 units) internal {
        _stakes[providerId].unitsInUse -= units;
        _uses[pool][party].units -= units;
    }

    function _slash(uint32 providerId, uint256 amount) internal {
        _stakes[providerId].amount -= amount.toUint112();
    }

    function _checkOperator(uint32 providerId) internal view {
        if (providers.operatorOf(providerId) != msg.sender) revert MarketNotOperator(providerId, msg.sender);
    }

    function _checkBook() private view {
        if (msg.sender != address(book)) revert MarketOnlyBook(msg.sender);
    }
}
