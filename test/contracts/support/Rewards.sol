// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Markets} from "./Markets.sol";

/// @title Nodes that auditors challenge, and money to reward them
abstract contract Rewards is Markets {
    /// @dev Of the demo profile: what a node earns per epoch at a multiplier of one, and how many of a party earn all.
    uint256 internal constant BASE = 5e6;
    uint256 internal constant FREE_NODES = 4;
    uint32 internal constant ONE = 10_000;

    address internal secondAuditor;
    uint16 internal secondAuditorId;

    /// @dev The epoch after setting the first pool's multiplier to one, with money for 200 nodes.
    function startRewards() internal {
        startMarket();
        secondAuditor = stewards[10];
        vm.startPrank(address(timelock));
        secondAuditorId = providers.appointAuditor(secondAuditor);
        rewards.setMultiplier(POOL, ONE);
        vm.stopPrank();
        fundRewards(200 * BASE);
        nextEpoch();
    }

    function fundRewards(uint256 amount) internal {
        vm.startPrank(funder);
        money.approve(address(rewards), amount);
        rewards.fund(amount);
        vm.stopPrank();
    }

    function addNode(address operator) internal returns (uint32 providerId) {
        providerId = addUnaudited(operator, 8);
        audit(providerId);
    }

    function report(uint32 providerId, uint48 epoch, uint32 made, uint32 passed) internal {
        vm.prank(auditor);
        rewards.report(providerId, epoch, made, passed);
    }

    function claimReward(uint32 providerId, uint48 epoch) internal returns (uint256 paid) {
        address operator = providers.operatorOf(providerId);
        uint256 before = money.balanceOf(operator);
        vm.prank(operator);
        rewards.claim(providerId, epoch);
        return money.balanceOf(operator) - before;
    }

    /// @dev The EIP-712 digest is put together here by hand, from the specification.
    function signReport(uint16 id, uint32 providerId, uint48 epoch, uint32 made, uint32 passed, uint256 key)
        internal
        view
        returns (bytes memory)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Ostrakon NodeRewards"),
                keccak256("1"),
                block.chainid,
                address(rewards)
            )
        );
        bytes32 kind = keccak256("Report(uint16 auditorId,uint32 providerId,uint48 epoch,uint32 made,uint32 passed)");
        bytes32 message = keccak256(abi.encode(kind, id, providerId, epoch, made, passed));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }
}
