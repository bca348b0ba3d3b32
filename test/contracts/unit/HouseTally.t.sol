// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HouseTally} from "../../../contracts/governance/libraries/HouseTally.sol";
import {Test} from "../support/Test.sol";

contract HouseTallyTest is Test {
    using HouseTally for HouseTally.Tally;

    HouseTally.Tally private tally;

    function testFuzz_tokensAgree_belowCharterByPlainMajority(uint112 againstVotes, uint112 forVotes, bool policy)
        public
    {
        _tokens(policy ? HouseTally.POLICY : HouseTally.ROUTINE, againstVotes, forVotes);
        assertEq(tally.tokensAgree(), forVotes > againstVotes);
    }

    function testFuzz_tokensAgree_charterBySixtyPercent(uint112 againstVotes, uint112 forVotes) public {
        _tokens(HouseTally.CHARTER, againstVotes, forVotes);
        bool expected = forVotes > 0 && 2 * uint256(forVotes) >= 3 * uint256(againstVotes);
        assertEq(tally.tokensAgree(), expected);
    }

    function test_tokensAgree_charterAtAndBelowTheEdge() public {
        _tokens(HouseTally.CHARTER, 4, 6);
        assertTrue(tally.tokensAgree(), "exactly 60 %");
        _tokens(HouseTally.CHARTER, 40_001, 60_000);
        assertFalse(tally.tokensAgree(), "just below 60 %");
        _tokens(HouseTally.CHARTER, 0, 0);
        assertFalse(tally.tokensAgree(), "nobody For");
    }

    function test_seatsAgree_policyNeedsMoreThanAThirdAndMoreForThanAgainst() public {
        _seats(HouseTally.POLICY, 12, 0, 4);
        assertFalse(tally.seatsAgree(0), "a third is one constituency at most");
        _seats(HouseTally.POLICY, 12, 0, 5);
        assertTrue(tally.seatsAgree(0), "one more than a third");
        _seats(HouseTally.POLICY, 12, 4, 5);
        assertTrue(tally.seatsAgree(0), "one more For than Against");
        _seats(HouseTally.POLICY, 12, 5, 5);
        assertFalse(tally.seatsAgree(0), "a tie");
    }

    function testFuzz_seatsAgree_policyIsNeverCarriedByOneConstituency(uint8 capacity, uint8 forSeats) public {
        capacity = uint8(bound(capacity, 6, 63));
        forSeats = uint8(bound(forSeats, 0, capacity / 3));
        _seats(HouseTally.POLICY, capacity, 0, forSeats);
        assertFalse(tally.seatsAgree(0));
    }

    function test_seatsAgree_charterNeedsMoreThanHalfOfAllAndTwiceAgainst() public {
        _seats(HouseTally.CHARTER, 12, 0, 6);
        assertFalse(tally.seatsAgree(0), "half");
        _seats(HouseTally.CHARTER, 12, 3, 7);
        assertTrue(tally.seatsAgree(0), "more than half, more than twice");
        _seats(HouseTally.CHARTER, 12, 4, 7);
        assertFalse(tally.seatsAgree(0), "more than half, less than twice");
        _seats(HouseTally.CHARTER, 12, 4, 8);
        assertTrue(tally.seatsAgree(0), "exactly twice");
    }

    function testFuzz_seatsAgree_charterFailsWhenAThirdObjects(uint8 capacity, uint8 againstSeats, uint8 forSeats)
        public
    {
        capacity = uint8(bound(capacity, 6, 63));
        againstSeats = uint8(bound(againstSeats, capacity / 3 + 1, capacity));
        forSeats = uint8(bound(forSeats, 0, capacity - againstSeats));
        _seats(HouseTally.CHARTER, capacity, againstSeats, forSeats);
        assertFalse(tally.seatsAgree(0));
    }

    function test_seatsAgree_routineIsBlockedByMoreThanHalfOfTheLive() public {
        _seats(HouseTally.ROUTINE, 12, 5, 0);
        assertTrue(tally.seatsAgree(10), "half");
        assertFalse(tally.seatsAgree(9), "more than half");
    }

    function test_seatsAgree_recoveryIsBlockedByMoreThanHalfOfThePresent() public {
        _seats(HouseTally.CHARTER | HouseTally.RECOVERY, 12, 0, 0);
        assertTrue(tally.seatsAgree(0), "nobody objects");
        tally.seatAgainst = 1;
        assertFalse(tally.seatsAgree(0), "nobody present, one returns to object");
        tally.presentSeats = 5;
        tally.seatAgainst = 2;
        assertTrue(tally.seatsAgree(0), "less than half of five");
        tally.seatAgainst = 3;
        assertFalse(tally.seatsAgree(0), "more than half of five");
    }

    function testFuzz_dissent_isLinearAndBounded(uint112 a, uint112 f, uint8 seatAgainst, uint8 capacity, uint32 max)
        public
    {
        capacity = uint8(bound(capacity, 6, 63));
        seatAgainst = uint8(bound(seatAgainst, 0, capacity));
        _tokens(HouseTally.POLICY, a, f);
        (tally.seats, tally.seatAgainst) = (capacity, seatAgainst);
        uint256 votes = uint256(a) + f;
        uint256 part = votes == 0 ? 0 : uint256(max) * a / votes;
        uint256 linear = part + uint256(max) * seatAgainst / capacity;
        uint256 delay = tally.dissent(max);
        assertLe(delay, max, "never more than the greatest");
        if (linear >= max) assertEq(delay, max, "capped");
        else assertLe(delay - linear, 1, "the two shares added, rounded once");
    }

    function testFuzz_dissent_isNoneInRoutine(uint112 a, uint112 f, uint8 seatAgainst) public {
        _tokens(HouseTally.ROUTINE, a, f);
        (tally.seats, tally.seatAgainst) = (63, seatAgainst);
        assertEq(tally.dissent(1 days), 0);
    }

    function testFuzz_tier_isUntouchedByFlags(uint8 tier, uint8 flags) public {
        tier = uint8(bound(tier, 0, 2));
        tally.flags = tier | (flags & (HouseTally.PASSING | HouseTally.EXTENDED | HouseTally.RECOVERY));
        assertEq(tally.tier(), tier);
        assertEq(tally.has(HouseTally.EXTENDED), flags & HouseTally.EXTENDED != 0);
    }

    function _tokens(uint8 flags, uint112 againstVotes, uint112 forVotes) private {
        (tally.flags, tally.againstVotes, tally.forVotes) = (flags, againstVotes, forVotes);
    }

    function _seats(uint8 flags, uint8 capacity, uint8 againstSeats, uint8 forSeats) private {
        tally.flags = flags;
        (tally.seats, tally.seatAgainst, tally.seatFor) = (capacity, againstSeats, forSeats);
    }
}
