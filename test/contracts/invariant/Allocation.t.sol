// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationPolicy} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IAllocationRequests} from "../../../contracts/interfaces/IAllocationRequests.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {IEpochClock} from "../../../contracts/interfaces/IEpochClock.sol";
import {Test} from "../support/Test.sol";
import {AllocationHandler} from "./AllocationHandler.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

interface ITreasury is IComputeTreasury {
    function money() external view returns (IERC20);

    function clock() external view returns (IEpochClock);
}

/// @title Invariants 6, 7 and 12 of the specification, whatever anybody does in whatever order
/// forge-config: default.invariant.runs = 8
/// forge-config: default.invariant.depth = 100
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: default.invariant.shrink-run-limit = 100
contract AllocationInvariants is Test {
    struct Sums {
        uint256 demand;
        uint256 given;
        uint256 unsaturated;
    }

    AllocationHandler private _handler;
    IAllocationPolicy private _allocation;
    ITreasury private _treasury;

    function setUp() public {
        _handler = new AllocationHandler();
        _allocation = IAllocationPolicy(_handler.allocation_());
        _treasury = ITreasury(_handler.treasury_());
        bytes4[] memory selectors = new bytes4[](18);
        selectors[0] = AllocationHandler.ask.selector;
        selectors[1] = AllocationHandler.ask.selector;
        selectors[2] = AllocationHandler.askAsAgent.selector;
        selectors[3] = AllocationHandler.askAsAgent.selector;
        selectors[4] = AllocationHandler.nameAgent.selector;
        selectors[5] = AllocationHandler.openRound.selector;
        selectors[6] = AllocationHandler.liveAnEpoch.selector;
        selectors[7] = AllocationHandler.submit.selector;
        selectors[8] = AllocationHandler.submit.selector;
        selectors[9] = AllocationHandler.use.selector;
        selectors[10] = AllocationHandler.spend.selector;
        selectors[11] = AllocationHandler.moveMoney.selector;
        selectors[12] = AllocationHandler.grant.selector;
        selectors[13] = AllocationHandler.claim.selector;
        selectors[14] = AllocationHandler.stopGrant.selector;
        selectors[15] = AllocationHandler.changeRules.selector;
        selectors[16] = AllocationHandler.changeRules.selector;
        selectors[17] = AllocationHandler.moveTime.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
        targetContract(address(_handler));
    }

    /// @dev Each step is foretold by the model: who may ask, solve, use, draw, claim and change rules, and what comes of it.
    function invariant_6_7_12_everyStepIsTheOneThatTheModelForetold() public view {
        assertEq(_handler.violation(), "");
    }

    function invariant_6_allocationsStayInsidePoolCapAndReserve() public view {
        uint256[] memory rounds = _handler.openedRounds();
        for (uint256 i = 0; i < rounds.length; ++i) {
            (uint32 pool, uint48 epoch) = (uint32(rounds[i] >> 48), uint48(rounds[i]));
            if (_allocation.roundOf(pool, epoch).settled) _checkRound(pool, epoch);
        }
    }

    function invariant_7_spendingStaysInsideLinesAndTheRestIsThere() public view {
        uint48 current = _treasury.clock().current();
        uint256 owed = 0;
        uint256[] memory rounds = _handler.openedRounds();
        for (uint256 i = 0; i < rounds.length; ++i) {
            uint48 epoch = uint48(rounds[i]);
            IComputeTreasury.Line memory line = _treasury.lineOf(uint32(rounds[i] >> 48), epoch);
            assertLe(line.drawnGpuSeconds, line.gpuSeconds, "GPU-seconds of a line");
            assertLe(line.drawnMoney, line.money, "money of a line");
            if (epoch >= current) owed += line.money - line.drawnMoney;
        }
        for (uint32 id = 1; id <= _treasury.grantCount(); ++id) {
            IComputeTreasury.Grant memory grant = _treasury.moneyGrant(id);
            assertLe(grant.claimed, grant.amount, "a grant paid more than it is");
            owed += grant.amount - grant.claimed;
        }
        assertGe(_treasury.money().balanceOf(address(_treasury)), owed, "unclaimed grants and live lines");
    }

    function invariant_12_thePolicyOfAnEpochIsTheOneFrozenForIt() public view {
        uint48 current = _treasury.clock().current();
        for (uint48 epoch = current; epoch <= current + 1; ++epoch) {
            assertEq(_allocation.versionAt(epoch), _handler.frozenVersionOf(epoch));
        }
        uint256[] memory rounds = _handler.openedRounds();
        for (uint256 i = 0; i < rounds.length; ++i) {
            uint48 epoch = uint48(rounds[i]);
            assertEq(_allocation.roundOf(uint32(rounds[i] >> 48), epoch).version, _handler.frozenVersionOf(epoch));
        }
    }

    /// @dev The handler must reach what it is meant to watch, else the invariants say nothing.
    function test_handler_reachesSettlesDrawsClaimsAndRefusals() public {
        for (uint256 i = 0; i < 330; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            uint256 step = i % 11;
            if (step == 0) _handler.changeRules(seed);
            if (step == 1) _handler.ask(seed);
            if (step == 2) _handler.nameAgent(seed);
            if (step == 3) _handler.askAsAgent(seed);
            if (step == 3) _handler.askAsAgent(seed >> 1);
            if (step == 4) _handler.submit(seed);
            if (step == 5) _handler.grant(seed);
            if (step == 6) _handler.claim(seed);
            if (step == 7) _handler.moveTime(seed);
            if (step == 8) _handler.spend(seed);
            if (step == 9) _handler.moveMoney(seed);
            if (step == 10 && i % 3 == 0) _handler.liveAnEpoch(seed);
            else if (step == 10) _handler.stopGrant(seed);
        }
        assertEq(_handler.violation(), "");
        assertGt(_handler.requests(), 60, "requests");
        assertGt(_handler.agentRequests(), 5, "requests by agents");
        assertGt(_handler.settles(), 15, "settles");
        assertGt(_handler.scarceSettles(), 5, "settles where something was short");
        assertGt(_handler.wrongLists(), 3, "wrong lists");
        assertGt(_handler.uses(), 15, "uses");
        assertGt(_handler.draws(), 10, "draws");
        assertGt(_handler.refunds(), 3, "refunds");
        assertGt(_handler.claims(), 5, "claims");
        assertGt(_handler.stops(), 0, "stopped grants");
        assertGt(_handler.refusals(), 60, "refusals");
    }

    /// @dev Everything is read from the chain again, and added up one request after the other.
    function _checkRound(uint32 pool, uint48 epoch) private view {
        IAllocationRequests.Round memory round = _allocation.roundOf(pool, epoch);
        IAllocationRules.ClassRule[] memory classes = _allocation.policyOf(round.version).classes;
        uint256 total = 0;
        for (uint8 class = 0; class < classes.length; ++class) {
            Sums memory sums;
            for (uint8 kind = 0; kind < 7; ++kind) {
                IAllocationRequests.Group memory group = _allocation.groupOf(pool, epoch, kind);
                if (group.count != 0 && group.class == class) _addKind(sums, pool, epoch, kind);
            }
            uint256 reserve = uint256(round.capacity) * classes[class].reserveBps / 10_000;
            uint256 guaranteed = sums.demand < reserve ? sums.demand : reserve;
            if (sums.unsaturated == 0) assertEq(sums.given, sums.demand, "a class that is not short gets all");
            else assertGt(sums.given + sums.unsaturated, guaranteed, "a class gets its reserve, less dust");
            total += sums.given;
        }
        assertLe(total, round.capacity, "allocated <= capacity");
    }

    function _addKind(Sums memory sums, uint32 pool, uint48 epoch, uint8 kind) private view {
        uint64 cap = _allocation.roundOf(pool, epoch).cap;
        (uint32[] memory tenants, uint64[] memory units,) =
            _allocation.requestsOf(pool, epoch, kind, 0, type(uint256).max);
        for (uint256 i = 0; i < tenants.length; ++i) {
            uint64 given = _allocation.allocationOf(tenants[i], pool, epoch);
            assertLe(given, cap, "allocated to a party <= cap");
            assertLe(_allocation.requestOf(tenants[i], pool, epoch).consumed, given, "consumed <= allocated");
            sums.demand += units[i];
            sums.given += given;
            if (given < units[i]) ++sums.unsaturated;
        }
    }
}
