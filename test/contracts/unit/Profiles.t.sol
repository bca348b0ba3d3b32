// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBounds} from "../../../contracts/interfaces/IGovernorBounds.sol";
import {Proposals} from "../support/Proposals.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @title What the two profiles deploy, and where
contract ProfilesTest is Proposals {
    function test_production_deploysOnAnyChainWithDays() public {
        vm.chainId(1);
        deploySystem("production");
        assertEq(stock.votingDelay(), 2 days);
        assertEq(stock.votingPeriod(), 7 days);
        assertEq(stock.proposalThreshold(), 10_000 ether);
        assertEq(GovernorVotesQuorumFraction(payable(address(governor))).quorumNumerator(), 1_000);
        assertEq(governor.charterQuorumNumerator(block.timestamp), 1_500);
        assertEq(governor.objectionWindow(), 1 days);
        assertEq(governor.objectionPeriod(), 2 days);
        assertEq(governor.delay(0), 1 days);
        assertEq(governor.delay(1), 3 days);
        assertEq(governor.delay(2), 7 days);
        assertEq(governor.maxDissent(), 10 days);
        assertEq(governor.queueWindow(), 14 days);
        assertEq(governor.gracePeriod(), 14 days);
        assertEq(seats.minSeats(), 6);
        assertEq(seats.term(), 365 days);
        assertEq(seats.presenceWindow(), 180 days);
        assertEq(council.maxTerm(), 180 days);
        assertEq(clock.length(), 7 days);
        assertEq(allocation.settleWindow(), 1 days);
        assertEq(allocation.minCapBps(), 500);
        assertEq(allocation.maxCapBps(), 3_300);
    }

    function test_production_everyContractStaysBelowTheSizeLimit() public {
        deploySystem("production");
        string[14] memory names = [
            "PartyRegistry",
            "VotingToken",
            "StewardSeats",
            "Council",
            "StewardGovernor",
            "ModelRegistry",
            "Custody",
            "Enclaves",
            "AllocationPolicy",
            "ComputeTreasury",
            "ProviderRegistry",
            "ComputeMarket",
            "OrderBook",
            "Arbitration"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            uint256 size = addressOf(names[i]).code.length;
            assertGt(size, 0, names[i]);
            assertLt(size, 24_000, names[i]);
        }
        assertEq(custody.maxGrantTime(), 90 days);
        assertEq(enclaves.maxTime(), 30 days);
    }

    function test_production_thresholdIsAtMostAHundredthOfTheSupply() public {
        deploySystem("production");
        (, uint256 max) = bounds.rangeOf(IGovernorBounds.Setting.ProposalThreshold);
        assertEq(max, token.totalSupply() / 100);
        (uint256 leastQuorum,) = bounds.rangeOf(IGovernorBounds.Setting.Quorum);
        (uint256 leastCharterQuorum,) = bounds.rangeOf(IGovernorBounds.Setting.CharterQuorum);
        assertEq(leastQuorum, 400);
        assertEq(leastCharterQuorum, 1_000);
    }

    function test_production_wholeProposalTakesItsDays() public {
        vm.chainId(1);
        deploySystem("production");
        uint32 id = registerRelease(stewards[0], "weights");
        uint256 start = block.timestamp;
        pass(address(registry), abi.encodeCall(registry.advanceToRedTeam, (id)), "To red team.");
        assertEq(block.timestamp, start + 2 days + 7 days + 1 + 3 days);
    }

    function test_demo_deploysOnTheLocalChainsOnly() public {
        vm.chainId(1337);
        this.deploy("demo");
        vm.chainId(1);
        vm.expectPartialRevert(IGovernorBounds.GovernorBoundsDemoFloor.selector);
        this.deploy("demo");
    }

    function deploy(string calldata name) external {
        delete stewards;
        deploySystem(name);
    }
}
