// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title N8: the council pauses new orders, bids and leases, for a week, once per approval, and reaches nothing else
contract MarketPauseTest is Markets {
    uint32 private _provider;
    address private _operator;

    function setUp() public {
        startMarket();
        appointArbiters();
        _operator = stewards[2];
        _provider = addProvider(_operator, 8);
    }

    function test_N8_pausesAddUpToNothingLonger() public {
        vm.startPrank(guardian);
        book.pause();
        uint48 until = book.pausedUntil();
        for (uint256 i = 0; i < 5; ++i) {
            skipTime(1 days);
            vm.expectRevert(abi.encodeWithSelector(IMarketTerms.MarketPausedBefore.selector, 1));
            book.pause();
        }
        vm.stopPrank();
        assertEq(book.pausedUntil(), until);
        vm.warp(until);
        startLease(_provider, 4, 1 hours, TOP_RATE);
    }

    function test_N8_aReplacedCouncilPausesNoMore() public {
        vm.prank(address(timelock));
        council.appoint(stranger, uint48(block.timestamp + 1 days));
        expectRefusal(guardian, abi.encodeWithSelector(IMarketTerms.MarketOnlyCouncil.selector, guardian));
        book.pause();
        vm.prank(stranger);
        book.pause();
    }

    /// @dev While paused: top-up, withdrawal, notice, end, close, claim, dispute, evidence, verdict, appeal, settlement,
    /// release, fees and stakes go on.
    function test_N8_aPauseKeepsNobodyFromWhatIsTheirs() public {
        uint64 ended = startLease(_provider, 1, 1 hours, TOP_RATE);
        uint64 disputed = startLease(_provider, 1, 1 hours, TOP_RATE);
        uint64 order = placeOrder(1, 1 hours);
        bid(order, _provider, TOP_RATE);
        vm.prank(guardian);
        book.pause();
        skipTime(1000);
        vm.prank(tenant);
        computeMarket.endLease(ended);
        uint64 caseId = disputeBy(tenant, disputed, uint40(block.timestamp - 10));
        vm.prank(tenant);
        arbitration.giveEvidence(caseId, SPEC);
        decide(caseId, true);
        vm.prank(address(timelock));
        arbitration.overturn(caseId, IArbitration.Outcome.ForClaimant);
        computeMarket.settleDispute(disputed);
        skipTime(1 hours);
        computeMarket.release(ended);
        vm.prank(tenant);
        book.cancelOrder(order);
        book.withdrawBid(order, _provider);
        vm.prank(tenant);
        computeMarket.claim();
        vm.startPrank(_operator);
        computeMarket.withdraw(ended);
        computeMarket.withdraw(disputed);
        computeMarket.withdrawStake(_provider, 1);
        providers.retire(_provider);
        vm.stopPrank();
        computeMarket.payFees();
        assertLt(block.timestamp, book.pausedUntil(), "all of that while paused");
        assertEq(lockedOf(_provider), 0);
    }

    function test_N8_onEveryOtherFunctionTheCouncilIsAStranger() public {
        uint64 leaseId = startLease(_provider, 1, 1 hours, TOP_RATE);
        skipTime(100);
        uint64 caseId = disputeBy(tenant, leaseId, uint40(block.timestamp - 10));
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian);
        _expectRefused(address(book), abi.encodeCall(book.setTerms, (firstTerms())), refusal);
        _expectRefused(address(providers), abi.encodeCall(providers.removeAudit, (_provider, auditorId)), refusal);
        _expectRefused(address(providers), abi.encodeCall(providers.dismissAuditor, (auditorId)), refusal);
        _expectRefused(address(arbitration), abi.encodeCall(arbitration.appointArbiter, (stewards[9])), refusal);
        bytes memory verdict = abi.encodeCall(arbitration.overturn, (caseId, IArbitration.Outcome.ForRespondent));
        _expectRefused(address(arbitration), verdict, refusal);
        bytes[4] memory others = [
            abi.encodeCall(arbitration.vote, (caseId, true, SPEC)),
            abi.encodeCall(arbitration.giveEvidence, (caseId, SPEC)),
            abi.encodeCall(arbitration.open, (guardian, guardian, 0, 0, SPEC)),
            abi.encodeCall(arbitration.appointArbiter, (guardian))
        ];
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(guardian);
            (bool done,) = address(arbitration).call(others[i]);
            assertFalse(done);
        }
    }

    function _expectRefused(address target, bytes memory data, bytes memory refusal) private {
        vm.prank(guardian);
        (bool done, bytes memory reason) = target.call(data);
        assertFalse(done);
        assertEq(reason, refusal);
    }
}
