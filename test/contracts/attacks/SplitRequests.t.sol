// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {Allocations} from "../support/Allocations.sol";

/// @title Getting more by being many: accounts, agents and parties that one left
contract SplitRequestsTest is Allocations {
    uint32 private constant PARTY = 13;

    address[] private _accounts;
    address[] private _rivals;

    function setUp() public {
        startCompute();
        _rivals = admitTenants("rival", 9, IPartyRegistry.Kind.Lab);
        _accounts.push(applicant);
        for (uint256 i = 1; i < 10; ++i) {
            _accounts.push(joinParty(string.concat("account ", vm.toString(i)), PARTY));
        }
        nextEpoch();
        for (uint256 i = 0; i < 9; ++i) {
            ask(_rivals[i], POOL, 200_000);
        }
    }

    function test_tenAccountsGetWhatOneGets() public {
        uint256 before = vm.snapshotState();
        uint64 alone = _settledFor(1);
        vm.revertToState(before);
        uint64 together = _settledFor(10);
        assertEq(together, alone);
        assertLt(alone, 200_000, "the pool is short, so a second request would have paid");
        assertEq(allocation.groupOf(POOL, clock.current() + 1, 1).count, 10, "nine rivals and one party");
    }

    function test_tenSignersGetWhatOneGets() public {
        uint48 epoch = next();
        for (uint48 i = 0; i < 10; ++i) {
            IAllocationRequests.SignedRequest memory signed = toSign(_accounts[i], PARTY, 200_000, i + 1);
            string memory name = i == 0 ? "party without a seat" : string.concat("account ", vm.toString(i));
            bytes memory signature = signRequest(signed, keyOf(name));
            vm.prank(stranger);
            allocation.requestBySig(signed, signature);
        }
        assertEq(allocation.groupOf(POOL, epoch, 1).count, 10);
        assertEq(allocation.groupOf(POOL, epoch, 1).demand, 10 * 200_000);
    }

    function test_tenAgentsHaveOneRequestBetweenThem() public {
        uint48 epoch = next();
        for (uint256 i = 0; i < 10; ++i) {
            address agent = nameAgent(string.concat("agent ", vm.toString(i)), PARTY, 200_000);
            if (i > 0) {
                vm.expectRevert(
                    abi.encodeWithSelector(IAllocationRequests.AllocationNotOwnRequest.selector, PARTY, agent)
                );
            }
            vm.prank(agent);
            allocation.requestFor(PARTY, POOL, epoch, 200_000, 9);
        }
        assertEq(allocation.groupOf(POOL, epoch, 1).count, 10);
    }

    function test_accountsWithoutAPartyAreRefused() public {
        uint48 epoch = next();
        for (uint256 i = 0; i < 5; ++i) {
            address account = makeAddr(string.concat("nobody ", vm.toString(i)));
            vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNoParty.selector, account, epoch));
            vm.prank(account);
            allocation.request(POOL, epoch, 200_000, 1);
        }
    }

    /// @dev Who leaves asks for nobody, and belongs elsewhere only an epoch later: never two requests for one epoch.
    function test_leavingAPartyGivesNoSecondRequestForTheSameEpoch() public {
        address hopper = _accounts[1];
        ask(hopper, POOL, 200_000);
        uint48 epoch = next();
        vm.prank(_rivals[0]);
        parties.invite(14, hopper, true);
        vm.startPrank(hopper);
        parties.quit();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, hopper, PARTY));
        parties.accept(14);
        vm.expectRevert(abi.encodeWithSelector(IAllocationRequests.AllocationNoParty.selector, hopper, epoch));
        allocation.request(POOL, epoch, 200_000, 2);
        vm.stopPrank();
        nextEpoch();
        vm.startPrank(hopper);
        parties.accept(14);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAllocationRequests.AllocationNotTaking.selector,
                epoch,
                clock.startOf(epoch - 1),
                clock.startOf(epoch) - 2 hours
            )
        );
        allocation.request(POOL, epoch, 200_000, 2);
        vm.stopPrank();
    }

    /// @dev A party that is closed and admitted anew asks for the epoch after, not for the same one twice.
    function test_closingAPartyGivesNoSecondOneForTheSameEpoch() public {
        address founder = _rivals[8];
        uint32 party = parties.partyNow(founder);
        vm.prank(founder);
        parties.close(party);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyAlreadyMember.selector, founder, party));
        vm.prank(address(timelock));
        parties.admit(founder, IPartyRegistry.Kind.Lab);
        nextEpoch();
        vm.prank(address(timelock));
        uint32 anew = parties.admit(founder, IPartyRegistry.Kind.Lab);
        ask(founder, POOL, 200_000);
        assertEq(allocation.requestOf(party, POOL, next()).seq, 0);
        assertEq(allocation.requestOf(anew, POOL, next()).units, 200_000);
    }

    /// @dev Each of the first `count` accounts asks for as much as it can; the last one counts for all.
    function _settledFor(uint256 count) private returns (uint64) {
        for (uint256 i = 0; i < count; ++i) {
            ask(_accounts[i], POOL, 200_000);
        }
        uint48 epoch = next();
        settle(POOL);
        return allocation.allocationOf(PARTY, POOL, epoch);
    }
}
