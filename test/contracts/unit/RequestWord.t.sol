// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RequestWord, RequestWords} from "../../../contracts/compute/libraries/RequestWord.sol";
import {Test} from "../support/Test.sol";

contract RequestWordTest is Test {
    function testFuzz_pack_givesBackWhatWasPut(uint56 units, uint32 next, uint48 seq, uint32 agent, uint8 kind)
        public
        pure
    {
        RequestWord word = RequestWords.pack(units, next, seq, agent, kind);
        _assertWord(word, units, next, seq, agent, kind);
        assertEq(word.consumed(), 0);
        assertEq(word.exists(), units != 0 || next != 0 || seq != 0 || agent != 0 || kind != 0);
    }

    function testFuzz_withConsumed_changesNothingElse(
        uint56 units,
        uint32 next,
        uint48 seq,
        uint32 agent,
        uint8 kind,
        uint56 first,
        uint56 second
    ) public pure {
        RequestWord word = RequestWords.pack(units, next, seq, agent, kind).withConsumed(first);
        assertEq(word.consumed(), first);
        word = word.withConsumed(second);
        assertEq(word.consumed(), second);
        _assertWord(word, units, next, seq, agent, kind);
    }

    function test_pack_keepsEachFieldApartAtItsGreatest() public pure {
        _assertWord(RequestWords.pack(type(uint56).max, 0, 0, 0, 0), type(uint56).max, 0, 0, 0, 0);
        _assertWord(RequestWords.pack(0, type(uint32).max, 0, 0, 0), 0, type(uint32).max, 0, 0, 0);
        _assertWord(RequestWords.pack(0, 0, type(uint48).max, 0, 0), 0, 0, type(uint48).max, 0, 0);
        _assertWord(RequestWords.pack(0, 0, 0, type(uint32).max, 0), 0, 0, 0, type(uint32).max, 0);
        _assertWord(RequestWords.pack(0, 0, 0, 0, type(uint8).max), 0, 0, 0, 0, type(uint8).max);
    }

    function _assertWord(RequestWord word, uint56 units, uint32 next, uint48 seq, uint32 agent, uint8 kind)
        private
        pure
    {
        assertEq(word.units(), units, "units");
        assertEq(word.next(), next, "next");
        assertEq(word.seq(), seq, "seq");
        assertEq(word.agent(), agent, "agent");
        assertEq(word.kind(), kind, "kind");
        (uint256 both, uint256 following) = word.unitsAndNext();
        assertEq(both, units, "units of both");
        assertEq(following, next, "next of both");
    }
}
