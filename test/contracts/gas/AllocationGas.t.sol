// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Allocations} from "../support/Allocations.sol";

/// @title What it costs to ask for compute and to prove who gets what
contract AllocationGasTest is Allocations {
    uint256 private constant TENANTS = 2_000;

    address[] private _labs;

    function setUp() public {
        startCompute();
        _labs = admitTenants("tenant", TENANTS, IPartyRegistry.Kind.Lab);
        nextEpoch();
    }

    function test_request() public {
        _request(_labs[0], 5_000, 1);
        _record("request, the first of its kind and round", 260_000);
        _request(_labs[1], 5_000, 1);
        _record("request", 60_000);
        _request(_labs[1], 7_000, 2);
        _record("request that replaces another", 43_000);
    }

    function test_requestBySig() public {
        _request(_labs[0], 5_000, 1);
        IAllocationRequests.SignedRequest memory signed = IAllocationRequests.SignedRequest({
            account: _labs[1], party: parties.partyOf(_labs[1], next()), pool: POOL, epoch: next(), want: 5_000, seq: 1
        });
        bytes memory signature = signRequest(signed, keyOf("tenant 1"));
        vm.prank(stranger);
        allocation.requestBySig(signed, signature);
        _record("request by signature", 99_000);
    }

    function test_requestFor() public {
        _request(_labs[0], 5_000, 1);
        uint32 party = parties.partyOf(_labs[1], next());
        uint48 until = uint48(block.timestamp + 30 days);
        vm.prank(_labs[1]);
        parties.setAgent(party, stranger, until, 10_000, 0);
        _record("name an agent", 80_000);
        uint48 epoch = next();
        vm.prank(stranger);
        allocation.requestFor(party, POOL, epoch, 5_000, 1);
        _record("request by an agent, its first", 95_000);
    }

    function test_verify() public {
        for (uint256 i = 0; i < TENANTS; ++i) {
            _request(_labs[i], uint64(400 + i), 1);
        }
        closeRequests();
        uint48 epoch = next();
        uint128[] memory levels = solve(POOL, epoch);
        allocation.verify(POOL, epoch, levels, TENANTS);
        uint256 gas = vm.snapshotGasLastCall("allocation", "verify 2,000 requests and settle");
        assertTrue(allocation.roundOf(POOL, epoch).settled);
        vm.snapshotValue("allocation", "verify 2,000 requests, per request", gas / TENANTS);
        assertLe(gas, 2_500 * TENANTS, "verified request");
    }

    function _request(address account, uint64 want, uint48 seq) private {
        uint48 epoch = next();
        vm.prank(account);
        allocation.request(POOL, epoch, want, seq);
    }

    function _record(string memory name, uint256 limit) private {
        assertLe(vm.snapshotGasLastCall("allocation", name), limit, name);
    }
}
