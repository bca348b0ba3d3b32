// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NodeRewards} from "../../../contracts/compute/NodeRewards.sol";
import {INodeRewards} from "../../../contracts/interfaces/INodeRewards.sol";
import {EagerToken, FeeToken, Reentrant} from "../support/HostileTokens.sol";
import {Rewards} from "../support/Rewards.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Parties that want more than their nodes earned
contract RewardAbuseTest is Rewards {
    uint32 private _node;
    uint48 private _epoch;

    function setUp() public {
        startRewards();
        _node = addNode(stewards[2]);
        _epoch = clock.current();
    }

    function test_R9_noOwnWordCounts() public {
        vm.startPrank(address(timelock));
        uint16 own = providers.appointAuditor(stewards[2]);
        vm.stopPrank();
        address colleague = joinParty("colleague", 3);
        nextEpoch();
        vm.prank(address(timelock));
        uint16 second = providers.appointAuditor(colleague);
        bytes memory reason = abi.encodeWithSelector(INodeRewards.RewardsSameParty.selector, 3);
        vm.expectRevert(reason);
        vm.prank(stewards[2]);
        rewards.report(_node, _epoch, 10, 10);
        vm.expectRevert(reason);
        vm.prank(colleague);
        rewards.report(_node, _epoch, 10, 10);
        assertEq(uint256(own) + second, 7, "both were appointed");
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotAuditor.selector, 0, address(0)));
        vm.prank(stranger);
        rewards.report(_node, _epoch, 10, 10);
    }

    function test_aDismissedAuditorsReportIsRefused() public {
        nextEpoch();
        bytes memory signature = signReport(auditorId, _node, _epoch, 1, 1, keyOf("public interest 3"));
        vm.prank(address(timelock));
        providers.dismissAuditor(auditorId);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotAuditor.selector, auditorId, auditor));
        rewards.reportBySig(auditorId, _node, _epoch, 1, 1, signature);
    }

    function test_anAuditorWithoutAPartyReportsNothing() public {
        address leaver = joinParty("leaver", 9);
        nextEpoch();
        vm.prank(address(timelock));
        providers.appointAuditor(leaver);
        vm.prank(leaver);
        parties.quit();
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsSameParty.selector, 0));
        vm.prank(leaver);
        rewards.report(_node, _epoch + 1, 1, 1);
    }

    /// @dev Neither the party that the node had at the first report, nor that of now.
    function test_anOperatorThatChangesPartyKeepsTheFirst() public {
        address operator = joinParty("operator", 4);
        nextEpoch();
        uint32 node = addNode(operator);
        nextEpoch();
        uint48 epoch = clock.current() - 1;
        report(node, epoch, 10, 10);
        vm.prank(operator);
        parties.quit();
        nextEpoch();
        assertEq(parties.partyNow(operator), 0);
        claimReward(node, epoch);
        assertEq(rewards.claimedNodes(epoch, 4), 1);
        assertEq(rewards.claimedNodes(epoch, 0), 0);
    }

    /// @dev A party that spreads nodes over strangers' accounts finds all of them under one id.
    function test_R5_accountsWithoutAPartyShareOneId() public {
        uint32[] memory nodes = new uint32[](6);
        for (uint256 i = 0; i < 6; ++i) {
            nodes[i] = addNode(makeAddr(string.concat("wallet ", vm.toString(i))));
        }
        nextEpoch();
        for (uint256 i = 0; i < 6; ++i) {
            report(nodes[i], _epoch, 1, 1);
        }
        nextEpoch();
        uint256 sum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            sum += claimReward(nodes[i], _epoch);
        }
        assertEq(sum, 4 * BASE + BASE * 4 / 5 + BASE * 4 / 6);
        assertEq(rewards.claimedNodes(_epoch, 0), 6);
    }

    function test_R5_accountsOfOnePartyShareItsId() public {
        address colleague = joinParty("colleague", 3);
        nextEpoch();
        uint48 epoch = clock.current();
        uint32[] memory nodes = new uint32[](5);
        for (uint256 i = 0; i < 5; ++i) {
            nodes[i] = addNode(i % 2 == 0 ? stewards[2] : colleague);
        }
        nextEpoch();
        for (uint256 i = 0; i < 5; ++i) {
            report(nodes[i], epoch, 1, 1);
        }
        nextEpoch();
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(claimReward(nodes[i], epoch), i < 4 ? BASE : BASE * 4 / 5);
        }
    }

    function test_anUnauditedNodeEarnsNothing() public {
        uint32 unaudited = addUnaudited(stewards[2], 8);
        nextEpoch();
        bytes memory reason = abi.encodeWithSelector(INodeRewards.RewardsNotAudited.selector, unaudited);
        vm.expectRevert(reason);
        report(unaudited, _epoch, 1, 1);
        vm.prank(auditor);
        providers.revokeAudit(_node);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotAudited.selector, _node));
        report(_node, _epoch, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotAudited.selector, 99));
        report(99, _epoch, 1, 1);
    }

    /// @dev An audit whose time is over counts until somebody says so, which anybody can.
    function test_anAuditThatLapsedNoLongerHelps() public {
        skipTime(90 days);
        uint48 epoch = clock.current() - 1;
        vm.prank(stranger);
        providers.lapse(_node, auditorId);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotAudited.selector, _node));
        report(_node, epoch, 1, 1);
    }

    function test_nobodyClaimsTwiceOrForAnother() public {
        nextEpoch();
        report(_node, _epoch, 1, 1);
        nextEpoch();
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsNotOperator.selector, _node, stranger));
        vm.prank(stranger);
        rewards.claim(_node, _epoch);
        claimReward(_node, _epoch);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsClaimedBefore.selector, _node, _epoch));
        vm.prank(stewards[2]);
        rewards.claim(_node, _epoch);
    }

    /// @dev A vote after the epoch began changes neither what it pays nor when it is claimed.
    function test_R1_noVoteChangesAnEpochThatBegan() public {
        nextEpoch();
        report(_node, _epoch, 1, 1);
        vm.startPrank(address(timelock));
        rewards.setMultiplier(POOL, 0);
        rewards.setRewards(INodeRewards.Rewards({base: 1, freeNodes: 1}));
        vm.stopPrank();
        nextEpoch();
        assertEq(claimReward(_node, _epoch), BASE);
    }

    function test_aTokenThatTakesFeesIsRefused() public {
        FeeToken fee = new FeeToken(funder);
        NodeRewards victim = new NodeRewards(rewardsConfig(IERC20(address(fee))));
        vm.startPrank(funder);
        fee.approve(address(victim), 1_000);
        vm.expectRevert(abi.encodeWithSelector(INodeRewards.RewardsShortTransfer.selector, 1_000, 989));
        victim.fund(1_000);
        vm.stopPrank();
    }

    function test_claimInsideAClaimPaysNothingTwice() public {
        EagerToken eager = new EagerToken(funder);
        Reentrant reentrant = new Reentrant();
        NodeRewards victim = new NodeRewards(rewardsConfig(IERC20(address(eager))));
        vm.prank(funder);
        require(eager.transfer(address(victim), 10 * BASE));
        _setMultiplierOf(victim);
        uint32 node = addNode(address(reentrant));
        uint32 second = addNode(address(reentrant));
        skipTime(2 * clock.length());
        uint48 epoch = clock.current() - 1;
        vm.startPrank(auditor);
        victim.report(node, epoch, 1, 1);
        victim.report(second, epoch, 1, 1);
        vm.stopPrank();
        nextEpoch();
        reentrant.prepare(address(victim), abi.encodeCall(victim.claim, (second, epoch)), false);
        reentrant.act(address(victim), abi.encodeCall(victim.claim, (node, epoch)));
        assertGt(reentrant.attempts(), 0, "it had its chance");
        assertEq(reentrant.successes(), 0);
        assertEq(eager.balanceOf(address(victim)), 9 * BASE);
    }

    function _setMultiplierOf(NodeRewards victim) private {
        // Whatever the charter does not list is the admin's, which the timelock is.
        vm.prank(address(timelock));
        victim.setMultiplier(POOL, ONE);
    }
}
