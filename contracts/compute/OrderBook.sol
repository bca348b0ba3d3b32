// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOrderBook, OrderBookConfig} from "../interfaces/IOrderBook.sol";
import {EpochTimed} from "./extensions/EpochTimed.sol";
import {MarketTerms} from "./extensions/MarketTerms.sol";
import {OrderBids} from "./extensions/OrderBids.sol";
import {Orders} from "./extensions/Orders.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title The order book of the compute market
/// @notice Terms by vote, orders of tenants and bids of providers. Holds no money. Specification: docs/specification.md 16.
/// @dev The rules live in the extensions; this contract puts them together.
contract OrderBook is OrderBids, IOrderBook {
    constructor(OrderBookConfig memory config)
        AccessManaged(config.authority)
        EpochTimed(config.clock)
        MarketTerms(config.council, config.pauseTime, config.terms)
        Orders(config.parties, config.policy, config.treasury)
        OrderBids(config.providers, config.enclaves, config.market)
    {}
}
