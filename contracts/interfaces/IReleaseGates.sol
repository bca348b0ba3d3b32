// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "./IEvaluations.sol";
import {IModelRegistry} from "./IModelRegistry.sol";

/// @title What a release needs before a vote can move it up
/// @notice One rule per class of cumulative training compute (0: below 1e23 FLOP, 1: below 1e25, 2: from 1e25) and stage
/// (Gated, Open). Checked when the vote is executed, so what held at that moment is what counts.
interface IReleaseGates {
    /// @notice The gate of a class and stage.
    /// @param passes Least number of parties with a Pass, per evaluation kind.
    /// @param dwell Least seconds in the stage before.
    /// @param maxReportAge Greatest age of a report in seconds; at least 1.
    struct GateRule {
        uint8[6] passes;
        uint48 dwell;
        uint48 maxReportAge;
    }

    /// @notice How a release stands before a gate; what portals show before anyone signs.
    /// @param rule The rule that applies.
    /// @param passes Parties with a Pass that counts, per evaluation kind.
    /// @param standingFails Fails that stand; must be 0 for Gated and Open. Red team is where releases are evaluated, so
    /// the step into it asks for no evaluation and no dwell.
    /// @param dwellUntil UNIX seconds from which on the dwell is over.
    /// @param heldUntil UNIX seconds until which the council holds it; 0 or past: not held.
    /// @param recalledUntil UNIX seconds until which the council recalled it; 0 or past: not recalled.
    /// @param revokedAncestor An ancestor that is Revoked, or 0.
    /// @param missingAcks Shares of its seal that no steward acknowledged; 0 when it is not sealed. Matters for Gated.
    /// @param met Whether nothing of all this stands in the way.
    struct GateStatus {
        GateRule rule;
        uint256[6] passes;
        uint32 standingFails;
        uint48 dwellUntil;
        uint48 heldUntil;
        uint48 recalledUntil;
        uint32 revokedAncestor;
        uint256 missingAcks;
        bool met;
    }

    /// @notice What the registry is deployed with.
    /// @param holdTime Seconds that a hold lasts.
    /// @param recallTime Seconds that a recall lasts.
    /// @param toGated The first rules for Gated, per class.
    /// @param toOpen The first rules for Open, per class.
    struct Terms {
        uint48 holdTime;
        uint48 recallTime;
        GateRule[3] toGated;
        GateRule[3] toOpen;
    }

    /// @notice A rule was set.
    /// @param flopClass 0, 1 or 2.
    /// @param to Gated or Open.
    /// @param rule The rule.
    event GateRuleSet(uint8 indexed flopClass, IModelRegistry.Stage indexed to, GateRule rule);

    /// @notice The council holds a release where it is.
    /// @param releaseId The release.
    /// @param council The council.
    /// @param stage The stage in which it is held; each stage only once.
    /// @param until UNIX seconds of the end.
    /// @param reason Why, for people; untrusted text.
    event ReleaseHeld(
        uint32 indexed releaseId, address indexed council, IModelRegistry.Stage stage, uint48 until, string reason
    );

    /// @notice The council recalled a release: nobody should use it until then.
    /// @param releaseId The release.
    /// @param council The council.
    /// @param approval The council's approval number; each only once per release.
    /// @param until UNIX seconds of the end.
    /// @param reason Why, for people; untrusted text.
    event ReleaseRecalled(
        uint32 indexed releaseId, address indexed council, uint32 approval, uint48 until, string reason
    );

    /// @notice Too few parties passed the release in this kind.
    /// @param releaseId The release.
    /// @param kind What has to be evaluated.
    /// @param passes Parties with a Pass that counts now.
    /// @param needed Parties needed.
    error GatesTooFewPasses(uint32 releaseId, IEvaluations.EvaluationKind kind, uint256 passes, uint256 needed);

    /// @notice A Fail stands; its author can revoke it, a charter vote overrule it.
    /// @param releaseId The release.
    /// @param fails How many stand.
    error GatesStandingFail(uint32 releaseId, uint32 fails);

    /// @notice The release has not been in its stage long enough.
    /// @param releaseId The release.
    /// @param until UNIX seconds from which on it has.
    error GatesDwell(uint32 releaseId, uint48 until);

    /// @notice The council holds the release.
    /// @param releaseId The release.
    /// @param until UNIX seconds of the end.
    error GatesHeld(uint32 releaseId, uint48 until);

    /// @notice The council recalled the release.
    /// @param releaseId The release.
    /// @param until UNIX seconds of the end.
    error GatesRecalled(uint32 releaseId, uint48 until);

    /// @notice Stewards have not acknowledged all shares of the release's seal.
    /// @param releaseId The release.
    /// @param missing How many acknowledgements are missing.
    error GatesSealNotAcknowledged(uint32 releaseId, uint256 missing);

    /// @notice The class is not 0, 1 or 2, the stage neither Gated nor Open, or the greatest age of a report is 0.
    /// @param flopClass The class.
    /// @param to The stage.
    error GatesInvalidRule(uint8 flopClass, IModelRegistry.Stage to);

    /// @notice Only the council may do this, while its term lasts.
    /// @param caller Who tried.
    error GatesOnlyCouncil(address caller);

    /// @notice The council held this release in this stage before.
    /// @param releaseId The release.
    /// @param stage The stage.
    error GatesHeldBefore(uint32 releaseId, IModelRegistry.Stage stage);

    /// @notice The council recalled this release before, in the same approval.
    /// @param releaseId The release.
    /// @param approval The approval number.
    error GatesRecalledBefore(uint32 releaseId, uint32 approval);

    /// @notice The release is in a stage in which there is nothing to hold or recall.
    /// @param releaseId The release.
    /// @param stage Its stage.
    error GatesNothingToStop(uint32 releaseId, IModelRegistry.Stage stage);

    /// @notice Sets a rule; only by proposal (charter).
    /// @param flopClass 0: below 1e23 cumulative FLOP, 1: below 1e25, 2: from 1e25.
    /// @param to Gated or Open.
    /// @param rule The rule.
    function setGateRule(uint8 flopClass, IModelRegistry.Stage to, GateRule calldata rule) external;

    /// @notice Keeps a release from advancing for `holdTime`; only the council, once per release and stage, not at Open.
    /// @param releaseId The release.
    /// @param reason Why, for people; 1 to 256 bytes.
    function hold(uint32 releaseId, string calldata reason) external;

    /// @notice Warns of a release for `recallTime` and keeps it from advancing; only the council, once per release and
    /// approval, from Gated on.
    /// @param releaseId The release.
    /// @param reason Why, for people; 1 to 256 bytes.
    function recall(uint32 releaseId, string calldata reason) external;

    /// @notice How a release stands before the gate to its next stage; reverts at Open and Revoked.
    /// @param releaseId The release.
    function gateOf(uint32 releaseId) external view returns (GateStatus memory);

    /// @notice The rule of a class and stage.
    /// @param flopClass The class.
    /// @param to Gated or Open.
    function gateRule(uint8 flopClass, IModelRegistry.Stage to) external view returns (GateRule memory);

    /// @notice The class of a cumulative training compute.
    /// @param cumulativeFlop Floating point operations.
    function flopClassOf(uint128 cumulativeFlop) external pure returns (uint8);

    /// @notice UNIX seconds until which the council holds the release, or 0.
    /// @param releaseId The release.
    function heldUntil(uint32 releaseId) external view returns (uint48);

    /// @notice UNIX seconds until which the council recalled the release, or 0.
    /// @param releaseId The release.
    function recalledUntil(uint32 releaseId) external view returns (uint48);

    /// @notice Seconds that a hold lasts.
    function holdTime() external view returns (uint48);

    /// @notice Seconds that a recall lasts.
    function recallTime() external view returns (uint48);
}
