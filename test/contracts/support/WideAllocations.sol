// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllocationConfig, IAllocationPolicy} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Allocations} from "./Allocations.sol";

/// @title A treasury that covers whatever is asked
contract OpenPurse {
    function openLine(uint32, uint48, uint64 capacity) external pure returns (uint64) {
        return capacity;
    }
}

/// @title An allocation policy with the widest bounds and a budget that limits nothing
/// @dev It stands where the deployed one stood, so that every helper speaks to it.
abstract contract WideAllocations is Allocations {
    OpenPurse internal purse;

    function deployWideSystem() internal {
        deploySystem("demo");
        purse = new OpenPurse();
    }

    /// @dev One pool; requests for the first epoch with capacity are taken from now on.
    function startWide(IAllocationRules.Policy memory policy, uint64 capacity) internal {
        allocation = deployAllocation(wideConfig(policy));
        vm.prank(address(timelock));
        allocation.addPool("A pool", capacity);
        nextEpoch();
    }

    function wideConfig(IAllocationRules.Policy memory policy) internal view returns (AllocationConfig memory) {
        return AllocationConfig({
            authority: address(manager),
            clock: clock,
            parties: parties,
            treasury: IComputeTreasury(address(purse)),
            market: market,
            settleWindow: 2 hours,
            minCapBps: 1,
            maxCapBps: 10_000,
            policy: policy
        });
    }

    function deployAllocation(AllocationConfig memory config) internal returns (IAllocationPolicy) {
        bytes memory code = vm.getCode("AllocationPolicy.sol:AllocationPolicy");
        return IAllocationPolicy(create(abi.encodePacked(code, abi.encode(config))));
    }

    /// @dev One new party, a member from the next epoch.
    function admitOne(string memory name, IPartyRegistry.Kind kind) internal returns (address controller) {
        controller = makeAddr(name);
        vm.prank(address(timelock));
        parties.admit(controller, kind);
    }
}
