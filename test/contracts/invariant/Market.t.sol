// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeMarket} from "../../../contracts/interfaces/IComputeMarket.sol";
import {IMarketLeases} from "../../../contracts/interfaces/IMarketLeases.sol";
import {IMarketOrders} from "../../../contracts/interfaces/IMarketOrders.sol";
import {IOrderBook} from "../../../contracts/interfaces/IOrderBook.sol";
import {Test} from "../support/Test.sol";
import {MarketHandler} from "./MarketHandler.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Invariants 8 and 9 of the specification, whatever anybody does in whatever order
/// forge-config: default.invariant.runs = 8
/// forge-config: default.invariant.depth = 100
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: default.invariant.shrink-run-limit = 100
contract MarketInvariants is Test {
    uint32 private constant POOL = 1;

    MarketHandler private _handler;
    IComputeMarket private _market;
    IOrderBook private _book;
    IERC20 private _money;

    function setUp() public {
        _handler = new MarketHandler();
        (address market_, address book_,, address money_) = _handler.contracts();
        (_market, _book, _money) = (IComputeMarket(market_), IOrderBook(book_), IERC20(money_));
        bytes4[] memory selectors = new bytes4[](26);
        selectors[0] = MarketHandler.trade.selector;
        selectors[1] = MarketHandler.trade.selector;
        selectors[2] = MarketHandler.trade.selector;
        selectors[3] = MarketHandler.budgetTrade.selector;
        selectors[4] = MarketHandler.budgetTrade.selector;
        selectors[5] = MarketHandler.liveAnEpoch.selector;
        selectors[6] = MarketHandler.bidAgain.selector;
        selectors[7] = MarketHandler.takeBidBack.selector;
        selectors[8] = MarketHandler.acceptLate.selector;
        selectors[9] = MarketHandler.topUp.selector;
        selectors[10] = MarketHandler.end.selector;
        selectors[11] = MarketHandler.notice.selector;
        selectors[12] = MarketHandler.close.selector;
        selectors[13] = MarketHandler.withdraw.selector;
        selectors[14] = MarketHandler.withdraw.selector;
        selectors[15] = MarketHandler.release.selector;
        selectors[16] = MarketHandler.dispute.selector;
        selectors[17] = MarketHandler.dispute.selector;
        selectors[18] = MarketHandler.judge.selector;
        selectors[19] = MarketHandler.settleDispute.selector;
        selectors[20] = MarketHandler.claim.selector;
        selectors[21] = MarketHandler.payFees.selector;
        selectors[22] = MarketHandler.moveStake.selector;
        selectors[23] = MarketHandler.changeAudit.selector;
        selectors[24] = MarketHandler.changeTerms.selector;
        selectors[25] = MarketHandler.moveTime.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
        targetContract(address(_handler));
    }

    /// @dev Each step is foretold by the model: who may bid, lease, end, dispute and withdraw, and what comes of it.
    function invariant_8_9_everyStepIsTheOneThatTheModelForetold() public view {
        assertEq(_handler.violation(), "");
    }

    function invariant_8_theBalanceIsStakesEscrowClaimsBondsAndFees() public view {
        (uint128 toTreasury, uint128 toBurn) = _market.feesDue();
        uint256 all = uint256(toTreasury) + toBurn + _handler.owedInAll() + _handler.gifts();
        for (uint32 id = 1; id <= _handler.nodeCount_(); ++id) {
            all += _market.stakeOf(id).amount;
        }
        for (uint64 id = 1; id <= _handler.orderCount(); ++id) {
            IMarketLeases.Lease memory lease = _market.lease(id);
            all += lease.deposit - lease.withdrawn;
            if (lease.state == IMarketLeases.LeaseState.Disputed) {
                all += _book.termsOf(_book.dealOf(id).version).disputeBond;
            }
        }
        assertEq(_money.balanceOf(address(_market)), all);
    }

    function invariant_8_withdrawnIsAtMostEarnedIsAtMostPaid() public view {
        for (uint64 id = 1; id <= _handler.orderCount(); ++id) {
            IMarketLeases.Lease memory lease = _market.lease(id);
            if (lease.state == IMarketLeases.LeaseState.None) continue;
            assertLe(_market.earned(id), lease.deposit, "earned <= deposit");
            assertLe(lease.withdrawn, lease.deposit, "withdrawn <= deposit");
            // What is contested was earned until somebody contested it.
            if (lease.state == IMarketLeases.LeaseState.Disputed) continue;
            assertLe(lease.withdrawn, _market.earned(id), "withdrawn <= earned");
        }
    }

    function invariant_8_everythingLockedIsLockedForSomething() public view {
        for (uint32 id = 1; id <= _handler.nodeCount_(); ++id) {
            uint256 locks = _handler.depositsOf(id);
            for (uint64 n = 1; n <= _handler.orderCount(); ++n) {
                if (_market.lease(n).providerId == id) locks += _market.lockOf(n);
            }
            assertEq(_market.stakeOf(id).locked, locks);
            assertLe(locks, _market.stakeOf(id).amount);
        }
    }

    function invariant_9_unitsInUseAreThoseOfLeasesThatRun() public view {
        uint256[20] memory byParty;
        uint256[20] memory byNode;
        for (uint64 id = 1; id <= _handler.orderCount(); ++id) {
            IMarketLeases.Lease memory lease = _market.lease(id);
            bool runs =
                lease.state == IMarketLeases.LeaseState.Active || lease.state == IMarketLeases.LeaseState.Noticed;
            if (!runs) continue;
            IMarketOrders.Deal memory deal = _book.dealOf(id);
            byParty[lease.party] += deal.units;
            byNode[lease.providerId] += deal.units;
        }
        for (uint32 i = 0; i < 20; ++i) {
            assertEq(_market.useOf(POOL, i).units, byParty[i], "units of a party");
            assertEq(_market.stakeOf(i).unitsInUse, byNode[i], "units of a node");
        }
    }

    /// @dev The handler must reach what it is meant to watch, else the invariants say nothing.
    function test_A8_aLongStoryIsTheOneForetoldAndReachesEverything() public {
        for (uint256 i = 0; i < 420 || (i < 840 && !_reachedAll()); ++i) {
            _act(i % 21, uint256(keccak256(abi.encode(i))));
        }
        assertEq(_handler.violation(), "");
        assertGt(_handler.leases(), 20, "leases");
        assertGt(_handler.budgetLeases(), 5, "budget leases");
        assertGt(_handler.contestedOrders(), 1, "budget orders with several bids");
        assertGt(_handler.topUps(), 0, "top-ups");
        assertGt(_handler.ends(), 0, "ends");
        assertGt(_handler.notices(), 0, "notices");
        assertGt(_handler.withdrawals(), 8, "withdrawals");
        assertTrue(_reachedAll(), "all three ends of a dispute");
        assertGt(_handler.releases(), 2, "releases");
        assertGt(_handler.claims(), 2, "claims");
        assertGt(_handler.refusals(), 60, "refusals");
    }

    function _reachedAll() private view returns (bool) {
        return _handler.upheld() != 0 && _handler.rejected() != 0 && _handler.undecided() != 0;
    }

    function _act(uint256 step, uint256 seed) private {
        if (step < 2) _handler.trade(seed);
        else if (step == 2 || step == 12) _handler.budgetTrade(seed);
        else if (step == 3) _handler.topUp(seed);
        else if (step == 4) _handler.moveTime(seed);
        else if (step == 5) _handler.withdraw(seed);
        else if (step == 6) _handler.notice(seed);
        else if (step == 7) _handler.dispute(seed);
        else if (step == 8) _handler.judge(seed);
        else if (step == 9) _handler.settleDispute(seed);
        else if (step == 10) _handler.end(seed);
        else if (step == 11) _handler.claim(seed);
        else if (step == 13) seed & 1 == 0 ? _handler.end(seed) : _handler.withdraw(seed);
        else if (step == 14) _handler.dispute(seed);
        else if (step == 15) _handler.release(seed);
        else _actSeldom(step, seed);
    }

    function _actSeldom(uint256 step, uint256 seed) private {
        if (step == 16) seed & 3 == 0 ? _handler.liveAnEpoch(seed) : _handler.acceptLate(seed);
        else if (step == 17) seed & 1 == 0 ? _handler.takeBidBack(seed) : _handler.bidAgain(seed);
        else if (step == 18) seed & 1 == 0 ? _handler.moveStake(seed) : _handler.changeAudit(seed);
        else if (step == 19) seed & 1 == 0 ? _handler.payFees(seed) : _handler.sendDirectly(seed);
        else seed & 1 == 0 ? _handler.close(seed) : _handler.changeTerms(seed);
    }
}
