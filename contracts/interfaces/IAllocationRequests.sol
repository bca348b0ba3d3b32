// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who asks for how much of a pool
/// @notice Requests for epoch e are taken during e - 1, until `settleWindow` before it ends. A party has one request per
/// pool and epoch, whoever of its accounts made it. Anyone can send a signed request, so nobody can be kept out.
interface IAllocationRequests {
    /// @notice A request that its author signed.
    /// @param account Who signed: a member of the party in that epoch, or its agent.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch for which it asks.
    /// @param want GPU-seconds.
    /// @param seq Above that of the request it replaces.
    struct SignedRequest {
        address account;
        uint32 party;
        uint32 pool;
        uint48 epoch;
        uint64 want;
        uint48 seq;
    }

    /// @notice A pool in an epoch, as it was frozen.
    /// @param capacity What is shared, in GPU-seconds: the least of voted capacity, budgeted GPU-seconds and what the
    /// budgeted money pays for.
    /// @param cap The most of it that one party gets, in GPU-seconds.
    /// @param version The policy.
    /// @param opened Whether all this is fixed.
    /// @param settled Whether the allocation is final.
    struct Round {
        uint64 capacity;
        uint64 cap;
        uint32 version;
        bool opened;
        bool settled;
    }

    /// @notice A party's request.
    /// @param units What it asks for, at most the cap, in GPU-seconds.
    /// @param consumed What was used of its allocation, in GPU-seconds.
    /// @param seq Its number.
    /// @param agent The agent that made it, or 0.
    /// @param kind The kind of the party.
    struct Request {
        uint64 units;
        uint64 consumed;
        uint48 seq;
        uint32 agent;
        uint8 kind;
    }

    /// @notice The requests of one kind of party.
    /// @param demand The sum of their units, in GPU-seconds.
    /// @param count How many.
    /// @param class The class of the kind.
    /// @param weight Its weight within the class.
    struct Group {
        uint256 demand;
        uint32 count;
        uint8 class;
        uint16 weight;
    }

    /// @notice What is shared in an epoch was fixed.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param capacity What is shared, in GPU-seconds.
    /// @param cap The most of it that one party gets, in GPU-seconds.
    /// @param version The policy.
    event RoundOpened(uint32 indexed pool, uint48 indexed epoch, uint64 capacity, uint64 cap, uint32 version);

    /// @notice A party asked; it replaces what it asked before. Counted is at most the cap.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param want GPU-seconds.
    /// @param seq The request's number.
    event Requested(uint32 indexed party, uint32 indexed pool, uint48 epoch, uint64 want, uint48 seq);

    /// @notice The request of the same transaction before this event was made by an agent.
    /// @param party The party.
    /// @param agent The agent's key.
    /// @param asked What it has asked for in this epoch, over all pools, in GPU-seconds.
    event RequestedByAgent(uint32 indexed party, address indexed agent, uint64 asked);

    /// @notice The window to settle must be shorter than an epoch, else nobody could ask.
    /// @param window Seconds of the window.
    /// @param length Seconds of an epoch.
    error AllocationBadWindow(uint48 window, uint48 length);

    /// @notice Requests for this epoch are not taken now.
    /// @param epoch The epoch.
    /// @param from UNIX seconds from which they are.
    /// @param until UNIX seconds at which that ends.
    error AllocationNotTaking(uint48 epoch, uint256 from, uint256 until);

    /// @notice Nothing is shared: the pool is closed, or no budget covers it.
    /// @param pool The pool.
    /// @param epoch The epoch.
    error AllocationNothingToShare(uint32 pool, uint48 epoch);

    /// @notice The account belongs to no party in that epoch. It can rent with its own money.
    /// @param account The account.
    /// @param epoch The epoch.
    error AllocationNoParty(address account, uint48 epoch);

    /// @notice The policy gives parties of this kind nothing.
    /// @param party The party.
    /// @param kind Its kind.
    error AllocationKindExcluded(uint32 party, uint8 kind);

    /// @notice The request's number is not above that of the present one.
    /// @param seq The number.
    /// @param present The present one.
    error AllocationStaleRequest(uint48 seq, uint48 present);

    /// @notice The signature is not of the account that it names.
    /// @param account The account.
    error AllocationInvalidSignature(address account);

    /// @notice The account is no agent of the party, or its term is over.
    /// @param party The party.
    /// @param account The account.
    /// @param until When its term ended, UNIX seconds; 0: it was never named.
    error AllocationNotAgent(uint32 party, address account, uint48 until);

    /// @notice An agent may replace its own requests only.
    /// @param party The party.
    /// @param agent The agent.
    error AllocationNotOwnRequest(uint32 party, address agent);

    /// @notice The agent would have asked for more than it may in this epoch.
    /// @param agent The agent.
    /// @param asked What it would have asked for over all pools, in GPU-seconds.
    /// @param limit What it may.
    error AllocationAgentLimit(address agent, uint256 asked, uint256 limit);

    /// @notice Asks for the caller's party.
    /// @param pool The pool.
    /// @param epoch The next epoch.
    /// @param want GPU-seconds; any number, of which at most the cap counts. 0 takes the request back.
    /// @param seq Above that of the request it replaces.
    function request(uint32 pool, uint48 epoch, uint64 want, uint48 seq) external;

    /// @notice Asks for a party of which the caller is an agent, within its limit.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The next epoch.
    /// @param want GPU-seconds.
    /// @param seq Above that of the request it replaces.
    function requestFor(uint32 party, uint32 pool, uint48 epoch, uint64 want, uint48 seq) external;

    /// @notice Sends a request that another account signed (EIP-712, EOA or ERC-1271).
    /// @param signed The request.
    /// @param signature The signature of `signed.account`.
    function requestBySig(SignedRequest calldata signed, bytes calldata signature) external;

    /// @notice Fixes what is shared in the next epoch, for this pool and those before it. The first request does the
    /// same; anybody may do it earlier. Where money is short, pools with lower ids are covered first.
    /// @param pool The pool.
    /// @param epoch The next epoch.
    function open(uint32 pool, uint48 epoch) external;

    /// @notice Seconds before the end of an epoch in which no requests for the next one are taken.
    function settleWindow() external view returns (uint48);

    /// @notice What is shared, as it was frozen; all zero before that.
    /// @param pool The pool.
    /// @param epoch The epoch.
    function roundOf(uint32 pool, uint48 epoch) external view returns (Round memory);

    /// @notice What a party asks for; all zero where it does not.
    /// @param party The party.
    /// @param pool The pool.
    /// @param epoch The epoch.
    function requestOf(uint32 party, uint32 pool, uint48 epoch) external view returns (Request memory);

    /// @notice The requests of a kind of party; all zero where there are none.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param kind The kind.
    function groupOf(uint32 pool, uint48 epoch, uint8 kind) external view returns (Group memory);

    /// @notice The requests of a kind of party in the order in which they are verified.
    /// @param pool The pool.
    /// @param epoch The epoch.
    /// @param kind The kind.
    /// @param from The party to begin with; 0 for the first.
    /// @param max How many at most.
    /// @return tenants The parties.
    /// @return units What each asks for, in GPU-seconds.
    /// @return next The party to go on with, or 0.
    function requestsOf(uint32 pool, uint48 epoch, uint8 kind, uint32 from, uint256 max)
        external
        view
        returns (uint32[] memory tenants, uint64[] memory units, uint32 next);
}
