import { type Address, concatHex, getContractAddress, type Hex, zeroHash } from 'viem'

/** Deploys whatever is not deployed yet, at an address that its code decides; every anvil has it. */
export const FACTORY = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

/** What deploys a code: 9 bytes that copy the rest and return it. */
export const deployOf = (runtime: Hex): Hex =>
  concatHex([`0x60${((runtime.length - 2) / 2).toString(16).padStart(2, '0')}8060093d393df3`, runtime])

/** What the factory takes to deploy a code. */
export const orderOf = (code: Hex): Hex => concatHex([zeroHash, code])

/** Where the factory deploys a code. */
export const walletAt = (code: Hex): Address =>
  getContractAddress({ opcode: 'CREATE2', from: FACTORY, salt: zeroHash, bytecode: code })
