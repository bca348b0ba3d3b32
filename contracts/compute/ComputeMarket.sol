// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeMarket, MarketConfig} from "../interfaces/IComputeMarket.sol";
import {EpochTimed} from "./extensions/EpochTimed.sol";
import {MarketDisputes} from "./extensions/MarketDisputes.sol";
import {MarketLeases} from "./extensions/MarketLeases.sol";
import {MarketMoney} from "./extensions/MarketMoney.sol";
import {MarketStakes} from "./extensions/MarketStakes.sol";

/// @title The compute market
/// @notice Stakes of providers, leases paid by the second out of escrow, and what verdicts move. Nothing here is
/// restricted: no vote reaches money that is in it, but by overturning a verdict. Specification: docs/specification.md
/// 17 and 18.
/// @dev The rules live in the extensions; this contract puts them together.
contract ComputeMarket is MarketDisputes, IComputeMarket {
    constructor(MarketConfig memory config)
        EpochTimed(config.clock)
        MarketMoney(config.money, config.treasury)
        MarketStakes(config.providers, config.book)
        MarketLeases(config.parties, config.policy)
        MarketDisputes(config.arbitration)
    {}
}
