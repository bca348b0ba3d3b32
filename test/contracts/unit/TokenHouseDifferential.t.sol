// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Proposals} from "../support/Proposals.sol";
import {StockGovernor} from "../support/StockGovernor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";

/// @title The token house counts as OpenZeppelin's GovernorCountingSimple does
/// @dev Routine proposals without seat ballots are decided by the token house alone. Left out: ballots of weight 0, which
/// ours refuses by design, and the objection window, which the other lacks.
contract TokenHouseDifferentialTest is Proposals {
    StockGovernor private _other;

    function setUp() public {
        deploySystem("demo");
        uint256 delay = stock.votingDelay();
        TimelockController lock = TimelockController(payable(address(timelock)));
        _other = new StockGovernor(token, lock, uint48(delay), uint32(stock.votingPeriod()), 10_000 ether, 10);
        registerRelease(stewards[0], "weights");
    }

    /// forge-config: default.fuzz.runs = 200
    function testFuzz_ballots_countTheSameInBoth(uint256 seed) public {
        _shuffleHoldings(seed);
        Proposal memory ours = proposeSingle(address(registry), abi.encodeCall(registry.revoke, (1)), _proposer());
        vm.prank(_proposer());
        uint256 theirs = _other.propose(ours.targets, ours.values, ours.calldatas, ours.description);
        _shuffleHoldings(~seed);
        assertEq(stock.proposalSnapshot(ours.id), _other.proposalSnapshot(theirs), "snapshot");
        assertEq(stock.proposalDeadline(ours.id), _other.proposalDeadline(theirs), "deadline");
        warpToVote(ours);

        for (uint256 i = 0; i < 8; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _castInBoth(ours.id, theirs, holders()[seed % 5], uint8((seed >> 8) % 4));
            _assertSame(ours.id, theirs);
        }
        warpPastVote(ours);
        assertEq(uint256(stock.state(ours.id)), uint256(_other.state(theirs)), "result");
    }

    function _castInBoth(uint256 ours, uint256 theirs, address voter, uint8 support) private {
        uint256 snapshot = stock.proposalSnapshot(ours);
        uint256 weight = stock.getVotes(voter, snapshot);
        assertEq(weight, _other.getVotes(voter, snapshot), "weight");
        if (weight == 0) return;
        vm.prank(voter);
        (bool here, bytes memory reasonHere) = address(stock).call(abi.encodeCall(IGovernor.castVote, (ours, support)));
        vm.prank(voter);
        (bool there, bytes memory reasonThere) =
            address(_other).call(abi.encodeCall(IGovernor.castVote, (theirs, support)));
        assertEq(here, there, "accepted");
        assertEq(reasonHere, reasonThere, "answer");
    }

    function _assertSame(uint256 ours, uint256 theirs) private view {
        (uint256 against, uint256 inFavour, uint256 abstain) =
            GovernorCountingSimple(payable(address(stock))).proposalVotes(ours);
        (uint256 against2, uint256 inFavour2, uint256 abstain2) = _other.proposalVotes(theirs);
        assertEq(against, against2, "Against");
        assertEq(inFavour, inFavour2, "For");
        assertEq(abstain, abstain2, "Abstain");
        address[] memory list = holders();
        for (uint256 i = 0; i < list.length; ++i) {
            assertEq(stock.hasVoted(ours, list[i]), _other.hasVoted(theirs, list[i]), "has voted");
        }
    }

    /// @dev Random transfers and delegations among the holders; some end with nothing.
    function _shuffleHoldings(uint256 seed) private {
        address[] memory list = holders();
        for (uint256 i = 0; i < 6; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            address from = list[seed % 5];
            uint256 balance = token.balanceOf(from);
            uint256 amount = seed & (1 << 200) == 0 ? balance : (seed >> 8) % (balance + 1);
            vm.startPrank(from);
            assertTrue(token.transfer(list[(seed >> 3) % 5], amount));
            if (seed & (1 << 201) == 0) token.delegate(list[(seed >> 5) % 5]);
            vm.stopPrank();
            skipTime(1);
        }
    }

    function _proposer() private view returns (address) {
        address[] memory list = holders();
        for (uint256 i = 0; i < list.length; ++i) {
            if (token.getVotes(list[i]) >= stock.proposalThreshold()) return list[i];
        }
        revert("nobody can propose");
    }
}
