// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StewardSeats} from "../../../contracts/governance/StewardSeats.sol";
import {VotingToken} from "../../../contracts/governance/VotingToken.sol";
import {IGovernorBounds} from "../../../contracts/interfaces/IGovernorBounds.sol";
import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {IRegistry} from "../support/IRegistry.sol";
import {Test} from "../support/Test.sol";
import {GovernanceHandler} from "./GovernanceHandler.sol";
import {GovernanceModel} from "./GovernanceModel.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {
    GovernorVotesQuorumFraction
} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";

/// @title Invariants 1 to 5, 10, 11, 13 and 14 of the specification, whatever anybody does in whatever order
/// forge-config: default.invariant.runs = 5
/// forge-config: default.invariant.depth = 100
/// forge-config: default.invariant.fail-on-revert = true
contract GovernanceInvariants is Test {
    GovernanceHandler private _handler;
    IStewardGovernor private _governor;
    IGovernor private _stock;
    StewardSeats private _seats;
    VotingToken private _token;
    IRegistry private _registry;
    AccessManager private _manager;
    IGovernorBounds private _bounds;

    function setUp() public {
        _handler = new GovernanceHandler();
        (address governor, address seats, address token, address registry, address manager, address bounds) =
            _handler.system();
        _governor = IStewardGovernor(governor);
        _stock = IGovernor(payable(governor));
        _seats = StewardSeats(seats);
        _token = VotingToken(token);
        _registry = IRegistry(registry);
        _manager = AccessManager(manager);
        _bounds = IGovernorBounds(bounds);
        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = GovernanceHandler.proposeSomething.selector;
        selectors[1] = GovernanceHandler.voteOnce.selector;
        selectors[2] = GovernanceHandler.campaign.selector;
        selectors[3] = GovernanceHandler.moveTime.selector;
        selectors[4] = GovernanceHandler.pushProposal.selector;
        selectors[5] = GovernanceHandler.passSomething.selector;
        selectors[6] = GovernanceHandler.attack.selector;
        selectors[7] = GovernanceHandler.moveTokens.selector;
        selectors[8] = GovernanceHandler.liveAsSteward.selector;
        selectors[9] = GovernanceHandler.liveAsParty.selector;
        selectors[10] = GovernanceHandler.liveAsMaintainer.selector;
        selectors[11] = GovernanceHandler.passSomething.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
        targetContract(address(_handler));
    }

    /// forge-config: default.invariant.runs = 16
    /// @dev 1, 5, 10 and 14 are compared with the model after every single step; the first breach is named here.
    function invariant_1_5_10_14_everyStepAgreesWithTheModel() public view {
        assertEq(_handler.violation(), "");
    }

    function invariant_2_nobodyButTheTimelockCanCallARestrictedFunction() public view {
        address[] memory suspects = _handler.suspects();
        for (uint256 i = 0; i < suspects.length; ++i) {
            for (uint64 role = 0; role < 3; ++role) {
                (bool member,) = _manager.hasRole(role, suspects[i]);
                assertFalse(member, "a role outside of the timelock");
            }
            (bool opens,) = _manager.canCall(suspects[i], address(_registry), _registry.advanceToOpen.selector);
            (bool gates,) = _manager.canCall(suspects[i], address(_registry), _registry.advanceToGated.selector);
            (bool mints,) = _manager.canCall(suspects[i], address(_token), _token.mint.selector);
            assertFalse(opens || gates || mints, "a restricted function is open");
        }
    }

    function invariant_3_4_talliesAreTheBallotsAndWithinTheSupply() public view {
        for (uint256 i = 0; i < _handler.proposals(); ++i) {
            uint256 id = _handler.ids(i);
            GovernanceModel.Ledger memory entry = _handler.ledger(id);
            (uint256 against, uint256 inFavour, uint256 abstain) = _governor.proposalVotes(id);
            assertEq(against, entry.tally[0][0], "Against");
            assertEq(inFavour, entry.tally[0][1], "For");
            assertEq(abstain, entry.tally[0][2], "Abstain");
            uint256 seatSum = _seatSum(id, entry);
            uint256 snapshot = _stock.proposalSnapshot(id);
            if (snapshot >= block.timestamp) continue;
            assertLe(against + inFavour + abstain, _token.getPastTotalSupply(snapshot), "token house");
            assertLe(seatSum, _seats.getPastTotalSupply(snapshot), "seat house");
        }
    }

    function invariant_11_seatsStayWithinTheirBounds() public view {
        uint256 total = _seats.totalCapacity();
        assertTrue(total >= 6 && total <= 63, "N");
        uint256 capacities = 0;
        uint256 taken = 0;
        for (uint8 i = 0; i < _seats.constituencies(); ++i) {
            (uint8 capacity, uint8 seated) = _seats.constituency(i);
            assertLe(uint256(capacity) * 3, total, "a third");
            assertLe(seated, capacity, "seated");
            capacities += capacity;
            taken += seated;
        }
        assertEq(capacities, total, "sum of capacities");
        assertEq(taken, _seats.seated(), "sum of seats");
        uint32[] memory live = _seats.liveSeats();
        assertEq(live.length, taken, "live seats");
        for (uint256 i = 0; i < live.length; ++i) {
            (address steward, uint32 party,,,) = _seats.seat(live[i]);
            // Two seats of one party, or of one account, could not both be found by it.
            assertEq(_seats.seatOfParty(party), live[i], "one seat per party");
            assertEq(_seats.seatOfAccount(steward), live[i], "one seat per account");
            assertEq(_seats.balanceOf(steward), 1, "balance");
            assertEq(_seats.getVotes(steward), 1, "one vote per seat");
            uint32 now_ = _seats.parties().partyNow(steward);
            assertEq(now_, party, "a steward stays in its party");
            assertEq(_seats.parties().partyNext(steward), party, "a steward stays in its party");
        }
    }

    function invariant_13_settingsStayWithinTheirBounds() public view {
        _assertWithin(IGovernorBounds.Setting.VotingDelay, _stock.votingDelay());
        _assertWithin(IGovernorBounds.Setting.VotingPeriod, _stock.votingPeriod());
        _assertWithin(IGovernorBounds.Setting.ProposalThreshold, _stock.proposalThreshold());
        uint256 quorum = GovernorVotesQuorumFraction(payable(address(_governor))).quorumNumerator();
        _assertWithin(IGovernorBounds.Setting.Quorum, quorum);
        _assertWithin(IGovernorBounds.Setting.CharterQuorum, _governor.charterQuorumNumerator(block.timestamp));
    }

    /// @dev The handler must reach what it is meant to watch, else the invariants say nothing.
    function test_handler_reachesExecutionsAndRefusals() public {
        for (uint256 i = 0; i < 200; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            if (i % 8 == 0) _handler.passSomething(seed);
            if (i % 8 == 1) _handler.proposeSomething(seed);
            if (i % 8 == 2) _handler.campaign(seed);
            if (i % 8 == 3) _handler.moveTime(seed);
            if (i % 8 == 4) _handler.attack(seed);
            if (i % 8 == 5) _handler.pushProposal(seed);
            if (i % 8 == 6) _handler.liveAsMaintainer(seed);
            if (i % 8 == 7) _handler.liveAsParty(seed);
        }
        assertEq(_handler.violation(), "");
        assertGt(_handler.executions(), 5, "executions");
        assertGt(_handler.ballots(), 100, "ballots");
        assertGt(_handler.refusedAttacks(), 20, "refused attacks");
    }

    function _seatSum(uint256 id, GovernanceModel.Ledger memory entry) private view returns (uint256) {
        (uint256 against, uint256 inFavour, uint256 abstain) = _governor.seatVotes(id);
        assertEq(against, entry.tally[1][0], "seats Against");
        assertEq(inFavour, entry.tally[1][1], "seats For");
        assertEq(abstain, entry.tally[1][2], "seats Abstain");
        return against + inFavour + abstain;
    }

    function _assertWithin(IGovernorBounds.Setting setting, uint256 value) private view {
        (uint256 min, uint256 max) = _bounds.rangeOf(setting);
        assertTrue(value >= min && value <= max, "a setting is out of bounds");
    }
}
