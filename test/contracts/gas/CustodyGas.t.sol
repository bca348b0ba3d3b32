// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Seals} from "../support/Seals.sol";

/// @title What custody costs: three of five shares, boxes of the size that the tool makes
contract CustodyGasTest is Seals {
    uint256 private constant BOX = 232;

    function setUp() public {
        deployWithRecipients();
    }

    function test_seal_threeOfFive() public {
        seal(sealInput(3, 5));
        assertLe(vm.snapshotGasLastCall("custody", "seal three of five, the first ever"), 258_000);
    }

    function test_ackShare_firstAndFurther() public {
        uint32 sealId = seal(sealInput(3, 5));
        ack(sealId, 0);
        assertLe(vm.snapshotGasLastCall("custody", "ack, the first"), 46_000);
        ack(sealId, 1);
        assertLe(vm.snapshotGasLastCall("custody", "ack, a further one"), 46_000);
    }

    function test_grant_andRelease() public {
        uint32 sealId = gateSealed();
        uint32 grantId = grantFor(sealId, 1 days);
        vm.snapshotGasLastCall("custody", "grant, as the timelock calls it");
        for (uint8 i = 0; i < 2; ++i) {
            vm.prank(stewards[i]);
            custody.releaseShare(grantId, i, new bytes(BOX));
            string memory name = i == 0 ? "release a share, the first" : "release a share, a further one";
            assertLe(vm.snapshotGasLastCall("custody", name), 60_000);
        }
    }
}
