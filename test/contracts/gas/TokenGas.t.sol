// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VotingToken} from "../../../contracts/governance/VotingToken.sol";
import {Deployment} from "../support/Deployment.sol";
import {StockToken} from "../support/StockToken.sol";

/// @title Delegating and moving votes cost what OpenZeppelin's own token costs, and at most 1 % more
contract TokenGasTest is Deployment {
    VotingToken private oz;

    function setUp() public {
        deploySystem("demo");
        address[] memory list = holders();
        uint256[] memory amounts = new uint256[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            amounts[i] = token.balanceOf(list[i]);
        }
        oz = VotingToken(address(new StockToken(list, amounts)));
        for (uint256 i = 0; i < list.length; ++i) {
            vm.prank(list[i]);
            oz.delegate(list[i]);
        }
        skipTime(1 hours);
    }

    function test_delegate_costsAsStock() public {
        vm.prank(dave);
        oz.delegate(carol);
        uint256 stockGas = vm.snapshotGasLastCall("oz", "delegate");
        vm.prank(dave);
        token.delegate(carol);
        assertLe(100 * vm.snapshotGasLastCall("token", "delegate"), 101 * stockGas);
    }

    function test_transfer_betweenDelegatedCostsAsStock() public {
        vm.prank(alice);
        oz.transfer(bob, 1 ether);
        uint256 stockGas = vm.snapshotGasLastCall("oz", "transfer between delegated");
        vm.prank(alice);
        token.transfer(bob, 1 ether);
        assertLe(100 * vm.snapshotGasLastCall("token", "transfer between delegated"), 101 * stockGas);
    }
}
