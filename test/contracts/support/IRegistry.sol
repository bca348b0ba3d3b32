// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvaluations} from "../../../contracts/interfaces/IEvaluations.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReleaseGates} from "../../../contracts/interfaces/IReleaseGates.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @title Everything that the ModelRegistry answers to
/// @dev Tests see it through this interface: whoever imports the contract itself needs its slow compiler pipeline too.
interface IRegistry is IModelRegistry, IEvaluations, IReleaseGates, IAccessManaged, IERC5267 {
    function parties() external view returns (address);
    function council() external view returns (address);
    function custody() external view returns (address);
    function nonces(address owner) external view returns (uint256);
    function MAX_EVALUATORS() external view returns (uint256);
}
