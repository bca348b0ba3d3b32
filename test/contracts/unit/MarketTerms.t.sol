// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {Markets} from "../support/Markets.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract MarketTermsTest is Markets {
    function setUp() public {
        startMarket();
    }

    function test_terms_areThoseOfTheProfile() public view {
        assertEq(book.termsVersion(), 1);
        assertEq(keccak256(abi.encode(book.termsOf(1))), keccak256(abi.encode(firstTerms())));
        assertEq(book.pauseTime(), 7 days);
        assertEq(book.pausedUntil(), 0);
    }

    function test_setTerms_makesANewVersionAndKeepsTheOld() public {
        IMarketTerms.Terms memory terms = firstTerms();
        terms.feeBps = 250;
        vm.expectEmit(address(book));
        emit IMarketTerms.TermsSet(2, terms);
        setTerms(terms);
        assertEq(book.termsVersion(), 2);
        assertEq(book.termsOf(2).feeBps, 250);
        assertEq(book.termsOf(1).feeBps, 100);
    }

    function test_setTerms_revertsIf_notTheTimelock() public {
        address[3] memory others = [stranger, guardian, address(computeMarket)];
        for (uint256 i = 0; i < 3; ++i) {
            expectRefusal(
                others[i], abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, others[i])
            );
            book.setTerms(firstTerms());
        }
    }

    /// @dev One field after the other is set just outside its bounds.
    function test_setTerms_revertsIf_outOfBounds() public {
        IMarketTerms.Terms memory t = firstTerms();
        t.maxBids = 1;
        _expectBounds(t, "maxBids", 1, 2, 16);
        t.maxBids = 17;
        _expectBounds(t, "maxBids", 17, 2, 16);
        t = firstTerms();
        t.feeBps = 1001;
        _expectBounds(t, "feeBps", 1001, 0, 1000);
        t = firstTerms();
        t.burnBps = 10_001;
        _expectBounds(t, "burnBps", 10_001, 0, 10_000);
        t = firstTerms();
        t.capBps = 0;
        _expectBounds(t, "capBps", 0, 1, 5000);
        t.capBps = 5001;
        _expectBounds(t, "capBps", 5001, 1, 5000);
        t = firstTerms();
        t.penaltyBps = 10_001;
        _expectBounds(t, "penaltyBps", 10_001, 0, 10_000);
        t = firstTerms();
        t.floorUnits = 0;
        _expectBounds(t, "floorUnits", 0, 1, 100_000);
        t.floorUnits = 100_001;
        _expectBounds(t, "floorUnits", 100_001, 1, 100_000);
    }

    function test_setTerms_revertsIf_aTimeOrDepositIsOutOfBounds() public {
        IMarketTerms.Terms memory t = firstTerms();
        t.bidTime = 0;
        _expectBounds(t, "bidTime", 0, 1, 30 days);
        t = firstTerms();
        t.orderTime = 30 days + 1;
        _expectBounds(t, "orderTime", 30 days + 1, 1, 30 days);
        t = firstTerms();
        t.minNotice = 0;
        _expectBounds(t, "minNotice", 0, 1, 30 days);
        t = firstTerms();
        t.disputeWindow = 0;
        _expectBounds(t, "disputeWindow", 0, 1, 30 days);
        t.disputeWindow = 30 days + 1;
        _expectBounds(t, "disputeWindow", 30 days + 1, 1, 30 days);
        t = firstTerms();
        t.maxDuration = 365 days + 1;
        _expectBounds(t, "maxDuration", 365 days + 1, 1, 365 days);
        t = firstTerms();
        t.bidDeposit = t.disputeBond + 1;
        _expectBounds(t, "bidDeposit", t.bidDeposit, 0, t.disputeBond);
    }

    function test_N8_theCouncilPausesForAWeekOncePerApproval() public {
        uint48 until = uint48(block.timestamp + 7 days);
        vm.expectEmit(address(book));
        emit IMarketTerms.MarketPaused(guardian, 1, until);
        vm.prank(guardian);
        book.pause();
        assertEq(book.pausedUntil(), until);
        vm.warp(until);
        expectRefusal(guardian, abi.encodeWithSelector(IMarketTerms.MarketPausedBefore.selector, 1));
        book.pause();
        vm.prank(address(timelock));
        council.appoint(guardian, uint48(block.timestamp + 30 days));
        vm.prank(guardian);
        book.pause();
        assertEq(book.pausedUntil(), until + 7 days);
    }

    function test_N8_pause_revertsIf_notTheCouncilOrExpired() public {
        expectRefusal(stranger, abi.encodeWithSelector(IMarketTerms.MarketOnlyCouncil.selector, stranger));
        book.pause();
        expectRefusal(
            address(timelock), abi.encodeWithSelector(IMarketTerms.MarketOnlyCouncil.selector, address(timelock))
        );
        book.pause();
        vm.warp(council.until());
        expectRefusal(guardian, abi.encodeWithSelector(IMarketTerms.MarketOnlyCouncil.selector, guardian));
        book.pause();
    }

    /// @dev The ballot on an appeal takes no longer than the appeal waits, even with all the dissent that there can be.
    function test_appeals_areLongEnoughForTheSlowestVote() public {
        string[2] memory names = ["demo", "production"];
        for (uint256 i = 0; i < 2; ++i) {
            profile = vm.readFile(string.concat("contracts/script/profiles/", names[i], ".json"));
            uint256 slowest = number(".governor.votingDelaySeconds") + number(".governor.votingPeriodSeconds")
                + number(".governor.objectionPeriodSeconds")
                + vm.parseJsonUintArray(profile, ".governor.delaySeconds")[1] + number(".governor.maxDissentSeconds");
            assertGt(number(".market.appealSeconds"), slowest + 12 hours, names[i]);
        }
    }

    function testFuzz_setTerms_takesExactlyWhatIsInBounds(IMarketTerms.Terms memory t) public {
        t.maxBids = t.maxBids % 24;
        t.feeBps = t.feeBps % 1200;
        t.burnBps = t.burnBps % 11_000;
        t.capBps = t.capBps % 5500;
        t.penaltyBps = t.penaltyBps % 11_000;
        t.floorUnits = t.floorUnits % 110_000;
        t.maxDuration = t.maxDuration % 400 days;
        bool isInside = t.maxBids >= 2 && t.maxBids <= 16 && t.feeBps <= 1000 && t.burnBps <= 10_000;
        isInside = isInside && t.capBps >= 1 && t.capBps <= 5000 && t.penaltyBps <= 10_000;
        isInside = isInside && t.floorUnits >= 1 && t.floorUnits <= 100_000;
        isInside = isInside && _isWait(t.bidTime) && _isWait(t.orderTime) && _isWait(t.minNotice);
        isInside = isInside && _isWait(t.disputeWindow) && t.maxDuration >= 1 && t.maxDuration <= 365 days;
        isInside = isInside && t.bidDeposit <= t.disputeBond;
        vm.prank(address(timelock));
        (bool done,) = address(book).call(abi.encodeCall(book.setTerms, (t)));
        assertEq(done, isInside);
    }

    function _isWait(uint24 time) private pure returns (bool) {
        return time >= 1 && time <= 30 days;
    }

    function _expectBounds(IMarketTerms.Terms memory t, string memory term, uint256 value, uint256 min, uint256 max)
        private
    {
        expectRefusal(
            address(timelock),
            abi.encodeWithSelector(IMarketTerms.MarketTermOutOfBounds.selector, term, value, min, max)
        );
        book.setTerms(t);
    }
}
