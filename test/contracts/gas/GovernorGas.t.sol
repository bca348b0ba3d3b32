// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ballots} from "../support/Ballots.sol";
import {StockGovernor} from "../support/StockGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @dev What the measured proposals call: one storage write, so that the figures are the governor's own.
contract Box {
    uint256 public value = 1;

    function set(uint256 value_) external {
        value = value_;
    }
}

/// @title What each step costs as a whole transaction
/// @dev Run by `FOUNDRY_PROFILE=gas forge test`, which isolates calls and compares with the committed snapshot.
contract GovernorGasTest is Ballots {
    uint256 private constant REPEAT_VOTE = 50_500;
    uint256 private constant FIRST_VOTE = 68_000;

    Box private box;
    Proposal private warm;

    function setUp() public {
        deploySystem("demo");
        box = new Box();
        skipTime(1 hours);
        warm = propose(singleAction(address(box), abi.encodeCall(Box.set, (2)), "Set the box."), alice);
        Proposal memory earlier = propose(singleAction(address(box), abi.encodeCall(Box.set, (3)), "Earlier."), alice);
        warpToVote(earlier);
        voteToken(earlier, whale, FOR);
        voteSeat(earlier, stewards[0], FOR);
    }

    function test_castVote_ofARepeatVoter() public {
        voteToken(warm, dave, FOR);
        vm.prank(whale);
        stock.castVote(warm.id, FOR);
        _record("castVote, repeat voter", REPEAT_VOTE);
    }

    function test_castVote_firstEver() public {
        voteToken(warm, dave, FOR);
        vm.prank(bob);
        stock.castVote(warm.id, FOR);
        _record("castVote, first vote ever", FIRST_VOTE);
    }

    function test_castVote_openingATally() public {
        vm.prank(bob);
        stock.castVote(warm.id, AGAINST);
        _record("castVote, opens a tally", 68_000);
    }

    function test_castVote_ofASeat() public {
        vm.prank(stewards[0]);
        stock.castVoteWithReasonAndParams(warm.id, FOR, "", SEAT_HOUSE);
        _record("seat vote, repeat voter", 55_500);
        vm.prank(stewards[1]);
        stock.castVoteWithReasonAndParams(warm.id, FOR, "", SEAT_HOUSE);
        _record("seat vote, first vote ever", 73_000);
    }

    function test_castVoteBySig() public {
        voteToken(warm, dave, FOR);
        bytes memory signature = signBallot(warm.id, FOR, whale, keyOf("holder of 49.9 %"));
        vm.prank(stranger);
        stock.castVoteBySig(warm.id, FOR, whale, signature);
        _record("castVoteBySig, repeat voter", 63_000);
        signature = signBallot(warm.id, FOR, bob, keyOf("holder of 15 %"));
        vm.prank(stranger);
        stock.castVoteBySig(warm.id, FOR, bob, signature);
        _record("castVoteBySig, first vote ever", 80_000);
    }

    function test_castVote_inTheObjectionWindow() public {
        voteSeats(warm, 7, FOR);
        voteToken(warm, alice, FOR);
        voteToken(warm, dave, FOR);
        vm.warp(stock.proposalDeadline(warm.id));
        voteToken(warm, carol, ABSTAIN);
        vm.prank(whale);
        stock.castVote(warm.id, FOR);
        _record("late castVote, ordinary", 51_000);
    }

    function test_castVote_thatFlips() public {
        voteSeats(warm, 7, FOR);
        voteToken(warm, dave, FOR);
        vm.warp(stock.proposalDeadline(warm.id));
        vm.prank(whale);
        stock.castVote(warm.id, FOR);
        _record("late castVote, flips the result", 86_000);
    }

    function test_propose_fiveActions() public {
        Proposal memory p = _fiveActions("Five actions.");
        vm.prank(alice);
        stock.propose(p.targets, p.values, p.calldatas, p.description);
        _record("propose, 5 actions", 176_000);
    }

    function test_propose() public {
        Proposal memory p = singleAction(address(box), abi.encodeCall(Box.set, (9)), "One action.");
        vm.prank(alice);
        stock.propose(p.targets, p.values, p.calldatas, p.description);
        _record("propose, 1 action", 142_000);
    }

    function test_queueAndExecute() public {
        voteThrough(warm);
        queue(warm);
        _record("queue", 167_000);
        warpToEta(warm);
        execute(warm);
        _record("execute", 114_000);
    }

    function test_cancelQueued() public {
        voteThrough(warm);
        queue(warm);
        cancel(warm, guardian);
        _record("cancel queued", 60_000);
    }

    /// @dev The same steps on OpenZeppelin's own governor; no goals, only figures to compare with.
    function test_stockForComparison() public {
        address[] memory none = new address[](0);
        TimelockController lock = new TimelockController(60, none, none, address(this));
        StockGovernor oz = new StockGovernor(token, lock, 30, 3 days, 10_000 ether, 10);
        lock.grantRole(lock.PROPOSER_ROLE(), address(oz));
        lock.grantRole(lock.CANCELLER_ROLE(), address(oz));
        lock.grantRole(lock.EXECUTOR_ROLE(), address(oz));

        Proposal memory p = singleAction(address(box), abi.encodeCall(Box.set, (9)), "One action.");
        vm.prank(alice);
        uint256 id = oz.propose(p.targets, p.values, p.calldatas, p.description);
        vm.snapshotGasLastCall("oz", "propose, 1 action");
        skipTime(1 hours);
        vm.prank(bob);
        oz.castVote(id, FOR);
        vm.snapshotGasLastCall("oz", "castVote, opens a tally");
        vm.prank(whale);
        oz.castVote(id, FOR);
        vm.snapshotGasLastCall("oz", "castVote");
        skipTime(3 days);
        bytes32 hash = keccak256(bytes(p.description));
        oz.queue(p.targets, p.values, p.calldatas, hash);
        vm.snapshotGasLastCall("oz", "queue");
        skipTime(1 hours);
        oz.execute(p.targets, p.values, p.calldatas, hash);
        vm.snapshotGasLastCall("oz", "execute");
    }

    function _fiveActions(string memory description) private view returns (Proposal memory p) {
        p.targets = new address[](5);
        p.values = new uint256[](5);
        p.calldatas = new bytes[](5);
        p.description = description;
        for (uint256 i = 0; i < 5; ++i) {
            p.targets[i] = address(box);
            p.calldatas[i] = abi.encodeCall(Box.set, (i));
        }
    }

    function _record(string memory step, uint256 goal) private {
        assertLe(vm.snapshotGasLastCall("governor", step), goal, step);
    }
}
