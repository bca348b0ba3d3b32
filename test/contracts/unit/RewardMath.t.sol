// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardMath} from "../../../contracts/compute/libraries/RewardMath.sol";
import {Test} from "../support/Test.sol";

/// @title The formula, against cases computed in fractions and against itself taken apart
contract RewardMathTest is Test {
    uint256 private constant ONE = 10_000;

    /// @dev The same cases as test/unit/domain/market/reward.test.ts: contract and domain code agree in all of them.
    function test_R1_R5_R9_agreesWithTheSharedCases() public view {
        string memory json = vm.readFile("test/contracts/vectors/rewards.json");
        uint256 count = 0;
        for (; vm.keyExistsJson(json, _case(count)); ++count) {
            uint256[] memory c = vm.parseJsonUintArray(json, _case(count));
            assertEq(c.length, 7);
            assertEq(RewardMath.rewardOf(c[0], c[1], c[2], c[3], c[4], c[5]), c[6], _case(count));
        }
        assertEq(count, 150);
    }

    function testFuzz_R5_aNodeBeyondEarnsKByIOfTheFirst(uint96 base, uint32 bps, uint64 made, uint16 k, uint32 i)
        public
        pure
    {
        made = uint64(bound(made, 1, type(uint64).max));
        k = uint16(bound(k, 1, type(uint16).max));
        i = uint32(bound(i, 1, type(uint32).max));
        uint256 full = RewardMath.rewardOf(base, bps, made, made, k, 1);
        assertEq(full, uint256(base) * bps / ONE);
        uint256 own = RewardMath.rewardOf(base, bps, made, made, k, i);
        if (i <= k) assertEq(own, full);
        // floor(x k / i) from the unrounded x: at most one more than from the rounded.
        else assertLe(own - full * k / i, 1);
        assertLe(RewardMath.rewardOf(base, bps, made, made, k, uint256(i) + 1), own, "never more for the next");
    }

    function testFuzz_R9_isMonotoneInWhatWasPassed(uint96 base, uint32 bps, uint64 made, uint64 passed) public pure {
        made = uint64(bound(made, 1, type(uint64).max));
        passed = uint64(bound(passed, 0, made));
        uint256 own = RewardMath.rewardOf(base, bps, made, passed, 1, 1);
        assertLe(own, uint256(base) * bps / ONE);
        if (passed != 0) assertLe(RewardMath.rewardOf(base, bps, made, passed - 1, 1, 1), own);
    }

    function _case(uint256 index) private pure returns (string memory) {
        return string.concat(".cases[", vm.toString(index), "]");
    }
}
