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

    uint256 private constant CHARTER_MAJORITY = 6_000;
    uint256 private constant BASIS_POINTS = 10_000;

    /// @dev Two slots, both opened when the proposal is made, so that no ballot pays for a fresh one.
    /// `passing` is set by a late ballot that found the proposal passing and cleared by any Against.
    struct Tally {
        uint112 againstVotes;
        uint112 forVotes;
        bool open;
        bool passing;
        bool extended;
        uint112 abstainVotes;
        uint8 seatAgainst;
        uint8 seatFor;
        uint8 seatAbstain;
        uint8 seats;
        uint8 presentSeats;
        uint8 tier;
        bool recovery;
    }

    /// @dev Whether the token house prefers the proposal, quorum aside. For is above zero wherever this is true.
    function tokensAgree(Tally storage self) internal view returns (bool) {
        uint256 forVotes = self.forVotes;
        uint256 againstVotes = self.againstVotes;
        if (self.tier < CHARTER) return forVotes > againstVotes;
        return forVotes > 0 && BASIS_POINTS * forVotes >= CHARTER_MAJORITY * (forVotes + againstVotes);
    }

    /// @dev Whether the seat house agrees, or does not block where blocking is all it can do.
    /// @param liveSeats Seats that existed at the snapshot; only read in tier 0.
    function seatsAgree(Tally storage self, uint256 liveSeats) internal view returns (bool) {
        uint256 forSeats = self.seatFor;
        uint256 againstSeats = self.seatAgainst;
        if (self.recovery) return 2 * againstSeats <= self.presentSeats;
        if (self.tier == ROUTINE) return 2 * againstSeats <= liveSeats;
        uint256 capacity = self.seats;
        if (self.tier == POLICY) return forSeats > capacity / 3 && forSeats > againstSeats;
        return 2 * forSeats > capacity && forSeats >= 2 * againstSeats;
    }

    /// @dev Seconds that dissent adds: `max` x min(1, Against / (For + Against) + seatAgainst / N), rounded down.
    function dissent(Tally storage self, uint256 max) internal view returns (uint256) {
        if (self.tier == ROUTINE) return 0;
        uint256 againstVotes = self.againstVotes;
        uint256 votes = againstVotes + self.forVotes;
        if (votes == 0) votes = 1;
        uint256 whole = votes * self.seats;
        uint256 part = againstVotes * self.seats + votes * self.seatAgainst;
        return part >= whole ? max : max * part / whole;
    }
}
