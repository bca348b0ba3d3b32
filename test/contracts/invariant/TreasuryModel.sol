// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {Allocations} from "../support/Allocations.sol";

/// @title The rules of the treasury written a second time, from plain lists of grants and lines
/// @dev Every step foretells whether the treasury takes it. What goes wrong is kept in `violation`.
abstract contract TreasuryModel is Allocations {
    struct Stream {
        address recipient;
        uint256 amount;
        uint256 start;
        uint256 cliff;
        uint256 end;
        uint256 claimed;
        bool isStopped;
    }

    struct Budget {
        uint256 gpuSeconds;
        uint256 amount;
        uint256 drawnGpuSeconds;
        uint256 drawnAmount;
    }

    /// @dev A vote: what it set, ABI-encoded, and the first epoch for which it counts.
    struct Change {
        uint48 from;
        bytes what;
    }

    string public violation;
    uint256 public refusals;
    uint256 public draws;
    uint256 public refunds;
    uint256 public claims;
    uint256 public stops;

    uint32 internal pools;
    Stream[] internal streams;
    mapping(uint32 pool => mapping(uint48 epoch => Budget)) internal budgets;

    uint256 private _held;
    mapping(uint32 pool => Change[]) private _schedules;
    mapping(uint48 epoch => mapping(uint32 pool => bytes)) private _frozenTerms;

    function fundWatched(uint256 amount, bool directly) internal {
        vm.startPrank(funder);
        if (directly) {
            assertTrue(money.transfer(address(treasury), amount));
        } else {
            money.approve(address(treasury), amount);
            treasury.fund(amount);
        }
        vm.stopPrank();
        _held += amount;
        check();
    }

    function withdrawWatched(address caller, uint256 amount) internal {
        bool expected = caller == address(timelock) && amount <= free();
        bool done = callAs(caller, address(treasury), abi.encodeCall(treasury.withdraw, (funder, amount)));
        expect(done, expected, "a withdrawal");
        if (done) _held -= amount;
        check();
    }

    function scheduleWatched(address caller, uint32 pool, IComputeTreasury.Terms memory terms) internal {
        bool expected = caller == address(timelock) && pool != 0 && pool <= pools;
        bool done = callAs(caller, address(treasury), abi.encodeCall(treasury.setSchedule, (pool, terms)));
        expect(done, expected, "a schedule");
        if (done) _schedules[pool].push(Change({from: clock.current() + 2, what: abi.encode(terms)}));
        check();
    }

    function drawWatched(address caller, uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) internal {
        Budget storage budget = budgets[pool][epoch];
        bool expected = caller == market && epoch == clock.current()
            && budget.drawnGpuSeconds + gpuSeconds <= budget.gpuSeconds && budget.drawnAmount + amount <= budget.amount;
        bool done = callAs(caller, address(treasury), abi.encodeCall(treasury.draw, (pool, epoch, gpuSeconds, amount)));
        expect(done, expected, "a draw");
        if (done) {
            ++draws;
            budget.drawnGpuSeconds += gpuSeconds;
            budget.drawnAmount += amount;
            _held -= amount;
        }
        check();
    }

    function refundWatched(address caller, uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 amount) internal {
        Budget storage budget = budgets[pool][epoch];
        bool expected = caller == market && gpuSeconds <= budget.drawnGpuSeconds && amount <= budget.drawnAmount;
        bool done =
            callAs(caller, address(treasury), abi.encodeCall(treasury.refund, (pool, epoch, gpuSeconds, amount)));
        expect(done, expected, "a refund");
        if (done) {
            ++refunds;
            budget.drawnGpuSeconds -= gpuSeconds;
            budget.drawnAmount -= amount;
            _held += amount;
        }
        check();
    }

    function grantWatched(address caller, address recipient, uint128 amount, uint48 start, uint48 cliff, uint48 end)
        internal
    {
        bool expected = caller == address(timelock) && amount != 0 && amount <= free() && start <= cliff && cliff <= end
            && start < end && end > block.timestamp && end - start <= 4 * 365 days;
        bytes memory data = abi.encodeCall(treasury.grantMoney, (recipient, amount, start, cliff, end));
        bool done = callAs(caller, address(treasury), data);
        expect(done, expected, "a grant");
        if (done) {
            streams.push(
                Stream({
                    recipient: recipient,
                    amount: amount,
                    start: start,
                    cliff: cliff,
                    end: end,
                    claimed: 0,
                    isStopped: false
                })
            );
        }
        check();
    }

    function claimWatched(uint32 id) internal {
        bool expected = id >= 1 && id <= streams.length && _accrued(streams[id - 1]) > streams[id - 1].claimed;
        bool done = callAs(stranger, address(treasury), abi.encodeCall(treasury.claim, (id)));
        expect(done, expected, "a claim");
        if (done) {
            ++claims;
            Stream storage s = streams[id - 1];
            _held -= _accrued(s) - s.claimed;
            s.claimed = _accrued(s);
            if (money.balanceOf(s.recipient) != _paidTo(s.recipient)) flag("a recipient was paid something else");
        }
        check();
    }

    function stopWatched(address caller, uint32 id) internal {
        bool expected = caller == address(timelock) && id >= 1 && id <= streams.length && !streams[id - 1].isStopped
            && _accrued(streams[id - 1]) < streams[id - 1].amount;
        bool done = callAs(caller, address(treasury), abi.encodeCall(treasury.cancelMoneyGrant, (id)));
        expect(done, expected, "a stop");
        if (done) {
            ++stops;
            (streams[id - 1].amount, streams[id - 1].isStopped) = (_accrued(streams[id - 1]), true);
        }
        check();
    }

    /// @dev What is set aside for nothing.
    function free() internal view returns (uint256) {
        uint48 epoch = clock.current();
        return _held - _owed() - _setAside(epoch) - _setAside(epoch + 1);
    }

    /// @dev What the schedule of an epoch covers where `left` is free; the line that is opened then.
    function coverage(uint32 pool, uint48 epoch, uint256 capacity, uint256 left)
        internal
        view
        returns (Budget memory budget)
    {
        bytes memory what = latest(_schedules[pool], epoch);
        if (what.length == 0) return budget;
        IComputeTreasury.Terms memory terms = abi.decode(what, (IComputeTreasury.Terms));
        uint256 covered = capacity < terms.gpuSeconds ? capacity : terms.gpuSeconds;
        if (terms.maxRate != 0) {
            uint256 purse = terms.money < left ? terms.money : left;
            if (purse * 1e6 / terms.maxRate < covered) covered = purse * 1e6 / terms.maxRate;
            budget.amount = covered * terms.maxRate / 1e6;
            if (budget.amount * 1e6 < covered * terms.maxRate) ++budget.amount;
        }
        budget.gpuSeconds = covered;
    }

    /// @dev What the newest vote said that counts for an epoch.
    function latest(Change[] storage changes, uint48 epoch) internal view returns (bytes memory what) {
        uint48 from = 0;
        for (uint256 i = 0; i < changes.length; ++i) {
            if (changes[i].from <= epoch && changes[i].from >= from) (what, from) = (changes[i].what, changes[i].from);
        }
    }

    function callAs(address caller, address target, bytes memory data) internal returns (bool done) {
        vm.prank(caller);
        (done,) = target.call(data);
    }

    function expect(bool done, bool expected, string memory what) internal {
        if (!done) ++refusals;
        if (done && !expected) flag(string.concat(what, " went through against the rules"));
        if (!done && expected) flag(string.concat(what, " was refused though nothing stood in its way"));
    }

    function flag(string memory what) internal {
        if (bytes(violation).length == 0) violation = what;
    }

    /// @dev Called once, when `epoch` is first seen to be the next one.
    function freeze(uint48 epoch) internal virtual {
        for (uint32 pool = 1; pool <= pools; ++pool) {
            _frozenTerms[epoch][pool] = latest(_schedules[pool], epoch);
        }
    }

    /// @dev After every step: balances and frozen schedules as the model has them.
    function check() internal virtual {
        uint48 epoch = clock.current();
        if (money.balanceOf(address(treasury)) != _held) flag("money came or went by itself");
        if (treasury.freeBalance() != free()) flag("another amount is free");
        if (treasury.grantedBalance() != _owed()) flag("another amount is granted");
        for (uint48 e = epoch; e <= epoch + 1; ++e) {
            if (treasury.reservedIn(e) != _setAside(e)) flag("another amount is set aside");
            for (uint32 pool = 1; pool <= pools; ++pool) {
                _checkTerms(pool, e);
            }
        }
    }

    function _checkTerms(uint32 pool, uint48 epoch) private {
        IComputeTreasury.Terms memory nothing;
        bytes memory frozen = _frozenTerms[epoch][pool];
        bytes memory expected = frozen.length == 0 ? abi.encode(nothing) : frozen;
        if (keccak256(abi.encode(treasury.termsAt(pool, epoch))) != keccak256(expected)) {
            flag("a schedule is not the one frozen");
        }
    }

    function _owed() private view returns (uint256 sum) {
        for (uint256 i = 0; i < streams.length; ++i) {
            sum += streams[i].amount - streams[i].claimed;
        }
    }

    function _setAside(uint48 epoch) private view returns (uint256 sum) {
        for (uint32 pool = 1; pool <= pools; ++pool) {
            sum += budgets[pool][epoch].amount - budgets[pool][epoch].drawnAmount;
        }
    }

    function _paidTo(address recipient) private view returns (uint256 sum) {
        for (uint256 i = 0; i < streams.length; ++i) {
            if (streams[i].recipient == recipient) sum += streams[i].claimed;
        }
    }

    function _accrued(Stream storage s) private view returns (uint256) {
        if (s.isStopped) return s.amount;
        if (block.timestamp < s.cliff) return 0;
        uint256 until = block.timestamp < s.end ? block.timestamp : s.end;
        return s.amount * (until - s.start) / (s.end - s.start);
    }
}
