// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The budget: what the DAO spends on compute, per pool and epoch, and what it grants
/// @notice All budget money lies here. A *schedule* says what a pool gets in each epoch until a vote changes it; a *line*
/// is one pool in one epoch, with its money set aside when the epoch's rules freeze. What a line does not spend is free
/// again once its epoch is over, without a transaction.
interface IComputeTreasury {
    /// @notice What a pool gets in each epoch.
    /// @param gpuSeconds The most GPU-seconds.
    /// @param money The most money, in base units of the money token.
    /// @param maxRate The greatest rate that leases may have, in 1e-6 base units per GPU-second; 0: only free leases, and
    /// money limits nothing.
    struct Terms {
        uint64 gpuSeconds;
        uint128 money;
        uint128 maxRate;
    }

    /// @notice One pool in one epoch.
    /// @param gpuSeconds What it covers.
    /// @param drawnGpuSeconds What leases hold of it.
    /// @param money What was set aside, in base units.
    /// @param drawnMoney What leases hold of it.
    /// @param maxRate The greatest rate of its leases, in 1e-6 base units per GPU-second.
    struct Line {
        uint64 gpuSeconds;
        uint64 drawnGpuSeconds;
        uint128 money;
        uint128 drawnMoney;
        uint128 maxRate;
    }

    /// @notice Money that a vote gave to an account, linear by the second.
    /// @param recipient Who receives it.
    /// @param start UNIX seconds at which it begins to accrue.
    /// @param cliff UNIX seconds before which nothing can be claimed.
    /// @param end UNIX seconds at which all has accrued.
    /// @param amount All that it will pay, in base units.
    /// @param claimed What was paid.
    /// @param canceledAt UNIX seconds at which a vote stopped it, or 0.
    struct Grant {
        address recipient;
        uint48 start;
        uint48 cliff;
        uint48 end;
        uint128 amount;
        uint128 claimed;
        uint48 canceledAt;
    }

    /// @notice Money came in.
    /// @param from Who paid.
    /// @param amount Base units.
    event Funded(address indexed from, uint256 amount);

    /// @notice A vote paid free money out.
    /// @param to Who received it.
    /// @param amount Base units.
    event Withdrawn(address indexed to, uint256 amount);

    /// @notice A vote sent away a token that lay here by mistake.
    /// @param token The token.
    /// @param to Who received it.
    /// @param amount Base units of that token.
    event Swept(address indexed token, address indexed to, uint256 amount);

    /// @notice A vote set what a pool gets in each epoch from `fromEpoch` on.
    /// @param pool The pool.
    /// @param fromEpoch The first epoch.
    /// @param terms What it gets.
    event ScheduleSet(uint32 indexed pool, uint48 fromEpoch, Terms terms);

    /// @notice Money was set aside for a pool in an epoch.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param line What it covers.
    event LineOpened(uint32 indexed pool, uint48 indexed epoch, Line line);

    /// @notice The market took money and GPU-seconds of a line for a lease.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param gpuSeconds GPU-seconds.
    /// @param money Base units.
    event LineDrawn(uint32 indexed pool, uint48 indexed epoch, uint64 gpuSeconds, uint128 money);

    /// @notice The market gave back what a lease did not use.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param gpuSeconds GPU-seconds.
    /// @param money Base units.
    event LineRefunded(uint32 indexed pool, uint48 indexed epoch, uint64 gpuSeconds, uint128 money);

    /// @notice A vote granted money.
    /// @param grantId The grant, from 1.
    /// @param recipient Who receives it.
    /// @param amount Base units.
    /// @param start UNIX seconds at which it begins to accrue.
    /// @param cliff UNIX seconds before which nothing can be claimed.
    /// @param end UNIX seconds at which all has accrued.
    event MoneyGranted(
        uint32 indexed grantId, address indexed recipient, uint128 amount, uint48 start, uint48 cliff, uint48 end
    );

    /// @notice What has accrued of a grant was paid.
    /// @param grantId The grant.
    /// @param amount Base units.
    event GrantClaimed(uint32 indexed grantId, uint128 amount);

    /// @notice A vote stopped a grant: what had accrued stays its recipient's.
    /// @param grantId The grant.
    /// @param kept What it pays in all, in base units.
    /// @param freed What is free again.
    event MoneyGrantCanceled(uint32 indexed grantId, uint128 kept, uint128 freed);

    /// @notice Only this contract may do that.
    /// @param caller Who tried.
    /// @param allowed Who may.
    error TreasuryOnly(address caller, address allowed);

    /// @notice The token paid in less than it said: such tokens cannot be budgeted.
    /// @param expected Base units that were to come.
    /// @param received Base units that came.
    error TreasuryShortTransfer(uint256 expected, uint256 received);

    /// @notice More than what is set aside for nothing.
    /// @param amount What was to go.
    /// @param free What is free.
    error TreasuryNotFree(uint256 amount, uint256 free);

    /// @notice No pool has this id.
    /// @param pool The id.
    error TreasuryUnknownPool(uint32 pool);

    /// @notice GPU-seconds must stay below 2^53.
    /// @param gpuSeconds What was given.
    error TreasuryTooManyGpuSeconds(uint64 gpuSeconds);

    /// @notice The line was opened before.
    /// @param pool The pool.
    /// @param epoch The epoch.
    error TreasuryLineOpened(uint32 pool, uint48 epoch);

    /// @notice The line has less left, or its epoch is not the current one.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param gpuSeconds What was to be drawn, in GPU-seconds.
    /// @param money What was to be drawn, in base units.
    error TreasuryLineExceeded(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 money);

    /// @notice More than what leases hold of the line.
    /// @param pool The pool.
    /// @param epoch The epoch.
    error TreasuryRefundExceeded(uint32 pool, uint48 epoch);

    /// @notice A grant must begin before its cliff, its cliff not lie after its end, its end lie ahead, and within
    /// `MAX_GRANT_TIME`.
    /// @param start UNIX seconds.
    /// @param cliff UNIX seconds.
    /// @param end UNIX seconds.
    error TreasuryBadTerm(uint48 start, uint48 cliff, uint48 end);

    /// @notice An amount, an account or a rate is zero where it must not be.
    /// @param field Its name.
    error TreasuryEmptyField(string field);

    /// @notice No grant has this id.
    /// @param grantId The id.
    error TreasuryUnknownGrant(uint32 grantId);

    /// @notice The grant was stopped before, or all of it has accrued.
    /// @param grantId The grant.
    error TreasuryGrantOver(uint32 grantId);

    /// @notice Nothing more has accrued.
    /// @param grantId The grant.
    error TreasuryNothingToClaim(uint32 grantId);

    /// @notice Budget money leaves by budgets, grants and `withdraw`, not by `sweep`.
    error TreasuryNotSweepable();

    /// @notice Pays money in; anyone.
    /// @param amount Base units, which the caller must have approved.
    function fund(uint256 amount) external;

    /// @notice Pays free money out; only by proposal (charter).
    /// @param to Who receives it.
    /// @param amount Base units, at most `freeBalance`.
    function withdraw(address to, uint256 amount) external;

    /// @notice Sends away any other token that lies here; only by proposal (charter).
    /// @param token The token.
    /// @param to Who receives it.
    /// @param amount Base units of that token.
    function sweep(address token, address to, uint256 amount) external;

    /// @notice Sets what a pool gets in each epoch, from the one after next on; only by proposal (policy).
    /// @param pool The pool.
    /// @param terms What it gets; zeros end it.
    function setSchedule(uint32 pool, Terms calldata terms) external;

    /// @notice Sets money aside for a pool in an epoch; only the allocation policy, when the epoch's rules freeze.
    /// @param pool The pool.
    /// @param epoch The next epoch.
    /// @param capacity The most GPU-seconds that are wanted.
    /// @return gpuSeconds What the budget covers of it: no more than is scheduled, nor than free money pays at `maxRate`.
    function openLine(uint32 pool, uint48 epoch, uint64 capacity) external returns (uint64 gpuSeconds);

    /// @notice Takes from a line for a lease and pays the money to the market; only the market, in the epoch itself.
    /// @param pool The pool.
    /// @param epoch The current epoch.
    /// @param gpuSeconds GPU-seconds.
    /// @param money Base units.
    function draw(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 money) external;

    /// @notice Gives back what a lease did not use; only the market. After the epoch the money is free at once.
    /// @param pool The pool.
    /// @param epoch The epoch of the line.
    /// @param gpuSeconds GPU-seconds.
    /// @param money Base units, which the market must have approved.
    function refund(uint32 pool, uint48 epoch, uint64 gpuSeconds, uint128 money) external;

    /// @notice Grants free money to an account, linear by the second; only by proposal (policy).
    /// @param recipient Who receives it.
    /// @param amount Base units, at most `freeBalance`.
    /// @param start UNIX seconds at which it begins to accrue.
    /// @param cliff UNIX seconds before which nothing can be claimed.
    /// @param end UNIX seconds at which all has accrued.
    /// @return grantId The new grant.
    function grantMoney(address recipient, uint128 amount, uint48 start, uint48 cliff, uint48 end)
        external
        returns (uint32 grantId);

    /// @notice Pays what has accrued to the recipient; anyone may call.
    /// @param grantId The grant.
    function claim(uint32 grantId) external;

    /// @notice Stops a grant: what has not accrued is free again; only by proposal (routine).
    /// @param grantId The grant.
    function cancelMoneyGrant(uint32 grantId) external;

    /// @notice Base units that are set aside for nothing.
    function freeBalance() external view returns (uint256);

    /// @notice Base units that grants will still pay.
    function grantedBalance() external view returns (uint256);

    /// @notice Base units that lines of an epoch hold and leases have not drawn; free once the epoch is over.
    /// @param epoch The epoch.
    function reservedIn(uint48 epoch) external view returns (uint256);

    /// @notice What the schedule gives a pool in an epoch.
    /// @param pool The pool.
    /// @param epoch The epoch; for one beyond the next, what would count if nothing changed.
    function termsAt(uint32 pool, uint48 epoch) external view returns (Terms memory);

    /// @notice A line as it stands; all zero before it was opened.
    /// @param pool The pool.
    /// @param epoch The epoch.
    function lineOf(uint32 pool, uint48 epoch) external view returns (Line memory);

    /// @notice How many grants were ever made; ids run from 1.
    function grantCount() external view returns (uint32);

    /// @notice A grant.
    /// @param grantId The grant.
    function moneyGrant(uint32 grantId) external view returns (Grant memory);

    /// @notice What a grant would pay now, in base units.
    /// @param grantId The grant.
    function claimable(uint32 grantId) external view returns (uint128);
}
