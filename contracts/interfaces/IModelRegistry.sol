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
    /// @param version Free text, for people; 1 to 64 bytes.
    /// @param parents Up to 4 registered releases from which the weights derive.
    /// @param root OMS subject digest: SHA-256 over the raw file digests in name order.
    /// @param manifest SHA-256 of the canonical manifest; it binds file names too.
    /// @param card SHA-256 of the model card, or 0 when there is none.
    /// @param licence SPDX identifier; 1 to 64 bytes.
    /// @param files Number of files; at least 1.
    /// @param size Sum of the file sizes in bytes; at least 1.
    /// @param gpuSeconds GPU-seconds spent on this step.
    /// @param flop Declared training FLOP of this step alone.
    /// @param uri Where the files may be found; untrusted, the digests decide. At most 256 bytes.
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

    /// @notice What is stored of a release. All but `stage` and `stageSince` never changes.
    /// @param modelId The model.
    /// @param party The party that registered it.
    /// @param stage Where votes have brought it.
    /// @param stageSince UNIX seconds at which it got there.
    /// @param files Number of files.
    /// @param size Sum of the file sizes in bytes.
    /// @param root OMS subject digest.
    /// @param manifest SHA-256 of the canonical manifest.
    /// @param card SHA-256 of the model card, or 0.
    /// @param gpuSeconds GPU-seconds spent on this step.
    /// @param flop Declared training FLOP of this step alone.
    /// @param cumulativeFlop Own FLOP and the greatest cumulative FLOP of its parents.
    /// @param licence SPDX identifier.
    /// @param version Free text, for people.
    /// @param parents The releases from which it directly derives.
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
    /// @param modelId The model.
    /// @param party Whose it is.
    /// @param maintainer The account that opened it.
    /// @param name Its name, for people.
    event ModelRegistered(uint32 indexed modelId, uint32 indexed party, address indexed maintainer, string name);

    /// @notice A release was registered; its stage is Registered.
    /// @param releaseId The release.
    /// @param modelId Its model.
    /// @param root OMS subject digest.
    /// @param maintainer The account that registered it.
    /// @param cumulativeFlop Its own FLOP and the greatest cumulative FLOP of its parents.
    /// @param input All that the maintainer gave.
    event ReleaseRegistered(
        uint32 indexed releaseId,
        uint32 indexed modelId,
        bytes32 indexed root,
        address maintainer,
        uint128 cumulativeFlop,
        ReleaseInput input
    );

    /// @notice The stage changed; `actor` is the timelock, or the maintainer on a withdrawal.
    /// @param releaseId The release.
    /// @param from The stage until now.
    /// @param to The stage from now on.
    /// @param actor Who called.
    event StageChanged(uint32 indexed releaseId, Stage indexed from, Stage indexed to, address actor);

    /// @notice The caller does not belong to the party whose model or release it is.
    /// @param account The caller.
    /// @param party The party.
    error RegistryNotOfParty(address account, uint32 party);

    /// @notice Only accounts of an admitted party open models.
    /// @param account The caller.
    error RegistryNoParty(address account);

    /// @notice No model has this id.
    /// @param modelId The id.
    error RegistryUnknownModel(uint32 modelId);

    /// @notice No release has this id.
    /// @param releaseId The id.
    error RegistryUnknownRelease(uint32 releaseId);

    /// @notice A field that every release or model has is empty or zero.
    /// @param field Its name.
    error RegistryEmptyField(string field);

    /// @notice A text is too long.
    /// @param field Its name.
    /// @param length Its length in bytes.
    /// @param max The greatest length in bytes.
    error RegistryTooLong(string field, uint256 length, uint256 max);

    /// @notice More parents than a release may name.
    /// @param count How many were named.
    /// @param max How many are allowed.
    error RegistryTooManyParents(uint256 count, uint256 max);

    /// @notice A parent is named twice.
    /// @param parent The parent.
    error RegistryDuplicateParent(uint32 parent);

    /// @notice The release would derive from more releases than can be checked when it advances.
    /// @param count More than these were found.
    /// @param max How many are allowed.
    error RegistryTooManyAncestors(uint256 count, uint256 max);

    /// @notice Own and inherited FLOP exceed 128 bits.
    /// @param flop Declared FLOP of this step.
    /// @param inherited The greatest cumulative FLOP of the parents.
    error RegistryFlopOverflow(uint128 flop, uint128 inherited);

    /// @notice The model already has a release of these bytes.
    /// @param modelId The model.
    /// @param root OMS subject digest.
    /// @param releaseId The release.
    error RegistryDuplicateRoot(uint32 modelId, bytes32 root, uint32 releaseId);

    /// @notice Another release that is not Revoked holds these bytes.
    /// @param root OMS subject digest.
    /// @param releaseId The holder.
    error RegistryRootClaimed(bytes32 root, uint32 releaseId);

    /// @notice The release is not in the stage that this step starts from.
    /// @param releaseId The release.
    /// @param actual Its stage.
    /// @param needed The stage needed.
    error RegistryIllegalStage(uint32 releaseId, Stage actual, Stage needed);

    /// @notice A release from which this one derives was revoked, so this one can advance no more.
    /// @param releaseId The release.
    /// @param ancestor The revoked one.
    error RegistryRevokedAncestor(uint32 releaseId, uint32 ancestor);

    /// @notice Only what is below Gated can be withdrawn; what is Revoked stays so.
    /// @param releaseId The release.
    /// @param stage Its stage.
    error RegistryNotWithdrawable(uint32 releaseId, Stage stage);

    /// @notice The release is Revoked already.
    /// @param releaseId The release.
    error RegistryAlreadyRevoked(uint32 releaseId);

    /// @notice Opens a model for the caller's party.
    /// @param name For people, 1 to 64 bytes; not unique.
    /// @return modelId The model.
    function registerModel(string calldata name) external returns (uint32 modelId);

    /// @notice Registers a release of a model of the caller's party. Registering is a claim about bytes, not a right
    /// to them: several models may register the same root, and the vote to RedTeam decides whose it is.
    /// @param input What is registered; it never changes.
    /// @return releaseId The release.
    function registerRelease(ReleaseInput calldata input) external returns (uint32 releaseId);

    /// @notice Takes a release that is not yet Gated back; it becomes Revoked, and what derives from it cannot advance.
    /// @param releaseId A release of the caller's party.
    function withdraw(uint32 releaseId) external;

    /// @notice Registered to RedTeam; only by proposal (policy). Claims the root, unless another release that is not
    /// Revoked holds it. What a Revoked release held can be claimed again, by the same vote: else one party could
    /// burn the bytes of another for ever, by having them advanced as its own and withdrawing them.
    /// @param releaseId The release.
    function advanceToRedTeam(uint32 releaseId) external;

    /// @notice RedTeam to Gated; only by proposal (policy), and only when its gate is met (IReleaseGates).
    /// @param releaseId The release.
    function advanceToGated(uint32 releaseId) external;

    /// @notice Gated to Open; only by proposal (charter), and only when its gate is met (IReleaseGates). Weights that were
    /// open cannot be called back.
    /// @param releaseId The release.
    function advanceToOpen(uint32 releaseId) external;

    /// @notice Any stage to Revoked; only by proposal (routine).
    /// @param releaseId The release.
    function revoke(uint32 releaseId) external;

    /// @notice The stage of a release; None when unknown.
    /// @param releaseId The release.
    function stageOf(uint32 releaseId) external view returns (Stage);

    /// @notice All that is stored of a release. Reverts on an unknown one.
    /// @param releaseId The release.
    function release(uint32 releaseId) external view returns (Release memory);

    /// @notice The release that last claimed a root by its advance to RedTeam, or 0; see its stage: it may be Revoked.
    /// @param root OMS subject digest.
    function releaseOfRoot(bytes32 root) external view returns (uint32);

    /// @notice Every release from which this one derives, each once, newest first, at most 64.
    /// @param releaseId The release.
    function ancestorsOf(uint32 releaseId) external view returns (uint32[] memory);

    /// @notice Name and party of a model. Reverts on an unknown one.
    /// @param modelId The model.
    /// @return name For people.
    /// @return party Whose it is.
    function model(uint32 modelId) external view returns (string memory name, uint32 party);

    /// @notice How many models there are; ids run from 1.
    function modelCount() external view returns (uint32);

    /// @notice How many releases there are; ids run from 1.
    function releaseCount() external view returns (uint32);
}
