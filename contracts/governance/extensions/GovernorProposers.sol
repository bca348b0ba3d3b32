// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardSeats} from "../../interfaces/IStewardSeats.sol";
import {GovernorTwoHouses} from "./GovernorTwoHouses.sol";

/// @title Who may propose: a holder at the threshold, or a steward with fewer than two live proposals
abstract contract GovernorProposers is GovernorTwoHouses {
    uint256 private constant MAX_LIVE = 2;

    /// @dev The last two proposals that a steward made by the right of a seat, 128 bits each.
    mapping(address steward => uint256 ids) private _bySeat;

    /// @dev Reverts unless `proposer` may propose; tells whether only its seat allows it.
    function _requireProposer(address proposer) internal view returns (bool bySeat) {
        uint256 before = clock() - 1;
        uint256 threshold = proposalThreshold();
        uint256 votes = token().getPastVotes(proposer, before);
        if (votes >= threshold) return false;
        if (IStewardSeats(seats()).getPastVotes(proposer, before) == 0) {
            revert GovernorInsufficientProposerVotes(proposer, votes, threshold);
        }
        uint256 ids = _bySeat[proposer];
        if (_isLive(ids >> 128) && _isLive(uint128(ids))) revert GovernorTooManyLiveProposals(proposer, MAX_LIVE);
        return true;
    }

    /// @dev Remembers a proposal in the place of one that lives no more.
    function _rememberBySeat(address steward, uint256 proposalId) internal {
        uint256 ids = _bySeat[steward];
        uint256 kept = _isLive(ids >> 128) ? ids >> 128 : uint128(ids);
        _bySeat[steward] = kept << 128 | proposalId;
    }

    function _isLive(uint256 proposalId) private view returns (bool) {
        if (proposalId == 0) return false;
        ProposalState current = state(proposalId);
        return current == ProposalState.Pending || current == ProposalState.Active || current == ProposalState.Succeeded
            || current == ProposalState.Queued;
    }
}
