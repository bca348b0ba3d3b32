// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

type RequestWord is uint256;

using RequestWords for RequestWord global;

/// @title A party's request in one word, which also leads to the next request of its kind
/// @dev From the lowest bit: units 56, next party 32, consumed 56, seq 48, agent 32, kind 8. Units and next stand lowest,
/// because verification reads nothing else.
library RequestWords {
    uint256 private constant NEXT = 56;
    uint256 private constant CONSUMED = 88;
    uint256 private constant SEQ = 144;
    uint256 private constant AGENT = 192;
    uint256 private constant KIND = 224;

    /// @dev A request of which nothing is consumed yet.
    function pack(uint64 units_, uint32 next_, uint48 seq_, uint32 agent_, uint8 kind_)
        internal
        pure
        returns (RequestWord)
    {
        return RequestWord.wrap(
            uint256(units_) | uint256(next_) << NEXT | uint256(seq_) << SEQ | uint256(agent_) << AGENT | uint256(kind_)
                << KIND
        );
    }

    /// @dev The same request with another part consumed; `amount` is below 2^53.
    function withConsumed(RequestWord self, uint64 amount) internal pure returns (RequestWord) {
        uint256 rest = RequestWord.unwrap(self) & ~(uint256(type(uint56).max) << CONSUMED);
        return RequestWord.wrap(rest | uint256(amount) << CONSUMED);
    }

    /// @dev Whether there is a request: numbers begin at 1.
    function exists(RequestWord self) internal pure returns (bool) {
        return RequestWord.unwrap(self) != 0;
    }

    /// @dev What counts of what was asked for, in GPU-seconds.
    function units(RequestWord self) internal pure returns (uint64) {
        return uint56(RequestWord.unwrap(self));
    }

    /// @dev The party whose request of the same kind follows, or 0.
    function next(RequestWord self) internal pure returns (uint32) {
        return uint32(RequestWord.unwrap(self) >> NEXT);
    }

    /// @dev Both at once and in whole words: verification does this for every request.
    function unitsAndNext(RequestWord self) internal pure returns (uint256, uint256) {
        uint256 word = RequestWord.unwrap(self);
        return (word & type(uint56).max, word >> NEXT & type(uint32).max);
    }

    /// @dev GPU-seconds that the market used.
    function consumed(RequestWord self) internal pure returns (uint64) {
        return uint56(RequestWord.unwrap(self) >> CONSUMED);
    }

    /// @dev The request's number.
    function seq(RequestWord self) internal pure returns (uint48) {
        return uint48(RequestWord.unwrap(self) >> SEQ);
    }

    /// @dev The agent that made it, or 0.
    function agent(RequestWord self) internal pure returns (uint32) {
        return uint32(RequestWord.unwrap(self) >> AGENT);
    }

    /// @dev The kind of the party.
    function kind(RequestWord self) internal pure returns (uint8) {
        return uint8(RequestWord.unwrap(self) >> KIND);
    }
}
