import { type Address, encodeAbiParameters, getAddress, type Hex, keccak256 } from 'viem'
import { decodeRevert } from '../decode-revert'
import type { Deployment } from '../deployment'
import type { Money } from '../rules.server'
import { sumOfWei, type TimelockCall } from './as-executed'
import { buildLogReader, type Flow, type ShownEvent } from './decode-logs'
import type { Ran, Run } from './run-calls.server'
import { showText } from './show-value'
import type { View } from './views'

/** Why a call reverted: an error of ours with its arguments, or what else came back, cut and plain. */
type Revert = { error: string | null; arguments: { name: string; value: string }[]; reason: string | null }

/** What became of one call. */
type ActionReport = {
  index: number
  target: Address
  outcome: Ran['outcome']
  gas: string | null
  returnedBytes: number
  revert: Revert | null
  /** Null where the node could not tell. */
  events: ShownEvent[] | null
  /** How many more events there were than are kept. */
  moreEvents: number
  flows: Flow[]
}

/** A view whose value would differ after execution; null where it has none. */
type Change = { contract: string; view: string; args: string[]; before: string | null; after: string | null }

/** What executing calls on a block would do. Amounts in base units, wei and gas as decimal text. */
export type Report = {
  version: 1
  chainId: number
  block: { number: number; hash: Hex; time: number }
  calls: Hex
  method: Run['method']
  /** Whether every call succeeds and one transaction can hold them, so that the proposal could execute on this block. */
  executable: boolean
  /** Why one transaction cannot hold calls of which each succeeds by itself. */
  revert: Revert | null
  gas: { used: string | null; blockLimit: string }
  /** What the calls send along, and what of it the timelock holds. */
  wei: { sent: string; held: string }
  actions: ActionReport[]
  /** Null where the node could not tell; empty where a call fails, because then nothing happens at all. */
  changes: Change[] | null
}

const MOST_EVENTS = 32

/** The one name of calls in their order: keccak256 of their ABI encoding, whatever the description says. */
export const digestCalls = (calls: readonly TimelockCall[]): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'address[]' }, { type: 'uint256[]' }, { type: 'bytes[]' }],
      [calls.map(({ target }) => target), calls.map(({ value }) => value), calls.map(({ calldata }) => calldata)],
    ),
  )

const toRevert = (data: Hex): Revert => {
  if (data === '0x') return { error: null, arguments: [], reason: 'no reason given' }
  const refusal = decodeRevert(data)
  if (refusal.code === 'contract') {
    const given = Object.entries(refusal.args)
    const shown = given.map(([name, value]) => ({ name: showText(name), value: showText(value) }))
    return { error: showText(refusal.error), arguments: shown, reason: null }
  }
  return { error: null, arguments: [], reason: showText(refusal.code === 'reverted' ? refusal.reason : data) }
}

const listChanges = (views: readonly View[], { before, after }: Run): Change[] =>
  views.flatMap(({ contract, name, args, decode }, index) => {
    const [old, tried] = [before[index] ?? null, after[index] ?? null]
    if (old === tried) return []
    const show = (data: Hex | null) => (data === null ? null : decode(data))
    return [{ contract, view: name, args: [...args], before: show(old), after: show(tried) }]
  })

type Setting = {
  deployment: Deployment
  money: Money
  block: { number: bigint; hash: Hex; timestamp: bigint; gasLimit: bigint }
  held: bigint
  views: readonly View[]
}

/** Says what a run did, bounded and plain whatever the called contracts answered. Pure. */
export const buildReport = (calls: readonly TimelockCall[], run: Run, setting: Setting): Report => {
  const { deployment, money, block, held, views } = setting
  const reader = buildLogReader(deployment, money)
  let room = MOST_EVENTS
  const actions = calls.map((call, index): ActionReport => {
    const { outcome, data, gas, logs } = run.calls[index] ?? {
      outcome: 'not-reached',
      data: '0x',
      gas: null,
      logs: null,
    }
    const kept = logs?.slice(0, room) ?? null
    room -= kept?.length ?? 0
    return {
      index,
      target: getAddress(call.target),
      outcome,
      gas: gas === null ? null : String(gas),
      returnedBytes: (data.length - 2) / 2,
      revert: outcome === 'reverted' ? toRevert(data) : null,
      events: kept?.map(reader.toEvent) ?? null,
      moreEvents: (logs?.length ?? 0) - (kept?.length ?? 0),
      flows: kept?.flatMap((log) => reader.toFlow(log) ?? []) ?? [],
    }
  })
  const executable = run.whole === null && actions.every(({ outcome }) => outcome === 'success')
  const used = run.calls.reduce<bigint | null>((sum, { gas }) => (sum === null || gas === null ? null : sum + gas), 0n)
  const told = run.method === 'eth_simulateV1'
  return {
    version: 1,
    chainId: deployment.chainId,
    block: { number: Number(block.number), hash: block.hash, time: Number(block.timestamp) },
    calls: digestCalls(calls),
    method: run.method,
    executable,
    revert: run.whole !== null && run.method === 'eth_simulateV1' ? toRevert(run.whole) : null,
    gas: { used: used === null ? null : String(used), blockLimit: String(block.gasLimit) },
    wei: { sent: String(sumOfWei(calls)), held: String(held) },
    actions,
    changes: told ? (executable ? listChanges(views, run) : []) : null,
  }
}
