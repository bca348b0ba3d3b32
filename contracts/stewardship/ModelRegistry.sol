// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICouncil} from "../interfaces/ICouncil.sol";
import {ICustody} from "../interfaces/ICustody.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {ReleaseGates} from "./extensions/ReleaseGates.sol";
import {Releases} from "./extensions/Releases.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title Models, their releases, what evaluators say of them, and the stage that votes have given them
/// @notice Says which exact bytes a vote was about, and how far votes have brought them. A release moves one stage up
/// by vote, or to Revoked, which is never left; nothing else of it ever changes.
contract ModelRegistry is ReleaseGates {
    /// @param authority_ The AccessManager.
    /// @param parties_ The party registry.
    /// @param council_ The council.
    /// @param custody_ The custody contract's address, predicted: it is created later.
    /// @param terms How long holds and recalls last, and the first gate rules.
    constructor(address authority_, IPartyRegistry parties_, ICouncil council_, ICustody custody_, Terms memory terms)
        Releases(parties_)
        AccessManaged(authority_)
        EIP712("Ostrakon ModelRegistry", "1")
        ReleaseGates(council_, custody_, terms)
    {}

    /// @inheritdoc IModelRegistry
    function advanceToRedTeam(uint32 releaseId) external restricted {
        _checkAdvance(releaseId, Stage.RedTeam);
        _claimRoot(releaseId);
        _setStage(releaseId, Stage.RedTeam);
    }

    /// @inheritdoc IModelRegistry
    function advanceToGated(uint32 releaseId) external restricted {
        _checkAdvance(releaseId, Stage.Gated);
        _setStage(releaseId, Stage.Gated);
    }

    /// @inheritdoc IModelRegistry
    function advanceToOpen(uint32 releaseId) external restricted {
        _checkAdvance(releaseId, Stage.Open);
        _setStage(releaseId, Stage.Open);
    }

    /// @inheritdoc IModelRegistry
    function revoke(uint32 releaseId) external restricted {
        if (_known(releaseId).stage == Stage.Revoked) revert RegistryAlreadyRevoked(releaseId);
        _setStage(releaseId, Stage.Revoked);
    }
}
