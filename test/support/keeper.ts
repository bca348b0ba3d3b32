import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Hex, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { MNEMONIC } from '~/cli/demo/keys'
import { waitUntil } from './wait-until'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The key of the test chain's account with that index. */
export const keyAt = (addressIndex: number): Hex =>
  toHex(mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey ?? new Uint8Array())

type StartKeeper = { rpc: string; deploymentFile: string; key: Hex; args: readonly string[] }

/** `ostrakon settle` as a process of its own that can be killed, and what it says as it goes on. */
export const startKeeper = ({ rpc, deploymentFile, key, args }: StartKeeper) => {
  const settings = { RPC_URL: rpc, DEPLOYMENT: deploymentFile, SIGNER_KEY: key }
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: process.env['PATH'], ...settings }
  const child = spawn(process.execPath, ['app/cli/ostrakon.mjs', 'settle', '--json', ...args], { cwd: root, env })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    said.stdout += data
  })
  child.stderr.on('data', (data) => {
    said.stderr += data
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  const says = (stream: keyof typeof said, words: string) =>
    waitUntil(`the keeper says ${words}`, async () => said[stream].includes(words))
  return { said, says, ended, kill: (signal: NodeJS.Signals) => child.kill(signal) }
}
