// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DemoMoney} from "../../../contracts/demo/DemoMoney.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {INodeRewards} from "../../../contracts/interfaces/INodeRewards.sol";
import {Allocations} from "./Allocations.sol";
import {StewardshipMoves} from "./StewardshipMoves.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Everything that only votes may do about compute, each one step away from being done
abstract contract ComputeMoves is StewardshipMoves, Allocations {
    DemoMoney internal stray;

    /// @dev Free money to grant and withdraw, a stray token to sweep, and a pool.
    function prepareCompute() internal {
        fund(10_000);
        stray = new DemoMoney(address(treasury), 1 ether);
        addPool("A pool", 1_000);
    }

    /// @dev Those that expand: tiers 1 and 2.
    function computeMoves() internal returns (Move[] memory moves) {
        moves = new Move[](7);
        address rules = address(allocation);
        address purse = address(treasury);
        moves[0] = _computeMove("addPool", 1, rules, abi.encodeCall(allocation.addPool, ("Another", 70)));
        moves[1] = _computeMove("setCapacity", 1, rules, abi.encodeCall(allocation.setCapacity, (POOL, 70)));
        moves[2] = _computeMove("setPolicy", 1, rules, abi.encodeCall(allocation.setPolicy, (onePot(1_000))));
        IComputeTreasury.Terms memory terms = IComputeTreasury.Terms({gpuSeconds: 9_000, money: 9_000, maxRate: RATE});
        moves[3] = _computeMove("setSchedule", 1, purse, abi.encodeCall(treasury.setSchedule, (POOL, terms)));
        uint48 start = uint48(block.timestamp);
        bytes memory grant = abi.encodeCall(
            treasury.grantMoney, (makeAddr("who is granted money"), 5_000, start, start, start + 365 days)
        );
        moves[4] = _computeMove("grantMoney", 1, purse, grant);
        moves[5] = _computeMove("withdraw", 2, purse, abi.encodeCall(treasury.withdraw, (stranger, 5_000)));
        moves[6] = _computeMove("sweep", 2, purse, abi.encodeCall(treasury.sweep, (address(stray), stranger, 1 ether)));
    }

    /// @dev Those that restrict: tier 0.
    function restrictingMoves(uint32 grantId) internal view returns (Move[] memory moves) {
        moves = new Move[](3);
        address rules = address(allocation);
        moves[0] = _computeMove("closePool", 0, rules, abi.encodeCall(allocation.closePool, (POOL)));
        moves[1] = _computeMove("lowerCap", 0, rules, abi.encodeCall(allocation.lowerCap, (500)));
        bytes memory cancel_ = abi.encodeCall(treasury.cancelMoneyGrant, (grantId));
        moves[2] = _computeMove("cancelMoneyGrant", 0, address(treasury), cancel_);
    }

    /// @dev Every parameter of compute, as far ahead as anything was set, and where the money is.
    function computeFingerprint() internal view returns (bytes32) {
        uint48 ahead = clock.current() + 2;
        bytes32 rules = keccak256(
            abi.encode(
                allocation.poolCount(),
                allocation.capacityAt(POOL, ahead),
                allocation.policyOf(allocation.versionAt(ahead)),
                treasury.termsAt(POOL, ahead)
            )
        );
        bytes32 funds = keccak256(
            abi.encode(
                treasury.grantCount(),
                treasury.grantedBalance(),
                money.balanceOf(address(treasury)),
                stray.balanceOf(address(treasury))
            )
        );
        address authority = IAccessManaged(address(allocation)).authority();
        return keccak256(abi.encode(rules, funds, authority, treasury.authority()));
    }

    function _computeMove(string memory name, uint8 tier, address target, bytes memory data)
        private
        pure
        returns (Move memory)
    {
        return Move({name: name, tier: tier, target: target, value: 0, data: data});
    }

    /// @dev What votes set of node rewards; both expand.
    function rewardMoves() internal view returns (Move[] memory moves) {
        moves = new Move[](2);
        INodeRewards.Rewards memory set = INodeRewards.Rewards({base: 70, freeNodes: 7});
        moves[0] = _computeMove("setRewards", 1, address(rewards), abi.encodeCall(rewards.setRewards, (set)));
        bytes memory multiplier = abi.encodeCall(rewards.setMultiplier, (POOL, 70));
        moves[1] = _computeMove("setMultiplier", 1, address(rewards), multiplier);
    }

    function rewardFingerprint() internal view returns (bytes32) {
        uint48 ahead = clock.current() + 1;
        address authority = IAccessManaged(address(rewards)).authority();
        return keccak256(abi.encode(rewards.rewardsAt(ahead), rewards.multiplierAt(POOL, ahead), authority));
    }
}
