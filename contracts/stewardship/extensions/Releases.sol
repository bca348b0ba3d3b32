// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "../../interfaces/IModelRegistry.sol";
import {IPartyRegistry} from "../../interfaces/IPartyRegistry.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Models and releases as their maintainers register them, and the stage of each
/// @dev Who may change a stage to what is said by the contracts that inherit.
abstract contract Releases is IModelRegistry {
    struct Model {
        uint32 party;
        string name;
    }

    /// @notice The most parents that a release may name.
    uint256 public constant MAX_PARENTS = 4;

    /// @notice The most releases from which one may derive; each is looked at whenever it advances.
    uint256 public constant MAX_ANCESTORS = 64;

    uint256 private constant MAX_TEXT = 64;
    uint256 internal constant MAX_URI = 256;

    /// @notice Who belongs to which party.
    IPartyRegistry public immutable parties;

    /// @inheritdoc IModelRegistry
    uint32 public modelCount;

    /// @inheritdoc IModelRegistry
    uint32 public releaseCount;

    /// @inheritdoc IModelRegistry
    mapping(bytes32 root => uint32 releaseId) public releaseOfRoot;

    mapping(uint32 modelId => Model) private _models;
    mapping(uint32 releaseId => Release) private _releases;
    mapping(uint32 releaseId => uint32[]) private _ancestors;
    mapping(uint32 modelId => mapping(bytes32 root => uint32 releaseId)) private _releaseOfModelRoot;

    /// @param parties_ The party registry.
    constructor(IPartyRegistry parties_) {
        parties = parties_;
    }

    /// @inheritdoc IModelRegistry
    function registerModel(string calldata name) external returns (uint32 modelId) {
        uint32 party = parties.partyNow(msg.sender);
        if (party == 0) revert RegistryNoParty(msg.sender);
        _checkText("name", bytes(name).length, MAX_TEXT);
        modelId = ++modelCount;
        _models[modelId] = Model({party: party, name: name});
        emit ModelRegistered(modelId, party, msg.sender, name);
    }

    /// @inheritdoc IModelRegistry
    function registerRelease(ReleaseInput calldata input) external returns (uint32 releaseId) {
        uint32 party = _models[input.modelId].party;
        if (party == 0) revert RegistryUnknownModel(input.modelId);
        _checkParty(party);
        _checkFields(input);
        uint32 twin = _releaseOfModelRoot[input.modelId][input.root];
        if (twin != 0) revert RegistryDuplicateRoot(input.modelId, input.root, twin);

        releaseId = ++releaseCount;
        _releaseOfModelRoot[input.modelId][input.root] = releaseId;
        uint128 inherited = _setAncestors(releaseId, input.parents);
        if (input.flop > type(uint128).max - inherited) revert RegistryFlopOverflow(input.flop, inherited);
        _releases[releaseId] = Release({
            modelId: input.modelId,
            party: party,
            stage: Stage.Registered,
            stageSince: Time.timestamp(),
            files: input.files,
            size: input.size,
            root: input.root,
            manifest: input.manifest,
            card: input.card,
            gpuSeconds: input.gpuSeconds,
            flop: input.flop,
            cumulativeFlop: input.flop + inherited,
            licence: input.licence,
            version: input.version,
            parents: input.parents
        });
        emit ReleaseRegistered(releaseId, input.modelId, input.root, msg.sender, input.flop + inherited, input);
    }

    /// @inheritdoc IModelRegistry
    function withdraw(uint32 releaseId) external {
        Release storage r = _known(releaseId);
        _checkParty(r.party);
        if (r.stage != Stage.Registered && r.stage != Stage.RedTeam) {
            revert RegistryNotWithdrawable(releaseId, r.stage);
        }
        _setStage(releaseId, Stage.Revoked);
    }

    /// @inheritdoc IModelRegistry
    function stageOf(uint32 releaseId) external view returns (Stage) {
        return _releases[releaseId].stage;
    }

    /// @inheritdoc IModelRegistry
    function release(uint32 releaseId) external view returns (Release memory) {
        return _known(releaseId);
    }

    /// @inheritdoc IModelRegistry
    function ancestorsOf(uint32 releaseId) external view returns (uint32[] memory) {
        return _ancestors[releaseId];
    }

    /// @inheritdoc IModelRegistry
    function model(uint32 modelId) external view returns (string memory name, uint32 party) {
        Model storage m = _models[modelId];
        if (m.party == 0) revert RegistryUnknownModel(modelId);
        return (m.name, m.party);
    }

    function _setStage(uint32 releaseId, Stage to) internal {
        Release storage r = _releases[releaseId];
        Stage from = r.stage;
        r.stage = to;
        r.stageSince = Time.timestamp();
        emit StageChanged(releaseId, from, to, msg.sender);
    }

    /// @dev The first to claim a root, or the first after a Revoked one, holds it.
    function _claimRoot(uint32 releaseId) internal {
        bytes32 root = _releases[releaseId].root;
        uint32 holder = releaseOfRoot[root];
        if (holder != 0 && _releases[holder].stage != Stage.Revoked) revert RegistryRootClaimed(root, holder);
        releaseOfRoot[root] = releaseId;
    }

    /// @dev An ancestor that is Revoked, or 0.
    function _revokedAncestor(uint32 releaseId) internal view returns (uint32) {
        uint32[] storage ancestors = _ancestors[releaseId];
        uint256 count = ancestors.length;
        for (uint256 i = 0; i < count; ++i) {
            uint32 ancestor = ancestors[i];
            if (_releases[ancestor].stage == Stage.Revoked) return ancestor;
        }
        return 0;
    }

    function _known(uint32 releaseId) internal view returns (Release storage r) {
        r = _releases[releaseId];
        if (r.stage == Stage.None) revert RegistryUnknownRelease(releaseId);
    }

    function _checkText(string memory field, uint256 length, uint256 max) internal pure {
        if (length == 0) revert RegistryEmptyField(field);
        if (length > max) revert RegistryTooLong(field, length, max);
    }

    /// @dev Merges the parents and their ancestors, each list newest first, so that the result is so again and equal
    /// ids meet. Parents are older than their child, hence the stored set is complete when the child is registered.
    function _setAncestors(uint32 releaseId, uint32[] calldata parentIds) private returns (uint128 inherited) {
        uint256 count = parentIds.length;
        if (count > MAX_PARENTS) revert RegistryTooManyParents(count, MAX_PARENTS);
        uint32[][] memory lists = new uint32[][](2 * count);
        uint256[] memory heads = new uint256[](2 * count);
        for (uint256 i = 0; i < count; ++i) {
            uint32 parent = parentIds[i];
            for (uint256 j = 0; j < i; ++j) {
                if (parentIds[j] == parent) revert RegistryDuplicateParent(parent);
            }
            uint128 flop = _known(parent).cumulativeFlop;
            if (flop > inherited) inherited = flop;
            lists[i] = new uint32[](1);
            lists[i][0] = parent;
            lists[count + i] = _ancestors[parent];
        }
        uint32[] memory merged = new uint32[](MAX_ANCESTORS);
        uint256 found = 0;
        for (uint32 next = _takeNewest(lists, heads); next != 0; next = _takeNewest(lists, heads)) {
            if (found == MAX_ANCESTORS) revert RegistryTooManyAncestors(found + 1, MAX_ANCESTORS);
            merged[found++] = next;
        }
        for (uint256 i = 0; i < found; ++i) {
            _ancestors[releaseId].push(merged[i]);
        }
    }

    function _checkParty(uint32 party) private view {
        if (parties.partyNow(msg.sender) != party) revert RegistryNotOfParty(msg.sender, party);
    }

    function _checkFields(ReleaseInput calldata input) private pure {
        if (input.root == 0) revert RegistryEmptyField("root");
        if (input.manifest == 0) revert RegistryEmptyField("manifest");
        if (input.files == 0) revert RegistryEmptyField("files");
        if (input.size == 0) revert RegistryEmptyField("size");
        _checkText("version", bytes(input.version).length, MAX_TEXT);
        _checkText("licence", bytes(input.licence).length, MAX_TEXT);
        uint256 uri = bytes(input.uri).length;
        if (uri > MAX_URI) revert RegistryTooLong("uri", uri, MAX_URI);
    }

    /// @dev The greatest head of the lists, taken off every list that it heads; 0 when all are empty.
    function _takeNewest(uint32[][] memory lists, uint256[] memory heads) private pure returns (uint32 newest) {
        for (uint256 i = 0; i < lists.length; ++i) {
            if (heads[i] < lists[i].length && lists[i][heads[i]] > newest) newest = lists[i][heads[i]];
        }
        for (uint256 i = 0; i < lists.length; ++i) {
            if (heads[i] < lists[i].length && lists[i][heads[i]] == newest) ++heads[i];
        }
    }
}
