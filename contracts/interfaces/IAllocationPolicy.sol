// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "./IAllocationRequests.sol";
import {IAllocationRules} from "./IAllocationRules.sol";
import {IAllocationSettlement} from "./IAllocationSettlement.sol";
import {IComputeTreasury} from "./IComputeTreasury.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";

/// @notice What an allocation policy is made of.
/// @param authority The AccessManager.
/// @param clock The epoch clock.
/// @param parties The party registry.
/// @param treasury The treasury, predicted.
/// @param market The market, predicted; zero where there is none.
/// @param settleWindow Seconds before the end of an epoch in which no requests are taken.
/// @param minCapBps The least cap of a party that a policy can have, in basis points.
/// @param maxCapBps The greatest.
/// @param policy The policy from epoch 0 on.
struct AllocationConfig {
    address authority;
    IEpochClock clock;
    IPartyRegistry parties;
    IComputeTreasury treasury;
    address market;
    uint48 settleWindow;
    uint16 minCapBps;
    uint16 maxCapBps;
    IAllocationRules.Policy policy;
}

/// @title The allocation of pooled compute: rules by vote, requests by parties, a result that proves itself
interface IAllocationPolicy is IAllocationRules, IAllocationRequests, IAllocationSettlement {}
