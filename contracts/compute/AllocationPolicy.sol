// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllocationConfig, IAllocationPolicy} from "../interfaces/IAllocationPolicy.sol";
import {AllocationRequests} from "./extensions/AllocationRequests.sol";
import {AllocationRules} from "./extensions/AllocationRules.sol";
import {AllocationSettlement} from "./extensions/AllocationSettlement.sol";
import {EpochTimed} from "./extensions/EpochTimed.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title The allocation of pooled compute
/// @notice Votes say what is shared and how; parties ask; one integer per class says who gets what, and anyone can find
/// and prove it. Specification: docs/specification.md 13.
/// @dev The rules live in the extensions; this contract puts them together.
contract AllocationPolicy is AllocationSettlement, IAllocationPolicy {
    constructor(AllocationConfig memory config)
        AccessManaged(config.authority)
        EpochTimed(config.clock)
        AllocationRules(config.minCapBps, config.maxCapBps, config.policy)
        EIP712("Ostrakon AllocationPolicy", "1")
        AllocationRequests(config.parties, config.treasury, config.settleWindow)
        AllocationSettlement(config.market)
    {}
}
