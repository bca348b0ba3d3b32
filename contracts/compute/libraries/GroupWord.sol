// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

type GroupWord is uint256;

using GroupWords for GroupWord global;

/// @title The requests of one kind of party in one word, so that a request touches one slot beside its own
/// @dev From the lowest bit: demand 96, party cap 56, first party 32, count 32, class 8, weight 16. A sum of 2^32 requests
/// below 2^53 fits its 96 bits.
library GroupWords {
    uint256 private constant CAP = 96;
    uint256 private constant HEAD = 152;
    uint256 private constant COUNT = 184;
    uint256 private constant CLASS = 216;
    uint256 private constant WEIGHT = 224;

    /// @dev A kind of which nobody has asked yet; `cap_` is below 2^53.
    function open(uint64 cap_, uint8 class_, uint16 weight_) internal pure returns (GroupWord) {
        return GroupWord.wrap(uint256(cap_) << CAP | uint256(class_) << CLASS | uint256(weight_) << WEIGHT);
    }

    /// @dev One more request at the head of the list, or a request that asks for something else; the result cannot
    /// underflow, because `was` is part of the demand.
    function withRequest(GroupWord self, uint64 units, uint64 was, bool isNew, uint32 party)
        internal
        pure
        returns (GroupWord)
    {
        unchecked {
            uint256 word = GroupWord.unwrap(self) + units - was;
            if (isNew) {
                word &= ~(uint256(type(uint32).max) << HEAD);
                word = (word | uint256(party) << HEAD) + (1 << COUNT);
            }
            return GroupWord.wrap(word);
        }
    }

    /// @dev Whether somebody asked.
    function exists(GroupWord self) internal pure returns (bool) {
        return GroupWord.unwrap(self) != 0;
    }

    /// @dev The sum of the requests' units, in GPU-seconds.
    function demand(GroupWord self) internal pure returns (uint256) {
        return uint96(GroupWord.unwrap(self));
    }

    /// @dev The most that one party gets, in GPU-seconds.
    function cap(GroupWord self) internal pure returns (uint64) {
        return uint56(GroupWord.unwrap(self) >> CAP);
    }

    /// @dev The party whose request comes first.
    function head(GroupWord self) internal pure returns (uint32) {
        return uint32(GroupWord.unwrap(self) >> HEAD);
    }

    /// @dev How many requests.
    function count(GroupWord self) internal pure returns (uint32) {
        return uint32(GroupWord.unwrap(self) >> COUNT);
    }

    /// @dev The class of the kind.
    function class(GroupWord self) internal pure returns (uint8) {
        return uint8(GroupWord.unwrap(self) >> CLASS);
    }

    /// @dev The weight of the kind within its class.
    function weight(GroupWord self) internal pure returns (uint16) {
        return uint16(GroupWord.unwrap(self) >> WEIGHT);
    }
}
