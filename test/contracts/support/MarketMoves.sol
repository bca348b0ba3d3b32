// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitration} from "../../../contracts/interfaces/IArbitration.sol";
import {IMarketTerms} from "../../../contracts/interfaces/IMarketTerms.sol";
import {IProviderRegistry} from "../../../contracts/interfaces/IProviderRegistry.sol";
import {ComputeMoves} from "./ComputeMoves.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Everything that only votes may do about the market, each one step away from being done
abstract contract MarketMoves is ComputeMoves {
    uint16 private constant AUDITOR = 1;
    uint64 private constant CASE = 1;

    /// @dev An auditor with an audit, a panel, and a case whose verdict is not final yet. Needs a pool.
    function prepareMarket() internal {
        vm.startPrank(address(timelock));
        providers.appointAuditor(stewards[11]);
        for (uint256 i = 5; i < 8; ++i) {
            arbitration.appointArbiter(stewards[i]);
        }
        vm.stopPrank();
        vm.prank(stewards[2]);
        uint32 providerId = providers.register(
            IProviderRegistry.Declaration({pool: POOL, units: 8, attributes: 0, hardware: keccak256("a node")}),
            "https://provider.example"
        );
        vm.prank(stewards[11]);
        providers.audit(providerId, 1, uint48(block.timestamp + 90 days));
        vm.prank(market);
        arbitration.open(alice, stewards[2], 0, 3, keccak256("evidence"));
        for (uint256 i = 5; i < 7; ++i) {
            vm.prank(stewards[i]);
            arbitration.vote(CASE, true, keccak256("reasons"));
        }
    }

    /// @dev Those that expand: tier 1.
    function marketMoves() internal view returns (Move[] memory moves) {
        moves = new Move[](7);
        address registry_ = address(providers);
        address panel = address(arbitration);
        moves[0] = _marketMove("appointAuditor", 1, registry_, abi.encodeCall(providers.appointAuditor, (stewards[9])));
        moves[1] = _marketMove("dismissAuditor", 1, registry_, abi.encodeCall(providers.dismissAuditor, (AUDITOR)));
        moves[2] = _marketMove("addAttribute", 1, registry_, abi.encodeCall(providers.addAttribute, ("In one region")));
        IMarketTerms.Terms memory terms = firstTerms();
        terms.feeBps = 1000;
        moves[3] = _marketMove("setTerms", 1, address(book), abi.encodeCall(book.setTerms, (terms)));
        moves[4] = _marketMove("appointArbiter", 1, panel, abi.encodeCall(arbitration.appointArbiter, (stewards[9])));
        moves[5] = _marketMove("dismissArbiter", 1, panel, abi.encodeCall(arbitration.dismissArbiter, (stewards[5])));
        bytes memory overturn = abi.encodeCall(arbitration.overturn, (CASE, IArbitration.Outcome.ForRespondent));
        moves[6] = _marketMove("overturn", 1, panel, overturn);
    }

    /// @dev The one that restricts: tier 0.
    function removeAuditMove() internal view returns (Move memory) {
        return _marketMove("removeAudit", 0, address(providers), abi.encodeCall(providers.removeAudit, (1, AUDITOR)));
    }

    /// @dev Every parameter of the market, who audits and decides, and the verdict.
    function marketFingerprint() internal view returns (bytes32) {
        (, bool appointed) = providers.auditor(AUDITOR);
        bytes32 audits = keccak256(
            abi.encode(providers.auditorCount(), appointed, providers.attributeCount(), providers.isAudited(1, AUDITOR))
        );
        bytes32 decided = keccak256(abi.encode(arbitration.panel(), arbitration.caseOf(CASE)));
        uint16 version = book.termsVersion();
        bytes32 authorities = keccak256(
            abi.encode(
                IAccessManaged(address(providers)).authority(),
                IAccessManaged(address(book)).authority(),
                IAccessManaged(address(arbitration)).authority()
            )
        );
        return keccak256(abi.encode(audits, decided, version, book.termsOf(version), authorities));
    }

    function _marketMove(string memory name, uint8 tier, address target, bytes memory data)
        private
        pure
        returns (Move memory)
    {
        return Move({name: name, tier: tier, target: target, value: 0, data: data});
    }
}
