// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployment} from "../support/Deployment.sol";
import {Vm} from "../support/Vm.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @dev What the contracts of the market know of each other; each has some of these.
interface IMarketParts {
    function money() external view returns (address);

    function parties() external view returns (address);

    function policy() external view returns (address);

    function treasury() external view returns (address);

    function providers() external view returns (address);

    function book() external view returns (address);

    function arbitration() external view returns (address);

    function market() external view returns (address);

    function enclaves() external view returns (address);

    function council() external view returns (address);
}

/// @title Who may call what, once everything is deployed: table, code and specification say the same
contract CharterTest is Deployment {
    struct Grant {
        address emitter;
        bytes32 role;
        address account;
    }

    string[21] private _names = [
        "EpochClock",
        "AccessManager",
        "TimelockController",
        "PartyRegistry",
        "VotingToken",
        "StewardSeats",
        "Council",
        "GovernorBounds",
        "StewardGovernor",
        "ModelRegistry",
        "Custody",
        "Enclaves",
        "AllocationPolicy",
        "ComputeTreasury",
        "ProviderRegistry",
        "ComputeMarket",
        "OrderBook",
        "Arbitration",
        "MilestoneLeases",
        "NodeRewards",
        "UsageReceipts"
    ];

    Vm.Log[] private _logs;
    Grant[] private _grants;
    /// @dev The table, read once: parsing it anew for each function of each contract costs more than a test may.
    mapping(bytes32 row => string) private _roleNames;

    function setUp() public {
        vm.recordLogs();
        deploySystem("demo");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            _logs.push(logs[i]);
        }
        for (uint256 i = 0; vm.keyExistsJson(charter, _entry(i, "")); ++i) {
            string memory name = vm.parseJsonString(charter, _entry(i, ".contract"));
            string memory signature = vm.parseJsonString(charter, _entry(i, ".signature"));
            _roleNames[keccak256(abi.encode(name, signature))] = vm.parseJsonString(charter, _entry(i, ".role"));
        }
    }

    function test_charter_namesOnlyRestrictedFunctions() public {
        for (uint256 i = 0; vm.keyExistsJson(charter, _entry(i, "")); ++i) {
            string memory name = vm.parseJsonString(charter, _entry(i, ".contract"));
            string memory signature = vm.parseJsonString(charter, _entry(i, ".signature"));
            assertTrue(_hasFunction(name, signature), string.concat(name, " has no function ", signature));
            assertTrue(_isRestricted(addressOf(name), signature), string.concat(signature, " is open to all"));
            uint64 role = manager.getTargetFunctionRole(addressOf(name), _selector(signature));
            assertEq(role, _roleOf(vm.parseJsonString(charter, _entry(i, ".role"))), signature);
        }
    }

    function test_charter_leavesEveryOtherFunctionToAdmin() public view {
        for (uint256 n = 0; n < _names.length; ++n) {
            string[] memory functions = functionsOf(_names[n]);
            for (uint256 i = 0; i < functions.length; ++i) {
                (uint64 expected,) = _expectedRole(_names[n], functions[i]);
                assertEq(
                    manager.getTargetFunctionRole(addressOf(_names[n]), _selector(functions[i])),
                    expected,
                    string.concat(_names[n], ".", functions[i])
                );
            }
        }
    }

    /// @dev Both ways: each restricted function has its row, and there are no more rows than functions.
    function test_specification_listsExactlyTheRestrictedFunctions() public {
        string memory specification = vm.readFile("docs/specification.md");
        uint256 restricted = 0;
        for (uint256 n = 0; n < _names.length; ++n) {
            string[] memory functions = functionsOf(_names[n]);
            for (uint256 i = 0; i < functions.length; ++i) {
                if (!_isRestricted(addressOf(_names[n]), functions[i])) continue;
                ++restricted;
                (uint64 role, string memory shown) = _expectedRole(_names[n], functions[i]);
                string memory tier = role == ROUTINE_ROLE ? "0" : role == POLICY_ROLE ? "1" : "2";
                string memory row =
                    string.concat("| ", _names[n], " | `", functions[i], "` | ", shown, " | ", tier, " |");
                assertTrue(vm.contains(specification, row), string.concat("docs/specification.md lacks ", row));
            }
        }
        uint256 rows = _count(specification, "` | ROUTINE | 0 |") + _count(specification, "` | POLICY | 1 |")
            + _count(specification, "` | ADMIN | 2 |");
        assertEq(rows, restricted, "rows of the table");
        assertEq(restricted, 39);
    }

    function test_charter_letsOnlyTheTimelockCall() public view {
        address[6] memory callers = [deployer, guardian, whale, stewards[0], address(governor), address(manager)];
        for (uint256 n = 0; n < _names.length; ++n) {
            string[] memory functions = functionsOf(_names[n]);
            for (uint256 i = 0; i < functions.length; ++i) {
                bytes4 selector = _selector(functions[i]);
                for (uint256 c = 0; c < callers.length; ++c) {
                    (bool immediate, uint32 delay) = manager.canCall(callers[c], addressOf(_names[n]), selector);
                    assertFalse(immediate, functions[i]);
                    assertEq(delay, 0, functions[i]);
                }
                (bool byTimelock, uint32 wait) = manager.canCall(address(timelock), addressOf(_names[n]), selector);
                assertTrue(byTimelock, functions[i]);
                assertEq(wait, 0, functions[i]);
            }
        }
    }

    /// @dev From block 0 on: what the events gave and took is all there is.
    function test_B2_rolesReplayedFromEventsBelongToTheTimelockAlone() public {
        for (uint256 i = 0; i < _logs.length; ++i) {
            _replay(_logs[i]);
        }
        assertEq(_grants.length, 7, "role holders");
        for (uint64 role = 0; role < 3; ++role) {
            assertEq(_holderOf(address(manager), bytes32(uint256(role))), address(timelock));
            (bool member, uint32 delay) = manager.hasRole(role, address(timelock));
            assertTrue(member);
            assertEq(delay, 0);
        }
        bytes32[4] memory expected = [
            timelock.DEFAULT_ADMIN_ROLE(), timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE()
        ];
        for (uint256 i = 0; i < 4; ++i) {
            address holder = _holderOf(address(timelock), expected[i]);
            assertEq(holder, i == 0 ? address(timelock) : address(governor));
        }
    }

    function test_charter_functionRolesReplayedFromEventsAreThoseOfTheTable() public view {
        uint256 found = 0;
        for (uint256 i = 0; i < _logs.length; ++i) {
            if (_logs[i].topics[0] != IAccessManager.TargetFunctionRoleUpdated.selector) continue;
            ++found;
            address target = address(uint160(uint256(_logs[i].topics[1])));
            bytes4 selector = abi.decode(_logs[i].data, (bytes4));
            assertEq(uint256(_logs[i].topics[2]), _roleInTable(target, selector), "a role that the table lacks");
        }
        uint256 listed = 0;
        while (vm.keyExistsJson(charter, _entry(listed, ""))) {
            ++listed;
        }
        assertEq(found, listed);
    }

    function test_B2_theDeployerIsNobody() public view {
        for (uint64 role = 0; role < 8; ++role) {
            (bool member,) = manager.hasRole(role, deployer);
            assertFalse(member);
        }
        bytes32[4] memory roles = [
            timelock.DEFAULT_ADMIN_ROLE(), timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE()
        ];
        for (uint256 i = 0; i < roles.length; ++i) {
            assertFalse(timelock.hasRole(roles[i], deployer));
            assertFalse(timelock.hasRole(roles[i], address(0)), "a role open to all");
        }
        assertEq(seats.balanceOf(deployer), 0);
        assertEq(token.balanceOf(deployer), 0);
        assertEq(token.getVotes(deployer), 0);
        assertEq(parties.partyNow(deployer), 0);
        assertEq(parties.partyNext(deployer), 0);
        assertEq(money.balanceOf(deployer), 0);
        assertNotEq(council.current(), deployer);
        assertEq(registry.evaluators().length, 0, "an evaluator that no vote appointed");
        assertEq(custody.recipientOf(deployer), 0);
        assertEq(uint256(custody.grantCount()) + enclaves.enclaveCount(), 0, "a grant or a claim from the start");
        assertEq(providers.auditorCount(), 0, "an auditor that no vote appointed");
        assertEq(arbitration.panel().length, 0, "an arbiter that no vote appointed");
    }

    function test_charter_everyManagedContractObeysTheOneManager() public view {
        assertEq(parties.authority(), address(manager));
        assertEq(token.authority(), address(manager));
        assertEq(seats.authority(), address(manager));
        assertEq(registry.authority(), address(manager));
        assertEq(IAccessManaged(address(custody)).authority(), address(manager));
        assertEq(IAccessManaged(address(enclaves)).authority(), address(manager));
        assertEq(IAccessManaged(address(allocation)).authority(), address(manager));
        assertEq(treasury.authority(), address(manager));
        assertEq(IAccessManaged(address(providers)).authority(), address(manager));
        assertEq(IAccessManaged(address(book)).authority(), address(manager));
        assertEq(IAccessManaged(address(arbitration)).authority(), address(manager));
        assertEq(governor.accessManager(), address(manager));
    }

    function test_deployment_predictedAddressesAreTheContracts() public view {
        assertEq(address(parties.seats()), address(seats));
        assertEq(address(parties.clock()), address(clock));
        assertEq(address(seats.parties()), address(parties));
        assertEq(registry.parties(), address(parties));
        assertEq(registry.council(), address(council));
        assertEq(registry.custody(), address(custody));
        assertEq(governor.seats(), address(seats));
        assertEq(governor.council(), address(council));
        assertEq(governor.bounds(), address(bounds));
        assertEq(address(treasury.money()), address(money));
        assertEq(treasury.policy(), address(allocation));
        assertTrue(token.neverVotes(address(treasury)));
        _assertMarketIsWired();
    }

    function _assertMarketIsWired() private view {
        assertEq(treasury.market(), address(computeMarket));
        assertTrue(token.neverVotes(address(computeMarket)));
        IMarketParts parts = IMarketParts(address(computeMarket));
        assertEq(parts.money(), address(money));
        assertEq(parts.parties(), address(parties));
        assertEq(parts.policy(), address(allocation));
        assertEq(parts.treasury(), address(treasury));
        assertEq(parts.providers(), address(providers));
        assertEq(parts.book(), address(book));
        assertEq(parts.arbitration(), address(arbitration));
        assertEq(IMarketParts(address(providers)).market(), address(computeMarket));
        parts = IMarketParts(address(book));
        assertEq(parts.market(), address(computeMarket));
        assertEq(parts.providers(), address(providers));
        assertEq(parts.enclaves(), address(enclaves));
        assertEq(parts.council(), address(council));
        assertEq(parts.treasury(), address(treasury));
        assertEq(IMarketParts(address(arbitration)).market(), address(computeMarket));
        assertEq(IMarketParts(address(arbitration)).parties(), address(parties));
    }

    function _replay(Vm.Log memory log) private {
        if (log.topics[0] == IAccessManager.RoleGranted.selector) {
            _grant(log.emitter, log.topics[1], address(uint160(uint256(log.topics[2]))));
        } else if (log.topics[0] == IAccessControl.RoleGranted.selector) {
            _grant(log.emitter, log.topics[1], address(uint160(uint256(log.topics[2]))));
        } else if (
            log.topics[0] == IAccessManager.RoleRevoked.selector || log.topics[0] == IAccessControl.RoleRevoked.selector
        ) {
            _revoke(log.emitter, log.topics[1], address(uint160(uint256(log.topics[2]))));
        }
    }

    function _grant(address emitter, bytes32 role, address account) private {
        _grants.push(Grant({emitter: emitter, role: role, account: account}));
    }

    function _revoke(address emitter, bytes32 role, address account) private {
        for (uint256 i = 0; i < _grants.length; ++i) {
            Grant memory g = _grants[i];
            if (g.emitter != emitter || g.role != role || g.account != account) continue;
            _grants[i] = _grants[_grants.length - 1];
            _grants.pop();
            return;
        }
        revert("a role was revoked that was never granted");
    }

    function _holderOf(address emitter, bytes32 role) private view returns (address holder) {
        for (uint256 i = 0; i < _grants.length; ++i) {
            if (_grants[i].emitter != emitter || _grants[i].role != role) continue;
            assertEq(holder, address(0), "two holders of a role");
            holder = _grants[i].account;
        }
    }

    function _hasFunction(string memory name, string memory signature) private view returns (bool) {
        string[] memory functions = functionsOf(name);
        for (uint256 i = 0; i < functions.length; ++i) {
            if (keccak256(bytes(functions[i])) == keccak256(bytes(signature))) return true;
        }
        return false;
    }

    /// @dev Zeros decode as any arguments, so only the modifier can stop the call with this error. `setAuthority` uses it
    /// too but is open to the manager alone, whose `updateAuthority` is tier 2 like all of that target.
    function _isRestricted(address target, string memory signature) private returns (bool) {
        if (_selector(signature) == IAccessManaged.setAuthority.selector) return false;
        uint256 before = vm.snapshotState();
        vm.prank(stranger);
        (bool done, bytes memory reason) = target.call(abi.encodePacked(_selector(signature), new bytes(1024)));
        vm.revertToState(before);
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        return !done && keccak256(reason) == keccak256(refusal);
    }

    function _expectedRole(string memory name, string memory signature)
        private
        view
        returns (uint64 role, string memory shown)
    {
        shown = _roleNames[keccak256(abi.encode(name, signature))];
        if (bytes(shown).length != 0) return (_roleOf(shown), shown);
        return (ADMIN_ROLE, "ADMIN");
    }

    function _roleInTable(address target, bytes4 selector) private view returns (uint64) {
        for (uint256 i = 0; vm.keyExistsJson(charter, _entry(i, "")); ++i) {
            if (addressOf(vm.parseJsonString(charter, _entry(i, ".contract"))) != target) continue;
            if (_selector(vm.parseJsonString(charter, _entry(i, ".signature"))) != selector) continue;
            return _roleOf(vm.parseJsonString(charter, _entry(i, ".role")));
        }
        return ADMIN_ROLE;
    }

    function _selector(string memory signature) private pure returns (bytes4) {
        return bytes4(keccak256(bytes(signature)));
    }

    function _count(string memory text, string memory part) private pure returns (uint256) {
        return vm.split(text, part).length - 1;
    }
}
