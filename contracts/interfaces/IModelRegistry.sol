// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Models and their releases: the exact bytes, and the stage that votes have given them
interface IModelRegistry {
    /// @notice A release moves one stage up by vote, or to Revoked, which is never left.
    enum Stage {
        None,
        Registered,
        RedTeam,
        Gated,
        Open,
        Revoked
    }

    /// @notice What a maintainer registers. Nothing of it ever changes.
    /// @param modelId The model.
    /// @param version Free text, for people.
    /// @param parents Up to 4 registered releases from which the weights derive.
    /// @param root OMS subject digest: SHA-256 over the raw file digests in name order.
    /// @param manifest SHA-256 of the canonical manifest; it binds file names too.
    /// @param card SHA-256 of the model card.
    /// @param licence SPDX identifier.
    /// @param files Number of files.
    /// @param size Sum of the file sizes in bytes.
    /// @param gpuSeconds GPU-seconds spent on this step.
    /// @param flop Declared training FLOP of this step alone.
    /// @param uri Where the files may be found; untrusted, the digests decide.
    struct ReleaseInput {
        uint32 modelId;
        string version;
        uint32[] parents;
        bytes32 root;
        bytes32 manifest;
        bytes32 card;
        string licence;
        uint32 files;
        uint64 size;
        uint64 gpuSeconds;
        uint128 flop;
        string uri;
    }

    /// @notice What is stored of a release.
    struct Release {
        uint32 modelId;
        uint32 party;
        Stage stage;
        uint48 stageSince;
        uint32 files;
        uint64 size;
        bytes32 root;
        bytes32 manifest;
        bytes32 card;
        uint64 gpuSeconds;
        uint128 flop;
        uint128 cumulativeFlop;
        string licence;
        string version;
        uint32[] parents;
    }

    /// @notice A party opened a model, whose releases only it registers.
    event ModelRegistered(uint32 indexed modelId, uint32 indexed party, address indexed maintainer, string name);
    /// @notice A release was registered; its stage is Registered.
    event ReleaseRegistered(
        uint32 indexed releaseId,
        uint32 indexed modelId,
        bytes32 indexed root,
        address maintainer,
        uint128 cumulativeFlop,
        ReleaseInput input
    );
    /// @notice The stage changed; `actor` is the timelock, or the maintainer on a withdrawal.
    event StageChanged(uint32 indexed releaseId, Stage indexed from, Stage indexed to, address actor);

    error RegistryNotOfParty(address account, uint32 party);
    error RegistryNoParty(address account);
    error RegistryUnknownModel(uint32 modelId);
    error RegistryUnknownRelease(uint32 releaseId);
    error RegistryEmptyField(string field);
    error RegistryTooLong(string field, uint256 length, uint256 max);
    error RegistryTooManyParents(uint256 count, uint256 max);
    error RegistryTooManyAncestors(uint256 count, uint256 max);
    error RegistryDuplicateRoot(uint32 modelId, bytes32 root, uint32 releaseId);
    error RegistryRootClaimed(bytes32 root, uint32 releaseId);
    error RegistryIllegalStage(uint32 releaseId, Stage actual, Stage needed);
    error RegistryRevokedAncestor(uint32 releaseId, uint32 ancestor);
    error RegistryNotWithdrawable(uint32 releaseId, Stage stage);

    /// @notice Opens a model for the caller's party.
    function registerModel(string calldata name) external returns (uint32 modelId);
    /// @notice Registers a release of a model of the caller's party.
    function registerRelease(ReleaseInput calldata input) external returns (uint32 releaseId);
    /// @notice Takes a release that is not yet Gated back; it becomes Revoked.
    function withdraw(uint32 releaseId) external;
    /// @notice Registered to RedTeam; only by proposal (policy). Claims the root.
    function advanceToRedTeam(uint32 releaseId) external;
    /// @notice RedTeam to Gated; only by proposal (policy).
    function advanceToGated(uint32 releaseId) external;
    /// @notice Gated to Open; only by proposal (charter). It cannot be undone.
    function advanceToOpen(uint32 releaseId) external;
    /// @notice Any stage to Revoked; only by proposal (routine).
    function revoke(uint32 releaseId) external;

    /// @notice The stage of a release; None when unknown.
    function stageOf(uint32 releaseId) external view returns (Stage);
    /// @notice All that is stored of a release. Reverts on an unknown one.
    function release(uint32 releaseId) external view returns (Release memory);
    /// @notice The release that holds a root since its advance to RedTeam, or 0.
    function releaseOfRoot(bytes32 root) external view returns (uint32);
    /// @notice Every release from which this one derives, nearest first, at most 64.
    function ancestorsOf(uint32 releaseId) external view returns (uint32[] memory);
    /// @notice Name and party of a model. Reverts on an unknown one.
    function model(uint32 modelId) external view returns (string memory name, uint32 party);
    /// @notice How many models there are; ids run from 1.
    function modelCount() external view returns (uint32);
    /// @notice How many releases there are; ids run from 1.
    function releaseCount() external view returns (uint32);
}
