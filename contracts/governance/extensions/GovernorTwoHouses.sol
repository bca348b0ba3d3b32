// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../interfaces/IStewardGovernor.sol";
import {IStewardSeats} from "../../interfaces/IStewardSeats.sol";
import {HouseTally} from "../libraries/HouseTally.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Counting in two houses: token votes with empty `params`, seats with `params = 0x01`
/// @dev Ids must be sequential: a voter's flags for 128 proposals share a word.
abstract contract GovernorTwoHouses is IStewardGovernor, GovernorVotes {
    using HouseTally for HouseTally.Tally;

    enum Ballot {
        Against,
        For,
        Abstain
    }

    uint8 private constant TOKEN_HOUSE = 0;
    uint8 private constant SEAT_HOUSE = 1;
    bytes32 private constant SEAT_PARAMS = keccak256(hex"01");

    IStewardSeats private immutable _seats;

    mapping(uint256 proposalId => HouseTally.Tally) private _tallies;
    mapping(address voter => mapping(uint256 word => uint256 flags)) private _voted;

    constructor(address seats_) {
        _seats = IStewardSeats(seats_);
    }

    /// @inheritdoc IStewardGovernor
    function seats() public view returns (address) {
        return address(_seats);
    }

    /// @inheritdoc IGovernor
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure returns (string memory) {
        return "support=bravo&quorum=for,abstain&params=house";
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) public view returns (bool) {
        return hasVotedIn(proposalId, account, TOKEN_HOUSE);
    }

    /// @inheritdoc IStewardGovernor
    function hasVotedIn(uint256 proposalId, address account, uint8 house) public view returns (bool) {
        return house <= SEAT_HOUSE && _voted[account][proposalId >> 7] & _flag(proposalId, house) != 0;
    }

    /// @inheritdoc IStewardGovernor
    function proposalVotes(uint256 proposalId)
        public
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        HouseTally.Tally storage tally = _tallies[proposalId];
        return (tally.againstVotes, tally.forVotes, tally.abstainVotes);
    }

    /// @inheritdoc IStewardGovernor
    function seatVotes(uint256 proposalId)
        public
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        HouseTally.Tally storage tally = _tallies[proposalId];
        return (tally.seatAgainst, tally.seatFor, tally.seatAbstain);
    }

    /// @inheritdoc IStewardGovernor
    function proposalTier(uint256 proposalId) public view returns (uint8) {
        return _existingTally(proposalId).tier();
    }

    /// @inheritdoc IStewardGovernor
    function proposalSeats(uint256 proposalId) public view returns (uint8) {
        return _existingTally(proposalId).seats;
    }

    /// @inheritdoc IStewardGovernor
    function proposalIsRecovery(uint256 proposalId) public view returns (bool) {
        return _existingTally(proposalId).has(HouseTally.RECOVERY);
    }

    /// @inheritdoc IStewardGovernor
    function proposalQuorum(uint256 proposalId) public view virtual returns (uint256);

    /// @dev Stores what decides this proposal from now on.
    function _freeze(uint256 proposalId, uint8 tier, bool recovery) internal {
        uint8 capacity = _seats.totalCapacity();
        HouseTally.Tally storage tally = _tallies[proposalId];
        tally.seats = capacity;
        tally.flags = recovery ? tier | HouseTally.RECOVERY : tier;
        uint8 presentSeats = 0;
        if (recovery) {
            presentSeats = SafeCast.toUint8(_seats.presentCount());
            tally.presentSeats = presentSeats;
        }
        emit ProposalFrozen(proposalId, tier, capacity, presentSeats, recovery);
    }

    /// @inheritdoc Governor
    function _getVotes(address account, uint256 timepoint, bytes memory params)
        internal
        view
        virtual
        override
        returns (uint256)
    {
        return _houseOf(params) == SEAT_HOUSE
            ? _seats.getPastVotes(account, timepoint)
            : super._getVotes(account, timepoint, params);
    }

    /// @inheritdoc Governor
    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory params)
        internal
        virtual
        override
        returns (uint256)
    {
        uint8 house = _houseOf(params);
        if (weight == 0) revert GovernorNoVotes(account, house);
        _markVoted(proposalId, account, house);

        HouseTally.Tally storage tally = _tallies[proposalId];
        if (house == SEAT_HOUSE) {
            uint8 weight8 = SafeCast.toUint8(weight);
            if (support == uint8(Ballot.For)) tally.seatFor += weight8;
            else if (support == uint8(Ballot.Against)) tally.seatAgainst += weight8;
            else if (support == uint8(Ballot.Abstain)) tally.seatAbstain += weight8;
            else revert GovernorInvalidVoteType();
        } else {
            uint112 weight112 = SafeCast.toUint112(weight);
            if (support == uint8(Ballot.For)) tally.forVotes += weight112;
            else if (support == uint8(Ballot.Against)) tally.againstVotes += weight112;
            else if (support == uint8(Ballot.Abstain)) tally.abstainVotes += weight112;
            else revert GovernorInvalidVoteType();
        }
        return weight;
    }

    /// @dev Answered by `_voteSucceeded`: `state` always asks both, and the rule is one.
    function _quorumReached(uint256) internal pure override returns (bool) {
        return true;
    }

    /// @dev Queued means passed: once an eta stands the result cannot move, so it is not counted again.
    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        return proposalEta(proposalId) != 0 || _passes(proposalId);
    }

    /// @dev The raw rule from tallies alone.
    function _passes(uint256 proposalId) internal view returns (bool) {
        return _housesAgree(proposalId) && _tokensReachQuorum(proposalId);
    }

    /// @dev Execution does not take "queued" for an answer: it asks the raw rule once more.
    function _requirePassed(uint256 proposalId) internal view {
        if (_passes(proposalId)) return;
        revert GovernorUnexpectedProposalState(
            proposalId, ProposalState.Defeated, _encodeStateBitmap(ProposalState.Queued)
        );
    }

    /// @dev From time and tallies alone, so that it can be asked after the state has changed.
    function _isDefeated(uint256 proposalId) internal view returns (bool) {
        return proposalEta(proposalId) == 0 && clock() > proposalDeadline(proposalId) && !_passes(proposalId);
    }

    function _tallyOf(uint256 proposalId) internal view returns (HouseTally.Tally storage) {
        return _tallies[proposalId];
    }

    function _markVoted(uint256 proposalId, address account, uint8 house) private {
        mapping(uint256 => uint256) storage words = _voted[account];
        uint256 flag = _flag(proposalId, house);
        uint256 word = words[proposalId >> 7];
        if (word & flag != 0) revert GovernorAlreadyCastVote(account);
        words[proposalId >> 7] = word | flag;
    }

    function _existingTally(uint256 proposalId) private view returns (HouseTally.Tally storage tally) {
        tally = _tallies[proposalId];
        if (tally.seats == 0) revert GovernorNonexistentProposal(proposalId);
    }

    function _tokensReachQuorum(uint256 proposalId) private view returns (bool) {
        HouseTally.Tally storage tally = _tallies[proposalId];
        return uint256(tally.forVotes) + tally.abstainVotes >= proposalQuorum(proposalId);
    }

    function _housesAgree(uint256 proposalId) private view returns (bool) {
        HouseTally.Tally storage tally = _tallies[proposalId];
        if (!tally.tokensAgree()) return false;
        // Only a block in tier 0 asks for the live seats, so only then are they looked up.
        bool asks = tally.tier() == HouseTally.ROUTINE && tally.seatAgainst != 0;
        return tally.seatsAgree(asks ? _seats.getPastTotalSupply(proposalSnapshot(proposalId)) : 0);
    }

    function _flag(uint256 proposalId, uint8 house) private pure returns (uint256) {
        return 1 << (((proposalId & 127) << 1) | house);
    }

    function _houseOf(bytes memory params) private pure returns (uint8) {
        if (params.length == 0) return TOKEN_HOUSE;
        if (keccak256(params) != SEAT_PARAMS) revert GovernorInvalidHouse(params);
        return SEAT_HOUSE;
    }
}
