import { type Hex, keccak256, type LocalAccount, stringToBytes } from 'viem'
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'

/** Known to everyone: the accounts with which a local chain starts. Never fund them elsewhere. */
export const MNEMONIC = 'test test test test test test test test test test test junk'
export const WALLETS = 10

/** A demo wallet: its key is in the local chain, which signs for whoever opens the portal. */
export const demoWallet = (index: number): LocalAccount => mnemonicToAccount(MNEMONIC, { addressIndex: index })

/** The key of an account of the demo's history; the same name gives the same each time. */
export const demoKey = (name: string): Hex => keccak256(stringToBytes(`ostrakon demo ${name}`))

/** An account of the demo's history. */
export const demoAccount = (name: string): LocalAccount => privateKeyToAccount(demoKey(name))

/** A number in [0, 1) that follows from `key` alone: the history is varied, and the same on every machine. */
export const chance = (key: string): number => Number.parseInt(keccak256(stringToBytes(key)).slice(2, 14), 16) / 2 ** 48
