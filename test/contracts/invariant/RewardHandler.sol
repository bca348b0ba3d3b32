// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {INodeRewards} from "../../../contracts/interfaces/INodeRewards.sol";
import {Rewards} from "../support/Rewards.sol";

/// @title What operators, auditors, votes and payers might do about rewards, in any order
/// @dev The model keeps what each epoch had when it began, and every report; what a claim pays is computed from those.
contract RewardHandler is Rewards {
    struct Terms {
        bool isFrozen;
        uint256 base;
        uint256 freeNodes;
        uint256 bps;
    }

    struct Report {
        uint32 party;
        uint256 made;
        uint256 passed;
        bool claimed;
    }

    address[] private _operators;
    uint32[] private _nodes;
    uint32[] private _grants;
    uint16[2] private _auditorIds;

    mapping(uint48 epoch => Terms) private _terms;
    mapping(uint32 node => mapping(uint48 epoch => Report)) private _reports;
    mapping(uint48 epoch => mapping(uint32 party => uint256)) private _claimedOf;

    uint256 public cameIn;
    uint256 public wentOut;
    uint256 public claims;
    uint256 public decayed;
    uint256 public reports;
    uint256 public refused;
    string public violation;

    constructor() {
        startRewards();
        cameIn = 200 * BASE;
        // Two of one party, one of another, and two without any.
        address[5] memory all =
            [stewards[2], joinParty("colleague", 3), stewards[6], makeAddr("wallet 1"), makeAddr("wallet 2")];
        nextEpoch();
        for (uint256 i = 0; i < 5; ++i) {
            _operators.push(all[i]);
            for (uint256 n = 0; n < 3; ++n) {
                _nodes.push(addNode(all[i]));
            }
        }
        _auditorIds = [auditorId, secondAuditorId];
        fund(1_000_000_000);
        _freeze();
    }

    function balance() external view returns (uint256) {
        return money.balanceOf(address(rewards));
    }

    /// @notice An auditor reports, mostly for the last epoch.
    function report(uint256 seed) external {
        uint32 node = _nodes[(seed >> 8) % _nodes.length];
        uint48 epoch = clock.current() - (seed % 9 == 0 ? 0 : 1);
        uint32 made = uint32((seed >> 32) % 40);
        uint32 passed = made == 0 ? 0 : uint32((seed >> 64) % (made + 1));
        address by = seed % 2 == 0 ? auditor : secondAuditor;
        if (!_call(by, abi.encodeCall(rewards.report, (node, epoch, made, passed)))) return;
        ++reports;
        if (epoch + 1 != clock.current()) violation = "a report of another epoch";
        Report storage own = _reports[node][epoch];
        if (own.made == 0) own.party = parties.partyNow(providers.operatorOf(node));
        own.made += made;
        own.passed += passed;
    }

    /// @notice An operator claims, mostly when it may.
    function claim(uint256 seed) external {
        uint32 node = _nodes[(seed >> 8) % _nodes.length];
        uint48 current = clock.current();
        uint48 epoch = current - uint48(1 + (seed >> 32) % 3);
        address operator = providers.operatorOf(node);
        Report storage own = _reports[node][epoch];
        uint256 expected = _expected(own, epoch);
        uint256 before = money.balanceOf(address(rewards));
        bool may = epoch + 1 < current && !own.claimed && expected != 0 && expected <= before;
        bool done = _call(operator, abi.encodeCall(rewards.claim, (node, epoch)));
        if (done != may) violation = may ? "a claim was refused" : "a claim went through";
        if (!done) return;
        uint256 paid = before - money.balanceOf(address(rewards));
        if (paid != expected) violation = "a claim paid something else";
        own.claimed = true;
        ++claims;
        if (++_claimedOf[epoch][own.party] > _terms[epoch].freeNodes) ++decayed;
    }

    /// @notice A vote sets base and free nodes, or the multiplier.
    function vote(uint256 seed) external {
        if (seed % 2 == 0) {
            INodeRewards.Rewards memory set =
                INodeRewards.Rewards({base: uint96((seed >> 8) % (3 * BASE)), freeNodes: uint16((seed >> 64) % 4)});
            _call(address(timelock), abi.encodeCall(rewards.setRewards, (set)));
        } else {
            _call(address(timelock), abi.encodeCall(rewards.setMultiplier, (POOL, uint32((seed >> 8) % 110_000))));
        }
    }

    /// @notice Somebody pays money in, or a vote grants some, or what accrued is fetched.
    function pay(uint256 seed) external {
        if (seed % 3 == 0) {
            vm.prank(funder);
            money.approve(address(rewards), (seed >> 8) % BASE);
            _call(funder, abi.encodeCall(rewards.fund, ((seed >> 8) % BASE)));
        } else if (seed % 3 == 1 && _grants.length < 5) {
            uint48 start = uint48(block.timestamp);
            vm.prank(address(timelock));
            _grants.push(treasury.grantMoney(address(rewards), uint128(10 * BASE), start, start, start + 5 days));
        } else if (_grants.length != 0) {
            _call(stranger, abi.encodeCall(rewards.pull, (_grants[(seed >> 8) % _grants.length])));
        }
    }

    /// @notice Somebody tries what is not theirs.
    function attack(uint256 seed) external {
        uint32 node = _nodes[(seed >> 8) % _nodes.length];
        uint48 epoch = clock.current() - 1;
        bytes[4] memory calls = [
            abi.encodeCall(rewards.report, (node, epoch, 1, 1)),
            abi.encodeCall(rewards.claim, (node, epoch - 1)),
            abi.encodeCall(rewards.setMultiplier, (POOL, 1)),
            abi.encodeCall(rewards.setRewards, (INodeRewards.Rewards({base: 1, freeNodes: 1})))
        ];
        if (_call(guardian, calls[seed % 4])) violation = "a call of nobody's went through";
    }

    /// @notice Time passes, into the next epoch more often than not.
    function moveTime(uint256 seed) external {
        if (seed % 3 == 0) skipTime((seed >> 8) % 6 hours);
        else nextEpoch();
        _freeze();
    }

    /// @dev What the current epoch pays is fixed from its first second on.
    function _freeze() private {
        uint48 epoch = clock.current();
        for (uint48 one = epoch < 3 ? 0 : epoch - 3; one <= epoch; ++one) {
            INodeRewards.Rewards memory set = rewards.rewardsAt(one);
            uint256 bps = rewards.multiplierAt(POOL, one);
            Terms storage known = _terms[one];
            bool same = known.base == set.base && known.freeNodes == set.freeNodes && known.bps == bps;
            if (known.isFrozen && !same) violation = "an epoch that began pays something else";
            _terms[one] = Terms({isFrozen: true, base: set.base, freeNodes: set.freeNodes, bps: bps});
        }
    }

    /// @dev Taken apart: full nodes first, then the share of those beyond.
    function _expected(Report storage own, uint48 epoch) private view returns (uint256) {
        if (own.made == 0) return 0;
        Terms storage terms = _terms[epoch];
        uint256 i = _claimedOf[epoch][own.party] + 1;
        uint256 whole = terms.base * terms.bps * own.passed;
        if (i <= terms.freeNodes) return whole / (10_000 * own.made);
        return whole * terms.freeNodes / (10_000 * own.made * i);
    }

    function _call(address actor, bytes memory data) private returns (bool done) {
        uint256 before = money.balanceOf(address(rewards));
        vm.prank(actor);
        (done,) = address(rewards).call(data);
        uint256 now_ = money.balanceOf(address(rewards));
        if (now_ > before) cameIn += now_ - before;
        else wentOut += before - now_;
        if (!done) ++refused;
    }
}
