// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationPolicy} from "./IAllocationPolicy.sol";
import {IComputeTreasury} from "./IComputeTreasury.sol";
import {ICouncil} from "./ICouncil.sol";
import {IEnclaves} from "./IEnclaves.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IMarketOrders} from "./IMarketOrders.sol";
import {IMarketStakes} from "./IMarketStakes.sol";
import {IMarketTerms} from "./IMarketTerms.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";
import {IProviderRegistry} from "./IProviderRegistry.sol";

/// @notice What the order book is made of.
/// @param authority The AccessManager.
/// @param clock The epoch clock.
/// @param parties The party registry.
/// @param council The council.
/// @param enclaves The enclaves.
/// @param policy The allocation policy.
/// @param treasury The treasury.
/// @param providers The provider registry.
/// @param market The market.
/// @param pauseTime Seconds that a pause of the council lasts.
/// @param terms The first terms.
struct OrderBookConfig {
    address authority;
    IEpochClock clock;
    IPartyRegistry parties;
    ICouncil council;
    IEnclaves enclaves;
    IAllocationPolicy policy;
    IComputeTreasury treasury;
    IProviderRegistry providers;
    IMarketStakes market;
    uint48 pauseTime;
    IMarketTerms.Terms terms;
}

/// @title The order book: terms, orders and bids
interface IOrderBook is IMarketTerms, IMarketOrders {}
