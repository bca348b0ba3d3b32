// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VotingToken} from "../../../contracts/governance/VotingToken.sol";
import {IVotingToken} from "../../../contracts/interfaces/IVotingToken.sol";
import {Deployment} from "../support/Deployment.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";

contract VotingTokenTest is Deployment {
    uint256 private constant SUPPLY = 100_000_000 ether;

    function setUp() public {
        deploySystem("demo");
    }

    function test_constructor_setsWhatTheProfileSays() public view {
        assertEq(token.name(), "Ostrakon");
        assertEq(token.symbol(), "OST");
        assertEq(token.decimals(), 18);
        assertEq(token.totalSupply(), SUPPLY);
        assertEq(token.maxSupply(), type(uint112).max);
        assertEq(token.nextMintAt(), DEPLOYED_AT + 365 days);
        assertTrue(token.neverVotes(address(timelock)));
        assertEq(token.CLOCK_MODE(), "mode=timestamp");
        assertEq(token.clock(), block.timestamp);
    }

    function test_constructor_revertsIf_listsDiffer() public {
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenLengthMismatch.selector, 1, 2));
        _newToken(new address[](1), new uint256[](2), 200);
    }

    function test_constructor_revertsIf_mintCapAboveCeiling() public {
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenMintCapTooHigh.selector, 1001, 1000));
        _newToken(new address[](0), new uint256[](0), 1001);
    }

    function test_constructor_barsUpToFourAccounts() public {
        address[] memory barred = new address[](4);
        for (uint256 i = 0; i < 4; ++i) {
            barred[i] = stewards[i];
        }
        VotingToken four = new VotingToken("T", "T", address(manager), new address[](0), new uint256[](0), 200, barred);
        for (uint256 i = 0; i < 4; ++i) {
            assertTrue(four.neverVotes(barred[i]));
        }
        assertFalse(four.neverVotes(stewards[4]));
        assertFalse(token.neverVotes(address(0)), "or nobody could take a delegation back");
        barred = new address[](5);
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenTooManyBarred.selector, 5, 4));
        new VotingToken("T", "T", address(manager), new address[](0), new uint256[](0), 200, barred);
    }

    function test_constructor_revertsIf_supplyExceedsTallies() public {
        (address[] memory to, uint256[] memory amounts) = _single(uint256(type(uint112).max) + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ERC20Votes.ERC20ExceededSafeSupply.selector, amounts[0], type(uint112).max)
        );
        _newToken(to, amounts, 200);
    }

    function test_mint_createsAtMostTheYearlyShare() public {
        skipTime(365 days);
        uint256 share = SUPPLY * 2 / 100;
        assertEq(token.mintableNow(), share);
        vm.expectEmit(address(token));
        emit IVotingToken.Minted(alice, share, SUPPLY + share, uint48(block.timestamp + 365 days));
        vm.prank(address(timelock));
        token.mint(alice, share);
        assertEq(token.totalSupply(), SUPPLY + share);
        assertEq(token.nextMintAt(), block.timestamp + 365 days);
    }

    function test_mint_revertsIf_notTheTimelock() public {
        skipTime(365 days);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, whale));
        vm.prank(whale);
        token.mint(whale, 1);
    }

    function test_mint_revertsIf_withinAYearOfTheDeployment() public {
        vm.warp(DEPLOYED_AT + 365 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenMintTooEarly.selector, DEPLOYED_AT + 365 days));
        vm.prank(address(timelock));
        token.mint(alice, 1);
    }

    function test_mint_revertsIf_withinAYearOfTheLast() public {
        skipTime(365 days);
        vm.startPrank(address(timelock));
        token.mint(alice, 1);
        uint256 next = token.nextMintAt();
        vm.warp(next - 1);
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenMintTooEarly.selector, next));
        token.mint(alice, 1);
        vm.warp(next);
        token.mint(alice, 1);
        vm.stopPrank();
        assertEq(token.totalSupply(), SUPPLY + 2);
    }

    function test_mint_revertsIf_aboveTheYearlyShare() public {
        skipTime(365 days);
        uint256 share = token.mintableNow();
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenMintTooLarge.selector, share + 1, share));
        vm.prank(address(timelock));
        token.mint(alice, share + 1);
    }

    function test_mint_staysBelowTheTallies() public {
        (address[] memory to, uint256[] memory amounts) = _single(type(uint112).max - 1);
        VotingToken full = _newToken(to, amounts, 200);
        skipTime(365 days);
        assertEq(full.mintableNow(), 1);
    }

    function test_delegate_revertsIf_theTimelockWouldVote() public {
        vm.prank(alice);
        assertTrue(token.transfer(address(timelock), 1 ether));
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenNeverVotes.selector, address(timelock)));
        vm.prank(address(timelock));
        token.delegate(alice);
    }

    function test_delegate_revertsIf_toTheTimelock() public {
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenNeverVotes.selector, address(timelock)));
        vm.prank(alice);
        token.delegate(address(timelock));
    }

    function test_delegateBySig_revertsIf_toTheTimelock() public {
        (uint8 v, bytes32 r, bytes32 s) = _signDelegation("holder of 10 %", address(timelock), 0);
        vm.expectRevert(abi.encodeWithSelector(IVotingToken.TokenNeverVotes.selector, address(timelock)));
        token.delegateBySig(address(timelock), 0, block.timestamp, v, r, s);
    }

    function test_delegateBySig_movesVotes() public {
        (uint8 v, bytes32 r, bytes32 s) = _signDelegation("holder of 10 %", bob, 0);
        token.delegateBySig(bob, 0, block.timestamp, v, r, s);
        assertEq(token.delegates(carol), bob);
        assertEq(token.getVotes(bob), SUPPLY / 4);
    }

    function test_permit_sharesNoncesWithDelegation() public {
        uint256 deadline = block.timestamp;
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 content = keccak256(abi.encode(typeHash, carol, bob, 7, 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keyOf("holder of 10 %"), _typed(content));
        token.permit(carol, bob, 7, deadline, v, r, s);
        assertEq(token.allowance(carol, bob), 7);
        assertEq(token.nonces(carol), 1);
    }

    function testFuzz_pastVotes_keepWhatWasHeldThen(uint256 amount) public {
        amount = bound(amount, 1, token.balanceOf(carol));
        uint256 then = block.timestamp;
        uint256 before = token.getVotes(carol);
        skipTime(1);
        vm.prank(carol);
        assertTrue(token.transfer(bob, amount));
        skipTime(1);
        assertEq(token.getPastVotes(carol, then), before);
        assertEq(token.getPastVotes(carol, then + 1), before - amount);
        assertEq(token.getPastTotalSupply(then), SUPPLY);
    }

    function testFuzz_mint_neverExceedsItsBounds(uint256 amount, uint256 wait) public {
        wait = bound(wait, 0, 1000 days);
        amount = bound(amount, 0, SUPPLY);
        skipTime(wait);
        bool allowed = block.timestamp >= token.nextMintAt() && amount <= token.mintableNow();
        vm.prank(address(timelock));
        (bool done,) = address(token).call(abi.encodeCall(token.mint, (alice, amount)));
        assertEq(done, allowed);
    }

    function _newToken(address[] memory to, uint256[] memory amounts, uint16 capBps) private returns (VotingToken) {
        return new VotingToken("Ostrakon", "OST", address(manager), to, amounts, capBps, new address[](0));
    }

    function _single(uint256 amount) private view returns (address[] memory to, uint256[] memory amounts) {
        to = new address[](1);
        amounts = new uint256[](1);
        (to[0], amounts[0]) = (alice, amount);
    }

    function _signDelegation(string memory signer, address delegatee, uint256 nonce)
        private
        view
        returns (uint8, bytes32, bytes32)
    {
        bytes32 typeHash = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
        return vm.sign(keyOf(signer), _typed(keccak256(abi.encode(typeHash, delegatee, nonce, block.timestamp))));
    }

    function _typed(bytes32 content) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content));
    }
}
