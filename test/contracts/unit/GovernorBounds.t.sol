// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GovernorBounds} from "../../../contracts/governance/GovernorBounds.sol";
import {IGovernorBounds} from "../../../contracts/interfaces/IGovernorBounds.sol";
import {Test} from "../support/Test.sol";

contract GovernorBoundsTest is Test {
    function testFuzz_requireWithin_acceptsTheRangeAndNothingElse(uint8 setting, uint256 value) public {
        GovernorBounds bounds = new GovernorBounds(_ranges());
        IGovernorBounds.Setting which = IGovernorBounds.Setting(setting % 5);
        (uint256 min, uint256 max) = bounds.rangeOf(which);
        if (value < min || value > max) {
            vm.expectRevert(
                abi.encodeWithSelector(IGovernorBounds.GovernorBoundsOutside.selector, which, value, min, max)
            );
        }
        bounds.requireWithin(which, value);
    }

    function test_requireWithin_acceptsBothEdges() public {
        GovernorBounds bounds = new GovernorBounds(_ranges());
        for (uint8 i = 0; i < 5; ++i) {
            (uint256 min, uint256 max) = bounds.rangeOf(IGovernorBounds.Setting(i));
            bounds.requireWithin(IGovernorBounds.Setting(i), min);
            bounds.requireWithin(IGovernorBounds.Setting(i), max);
            vm.expectPartialRevert(IGovernorBounds.GovernorBoundsOutside.selector);
            bounds.requireWithin(IGovernorBounds.Setting(i), min - 1);
            vm.expectPartialRevert(IGovernorBounds.GovernorBoundsOutside.selector);
            bounds.requireWithin(IGovernorBounds.Setting(i), max + 1);
        }
    }

    function test_rangeOf_givesEachSettingItsOwn() public {
        GovernorBounds bounds = new GovernorBounds(_ranges());
        _assertRange(bounds, IGovernorBounds.Setting.VotingDelay, 1 days, 14 days);
        _assertRange(bounds, IGovernorBounds.Setting.VotingPeriod, 3 days, 30 days);
        _assertRange(bounds, IGovernorBounds.Setting.ProposalThreshold, 1, 100);
        _assertRange(bounds, IGovernorBounds.Setting.Quorum, 400, 2000);
        _assertRange(bounds, IGovernorBounds.Setting.CharterQuorum, 1000, 3000);
    }

    function test_constructor_revertsIf_aRangeIsEmpty() public {
        IGovernorBounds.Ranges memory ranges = _ranges();
        ranges.quorum.max = 399;
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernorBounds.GovernorBoundsEmpty.selector, IGovernorBounds.Setting.Quorum, 400, 399
            )
        );
        new GovernorBounds(ranges);
    }

    function test_constructor_revertsIf_demoFloorsReachARealChain() public {
        IGovernorBounds.Ranges[4] memory low = [_ranges(), _ranges(), _ranges(), _ranges()];
        low[0].votingDelay.min = 1 days - 1;
        low[1].votingPeriod.min = 3 days - 1;
        low[2].quorum.min = 399;
        low[3].charterQuorum.min = 999;
        for (uint256 i = 0; i < 4; ++i) {
            vm.chainId(31337);
            new GovernorBounds(low[i]);
            vm.chainId(1337);
            new GovernorBounds(low[i]);
            vm.chainId(1);
            vm.expectPartialRevert(IGovernorBounds.GovernorBoundsDemoFloor.selector);
            new GovernorBounds(low[i]);
        }
        new GovernorBounds(_ranges());
    }

    function _assertRange(GovernorBounds bounds, IGovernorBounds.Setting setting, uint256 min, uint256 max)
        private
        view
    {
        (uint256 actualMin, uint256 actualMax) = bounds.rangeOf(setting);
        assertEq(actualMin, min);
        assertEq(actualMax, max);
    }

    function _ranges() private pure returns (IGovernorBounds.Ranges memory) {
        return IGovernorBounds.Ranges({
            votingDelay: IGovernorBounds.Range(1 days, 14 days),
            votingPeriod: IGovernorBounds.Range(3 days, 30 days),
            proposalThreshold: IGovernorBounds.Range(1, 100),
            quorum: IGovernorBounds.Range(400, 2000),
            charterQuorum: IGovernorBounds.Range(1000, 3000)
        });
    }
}
