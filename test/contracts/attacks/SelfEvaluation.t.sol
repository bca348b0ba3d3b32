// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {Proposals} from "../support/Proposals.sol";

/// @notice Passes are counted by party, and never for a party's own release, whichever keys it uses and whenever.
contract SelfEvaluationTest is Proposals {
    IEvaluations.EvaluationKind private constant CYBER = IEvaluations.EvaluationKind.Cyber;
    uint48 private constant AGE = 180 days;
    uint32 private constant OWN = 1;

    address private _maker;
    address private _second;
    uint32 private _release;

    function setUp() public {
        deploySystem("demo");
        _maker = stewards[0];
        _second = makeAddr("second key of party 1");
        _release = registerRelease(_maker, "weights");
    }

    function test_makerItself() public {
        appoint(_maker);
        _expectOwn(_maker);
    }

    function test_secondKeyOfTheSameParty() public {
        _join(OWN, _second);
        nextEpoch();
        appoint(_second);
        _expectOwn(_second);
    }

    /// @dev It belongs to no party yet, and from tomorrow on to the maker's.
    function test_secondKeyThatJoinsInTheNextEpoch() public {
        appoint(_second);
        _join(OWN, _second);
        assertEq(parties.partyNow(_second), 0);
        _expectOwn(_second);
    }

    /// @dev It left the maker's party, which counts from tomorrow on.
    function test_secondKeyThatLeavesInTheNextEpoch() public {
        _join(OWN, _second);
        nextEpoch();
        appoint(_second);
        vm.prank(_second);
        parties.quit();
        _expectOwn(_second);
        nextEpoch();
        expectRefused(
            _second,
            statement(_release, CYBER, IEvaluations.Verdict.Pass),
            abi.encodeWithSelector(IEvaluations.EvaluationsNoParty.selector, _second)
        );
    }

    /// @dev A Pass given before, by an account that the maker's party then takes in.
    function test_evaluatorHiredByTheMakerAfterItsPass() public {
        _join(13, _second);
        nextEpoch();
        appoint(_second);
        passBy(_second, _release, CYBER);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
        vm.prank(_second);
        parties.quit();
        assertEq(registry.passes(_release, CYBER, AGE), 1, "still of its party");
        nextEpoch();
        assertEq(registry.passes(_release, CYBER, AGE), 0, "of no party");
        _join(OWN, _second);
        assertEq(registry.passes(_release, CYBER, AGE), 0, "the maker's from tomorrow on");
        nextEpoch();
        assertEq(registry.passes(_release, CYBER, AGE), 0, "the maker's");
    }

    function test_twoEvaluatorsOfOnePartyCountOnce() public {
        _join(13, _second);
        nextEpoch();
        appoint(applicant);
        appoint(_second);
        passBy(applicant, _release, CYBER);
        passBy(_second, _release, CYBER);
        assertEq(registry.passes(_release, CYBER, AGE), 1);
        appoint(stewards[11]);
        passBy(stewards[11], _release, CYBER);
        assertEq(registry.passes(_release, CYBER, AGE), 2);
    }

    /// @dev What was said for one party does not count for another that the evaluator joined since.
    function test_evaluatorThatMovesBetweenPartiesTakesNoPassAlong() public {
        _join(13, _second);
        nextEpoch();
        appoint(applicant);
        appoint(_second);
        passBy(applicant, _release, CYBER);
        passBy(_second, _release, CYBER);
        vm.prank(_second);
        parties.quit();
        nextEpoch();
        _join(12, _second);
        nextEpoch();
        assertEq(parties.partyNow(_second), 12);
        assertEq(registry.passes(_release, CYBER, AGE), 1, "the Pass was party 13's");
        passBy(_second, _release, CYBER);
        assertEq(registry.passes(_release, CYBER, AGE), 2, "said again for party 12");
    }

    /// @dev Someone else registers the same bytes, so that the maker can judge them as another's.
    function test_passOfATwinDoesNotCountForTheRelease() public {
        uint32 twin = registerRelease(stewards[1], "weights");
        appoint(_maker);
        passBy(_maker, twin, CYBER);
        assertEq(registry.passes(twin, CYBER, AGE), 1);
        assertEq(registry.passes(_release, CYBER, AGE), 0);
    }

    /// @dev The gate of a large release, with every account of one other party.
    function test_onePartyWithManyKeysDoesNotOpenALargeRelease() public {
        uint32 id = _large();
        advanceTo(id, IModelRegistry.Stage.Gated);
        skipTime(30 minutes);
        for (uint160 i = 1; i <= 5; ++i) {
            address key = address(0xBEEF0000 + i);
            _join(13, key);
        }
        nextEpoch();
        for (uint160 i = 1; i <= 5; ++i) {
            address key = address(0xBEEF0000 + i);
            appoint(key);
            for (uint8 kind = 0; kind < KINDS; ++kind) {
                passBy(key, id, IEvaluations.EvaluationKind(kind));
            }
        }
        vm.expectRevert(
            abi.encodeWithSelector(
                IReleaseGates.GatesTooFewPasses.selector, id, IEvaluations.EvaluationKind.BioChem, 1, 2
            )
        );
        vm.prank(address(timelock));
        registry.advanceToOpen(id);
    }

    function _large() private returns (uint32) {
        IModelRegistry.ReleaseInput memory input = releaseInput(1, "large weights", new uint32[](0));
        input.flop = 1e25;
        vm.prank(_maker);
        return registry.registerRelease(input);
    }

    function _join(uint32 party, address account) private {
        (address controller,,) = parties.partyInfo(party);
        vm.prank(controller);
        parties.invite(party, account, true);
        vm.prank(account);
        parties.accept(party);
    }

    function _expectOwn(address evaluator) private {
        bytes memory reason = abi.encodeWithSelector(IEvaluations.EvaluationsOwnRelease.selector, evaluator, OWN);
        expectRefused(evaluator, statement(_release, CYBER, IEvaluations.Verdict.Pass), reason);
        expectRefused(evaluator, statement(_release, CYBER, IEvaluations.Verdict.Fail), reason);
    }
}
