// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What two houses must say for a proposal of each tier to pass
/// @dev Nothing here reads a setting: all that decides is in the tally or given by the caller as of the snapshot.
library HouseTally {
    /// @dev Restricting moves only.
    uint8 internal constant ROUTINE = 0;
    /// @dev Budgets, policy, parties, a release below open.
    uint8 internal constant POLICY = 1;
    /// @dev Everything else.
    uint8 internal constant CHARTER = 2;

    /// @dev A late ballot found the proposal passing, and no Against came since.
    uint8 internal constant PASSING = 4;
    /// @dev The result flipped late, so the objection period follows the vote.
    uint8 internal constant EXTENDED = 8;
    /// @dev The token house alone decides, unless the present seats block.
    uint8 internal constant RECOVERY = 16;

    uint8 private constant TIER_MASK = 3;
    uint256 private constant CHARTER_MAJORITY = 6_000;
    uint256 private constant BASIS_POINTS = 10_000;

    /// @dev The first slot, to `flags`, is opened when the proposal is made and holds all that a For or Against
    /// touches in either house; the second is opened by the first Abstain, or when a recovery is proposed.
    /// `seats` is N and never zero for a proposal that exists; the two low bits of `flags` are the tier.
    struct Tally {
        uint112 againstVotes;
        uint112 forVotes;
        uint8 seatAgainst;
        uint8 seatFor;
        uint8 seats;
        uint8 flags;
        uint112 abstainVotes;
        uint8 seatAbstain;
        uint8 presentSeats;
    }

    /// @dev The tier stored when the proposal was made.
    function tier(Tally storage self) internal view returns (uint8) {
        return self.flags & TIER_MASK;
    }

    /// @dev Whether a flag is set.
    function has(Tally storage self, uint8 flag) internal view returns (bool) {
        return self.flags & flag != 0;
    }

    /// @dev Whether the token house prefers the proposal, quorum aside. For is above zero wherever this is true.
    function tokensAgree(Tally storage self) internal view returns (bool) {
        uint256 forVotes = self.forVotes;
        uint256 againstVotes = self.againstVotes;
        if (tier(self) < CHARTER) return forVotes > againstVotes;
        return forVotes > 0 && BASIS_POINTS * forVotes >= CHARTER_MAJORITY * (forVotes + againstVotes);
    }

    /// @dev Whether the seat house agrees, or does not block where blocking is all it can do.
    /// @param liveSeats Seats that existed at the snapshot; only read in tier 0.
    function seatsAgree(Tally storage self, uint256 liveSeats) internal view returns (bool) {
        uint256 forSeats = self.seatFor;
        uint256 againstSeats = self.seatAgainst;
        if (has(self, RECOVERY)) return 2 * againstSeats <= self.presentSeats;
        uint8 tier_ = tier(self);
        if (tier_ == ROUTINE) return 2 * againstSeats <= liveSeats;
        uint256 capacity = self.seats;
        if (tier_ == POLICY) return forSeats > capacity / 3 && forSeats > againstSeats;
        return 2 * forSeats > capacity && forSeats >= 2 * againstSeats;
    }

    /// @dev Seconds that dissent adds: `max` x min(1, Against / (For + Against) + seatAgainst / N), rounded down.
    function dissent(Tally storage self, uint256 max) internal view returns (uint256) {
        if (tier(self) == ROUTINE) return 0;
        uint256 againstVotes = self.againstVotes;
        uint256 votes = againstVotes + self.forVotes;
        if (votes == 0) votes = 1;
        uint256 whole = votes * self.seats;
        uint256 part = againstVotes * self.seats + votes * self.seatAgainst;
        return part >= whole ? max : max * part / whole;
    }
}
