// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationPolicy} from "./IAllocationPolicy.sol";
import {IArbitration} from "./IArbitration.sol";
import {IComputeTreasury} from "./IComputeTreasury.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IMarketDisputes} from "./IMarketDisputes.sol";
import {IMarketLeases} from "./IMarketLeases.sol";
import {IMarketMoney} from "./IMarketMoney.sol";
import {IMarketStakes} from "./IMarketStakes.sol";
import {IOrderBook} from "./IOrderBook.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";
import {IProviderRegistry} from "./IProviderRegistry.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What the market is made of.
/// @param clock The epoch clock.
/// @param money The money token.
/// @param parties The party registry.
/// @param policy The allocation policy.
/// @param treasury The treasury.
/// @param providers The provider registry.
/// @param book The order book, predicted.
/// @param arbitration The arbiters, predicted.
struct MarketConfig {
    IEpochClock clock;
    IERC20 money;
    IPartyRegistry parties;
    IAllocationPolicy policy;
    IComputeTreasury treasury;
    IProviderRegistry providers;
    IOrderBook book;
    IArbitration arbitration;
}

/// @title The compute market: stakes, leases, escrow and disputes
interface IComputeMarket is IMarketMoney, IMarketStakes, IMarketLeases, IMarketDisputes {}
