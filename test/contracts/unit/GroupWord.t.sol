// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GroupWord, GroupWords} from "../../../contracts/compute/libraries/GroupWord.sol";
import {Test} from "../support/Test.sol";

contract GroupWordTest is Test {
    function testFuzz_open_givesBackWhatWasPut(uint56 cap, uint8 class, uint16 weight) public pure {
        GroupWord word = GroupWords.open(cap, class, weight);
        _assertFrozen(word, cap, class, weight);
        assertEq(word.demand(), 0);
        assertEq(word.head(), 0);
        assertEq(word.count(), 0);
        assertEq(word.exists(), cap != 0 || class != 0 || weight != 0);
    }

    function testFuzz_withRequest_putsANewOneAtTheHead(
        uint56 cap,
        uint8 class,
        uint16 weight,
        uint56[5] calldata units,
        uint32[5] calldata tenants
    ) public pure {
        GroupWord word = GroupWords.open(cap, class, weight);
        uint256 demand = 0;
        for (uint32 i = 0; i < 5; ++i) {
            word = word.withRequest(units[i], 0, true, tenants[i]);
            demand += units[i];
            assertEq(word.demand(), demand);
            assertEq(word.head(), tenants[i]);
            assertEq(word.count(), i + 1);
        }
        _assertFrozen(word, cap, class, weight);
    }

    function testFuzz_withRequest_replacesWithoutMovingTheHead(uint56 other, uint56 was, uint56 units, uint32 party)
        public
        pure
    {
        GroupWord word = GroupWords.open(7, 3, 9).withRequest(other, 0, true, 5).withRequest(was, 0, true, 6);
        word = word.withRequest(units, was, false, party);
        assertEq(word.demand(), uint256(other) + units);
        assertEq(word.head(), 6);
        assertEq(word.count(), 2);
        _assertFrozen(word, 7, 3, 9);
    }

    /// @dev As many requests as there can be parties, each as large as it can be, and one below: nothing overflows.
    function test_withRequest_holdsTheGreatestDemand() public pure {
        uint256 demand = (2 ** 32 - 2) * (2 ** 53 - 1);
        GroupWord word = GroupWord.wrap(demand | uint256(type(uint32).max - 1) << 184 | uint256(1) << 224);
        word = word.withRequest(2 ** 53 - 1, 0, true, type(uint32).max);
        assertEq(word.demand(), demand + 2 ** 53 - 1);
        assertEq(word.count(), type(uint32).max);
        assertEq(word.head(), type(uint32).max);
        _assertFrozen(word, 0, 0, 1);
    }

    function _assertFrozen(GroupWord word, uint56 cap, uint8 class, uint16 weight) private pure {
        assertEq(word.cap(), cap, "cap");
        assertEq(word.class(), class, "class");
        assertEq(word.weight(), weight, "weight");
    }
}
