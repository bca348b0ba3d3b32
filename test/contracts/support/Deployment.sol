// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ComputeTreasury} from "../../../contracts/compute/ComputeTreasury.sol";
import {EpochClock} from "../../../contracts/compute/EpochClock.sol";
import {PartyRegistry} from "../../../contracts/compute/PartyRegistry.sol";
import {DemoMoney} from "../../../contracts/demo/DemoMoney.sol";
import {StewardSeats} from "../../../contracts/governance/StewardSeats.sol";
import {VotingToken} from "../../../contracts/governance/VotingToken.sol";
import {AllocationConfig, IAllocationPolicy} from "../../../contracts/interfaces/IAllocationPolicy.sol";
import {IAllocationRules} from "../../../contracts/interfaces/IAllocationRules.sol";
import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IComputeMarket, MarketConfig} from "../../../contracts/interfaces/IComputeMarket.sol";
import {IComputeTreasury} from "../../../contracts/interfaces/IComputeTreasury.sol";
import {ICouncil} from "../../../contracts/interfaces/ICouncil.sol";
import {ICustody} from "../../../contracts/interfaces/ICustody.sol";
import {IEnclaves} from "../../../contracts/interfaces/IEnclaves.sol";
import {IEpochClock} from "../../../contracts/interfaces/IEpochClock.sol";
import {IGovernorBounds} from "../../../contracts/interfaces/IGovernorBounds.sol";
import {IMarketStakes} from "../../../contracts/interfaces/IMarketStakes.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {IMilestoneLeases, MilestonesConfig} from "../../../contracts/interfaces/IMilestoneLeases.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {INodeRewards, RewardsConfig} from "../../../contracts/interfaces/INodeRewards.sol";
import {IOrderBook, OrderBookConfig} from "../../../contracts/interfaces/IOrderBook.sol";
import {IPartyRegistry} from "../../../contracts/interfaces/IPartyRegistry.sol";
import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {GovernorConfig, IStewardGovernor} from "../../../contracts/interfaces/IStewardGovernor.sol";
import {IStewardSeats} from "../../../contracts/interfaces/IStewardSeats.sol";
import {IUsageReceipts} from "../../../contracts/interfaces/IUsageReceipts.sol";
import {IRegistry} from "./IRegistry.sol";
import {Test} from "./Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The whole system as the deployment makes it, with labelled actors
/// @dev Everything comes from artifacts by `vm.getCode`: the governor needs a slow compiler pipeline that no test may
/// need as well. Same order, same charter.json and same profiles as the real deployment.
abstract contract Deployment is Test {
    uint256 internal constant DEPLOYED_AT = 1_750_000_000;
    uint64 internal constant ADMIN_ROLE = 0;
    uint64 internal constant ROUTINE_ROLE = 1;
    uint64 internal constant POLICY_ROLE = 2;
    uint256 internal constant MONEY = 1_000_000_000e6;
    uint256 internal constant STEWARDS = 12;
    uint8 internal constant CONSTITUENCIES = 4;

    EpochClock internal clock;
    AccessManager internal manager;
    TimelockController internal timelock;
    PartyRegistry internal parties;
    VotingToken internal token;
    StewardSeats internal seats;
    ICouncil internal council;
    IGovernorBounds internal bounds;
    IStewardGovernor internal governor;
    /// @dev The same contract as `governor`, seen through OpenZeppelin's interface.
    IGovernor internal stock;
    IRegistry internal registry;
    ICustody internal custody;
    IEnclaves internal enclaves;
    IAllocationPolicy internal allocation;
    ComputeTreasury internal treasury;
    IProviderRegistry internal providers;
    IComputeMarket internal computeMarket;
    IOrderBook internal book;
    IArbitration internal arbitration;
    IMilestoneLeases internal milestones;
    INodeRewards internal rewards;
    IUsageReceipts internal receipts;
    /// @dev `funder` holds all of it at first.
    DemoMoney internal money;

    address internal deployer;
    address internal funder;
    address internal guardian;
    address internal stranger;
    /// @dev Holds 49.9 % of the supply; the others 20.1, 15, 10 and 5 %. All delegate to themselves.
    address internal whale;
    address internal alice;
    address internal bob;
    address internal carol;
    address internal dave;
    /// @dev Controls party 13, which has no seat.
    address internal applicant;
    /// @dev Steward i controls party i + 1 and sits in constituency i % 4: labs, universities, providers, public.
    address[] internal stewards;

    /// @dev The address of `computeMarket`, as which tests of what it alone may do act.
    address internal market;
    string internal profile;
    string internal charter;
    uint256 private _firstNonce;

    function deploySystem(string memory profileName) internal {
        vm.warp(DEPLOYED_AT);
        profile = vm.readFile(string.concat("contracts/script/profiles/", profileName, ".json"));
        charter = vm.readFile("contracts/script/charter.json");
        _nameActors();
        money = new DemoMoney(funder, MONEY);
        vm.startPrank(deployer);
        _deployContracts();
        _wireCharter();
        vm.stopPrank();
        _delegateAll();
    }

    function addressOf(string memory name) internal view returns (address) {
        bytes32 key = keccak256(bytes(name));
        if (key == keccak256("EpochClock")) return address(clock);
        if (key == keccak256("AccessManager")) return address(manager);
        if (key == keccak256("TimelockController")) return address(timelock);
        if (key == keccak256("PartyRegistry")) return address(parties);
        if (key == keccak256("VotingToken")) return address(token);
        if (key == keccak256("StewardSeats")) return address(seats);
        if (key == keccak256("Council")) return address(council);
        if (key == keccak256("GovernorBounds")) return address(bounds);
        if (key == keccak256("StewardGovernor")) return address(governor);
        if (key == keccak256("ModelRegistry")) return address(registry);
        if (key == keccak256("Custody")) return address(custody);
        if (key == keccak256("Enclaves")) return address(enclaves);
        if (key == keccak256("AllocationPolicy")) return address(allocation);
        if (key == keccak256("ComputeTreasury")) return address(treasury);
        if (key == keccak256("ProviderRegistry")) return address(providers);
        if (key == keccak256("ComputeMarket")) return address(computeMarket);
        if (key == keccak256("OrderBook")) return address(book);
        if (key == keccak256("Arbitration")) return address(arbitration);
        if (key == keccak256("MilestoneLeases")) return address(milestones);
        if (key == keccak256("NodeRewards")) return address(rewards);
        if (key == keccak256("UsageReceipts")) return address(receipts);
        revert(string.concat("no contract is named ", name));
    }

    function holders() internal view returns (address[] memory list) {
        list = new address[](5);
        (list[0], list[1], list[2], list[3], list[4]) = (whale, alice, bob, carol, dave);
    }

    function nextEpoch() internal {
        vm.warp(clock.startOf(clock.current() + 1));
    }

    function genesisSeats() internal view returns (StewardSeats.GenesisSeat[] memory genesis) {
        genesis = new StewardSeats.GenesisSeat[](STEWARDS);
        for (uint256 i = 0; i < STEWARDS; ++i) {
            genesis[i] = StewardSeats.GenesisSeat({
                steward: stewards[i], party: uint32(i + 1), constituency: uint8(i % CONSTITUENCIES)
            });
        }
    }

    function number(string memory key) internal view returns (uint256) {
        return vm.parseJsonUint(profile, key);
    }

    /// @dev The market's terms in the profile.
    function firstTerms() internal view returns (IMarketTerms.Terms memory terms) {
        string memory path = ".market.terms.";
        terms.maxBids = uint8(number(string.concat(path, "maxBids")));
        terms.feeBps = uint16(number(string.concat(path, "feeBps")));
        terms.burnBps = uint16(number(string.concat(path, "burnBps")));
        terms.capBps = uint16(number(string.concat(path, "capBps")));
        terms.penaltyBps = uint16(number(string.concat(path, "penaltyBps")));
        terms.floorUnits = uint32(number(string.concat(path, "floorUnits")));
        terms.bidTime = uint24(number(string.concat(path, "bidTimeSeconds")));
        terms.orderTime = uint24(number(string.concat(path, "orderTimeSeconds")));
        terms.minNotice = uint24(number(string.concat(path, "minNoticeSeconds")));
        terms.disputeWindow = uint24(number(string.concat(path, "disputeWindowSeconds")));
        terms.maxDuration = uint32(number(string.concat(path, "maxDurationSeconds")));
        terms.minStake = uint96(number(string.concat(path, "minStake")));
        terms.bidDeposit = uint80(number(string.concat(path, "bidDeposit")));
        terms.disputeBond = uint80(number(string.concat(path, "disputeBond")));
    }

    function milestonesConfig(IERC20 token_) internal view returns (MilestonesConfig memory) {
        return MilestonesConfig({
            money: token_,
            treasury: treasury,
            parties: parties,
            providers: providers,
            book: book,
            arbitration: arbitration,
            reviewTime: uint40(number(".market.milestones.reviewSeconds"))
        });
    }

    function rewardsConfig(IERC20 token_) internal view returns (RewardsConfig memory) {
        return RewardsConfig({
            authority: address(manager),
            clock: clock,
            money: token_,
            treasury: treasury,
            parties: parties,
            policy: allocation,
            providers: providers,
            rewards: INodeRewards.Rewards({
                base: uint96(number(".market.rewards.base")), freeNodes: uint16(number(".market.rewards.freeNodes"))
            })
        });
    }

    function create(bytes memory code) internal returns (address deployed) {
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
        }
        if (deployed == address(0)) {
            assembly ("memory-safe") {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    function functionsOf(string memory name) internal view returns (string[] memory) {
        string memory path = string.concat("out/", name, ".sol/", name);
        // Forge names the compiler profile where it built a contract with both of them, as the governor's parts are.
        string memory ending = vm.exists(string.concat(path, ".json")) ? ".json" : ".default.json";
        return vm.parseJsonKeys(vm.readFile(string.concat(path, ending)), ".methodIdentifiers");
    }

    function _nameActors() private {
        deployer = makeAddr("deployer");
        funder = makeAddr("who funds the treasury");
        guardian = makeAddr("guardian council");
        stranger = makeAddr("stranger");
        whale = makeAddr("holder of 49.9 %");
        alice = makeAddr("holder of 20.1 %");
        bob = makeAddr("holder of 15 %");
        carol = makeAddr("holder of 10 %");
        dave = makeAddr("holder of 5 %");
        applicant = makeAddr("party without a seat");
        string[4] memory kinds = ["lab ", "university ", "provider ", "public interest "];
        for (uint256 i = 0; i < STEWARDS; ++i) {
            stewards.push(makeAddr(string.concat(kinds[i % CONSTITUENCIES], vm.toString(i / CONSTITUENCIES + 1))));
        }
    }

    function _deployContracts() private {
        _firstNonce = vm.getNonce(deployer);
        market = _predicted(15);
        clock = EpochClock(
            _deploy("EpochClock", abi.encode(uint48(block.timestamp), uint48(number(".epoch.lengthSeconds"))))
        );
        manager = AccessManager(_deploy("AccessManager", abi.encode(deployer)));
        timelock = TimelockController(payable(_deploy("TimelockController", _timelockArguments())));
        parties = PartyRegistry(_deploy("PartyRegistry", _partyArguments()));
        token = VotingToken(_deploy("VotingToken", _tokenArguments()));
        seats = StewardSeats(_deploy("StewardSeats", _seatArguments()));
        council = ICouncil(
            _deploy(
                "Council",
                abi.encode(
                    address(timelock), number(".council.termSeconds"), guardian, uint48(number(".council.termSeconds"))
                )
            )
        );
        bounds = IGovernorBounds(_deploy("GovernorBounds", abi.encode(_ranges())));
        governor = IStewardGovernor(_deploy("StewardGovernor", abi.encode(_governorConfig())));
        stock = IGovernor(payable(address(governor)));
        registry = IRegistry(_deploy("ModelRegistry", _registryArguments()));
        custody = ICustody(_deploy("Custody", _custodyArguments()));
        enclaves = IEnclaves(
            _deploy(
                "Enclaves",
                abi.encode(
                    address(manager), address(registry), address(parties), uint48(number(".enclaves.maxSeconds"))
                )
            )
        );
        allocation = IAllocationPolicy(_deploy("AllocationPolicy", _allocationArguments()));
        treasury = ComputeTreasury(
            _deploy(
                "ComputeTreasury",
                abi.encode(address(manager), address(clock), address(money), address(allocation), market)
            )
        );
        _deployMarket();
    }

    function _deployMarket() private {
        providers = IProviderRegistry(
            _deploy("ProviderRegistry", abi.encode(address(manager), address(parties), address(allocation), market))
        );
        computeMarket = IComputeMarket(
            _deploy(
                "ComputeMarket",
                abi.encode(
                    MarketConfig({
                        clock: clock,
                        money: money,
                        parties: parties,
                        policy: allocation,
                        treasury: treasury,
                        providers: providers,
                        book: IOrderBook(_predicted(16)),
                        arbitration: IArbitration(_predicted(17))
                    })
                )
            )
        );
        book = IOrderBook(_deploy("OrderBook", _bookArguments()));
        arbitration = IArbitration(
            _deploy(
                "Arbitration",
                abi.encode(
                    address(manager),
                    address(parties),
                    market,
                    _predicted(18),
                    uint48(number(".market.verdictSeconds")),
                    uint48(number(".market.appealSeconds"))
                )
            )
        );
        milestones = IMilestoneLeases(_deploy("MilestoneLeases", abi.encode(milestonesConfig(money))));
        rewards = INodeRewards(_deploy("NodeRewards", abi.encode(rewardsConfig(money))));
        receipts = IUsageReceipts(_deploy("UsageReceipts", abi.encode(market, address(book))));
    }

    function _bookArguments() private view returns (bytes memory) {
        return abi.encode(
            OrderBookConfig({
                authority: address(manager),
                clock: clock,
                parties: parties,
                council: council,
                enclaves: enclaves,
                policy: allocation,
                treasury: treasury,
                providers: providers,
                market: IMarketStakes(market),
                pauseTime: uint48(number(".council.pauseSeconds")),
                terms: firstTerms()
            })
        );
    }

    function _deploy(string memory name, bytes memory arguments) private returns (address deployed) {
        deployed = create(abi.encodePacked(vm.getCode(string.concat(name, ".sol:", name)), arguments));
        vm.label(deployed, name);
    }

    /// @dev The n-th contract of the deployment, counted from 0.
    function _predicted(uint256 n) private view returns (address) {
        return vm.computeCreateAddress(deployer, _firstNonce + n);
    }

    function _timelockArguments() private view returns (bytes memory) {
        address[] memory onlyGovernor = new address[](1);
        onlyGovernor[0] = _predicted(8);
        uint256 delay = vm.parseJsonUintArray(profile, ".governor.delaySeconds")[0];
        return abi.encode(delay, onlyGovernor, onlyGovernor, address(0));
    }

    function _partyArguments() private view returns (bytes memory) {
        address[] memory controllers = new address[](STEWARDS + 1);
        IPartyRegistry.Kind[] memory kinds = new IPartyRegistry.Kind[](STEWARDS + 1);
        for (uint256 i = 0; i < STEWARDS; ++i) {
            controllers[i] = stewards[i];
            kinds[i] = IPartyRegistry.Kind(1 + i % CONSTITUENCIES);
        }
        controllers[STEWARDS] = applicant;
        kinds[STEWARDS] = IPartyRegistry.Kind.Lab;
        return abi.encode(address(manager), address(clock), _predicted(5), controllers, kinds);
    }

    function _tokenArguments() private view returns (bytes memory) {
        uint256 supply = vm.parseUint(vm.parseJsonString(profile, ".token.supply"));
        uint256[] memory amounts = new uint256[](5);
        amounts[0] = supply * 499 / 1000;
        amounts[1] = supply * 201 / 1000;
        amounts[2] = supply * 150 / 1000;
        amounts[3] = supply * 100 / 1000;
        amounts[4] = supply * 50 / 1000;
        address[] memory barred = new address[](3);
        (barred[0], barred[1], barred[2]) = (address(timelock), _predicted(13), market);
        return abi.encode(
            vm.parseJsonString(profile, ".token.name"),
            vm.parseJsonString(profile, ".token.symbol"),
            address(manager),
            holders(),
            amounts,
            uint16(number(".token.mintCapBps")),
            barred
        );
    }

    function _seatArguments() private view returns (bytes memory) {
        uint256[] memory given = vm.parseJsonUintArray(profile, ".seats.capacities");
        uint8[] memory capacities = new uint8[](given.length);
        for (uint256 i = 0; i < given.length; ++i) {
            capacities[i] = uint8(given[i]);
        }
        return abi.encode(
            address(manager),
            address(parties),
            capacities,
            uint8(number(".seats.minSeats")),
            uint48(number(".seats.presenceWindowSeconds")),
            uint48(number(".seats.termSeconds")),
            genesisSeats()
        );
    }

    function _ranges() private view returns (IGovernorBounds.Ranges memory) {
        return IGovernorBounds.Ranges({
            votingDelay: _range(".bounds.votingDelaySeconds"),
            votingPeriod: _range(".bounds.votingPeriodSeconds"),
            proposalThreshold: _range(".bounds.proposalThreshold"),
            quorum: _range(".bounds.quorumBps"),
            charterQuorum: _range(".bounds.charterQuorumBps")
        });
    }

    function _range(string memory key) private view returns (IGovernorBounds.Range memory) {
        return IGovernorBounds.Range({min: number(string.concat(key, ".min")), max: number(string.concat(key, ".max"))});
    }

    function _governorConfig() private view returns (GovernorConfig memory config) {
        config.name = vm.parseJsonString(profile, ".governor.name");
        config.daoURI = vm.parseJsonString(profile, ".governor.daoURI");
        config.token = address(token);
        config.seats = address(seats);
        config.timelock = address(timelock);
        config.accessManager = address(manager);
        config.council = address(council);
        config.bounds = address(bounds);
        config.money = address(money);
        config.votingDelay = uint48(number(".governor.votingDelaySeconds"));
        config.votingPeriod = uint32(number(".governor.votingPeriodSeconds"));
        config.proposalThreshold = number(".governor.proposalThreshold");
        config.quorumNumerator = number(".governor.quorumBps");
        config.charterQuorumNumerator = number(".governor.charterQuorumBps");
        config.objectionWindow = uint32(number(".governor.objectionWindowSeconds"));
        config.objectionPeriod = uint32(number(".governor.objectionPeriodSeconds"));
        uint256[] memory delays = vm.parseJsonUintArray(profile, ".governor.delaySeconds");
        for (uint256 i = 0; i < 3; ++i) {
            config.delays[i] = uint32(delays[i]);
        }
        config.maxDissent = uint32(number(".governor.maxDissentSeconds"));
        config.queueWindow = uint32(number(".governor.queueWindowSeconds"));
        config.gracePeriod = uint32(number(".governor.gracePeriodSeconds"));
    }

    function _registryArguments() private view returns (bytes memory) {
        IReleaseGates.Terms memory terms;
        terms.holdTime = uint48(number(".council.holdSeconds"));
        terms.recallTime = uint48(number(".council.recallSeconds"));
        for (uint256 i = 0; i < 3; ++i) {
            terms.toGated[i] = _rule(string.concat(".gates.toGated[", vm.toString(i), "]"));
            terms.toOpen[i] = _rule(string.concat(".gates.toOpen[", vm.toString(i), "]"));
        }
        return abi.encode(address(manager), address(parties), address(council), _predicted(10), terms);
    }

    function _rule(string memory key) private view returns (IReleaseGates.GateRule memory rule) {
        uint256[] memory passes = vm.parseJsonUintArray(profile, string.concat(key, ".passes"));
        for (uint256 kind = 0; kind < 6; ++kind) {
            rule.passes[kind] = uint8(passes[kind]);
        }
        rule.dwell = uint48(number(string.concat(key, ".dwellSeconds")));
        rule.maxReportAge = uint48(number(".gates.maxReportAgeSeconds"));
    }

    function _custodyArguments() private view returns (bytes memory) {
        return abi.encode(
            address(manager),
            address(registry),
            address(seats),
            address(council),
            address(parties),
            uint48(number(".custody.maxGrantSeconds"))
        );
    }

    function _allocationArguments() private view returns (bytes memory) {
        return abi.encode(
            AllocationConfig({
                authority: address(manager),
                clock: clock,
                parties: parties,
                treasury: IComputeTreasury(_predicted(13)),
                market: market,
                settleWindow: uint48(number(".epoch.settleWindowSeconds")),
                minCapBps: uint16(number(".allocation.capBps.min")),
                maxCapBps: uint16(number(".allocation.capBps.max")),
                policy: _firstPolicy()
            })
        );
    }

    function _firstPolicy() private view returns (IAllocationRules.Policy memory policy) {
        string memory path = ".allocation.policy";
        policy.capBps = uint16(number(string.concat(path, ".capBps")));
        uint256 count = 0;
        while (vm.keyExistsJson(profile, string.concat(path, ".classes[", vm.toString(count), "]"))) ++count;
        policy.classes = new IAllocationRules.ClassRule[](count);
        for (uint256 i = 0; i < count; ++i) {
            string memory class = string.concat(path, ".classes[", vm.toString(i), "]");
            policy.classes[i] = IAllocationRules.ClassRule({
                reserveBps: uint16(number(string.concat(class, ".reserveBps"))),
                weight: uint16(number(string.concat(class, ".weight")))
            });
        }
        for (uint256 i = 0; i < 7; ++i) {
            string memory kind = string.concat(path, ".kinds[", vm.toString(i), "]");
            policy.kinds[i] = IAllocationRules.KindRule({
                class: uint8(number(string.concat(kind, ".class"))),
                weight: uint16(number(string.concat(kind, ".weight")))
            });
        }
    }

    function _wireCharter() private {
        for (uint256 i = 0; vm.keyExistsJson(charter, _entry(i, "")); ++i) {
            bytes4[] memory selectors = new bytes4[](1);
            selectors[0] = bytes4(keccak256(bytes(vm.parseJsonString(charter, _entry(i, ".signature")))));
            address target = addressOf(vm.parseJsonString(charter, _entry(i, ".contract")));
            manager.setTargetFunctionRole(target, selectors, _roleOf(vm.parseJsonString(charter, _entry(i, ".role"))));
        }
        manager.grantRole(ROUTINE_ROLE, address(timelock), 0);
        manager.grantRole(POLICY_ROLE, address(timelock), 0);
        manager.grantRole(ADMIN_ROLE, address(timelock), 0);
        manager.renounceRole(ADMIN_ROLE, deployer);
    }

    function _delegateAll() private {
        address[] memory list = holders();
        for (uint256 i = 0; i < list.length; ++i) {
            vm.prank(list[i]);
            token.delegate(list[i]);
        }
        skipTime(1);
    }

    function _entry(uint256 i, string memory field) internal pure returns (string memory) {
        return string.concat(".[", vm.toString(i), "]", field);
    }

    function _roleOf(string memory name) internal pure returns (uint64) {
        if (keccak256(bytes(name)) == keccak256("ROUTINE")) return ROUTINE_ROLE;
        if (keccak256(bytes(name)) == keccak256("POLICY")) return POLICY_ROLE;
        revert(string.concat("charter.json names an unknown role: ", name));
    }
}
