// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {TieredProposals} from "../support/TieredProposals.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev An account that is a contract and lets one key sign for it.
contract Wallet is IERC1271 {
    address public owner;

    constructor(address owner_) {
        owner = owner_;
    }

    function setOwner(address owner_) external {
        owner = owner_;
    }

    function isValidSignature(bytes32 hash, bytes memory signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecover(hash, signature);
        return signer == owner ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

/// @dev Says yes to everything.
contract Credulous is IERC1271 {
    function isValidSignature(bytes32, bytes memory) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }
}

/// @notice A signed ballot is worth exactly what its signer signed, once.
contract SignaturesTest is TieredProposals {
    uint256 private constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    Proposal private p;
    uint256 private whaleKey;
    bytes private ballot;

    function setUp() public {
        deployWithRelease();
        p = charterMatter("One.");
        warpToVote(p);
        whaleKey = keyOf("holder of 49.9 %");
        ballot = signBallot(p.id, FOR, whale, whaleKey);
    }

    function test_replayIsRefusedThoughTheNonceStands() public {
        stock.castVoteBySig(p.id, FOR, whale, ballot);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, whale));
        stock.castVoteBySig(p.id, FOR, whale, ballot);
    }

    function test_severalBallotsAreSignedAtOnce() public {
        Proposal memory other = charterMatter("Two.");
        vm.warp(stock.proposalSnapshot(other.id) + 1);
        bytes memory second = signBallot(other.id, AGAINST, whale, whaleKey);
        stock.castVoteBySig(other.id, AGAINST, whale, second);
        stock.castVoteBySig(p.id, FOR, whale, ballot);
        assertTrue(stock.hasVoted(p.id, whale) && stock.hasVoted(other.id, whale));
    }

    function test_otherProposalSupportOrVoterIsRefused() public {
        Proposal memory other = charterMatter("Two.");
        vm.warp(stock.proposalSnapshot(other.id) + 1);
        _expectInvalid(whale);
        stock.castVoteBySig(other.id, FOR, whale, ballot);
        _expectInvalid(whale);
        stock.castVoteBySig(p.id, AGAINST, whale, ballot);
        _expectInvalid(alice);
        stock.castVoteBySig(p.id, FOR, alice, ballot);
        _expectInvalid(address(0));
        stock.castVoteBySig(p.id, FOR, address(0), ballot);
    }

    function test_invalidatedBallotIsRefused() public {
        vm.prank(whale);
        governor.invalidateBallots();
        _expectInvalid(whale);
        stock.castVoteBySig(p.id, FOR, whale, ballot);
        stock.castVoteBySig(p.id, FOR, whale, signBallot(p.id, FOR, whale, whaleKey));
        assertTrue(stock.hasVoted(p.id, whale));
    }

    function test_nobodyElseInvalidatesABallot() public {
        vm.prank(stranger);
        governor.invalidateBallots();
        stock.castVoteBySig(p.id, FOR, whale, ballot);
        assertTrue(stock.hasVoted(p.id, whale));
    }

    function test_ballotOfAnotherChainIsRefused() public {
        vm.chainId(1337);
        _expectInvalid(whale);
        stock.castVoteBySig(p.id, FOR, whale, ballot);
    }

    function test_tokenBallotIsNoSeatBallot() public {
        _expectInvalid(whale);
        stock.castVoteWithReasonAndParamsBySig(p.id, FOR, whale, "", SEAT_HOUSE, ballot);
        bytes memory seatBallot = signSeatBallot(p.id, FOR, stewards[0], keyOf("lab 1"), "");
        _expectInvalid(stewards[0]);
        stock.castVoteWithReasonAndParamsBySig(p.id, FOR, stewards[0], "", "", seatBallot);
        _expectInvalid(stewards[0]);
        stock.castVoteBySig(p.id, FOR, stewards[0], seatBallot);
    }

    function test_relayCannotPutWordsInTheVotersMouth() public {
        bytes memory seatBallot = signSeatBallot(p.id, AGAINST, stewards[0], keyOf("lab 1"), "Too soon.");
        _expectInvalid(stewards[0]);
        stock.castVoteWithReasonAndParamsBySig(p.id, AGAINST, stewards[0], "Hurray.", SEAT_HOUSE, seatBallot);
    }

    function test_mirroredSignatureIsRefused() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(whaleKey, ballotDigest(p.id, FOR, whale));
        uint256 order = 2 * HALF_ORDER + 1;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _expectInvalid(whale);
        stock.castVoteBySig(p.id, FOR, whale, mirrored);
    }

    function testFuzz_garbageIsRefused(bytes memory garbage) public {
        vm.assume(keccak256(garbage) != keccak256(ballot));
        _expectInvalid(whale);
        stock.castVoteBySig(p.id, FOR, whale, garbage);
    }

    function test_signedBallotObeysTheObjectionPeriod() public {
        voteSeats(p, 7, FOR);
        vm.warp(stock.proposalDeadline(p.id));
        voteToken(p, alice, FOR);
        skipTime(1);
        vm.expectPartialRevert(IStewardGovernor.GovernorOnlyObjections.selector);
        stock.castVoteBySig(p.id, FOR, whale, ballot);
    }

    function test_contractAccountVotesByItsKey() public {
        (Wallet wallet, Proposal memory q) = _walletWithVotes();
        bytes memory signature = signBallot(q.id, FOR, address(wallet), keyOf("wallet key"));
        stock.castVoteBySig(q.id, FOR, address(wallet), signature);
        assertTrue(stock.hasVoted(q.id, address(wallet)));
    }

    function test_contractAccountWithAReplacedKeyDisownsTheBallot() public {
        (Wallet wallet, Proposal memory q) = _walletWithVotes();
        bytes memory signature = signBallot(q.id, FOR, address(wallet), keyOf("wallet key"));
        wallet.setOwner(stranger);
        _expectInvalid(address(wallet));
        stock.castVoteBySig(q.id, FOR, address(wallet), signature);
    }

    function test_credulousContractSpeaksOnlyForItself() public {
        Credulous credulous = new Credulous();
        vm.expectRevert(abi.encodeWithSelector(IStewardGovernor.GovernorNoVotes.selector, address(credulous), 0));
        stock.castVoteBySig(p.id, FOR, address(credulous), "");
        _expectInvalid(whale);
        stock.castVoteBySig(p.id, FOR, whale, "");
    }

    function _walletWithVotes() private returns (Wallet wallet, Proposal memory q) {
        wallet = new Wallet(makeAddr("wallet key"));
        vm.prank(alice);
        token.transfer(address(wallet), 1000 ether);
        vm.prank(address(wallet));
        token.delegate(address(wallet));
        q = charterMatter("Voted on by a contract.");
        warpToVote(q);
    }

    function _expectInvalid(address voter) private {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter));
    }
}
