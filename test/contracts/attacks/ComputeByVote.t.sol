// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {MarketMoves} from "../support/MarketMoves.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title A10 and R8: parameters and budgets of compute change by an executed proposal and in no other way
contract ComputeByVoteTest is MarketMoves {
    Move[] private _moves;

    function setUp() public {
        deploySystem("demo");
        prepareCompute();
        prepareMarket();
        uint48 start = uint48(block.timestamp);
        vm.prank(address(timelock));
        uint32 grantId = treasury.grantMoney(alice, 1_000, start, start, start + 365 days);
        Move[] memory moves = computeMoves();
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        moves = restrictingMoves(grantId);
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        moves = marketMoves();
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        _moves.push(removeAuditMove());
    }

    function test_A10_everyParameterChangesByAnExecutedProposal() public {
        for (uint256 i = 0; i < _moves.length; ++i) {
            uint256 before = vm.snapshotState();
            Proposal memory p = propose(_proposalOf(_moves[i]), carol);
            assertEq(governor.deriveTier(p.targets, p.values, p.calldatas), _moves[i].tier, _moves[i].name);
            voteThrough(p);
            queue(p);
            warpToEta(p);
            bytes32 untouched = _fingerprint();
            execute(p);
            assertTrue(_fingerprint() != untouched, _moves[i].name);
            vm.revertToState(before);
        }
    }

    function test_A10_nothingChangesUntilTheExecution() public {
        for (uint256 i = 0; i < _moves.length; ++i) {
            uint256 before = vm.snapshotState();
            Proposal memory p = propose(_proposalOf(_moves[i]), carol);
            voteThrough(p);
            queue(p);
            vm.warp(stock.proposalEta(p.id) - 1);
            bytes32 untouched = _fingerprint();
            bytes32 hash = keccak256(bytes(p.description));
            (bool done,) =
                address(stock).call(abi.encodeCall(IGovernor.execute, (p.targets, p.values, p.calldatas, hash)));
            assertFalse(done, _moves[i].name);
            assertTrue(_fingerprint() == untouched, _moves[i].name);
            vm.revertToState(before);
        }
    }

    function test_A10_aDefeatedProposalChangesNothing() public {
        for (uint256 i = 0; i < _moves.length; ++i) {
            uint256 before = vm.snapshotState();
            Proposal memory p = propose(_proposalOf(_moves[i]), carol);
            warpPastVote(p);
            bytes32 untouched = _fingerprint();
            bytes32 hash = keccak256(bytes(p.description));
            (bool done,) =
                address(stock).call(abi.encodeCall(IGovernor.queue, (p.targets, p.values, p.calldatas, hash)));
            assertFalse(done, _moves[i].name);
            assertTrue(_fingerprint() == untouched, _moves[i].name);
            vm.revertToState(before);
        }
    }

    function test_A10_nobodyChangesAParameterByACall() public {
        address[12] memory actors = [
            stranger,
            stewards[5],
            stewards[11],
            guardian,
            deployer,
            funder,
            whale,
            market,
            stewards[0],
            address(governor),
            address(allocation),
            address(treasury)
        ];
        bytes32 untouched = _fingerprint();
        for (uint256 i = 0; i < _moves.length; ++i) {
            for (uint256 n = 0; n < actors.length; ++n) {
                vm.prank(actors[n]);
                (bool done, bytes memory reason) = _moves[i].target.call(_moves[i].data);
                assertFalse(done, _moves[i].name);
                assertEq(reason, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, actors[n]));
            }
        }
        assertTrue(_fingerprint() == untouched);
    }

    function test_R8_theScheduleIsSetByVoteAndRepeatsUntilAnotherVote() public {
        _passSchedule(700, "A first budget.");
        uint48 from = clock.current() + 2;
        for (uint48 epoch = from; epoch < from + 4; ++epoch) {
            vm.warp(clock.startOf(epoch - 1));
            allocation.open(POOL, epoch);
            assertEq(treasury.lineOf(POOL, epoch).gpuSeconds, 700);
            assertEq(treasury.lineOf(POOL, epoch).money, 700);
        }
        _passSchedule(300, "A smaller one.");
        uint48 binding = clock.current() + 2;
        allocation.open(POOL, binding - 1);
        assertEq(treasury.lineOf(POOL, binding - 1).gpuSeconds, 700);
        nextEpoch();
        allocation.open(POOL, binding);
        assertEq(treasury.lineOf(POOL, binding).gpuSeconds, 300);
    }

    function test_R8_withoutAVoteNoPoolHasABudget() public {
        vm.prank(address(timelock));
        uint32 pool = allocation.addPool("Unbudgeted", 1_000);
        nextEpoch();
        allocation.open(pool, next());
        assertEq(treasury.lineOf(pool, clock.current() + 1).gpuSeconds, 0);
        assertEq(allocation.roundOf(pool, clock.current() + 1).capacity, 0);
    }

    function _fingerprint() private view returns (bytes32) {
        return keccak256(abi.encode(computeFingerprint(), marketFingerprint()));
    }

    function _passSchedule(uint64 gpuSeconds, string memory description) private {
        IComputeTreasury.Terms memory terms =
            IComputeTreasury.Terms({gpuSeconds: gpuSeconds, money: gpuSeconds, maxRate: RATE});
        pass(address(treasury), abi.encodeCall(treasury.setSchedule, (POOL, terms)), description);
    }

    function _proposalOf(Move memory move) private pure returns (Proposal memory) {
        return singleAction(move.target, move.data, move.name);
    }
}
