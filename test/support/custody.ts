import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Address, encodeFunctionData, type Hex, type LocalAccount, parseEther, parseEventLogs, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { vi } from 'vitest'
import { custodyAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { runAck } from '~/cli/ack-command'
import { MNEMONIC } from '~/cli/demo/keys'
import { runGrant } from '~/cli/grant-command'
import { runRecipient } from '~/cli/recipient-command'
import { runReseal } from '~/cli/reseal-command'
import { runSeal } from '~/cli/seal-command'
import { runUnseal } from '~/cli/unseal-command'
import { createIdentity, recipientOf } from '~/custody/key-split'
import { AppError } from '~/domain/errors'
import { describeFolder } from '~/manifest/describe-folder'
import { people, startChain, stewardAt } from './chain'
import { writeTree } from './sealed-tree'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a command said; `failure` is the code of the error that ended it, or null. */
export type Said = { failure: string | null; stdout: string; stderr: string; json: Record<string, unknown> }

const commands: Record<string, (args: string[]) => Promise<number>> = {
  recipient: runRecipient,
  seal: runSeal,
  reseal: runReseal,
  ack: runAck,
  grant: runGrant,
  unseal: runUnseal,
}

/** Runs a command in this process, which is quicker than one of its own; one at a time, as they share its output. */
const runHere = async (name: string, args: string[]): Promise<Said> => {
  const said = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text)
      return true
    }),
  )
  try {
    await commands[name]?.(args)
    return { failure: null, ...said, json: JSON.parse(said.stdout) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { failure: error.code, stdout: said.stdout, stderr: `${said.stderr}${error.message}`, json: {} }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

/** A folder that lasts as long as the file's tests. */
const createLastingFolder = () => mkdtempSync(join(tmpdir(), 'ostrakon-custody-chain-'))

const writeSecret = (path: string, text: string) => {
  writeFileSync(path, text)
  chmodSync(path, 0o600)
  return path
}

const gateless = { passes: [0, 0, 0, 0, 0, 0], dwell: 0, maxReportAge: 1 } as const

/**
 * A deployed system with a registered release of real files, which five stewards can hold in custody. Votes are left
 * out: what a vote executes is sent by the timelock itself.
 */
export const startCustody = async () => {
  const chain = await startChain()
  const { client, deployment } = chain
  const folder = createLastingFolder()
  const custody = { address: addressOf(deployment, 'Custody'), abi: custodyAbi }
  const registry = { address: addressOf(deployment, 'ModelRegistry'), abi: modelRegistryAbi }
  const timelock = addressOf(deployment, 'TimelockController')
  await client.impersonateAccount({ address: timelock })
  await client.setBalance({ address: timelock, value: parseEther('10') })

  const send = async (account: LocalAccount | Address, to: Address, data: Hex) => {
    const hash = await client.sendTransaction({ account, chain: null, to, data })
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`${hash} reverted`)
    return receipt
  }
  const decide = (to: Address, data: Hex) => send(timelock, to, data)
  /** Makes what has happened final. */
  const settle = () => client.mine({ blocks: 9 })

  /** A steward's files: its key and its identity. */
  const holders = Array.from({ length: 6 }, (_, index) => {
    const account = mnemonicToAccount(MNEMONIC, { addressIndex: people.holders.length + index })
    const { privateKey } = account.getHdKey()
    const identity = createIdentity()
    return {
      account,
      identity,
      keyFile: writeSecret(join(folder, `key-${index}`), toHex(privateKey ?? new Uint8Array())),
      identityFile: writeSecret(join(folder, `identity-${index}`), `# steward ${index}\n${identity}\n`),
    }
  })
  const granteeIdentity = createIdentity()
  const grantee = {
    account: people.holders[3] as LocalAccount,
    identity: granteeIdentity,
    identityFile: writeSecret(join(folder, 'grantee'), granteeIdentity),
  }

  type Place = { rpc?: string; deployment?: string }
  const placeOf = ({ rpc = chain.url, deployment: file = chain.deploymentFile }: Place) => [
    ...['--json', '--rpc', rpc, '--deployment', file],
  ]
  const run = ([name = '', ...args]: readonly string[], place: Place = {}) =>
    runHere(name, [...args, ...placeOf(place)])
  /** The same as a process of its own, for its exit code. */
  const startProcess = (args: readonly string[]) =>
    spawn(process.execPath, ['app/cli/ostrakon.mjs', ...args, ...placeOf({})], { cwd: root })
  const runProcess = async (args: readonly string[]) => {
    const child = startProcess(args)
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (data) => {
        said[name] += data
      })
    }
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, ...said }
  }

  const decideGate = (stage: number) =>
    decide(
      registry.address,
      encodeFunctionData({ ...registry, functionName: 'setGateRule', args: [0, stage, gateless] }),
    )
  const advance = (step: 'advanceToRedTeam' | 'advanceToGated' | 'advanceToOpen' | 'revoke', releaseId: number) =>
    decide(registry.address, encodeFunctionData({ ...registry, functionName: step, args: [releaseId] }))

  /** Files and the release that the first steward's party registers of them. */
  const registerRelease = async ({ tree, shardSize }: { tree?: Record<string, number>; shardSize?: bigint } = {}) => {
    const plain = writeTree(mkdtempSync(join(folder, 'plain-')), tree)
    const { root: digest, manifest, files, bytes } = await describeFolder(plain, { shardSize })
    const maintainer = stewardAt(0)
    const made = await send(
      maintainer,
      registry.address,
      encodeFunctionData({ ...registry, functionName: 'registerModel', args: ['A model'] }),
    )
    const [model] = parseEventLogs({ ...registry, eventName: 'ModelRegistered', logs: made.logs })
    const input = {
      ...{ modelId: model?.args.modelId ?? 0, version: '1', parents: [], root: digest, manifest, card: manifest },
      ...{ licence: 'MIT', files, size: bytes, gpuSeconds: 1n, flop: 1n, uri: '' },
    }
    const { logs } = await send(
      maintainer,
      registry.address,
      encodeFunctionData({ ...registry, functionName: 'registerRelease', args: [input] }),
    )
    const [release] = parseEventLogs({ ...registry, eventName: 'ReleaseRegistered', logs })
    return { plain, releaseId: release?.args.releaseId ?? 0 }
  }

  const grant = async (sealId: number, seconds = 3600) => {
    const { timestamp } = await client.getBlock()
    const args = [sealId, grantee.account.address, recipientOf(grantee.identity), Number(timestamp) + seconds] as const
    const { logs } = await decide(custody.address, encodeFunctionData({ ...custody, functionName: 'grant', args }))
    const [granted] = parseEventLogs({ ...custody, eventName: 'Granted', logs })
    return granted?.args.grantId ?? 0
  }

  for (const stage of [3, 4]) await decideGate(stage)
  const stop = async () => {
    await chain.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    ...{ chain, client, deployment, folder, custody, registry, holders, grantee },
    ...{ send, decide, settle, run, runProcess, startProcess, advance, registerRelease, grant, stop },
  }
}

export type TestCustody = Awaited<ReturnType<typeof startCustody>>
