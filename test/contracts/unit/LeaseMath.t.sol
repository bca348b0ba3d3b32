// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LeaseMath} from "../../../contracts/compute/libraries/LeaseMath.sol";
import {Test} from "../support/Test.sol";

contract LeaseMathTest is Test {
    function test_earned_isFlooredOnce() public pure {
        assertEq(LeaseMath.earned(1, 1, 999_999), 0);
        assertEq(LeaseMath.earned(1, 1, 1_000_000), 1);
        assertEq(LeaseMath.earned(900_000, 4, 1001), 3603);
        assertEq(LeaseMath.earned(1e6, 8, 3600), 28_800);
    }

    function test_earned_holdsTheGreatestLease() public pure {
        uint256 all = uint256(type(uint80).max) * type(uint32).max * type(uint32).max / 1e6;
        assertEq(LeaseMath.earned(type(uint80).max, type(uint32).max, type(uint32).max), all);
        assertLt(all, type(uint128).max);
    }

    function test_lockFor_isAWindowOrTheWholeLeaseRoundedUpAndTheBond() public pure {
        assertEq(LeaseMath.lockFor(1e6, 2, 100, 3600, 7), 207, "a short lease");
        assertEq(LeaseMath.lockFor(1e6, 2, 10_000, 3600, 7), 7207, "a long one");
        assertEq(LeaseMath.lockFor(1, 1, 10, 10, 0), 1, "never less than what was paid");
    }

    function test_feeOn_isFloored() public pure {
        assertEq(LeaseMath.feeOn(199, 100), 1);
        assertEq(LeaseMath.feeOn(10_000, 100), 100);
        assertEq(LeaseMath.feeOn(10_000, 0), 0);
    }

    /// @dev What is contested is at most a window, so the lock covers what a dispute takes and the bond, to the last unit.
    function testFuzz_lockFor_coversWhateverADisputeTakes(
        uint80 rate,
        uint32 units,
        uint32 duration,
        uint24 window,
        uint32 paidUntil,
        uint32 from
    ) public pure {
        duration = uint32(bound(duration, 1, 365 days));
        window = uint24(bound(window, 1, 30 days));
        paidUntil = uint32(bound(paidUntil, 0, duration));
        uint256 earliest = paidUntil > window ? paidUntil - window : 0;
        from = uint32(bound(from, earliest, paidUntil));
        uint256 taken = LeaseMath.earned(rate, units, paidUntil) - LeaseMath.earned(rate, units, from);
        assertLe(taken, LeaseMath.lockFor(rate, units, duration, window, 0));
    }

    /// @dev However a sum is paid out, the fees on the parts and their burnt parts add up to those on the whole.
    function testFuzz_R2_feesOnPartsAddUpToTheFeeOnTheWhole(uint96[6] calldata parts, uint16 feeBps, uint16 burnBps)
        public
        pure
    {
        feeBps = uint16(bound(feeBps, 0, 1000));
        burnBps = uint16(bound(burnBps, 0, 10_000));
        (uint256 paid, uint256 fees, uint256 burnt) = (0, 0, 0);
        for (uint256 i = 0; i < 6; ++i) {
            uint256 feeBefore = LeaseMath.feeOn(paid, feeBps);
            paid += parts[i];
            uint256 fee = LeaseMath.feeOn(paid, feeBps);
            fees += fee - feeBefore;
            burnt += LeaseMath.feeOn(fee, burnBps) - LeaseMath.feeOn(feeBefore, burnBps);
        }
        assertEq(fees, paid * feeBps / 10_000);
        assertEq(burnt, fees * burnBps / 10_000);
        assertLe(burnt, fees);
    }
}
