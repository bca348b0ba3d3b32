// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBounds} from "../../../contracts/interfaces/IGovernorBounds.sol";
import {GovernorConfig, IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

contract StewardGovernorTest is TieredProposals {
    function setUp() public {
        deployWithRelease();
    }

    function test_getters_nameTheParts() public view {
        assertEq(governor.seats(), address(seats));
        assertEq(governor.council(), address(council));
        assertEq(governor.accessManager(), address(manager));
        assertEq(governor.bounds(), address(bounds));
        assertEq(address(GovernorVotes(payable(address(governor))).token()), address(token));
        assertEq(stock.name(), "Ostrakon");
        assertEq(stock.CLOCK_MODE(), "mode=timestamp");
        assertEq(stock.clock(), block.timestamp);
        assertEq(governor.daoURI(), vm.parseJsonString(profile, ".governor.daoURI"));
        assertTrue(stock.supportsInterface(type(IGovernor).interfaceId));
    }

    function test_constructor_revertsIf_delaysDoNotRise() public {
        GovernorConfig memory config = _config();
        config.delays = [uint32(60), 3600, 3600];
        _assertRefused(config, abi.encodeWithSelector(IStewardGovernor.GovernorInvalidDelays.selector, config.delays));
        config.delays = [uint32(60), 60, 3600];
        _assertRefused(config, abi.encodeWithSelector(IStewardGovernor.GovernorInvalidDelays.selector, config.delays));
    }

    function test_constructor_revertsIf_theTimelockHasAnotherDelay() public {
        GovernorConfig memory config = _config();
        config.delays = [uint32(61), 3600, 7200];
        _assertRefused(config, abi.encodeWithSelector(IStewardGovernor.GovernorInvalidDelays.selector, config.delays));
    }

    function test_constructor_revertsIf_proposalsWouldExpireAtOnce() public {
        GovernorConfig memory config = _config();
        config.queueWindow = 0;
        _assertRefused(config, abi.encodeWithSelector(IStewardGovernor.GovernorInvalidExpiry.selector, 0, 7 days));
        config.queueWindow = 7 days;
        config.gracePeriod = 0;
        _assertRefused(config, abi.encodeWithSelector(IStewardGovernor.GovernorInvalidExpiry.selector, 7 days, 0));
    }

    function test_constructor_revertsIf_aSettingIsOutsideTheBounds() public {
        for (uint8 i = 0; i < 5; ++i) {
            GovernorConfig memory config = _config();
            (uint256 min, uint256 max) = bounds.rangeOf(IGovernorBounds.Setting(i));
            if (i == 0) config.votingDelay = uint48(max + 1);
            if (i == 1) config.votingPeriod = uint32(max + 1);
            if (i == 2) config.proposalThreshold = max + 1;
            if (i == 3) config.quorumNumerator = max + 1;
            if (i == 4) config.charterQuorumNumerator = max + 1;
            _assertRefused(
                config,
                abi.encodeWithSelector(
                    IGovernorBounds.GovernorBoundsOutside.selector, IGovernorBounds.Setting(i), max + 1, min, max
                )
            );
        }
    }

    function test_propose_byAHolderAtTheThreshold() public {
        vm.prank(dave);
        token.transfer(stranger, 10_000 ether);
        vm.prank(stranger);
        token.delegate(stranger);
        skipTime(1);
        Proposal memory p = propose(charterAction("At the threshold."), stranger);
        assertEq(stock.proposalProposer(p.id), stranger);
        assertState(p, IGovernor.ProposalState.Pending);
        assertEq(stock.proposalSnapshot(p.id), block.timestamp + 30);
        assertEq(stock.proposalDeadline(p.id), block.timestamp + 30 + 3 days);
        assertTrue(stock.proposalNeedsQueuing(p.id));
    }

    function test_propose_byASteward() public {
        Proposal memory p = propose(charterAction("By a seat."), stewards[3]);
        assertEq(stock.proposalProposer(p.id), stewards[3]);
    }

    function test_propose_revertsIf_belowTheThresholdWithoutASeat() public {
        vm.prank(dave);
        token.transfer(stranger, 10_000 ether - 1);
        vm.prank(stranger);
        token.delegate(stranger);
        skipTime(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, stranger, 10_000 ether - 1, 10_000 ether
            )
        );
        propose(charterAction("Just below."), stranger);
    }

    function test_propose_revertsIf_theSameContentWasProposedBefore() public {
        Proposal memory p = charterMatter("Once.");
        uint256 first = p.id;
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector, p.id, IGovernor.ProposalState.Pending, bytes32(0)
            )
        );
        propose(p, bob);
        Proposal memory revised = charterMatter("Once.\nRevision: 2");
        assertEq(revised.id, first + 1);
    }

    function test_cancel_byTheProposerWhilePending() public {
        Proposal memory p = charterMatter("One.");
        cancel(p, alice);
        assertState(p, IGovernor.ProposalState.Canceled);
        Proposal memory q = charterMatter("Two.");
        vm.warp(stock.proposalSnapshot(q.id));
        cancel(q, alice);
        assertState(q, IGovernor.ProposalState.Canceled);
    }

    function test_cancel_revertsIf_theProposerComesTooLate() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, p.id, alice));
        cancel(p, alice);
    }

    function test_cancel_byTheCouncilWhileTheProposalLives() public {
        Proposal memory pending = charterMatter("Pending.");
        cancel(pending, guardian);
        assertState(pending, IGovernor.ProposalState.Canceled);

        Proposal memory active = charterMatter("Active.");
        warpToVote(active);
        cancel(active, guardian);
        assertState(active, IGovernor.ProposalState.Canceled);

        Proposal memory succeeded = charterMatter("Succeeded.");
        voteThrough(succeeded);
        cancel(succeeded, guardian);
        assertState(succeeded, IGovernor.ProposalState.Canceled);

        Proposal memory queued = charterMatter("Queued.");
        voteThrough(queued);
        queue(queued);
        cancel(queued, guardian);
        assertState(queued, IGovernor.ProposalState.Canceled);
        vm.expectRevert(unexpectedState(queued, IGovernor.ProposalState.Canceled, IGovernor.ProposalState.Queued));
        execute(queued);
    }

    function testFuzz_cancel_revertsIf_neitherProposerNorCouncil(address caller) public {
        vm.assume(caller != alice && caller != guardian);
        Proposal memory p = charterMatter("One.");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, p.id, caller));
        cancel(p, caller);
    }

    function test_castVoteBySig_countsForTheSigner() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        bytes memory signature = signBallot(p.id, FOR, whale, keyOf("holder of 49.9 %"));
        vm.prank(stranger);
        stock.castVoteBySig(p.id, FOR, whale, signature);
        assertTrue(stock.hasVoted(p.id, whale));
        assertFalse(stock.hasVoted(p.id, stranger));
        assertEq(Nonces(address(governor)).nonces(whale), 0, "named, not consumed");
    }

    function test_castVoteWithReasonAndParamsBySig_countsForTheSeat() public {
        Proposal memory p = charterMatter("One.");
        warpToVote(p);
        bytes memory signature = signSeatBallot(p.id, AGAINST, stewards[0], keyOf("lab 1"), "Too soon.");
        vm.prank(stranger);
        stock.castVoteWithReasonAndParamsBySig(p.id, AGAINST, stewards[0], "Too soon.", SEAT_HOUSE, signature);
        assertTrue(governor.hasVotedIn(p.id, stewards[0], 1));
    }

    function test_invalidateBallots_raisesTheNonce() public {
        vm.expectEmit(address(governor));
        emit IStewardGovernor.BallotsInvalidated(whale, 1);
        vm.prank(whale);
        governor.invalidateBallots();
        assertEq(Nonces(address(governor)).nonces(whale), 1);
    }

    function test_runtime_staysBelowItsLimit() public view {
        assertLt(address(governor).code.length, 24_000);
    }

    function _assertRefused(GovernorConfig memory config, bytes memory reason) private {
        bytes memory code = abi.encodePacked(vm.getCode("StewardGovernor.sol:StewardGovernor"), abi.encode(config));
        vm.expectRevert(reason);
        this.createFromCode(code);
    }

    function createFromCode(bytes memory code) external returns (address) {
        return create(code);
    }

    function _config() private view returns (GovernorConfig memory) {
        return GovernorConfig({
            name: "Ostrakon",
            daoURI: "",
            token: address(token),
            seats: address(seats),
            timelock: address(timelock),
            accessManager: address(manager),
            council: address(council),
            bounds: address(bounds),
            money: address(money),
            votingDelay: 30,
            votingPeriod: 3 days,
            proposalThreshold: 10_000 ether,
            quorumNumerator: 1000,
            charterQuorumNumerator: 1500,
            objectionWindow: 1 hours,
            objectionPeriod: 1 hours,
            delays: [uint32(60), 3600, 21_600],
            maxDissent: 1 days,
            queueWindow: 7 days,
            gracePeriod: 7 days
        });
    }
}
