// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {MarketMoves} from "../support/MarketMoves.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @title O1: for each expanding function, nobody brings it about alone
/// @dev Each test runs every tier-1 and tier-2 function through a whole proposal with all the powers of one actor; the
/// last test shows that the same proposals pass with both houses, so that none of the others fails for another reason.
contract NoOneAloneTest is MarketMoves {
    Move[] private _moves;

    function setUp() public {
        deploySystem("demo");
        registerRelease(stewards[0], "registered");
        registerRelease(stewards[1], "in red team");
        registerRelease(stewards[2], "gated");
        address colleague = makeAddr("second account of party 1");
        vm.prank(stewards[0]);
        parties.invite(1, colleague, true);
        vm.prank(colleague);
        parties.accept(1);
        // A mint is possible after a year; by then the first council is over and presence must be shown again.
        skipTime(365 days);
        for (uint256 i = 0; i < STEWARDS; ++i) {
            vm.prank(stewards[i]);
            seats.present();
        }
        prepareReleases();
        prepareCompute();
        prepareMarket();
        vm.startPrank(address(timelock));
        council.appoint(guardian, uint48(block.timestamp + council.maxTerm()));
        vm.stopPrank();
        vm.deal(address(timelock), 1 ether);
        vm.prank(dave);
        assertTrue(token.transfer(address(timelock), 1 ether));
        skipTime(1);
        _listPolicyMoves();
        _listSeatMoves(colleague);
        _listSettingMoves();
        _listCharterMoves();
    }

    function test_O1_tiersAreThoseOfTheTable() public view {
        for (uint256 i = 0; i < _moves.length; ++i) {
            Proposal memory p = _proposalOf(_moves[i]);
            assertEq(governor.deriveTier(p.targets, p.values, p.calldatas), _moves[i].tier, _moves[i].name);
        }
        assertEq(_moves.length, 46);
    }

    function test_O1_aStrangerAloneCannot() public {
        _failsAlone(_only(stranger));
    }

    function test_O1_theCouncilAloneCannot() public {
        _failsAlone(_only(guardian));
    }

    function test_O1_aStewardAloneCannot() public {
        _failsAlone(_only(stewards[0]));
    }

    function test_O1_aWholeConstituencyAloneCannot() public {
        _failsAlone(_constituency(1));
    }

    function test_O1_anEvaluatorAloneCannot() public {
        assertTrue(registry.isEvaluator(applicant), "an appointed evaluator, of a party without a seat");
        _failsAlone(_only(applicant));
    }

    function test_O1_allEvaluatorsWithoutTokensCannot() public {
        _failsAlone(registry.evaluators());
    }

    function test_O1_aProviderAloneCannot() public {
        // A party that holds a seat of the providers' constituency.
        _failsAlone(_only(stewards[2]));
    }

    function test_O1_theMaintainerWithItsCouncilCannot() public {
        address[] memory group = new address[](2);
        (group[0], group[1]) = (stewards[0], guardian);
        _failsAlone(group);
    }

    function test_O1_anAuditorAloneCannot() public {
        _failsAlone(_only(stewards[11]));
    }

    function test_O1_thePanelOfArbitersAloneCannot() public {
        _failsAlone(arbitration.panel());
    }

    function test_O1_theDeployerAloneCannot() public {
        _failsAlone(_only(deployer));
    }

    function test_O1_aHolderOfHalfTheTokensAloneCannot() public {
        _failsAlone(_only(whale));
    }

    function test_O1_aHolderOfAllTokenVotesAloneCannot() public {
        _failsAlone(_only(_monopolist()));
    }

    function test_O1_allSeatsWithoutTokensCannot() public {
        _failsAlone(stewards);
    }

    function test_O1_allTokenVotesAndAConstituencyCannot() public {
        address[] memory group = _constituency(2);
        _failsAlone(_with(group, _monopolist()));
    }

    function test_O1_halfOfTheTokensAndHalfOfTheSeatsCannotChangeTheCharter() public {
        address[] memory group = new address[](7);
        for (uint256 i = 0; i < 6; ++i) {
            group[i] = stewards[i];
        }
        group[6] = whale;
        for (uint256 i = 0; i < _moves.length; ++i) {
            if (_moves[i].tier == 2) _failsFor(_moves[i], group);
        }
    }

    function test_O1_bothHousesTogetherCan() public {
        for (uint256 i = 0; i < _moves.length; ++i) {
            uint256 before = vm.snapshotState();
            bytes32 untouched = _fingerprint();
            Proposal memory p = propose(_proposalOf(_moves[i]), carol);
            passProposal(p);
            assertState(p, IGovernor.ProposalState.Executed);
            assertTrue(_fingerprint() != untouched, string.concat(_moves[i].name, " changes what is watched"));
            vm.revertToState(before);
        }
    }

    function _failsAlone(address[] memory group) private {
        for (uint256 i = 0; i < _moves.length; ++i) {
            _failsFor(_moves[i], group);
        }
    }

    function _failsFor(Move memory move, address[] memory group) private {
        uint256 before = vm.snapshotState();
        bytes32 untouched = _fingerprint();
        Proposal memory p = _proposalOf(move);
        bytes32 hash = keccak256(bytes(p.description));
        for (uint256 i = 0; i < group.length; ++i) {
            _callDirectly(move, group[i]);
        }
        p.id = _proposeBy(p, group);
        warpToVote(p);
        for (uint256 i = 0; i < group.length; ++i) {
            _try(group[i], address(stock), abi.encodeCall(IGovernor.castVote, (p.id, FOR)));
            _try(
                group[i],
                address(stock),
                abi.encodeCall(IGovernor.castVoteWithReasonAndParams, (p.id, FOR, "", SEAT_HOUSE))
            );
        }
        _try(group[0], address(stock), abi.encodeCall(IGovernor.queue, (p.targets, p.values, p.calldatas, hash)));
        warpPastVote(p);
        for (uint256 wait = 0; wait < 3; ++wait) {
            for (uint256 i = 0; i < group.length; ++i) {
                _try(
                    group[i], address(stock), abi.encodeCall(IGovernor.queue, (p.targets, p.values, p.calldatas, hash))
                );
                _try(
                    group[i],
                    address(stock),
                    abi.encodeCall(IGovernor.execute, (p.targets, p.values, p.calldatas, hash))
                );
                _callDirectly(move, group[i]);
            }
            skipTime(1 days);
        }
        assertEq(uint256(stock.state(p.id)), uint256(IGovernor.ProposalState.Defeated), move.name);
        assertTrue(_fingerprint() == untouched, string.concat(move.name, " was brought about"));
        vm.revertToState(before);
    }

    /// @dev Who may not propose votes on what another proposed, so that no power stays untried.
    function _proposeBy(Proposal memory p, address[] memory group) private returns (uint256 id) {
        for (uint256 i = 0; i < group.length; ++i) {
            vm.prank(group[i]);
            try stock.propose(p.targets, p.values, p.calldatas, p.description) returns (uint256 made) {
                return made;
            } catch {}
        }
        vm.prank(carol);
        return stock.propose(p.targets, p.values, p.calldatas, p.description);
    }

    function _callDirectly(Move memory move, address actor) private {
        if (move.value == 0) {
            vm.prank(actor);
            (bool done,) = move.target.call(move.data);
            // The holder's own tokens are not the DAO's: a transfer may succeed and still leave the DAO's alone.
            if (move.target != address(token) || bytes4(move.data) == token.mint.selector) {
                assertFalse(done, string.concat(move.name, " by a direct call"));
            }
        }
        _try(actor, address(manager), abi.encodeCall(manager.execute, (move.target, move.data)));
        _try(actor, address(manager), abi.encodeCall(manager.schedule, (move.target, move.data, 0)));
        bytes memory schedule =
            abi.encodeCall(timelock.schedule, (move.target, move.value, move.data, bytes32(0), bytes32(0), 1 days));
        _try(actor, address(timelock), schedule);
        _try(
            actor,
            address(timelock),
            abi.encodeCall(timelock.execute, (move.target, move.value, move.data, bytes32(0), bytes32(0)))
        );
    }

    /// @dev Ballots succeed where the actor has weight; whether anything came of it is judged by the fingerprint.
    function _try(address actor, address target, bytes memory data) private returns (bool done) {
        vm.prank(actor);
        (done,) = target.call(data);
    }

    function _fingerprint() private view returns (bytes32) {
        bytes32 governed = keccak256(
            abi.encode(
                stewardshipFingerprint(),
                computeFingerprint(),
                marketFingerprint(),
                rewardFingerprint(),
                parties.partyCount(),
                token.totalSupply(),
                token.balanceOf(address(timelock)),
                address(timelock).balance,
                council.account(),
                council.until(),
                council.approval()
            )
        );
        bytes32 house = keccak256(
            abi.encode(
                seats.totalCapacity(),
                seats.constituencies(),
                seats.liveSeats(),
                seats.seatOfParty(1),
                seats.seatOfAccount(stewards[0]),
                seats.seatOfParty(13)
            )
        );
        bytes32 settings = keccak256(
            abi.encode(
                stock.votingDelay(),
                stock.votingPeriod(),
                stock.proposalThreshold(),
                GovernorVotesQuorumFraction(payable(address(governor))).quorumNumerator(),
                governor.charterQuorumNumerator(block.timestamp)
            )
        );
        return keccak256(abi.encode(governed, house, settings, _charterFingerprint()));
    }

    function _charterFingerprint() private view returns (bytes32) {
        (bool admin,) = manager.hasRole(ADMIN_ROLE, stranger);
        return keccak256(
            abi.encode(
                admin,
                manager.getTargetFunctionRole(address(registry), registry.advanceToOpen.selector),
                manager.getRoleAdmin(POLICY_ROLE),
                manager.getRoleGuardian(POLICY_ROLE),
                manager.isTargetClosed(address(registry)),
                timelock.getMinDelay(),
                timelock.hasRole(timelock.PROPOSER_ROLE(), stranger)
            )
        );
    }

    function _listPolicyMoves() private {
        address[] memory two = new address[](2);
        (two[0], two[1]) = (makeAddr("new party 1"), makeAddr("new party 2"));
        Move[] memory moves = stewardshipMoves();
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        moves = computeMoves();
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        moves = marketMoves();
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        moves = rewardMoves();
        for (uint256 i = 0; i < moves.length; ++i) {
            _moves.push(moves[i]);
        }
        _add("parties.admit", 1, address(parties), abi.encodeCall(parties.admit, (two[0], IPartyRegistry.Kind.Lab)));
        _add("admitMany", 1, address(parties), abi.encodeCall(parties.admitMany, (two, IPartyRegistry.Kind.Lab)));
        _add("mint", 2, address(token), abi.encodeCall(token.mint, (stranger, 1 ether)));
    }

    function _listSeatMoves(address colleague) private {
        uint8[] memory capacities = new uint8[](4);
        for (uint256 i = 0; i < 4; ++i) {
            capacities[i] = 4;
        }
        _add("seats.admit", 2, address(seats), abi.encodeCall(seats.admit, (applicant, 13, 0)));
        _add("seats.remove", 2, address(seats), abi.encodeCall(seats.remove, (1)));
        _add("seats.rekey", 2, address(seats), abi.encodeCall(seats.rekey, (1, colleague)));
        _add("setCapacities", 2, address(seats), abi.encodeCall(seats.setCapacities, (capacities)));
        bytes memory appoint = abi.encodeCall(council.appoint, (stranger, uint48(block.timestamp + 1 days)));
        _add("council.appoint", 2, address(council), appoint);
    }

    function _listSettingMoves() private {
        address target = address(governor);
        _add("setVotingDelay", 2, target, abi.encodeCall(GovernorSettings.setVotingDelay, (11)));
        _add("setVotingPeriod", 2, target, abi.encodeCall(GovernorSettings.setVotingPeriod, (11)));
        _add("setProposalThreshold", 2, target, abi.encodeCall(GovernorSettings.setProposalThreshold, (1_000 ether)));
        bytes memory quorum = abi.encodeCall(GovernorVotesQuorumFraction.updateQuorumNumerator, (400));
        _add("updateQuorumNumerator", 2, target, quorum);
        bytes memory charterQuorum = abi.encodeCall(governor.updateCharterQuorumNumerator, (1_000));
        _add("updateCharterQuorumNumerator", 2, target, charterQuorum);
    }

    function _listCharterMoves() private {
        address target = address(manager);
        bytes4[] memory open = new bytes4[](1);
        open[0] = registry.advanceToOpen.selector;
        bytes memory retier = abi.encodeCall(manager.setTargetFunctionRole, (address(registry), open, ROUTINE_ROLE));
        _add("setTargetFunctionRole", 2, target, retier);
        _add("grantRole", 2, target, abi.encodeCall(manager.grantRole, (ADMIN_ROLE, stranger, 0)));
        _add("setRoleAdmin", 2, target, abi.encodeCall(manager.setRoleAdmin, (POLICY_ROLE, ROUTINE_ROLE)));
        _add("setRoleGuardian", 2, target, abi.encodeCall(manager.setRoleGuardian, (POLICY_ROLE, ROUTINE_ROLE)));
        _add("setTargetClosed", 2, target, abi.encodeCall(manager.setTargetClosed, (address(registry), true)));
        bytes memory newAuthority = abi.encodeCall(manager.updateAuthority, (address(registry), address(council)));
        _add("updateAuthority", 2, target, newAuthority);
        _add("money out of the timelock", 2, address(token), abi.encodeCall(token.transfer, (stranger, 1)));
        _moves.push(Move({name: "value", tier: 2, target: stranger, value: 1, data: ""}));
    }

    function _add(string memory name, uint8 tier, address target, bytes memory data) private {
        _moves.push(Move({name: name, tier: tier, target: target, value: 0, data: data}));
    }

    function _proposalOf(Move memory move) private pure returns (Proposal memory p) {
        p = singleAction(move.target, move.data, move.name);
        p.values[0] = move.value;
    }

    /// @dev All that can be delegated: the timelock's tokens never vote.
    function _monopolist() private returns (address one) {
        one = makeAddr("holder of all token votes");
        address[] memory list = holders();
        for (uint256 i = 0; i < list.length; ++i) {
            vm.prank(list[i]);
            token.delegate(one);
        }
        skipTime(1);
        assertEq(token.getVotes(one) + token.balanceOf(address(timelock)), token.totalSupply());
    }

    function _constituency(uint256 index) private view returns (address[] memory group) {
        group = new address[](3);
        for (uint256 i = 0; i < 3; ++i) {
            group[i] = stewards[index + i * CONSTITUENCIES];
        }
    }

    function _only(address actor) private pure returns (address[] memory group) {
        group = new address[](1);
        group[0] = actor;
    }

    function _with(address[] memory group, address actor) private pure returns (address[] memory more) {
        more = new address[](group.length + 1);
        for (uint256 i = 0; i < group.length; ++i) {
            more[i] = group[i];
        }
        more[group.length] = actor;
    }
}
