// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotingToken} from "../interfaces/IVotingToken.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title The token house
/// @notice An ERC-20 whose past balances are votes. The supply fits the 112 bits in which the governor keeps a tally.
/// @dev Minting is charter (tier 2), once a year and bounded in bytecode. What the DAO itself holds never votes.
contract VotingToken is ERC20, ERC20Permit, ERC20Votes, AccessManaged, IVotingToken {
    /// @notice The ceiling of the yearly share, in basis points.
    uint16 public constant MAX_MINT_CAP_BPS = 1000;

    /// @notice Seconds between two mints.
    uint48 public constant MINT_INTERVAL = 365 days;

    /// @inheritdoc IVotingToken
    uint16 public immutable mintCapBps;

    /// @inheritdoc IVotingToken
    uint48 public nextMintAt;

    /// @notice How many accounts can be barred from voting.
    uint256 public constant MAX_BARRED = 4;

    /// @dev Immutables, because a mapping would cost every delegation two storage reads. Places that are not used
    /// hold the token itself.
    address private immutable _barred0;
    address private immutable _barred1;
    address private immutable _barred2;
    address private immutable _barred3;

    /// @param name_ ERC-20 name, also of the EIP-712 domain.
    /// @param symbol_ ERC-20 symbol.
    /// @param authority_ The AccessManager.
    /// @param recipients The first holders.
    /// @param amounts What each receives, in base units.
    /// @param mintCapBps_ The yearly share of the supply that may be minted, in basis points.
    /// @param barred Accounts that never vote: the timelock, and every contract that holds tokens for the DAO.
    constructor(
        string memory name_,
        string memory symbol_,
        address authority_,
        address[] memory recipients,
        uint256[] memory amounts,
        uint16 mintCapBps_,
        address[] memory barred
    ) ERC20(name_, symbol_) ERC20Permit(name_) AccessManaged(authority_) {
        if (recipients.length != amounts.length) {
            revert TokenLengthMismatch(recipients.length, amounts.length);
        }
        if (mintCapBps_ > MAX_MINT_CAP_BPS) revert TokenMintCapTooHigh(mintCapBps_, MAX_MINT_CAP_BPS);
        mintCapBps = mintCapBps_;
        nextMintAt = Time.timestamp() + MINT_INTERVAL;
        if (barred.length > MAX_BARRED) revert TokenTooManyBarred(barred.length, MAX_BARRED);
        _barred0 = barred.length > 0 ? barred[0] : address(this);
        _barred1 = barred.length > 1 ? barred[1] : address(this);
        _barred2 = barred.length > 2 ? barred[2] : address(this);
        _barred3 = barred.length > 3 ? barred[3] : address(this);
        for (uint256 i = 0; i < barred.length; ++i) {
            emit VotingBarred(barred[i]);
        }
        for (uint256 i = 0; i < recipients.length; ++i) {
            _mint(recipients[i], amounts[i]);
        }
    }

    /// @inheritdoc IVotingToken
    function mint(address to, uint256 amount) external restricted {
        if (block.timestamp < nextMintAt) revert TokenMintTooEarly(nextMintAt);
        uint256 max = mintableNow();
        if (amount > max) revert TokenMintTooLarge(amount, max);
        uint48 next = Time.timestamp() + MINT_INTERVAL;
        nextMintAt = next;
        _mint(to, amount);
        emit Minted(to, amount, totalSupply(), next);
    }

    /// @inheritdoc IVotingToken
    function maxSupply() external pure returns (uint256) {
        return _maxSupply();
    }

    /// @inheritdoc IVotingToken
    function neverVotes(address account) public view returns (bool) {
        return account == _barred0 || account == _barred1 || account == _barred2 || account == _barred3;
    }

    /// @inheritdoc IVotingToken
    function mintableNow() public view returns (uint256) {
        uint256 supply = totalSupply();
        uint256 room = _maxSupply() - supply;
        uint256 share = supply * mintCapBps / 10_000;
        return share < room ? share : room;
    }

    /// @notice Now, in UNIX seconds: the timepoint of every past lookup (ERC-6372).
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice The clock's mode (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice The next nonce of an account, shared by permits and signed delegations.
    /// @param owner The account.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @dev The governor's tallies have 112 bits; a greater supply could overflow them.
    function _maxSupply() internal pure override returns (uint256) {
        return type(uint112).max;
    }

    /// @dev Being delegated to is refused as well: else a proposal could let the timelock vote.
    function _delegate(address account, address delegatee) internal override(Votes) {
        if (neverVotes(account)) revert TokenNeverVotes(account);
        if (neverVotes(delegatee)) revert TokenNeverVotes(delegatee);
        super._delegate(account, delegatee);
    }

    /// @dev Required by Solidity where two bases have the function.
    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
