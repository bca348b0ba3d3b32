// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What ENS's universal resolver answers, of names that are set here (ENSIP-23)
contract NameResolver {
    mapping(bytes32 account => string name) private _names;
    mapping(bytes32 name => address account) private _accounts;
    mapping(bytes32 account => string gateway) private _gateways;

    error ReverseAddressMismatch(string primary, bytes primaryAddress);
    error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData);

    function setReverse(bytes calldata account, uint256 coinType, string calldata name) external {
        _names[_key(account, coinType)] = name;
    }

    function setForward(string calldata name, address account) external {
        _accounts[keccak256(bytes(name))] = account;
    }

    function setGateway(bytes calldata account, uint256 coinType, string calldata url) external {
        _gateways[_key(account, coinType)] = url;
    }

    function reverseWithGateways(bytes calldata account, uint256 coinType, string[] calldata)
        external
        view
        returns (string memory, address, address)
    {
        bytes32 key = _key(account, coinType);
        if (bytes(_gateways[key]).length > 0) {
            string[] memory urls = new string[](1);
            urls[0] = _gateways[key];
            revert OffchainLookup(address(this), urls, account, this.reverseWithGateways.selector, account);
        }
        string memory name = _names[key];
        if (bytes(name).length == 0) return ("", address(0), address(0));
        bytes memory found = abi.encodePacked(_accounts[keccak256(bytes(name))]);
        if (keccak256(found) != keccak256(account)) revert ReverseAddressMismatch(name, found);
        return (name, address(this), address(this));
    }

    function _key(bytes calldata account, uint256 coinType) private pure returns (bytes32) {
        return keccak256(abi.encode(account, coinType));
    }
}
