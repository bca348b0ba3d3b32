// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ClassShares} from "../../../contracts/compute/libraries/ClassShares.sol";
import {Test} from "../support/Test.sol";

contract ClassSharesTest is Test {
    uint128 private constant ALL = type(uint128).max;
    uint256 private constant Q = 2 ** 32;
    uint256 private constant LARGEST = 2 ** 53 - 1;

    struct Input {
        uint256 capacity;
        uint256[] demands;
        uint256[] reserves;
        uint256[] weights;
    }

    function test_atLevel_floors() public pure {
        assertEq(ClassShares.atLevel(1, Q - 1), 0);
        assertEq(ClassShares.atLevel(1, Q), 1);
        assertEq(ClassShares.atLevel(3, Q / 3), 0);
        assertEq(ClassShares.atLevel(3, Q / 3 + 1), 1);
        assertEq(ClassShares.atLevel(0, ALL), 0);
        assertEq(ClassShares.atLevel(type(uint16).max, uint256(ALL) + 1), 65_535 * 2 ** 96);
    }

    /// @dev One level higher a weight gets at most one GPU-second more, which verification relies on.
    function testFuzz_atLevel_growsByAtMostOne(uint16 weight, uint128 level) public pure {
        uint256 more = ClassShares.atLevel(weight, uint256(level) + 1) - ClassShares.atLevel(weight, level);
        assertLe(more, 1);
    }

    function test_sharesAt_theWorkedExample() public pure {
        Input memory input = _two(100, [uint256(150), 33], [uint256(10), 10], [uint256(1), 1]);
        (uint256[] memory available, bool right) = _sharesAt(input, 249_108_103_167);
        assertTrue(right);
        assertEq(available[0], 67);
        assertEq(available[1], 33);
        (, right) = _sharesAt(input, 249_108_103_166);
        assertFalse(right, "one lower");
        (, right) = _sharesAt(input, 249_108_103_168);
        assertFalse(right, "one higher");
        (, right) = _sharesAt(input, ALL);
        assertFalse(right, "not everything fits");
    }

    function test_sharesAt_allWhereEverythingFitsToTheUnit() public pure {
        Input memory input = _two(100, [uint256(60), 40], [uint256(0), 0], [uint256(1), 9]);
        (uint256[] memory available, bool right) = _sharesAt(input, ALL);
        assertTrue(right);
        assertEq(available[0], 60);
        assertEq(available[1], 40);
        (, right) = _sharesAt(input, ALL - 1);
        assertFalse(right, "there is one level only");
        (, right) = _sharesAt(input, uint128(61 * Q - 1));
        assertFalse(right);
    }

    function test_sharesAt_levelZeroWhereNothingIsLeft() public pure {
        Input memory input = _two(100, [uint256(90), 90], [uint256(40), 60], [uint256(65_535), 65_535]);
        (uint256[] memory available, bool right) = _sharesAt(input, uint128(Q / 65_535));
        assertTrue(right, "the greatest that still gives nothing");
        assertEq(available[0], 40);
        assertEq(available[1], 60);
    }

    function test_sharesAt_nothingToShareOrNobodyAsking() public pure {
        Input memory input = _two(0, [uint256(5), 0], [uint256(0), 0], [uint256(1), 1]);
        (uint256[] memory available, bool right) = _sharesAt(input, uint128(Q - 1));
        assertTrue(right);
        assertEq(available[0], 0);
        input = _two(100, [uint256(0), 0], [uint256(50), 50], [uint256(1), 1]);
        (available, right) = _sharesAt(input, ALL);
        assertTrue(right);
        assertEq(available[0] + available[1], 0);
    }

    /// @dev Exactly one level is right, and at it the sums are those of the rule, worked out naively here.
    function testFuzz_sharesAt_takesOneLevelOnly(uint256 seed) public pure {
        Input memory input = _random(seed);
        uint128 level = _findLevel(input);
        (uint256[] memory available, bool right) = _sharesAt(input, level);
        assertTrue(right, "the level that the rule defines");
        uint256 sum = 0;
        for (uint256 i = 0; i < available.length; ++i) {
            assertEq(available[i], _naiveShare(input, i, level));
            assertLe(available[i], input.demands[i]);
            assertGe(available[i], _min(input.demands[i], input.reserves[i]), "the reserve comes first");
            sum += available[i];
        }
        assertLe(sum, input.capacity);
        uint256 unsaturated = _unsaturated(input, available);
        if (unsaturated == 0) assertEq(level, ALL);
        else assertLt(input.capacity - sum, unsaturated, "dust");
        _assertWrong(input, uint256(level) - 1);
        _assertWrong(input, uint256(level) + 1);
        if (level != ALL) _assertWrong(input, ALL);
        _assertWrong(input, uint256(keccak256(abi.encode(seed))) % 2 ** 86);
    }

    function testFuzz_sharesAt_agreesWithTheNaiveLoop(uint256 seed, uint128 level) public pure {
        Input memory input = _random(seed);
        uint128 found = _findLevel(input);
        if (seed % 2 == 0) level = found - level % 3;
        (, bool right) = _sharesAt(input, level);
        assertEq(right, level == found);
    }

    function _assertWrong(Input memory input, uint256 level) private pure {
        if (level > ALL || level == _findLevel(input)) return;
        (, bool right) = _sharesAt(input, uint128(level));
        assertFalse(right, "another level");
    }

    function _unsaturated(Input memory input, uint256[] memory available) private pure returns (uint256 count) {
        for (uint256 i = 0; i < available.length; ++i) {
            if (available[i] < input.demands[i]) ++count;
        }
    }

    /// @dev By the definition: the greatest level at which the shares sum to no more than the capacity.
    function _findLevel(Input memory input) private pure returns (uint128) {
        if (_naiveSum(input, ALL) <= input.capacity) return ALL;
        uint256 level = 0;
        for (uint256 bit = 1 << 86; bit != 0; bit >>= 1) {
            if (_naiveSum(input, level + bit) <= input.capacity) level += bit;
        }
        return uint128(level);
    }

    function _naiveSum(Input memory input, uint256 level) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < input.demands.length; ++i) {
            sum += _naiveShare(input, i, level);
        }
    }

    function _naiveShare(Input memory input, uint256 i, uint256 level) private pure returns (uint256) {
        uint256 first = _min(input.demands[i], input.reserves[i]);
        if (level == ALL) return input.demands[i];
        return first + _min(input.demands[i] - first, input.weights[i] * level / Q);
    }

    function _random(uint256 seed) private pure returns (Input memory input) {
        uint256 count = 1 + seed % 8;
        input.capacity = _pick(seed, 8, "capacity", LARGEST);
        input.demands = new uint256[](count);
        input.reserves = new uint256[](count);
        input.weights = new uint256[](count);
        uint256 left = 10_000;
        for (uint256 i = 0; i < count; ++i) {
            input.demands[i] = _pick(seed, i, "demand", input.capacity * 2 + 1);
            uint256 bps = _pick(seed, i, "reserve", left);
            left -= bps;
            input.reserves[i] = input.capacity * bps / 10_000;
            input.weights[i] = 1 + _pick(seed, i, "weight", 65_534);
        }
    }

    /// @dev Small numbers as often as large ones.
    function _pick(uint256 seed, uint256 i, string memory what, uint256 max) private pure returns (uint256 value) {
        value = uint256(keccak256(abi.encode(seed, i, what)));
        value = value % (max + 1) >> (value >> 200) % 50;
    }

    function _two(uint256 capacity, uint256[2] memory demands, uint256[2] memory reserves, uint256[2] memory weights)
        private
        pure
        returns (Input memory input)
    {
        input.capacity = capacity;
        (input.demands, input.reserves, input.weights) = (new uint256[](2), new uint256[](2), new uint256[](2));
        for (uint256 i = 0; i < 2; ++i) {
            (input.demands[i], input.reserves[i], input.weights[i]) = (demands[i], reserves[i], weights[i]);
        }
    }

    function _sharesAt(Input memory input, uint128 level) private pure returns (uint256[] memory, bool) {
        return ClassShares.sharesAt(input.capacity, input.demands, input.reserves, input.weights, level);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
