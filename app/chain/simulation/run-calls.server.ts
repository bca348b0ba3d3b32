import type { Address, Hex, Log, PublicClient } from 'viem'
import { encodeAbiParameters, encodeFunctionData, keccak256, numberToHex, zeroHash } from 'viem'
import { AppError } from '~/domain/errors'
import { timelockControllerAbi } from '../abi/generated'
import { addressOf } from '../addresses'
import type { Deployment } from '../deployment'
import { findRevertData, listLayers } from '../find-revert-data'
import { balanceAsExecuted, overrideGovernor, type TimelockCall } from './as-executed'
import { OversizedAnswerError } from './bounded-fetch'

/** A view to ask before and after the calls. */
export type Read = { target: Address; calldata: Hex }

/** What became of one call. `data` is what it returned or reverted with; gas and logs are null where no node said. */
export type Ran = {
  outcome: 'success' | 'reverted' | 'not-reached'
  data: Hex
  gas: bigint | null
  logs: readonly Pick<Log, 'address' | 'topics' | 'data'>[] | null
}

/** The block on which calls are run. */
type RunAt = { number: bigint; gasLimit: bigint }

/** The calls in their order, and the views before and after them; those are null where the node could not tell. */
export type Run = {
  method: 'eth_simulateV1' | 'eth_call'
  calls: readonly Ran[]
  /** The bytes with which all of it in one transaction reverts; null where it does not. */
  whole: Hex | null
  before: readonly (Hex | null)[]
  after: readonly (Hex | null)[]
}

type RunOptions = { client: PublicClient; deployment: Deployment; reads: readonly Read[]; at: RunAt; held: bigint }

// One transaction executes a proposal, and Ethereum takes none above 2^24 gas (EIP-7825).
const MOST_GAS = 16_000_000n
const READ_GAS = 3_000_000n
// All calls and views together; a block of the chain takes less, and the report says how much that is.
const WHOLE_GAS = 2_000_000_000n

const AWAY = ['TimeoutError', 'LimitExceededRpcError', 'SocketClosedError']
const isOversized = (error: unknown) => listLayers(error).some((layer) => layer instanceof OversizedAnswerError)

// A node that answers an HTTP error to a method that it does not take is there; one that answers nothing is not.
const isAway = (error: unknown): boolean =>
  !isOversized(error) &&
  listLayers(error).some(
    ({ name, status }) => AWAY.includes(String(name)) || (name === 'HttpRequestError' && status === undefined),
  )

const unreachable = (cause: unknown) =>
  new AppError('node_unreachable', 'The chain does not answer, so nothing was simulated: try again in a few seconds.', {
    cause,
    retryable: true,
  })

const simulate = async (calls: readonly TimelockCall[], options: RunOptions): Promise<Omit<Run, 'whole'>> => {
  const { client, deployment, reads, at, held } = options
  const account = addressOf(deployment, 'TimelockController')
  const gas = at.gasLimit < MOST_GAS ? at.gasLimit : MOST_GAS
  const asked = reads.map(({ target, calldata }) => ({ account, to: target, data: calldata, gas: READ_GAS }))
  const acts = calls.map(({ target, value, calldata }) => ({ account, to: target, data: calldata, value, gas }))
  const [block] = await client.simulateBlocks({
    blockNumber: at.number,
    blocks: [
      {
        blockOverrides: { gasLimit: WHOLE_GAS },
        calls: [...asked, ...acts, ...asked],
        stateOverrides: [
          ...overrideGovernor(calls, deployment),
          { address: account, balance: balanceAsExecuted(calls, held) },
        ],
      },
    ],
  })
  const results = block?.calls ?? []
  const dataOf = ({ status, data }: (typeof results)[number]) => (status === 'success' ? data : null)
  return {
    method: 'eth_simulateV1',
    before: results.slice(0, reads.length).map(dataOf),
    calls: results.slice(reads.length, reads.length + calls.length).map(({ status, data, gasUsed, logs }) => ({
      outcome: status === 'success' ? 'success' : 'reverted',
      data: data ?? '0x',
      gas: gasUsed,
      logs: logs ?? [],
    })),
    after: results.slice(reads.length + calls.length).map(dataOf),
  }
}

// Any other salt would do: it only has to be the same in the operation's id and in its execution.
const SALT = zeroHash
const TIMESTAMPS_SLOT = 1n
// TimelockController calls an operation ready whose time is past; 1 stands for done.
const READY = numberToHex(2n, { size: 32 })

// How the timelock itself says that a call reverted without a word: OpenZeppelin's FailedCall().
const FAILED_CALL = '0xd6bda275'

const operationSlot = (id: Hex): Hex =>
  keccak256(encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [id, TIMESTAMPS_SLOT]))

/** The bytes with which the batch reverts; null where it succeeds. */
const tryBatch = async (calls: readonly TimelockCall[], { client, deployment, at, held }: RunOptions) => {
  const batch = [
    calls.map(({ target }) => target),
    calls.map(({ value }) => value),
    calls.map(({ calldata }) => calldata),
    zeroHash,
    SALT,
  ] as const
  const id = keccak256(
    encodeAbiParameters(
      [{ type: 'address[]' }, { type: 'uint256[]' }, { type: 'bytes[]' }, { type: 'bytes32' }, { type: 'bytes32' }],
      batch,
    ),
  )
  const timelock = addressOf(deployment, 'TimelockController')
  const ready = { slot: operationSlot(id), value: READY }
  try {
    await client.call({
      account: addressOf(deployment, 'StewardGovernor'),
      to: timelock,
      data: encodeFunctionData({ abi: timelockControllerAbi, functionName: 'executeBatch', args: batch }),
      gas: at.gasLimit < MOST_GAS ? at.gasLimit : MOST_GAS,
      blockNumber: at.number,
      stateOverride: [
        ...overrideGovernor(calls, deployment),
        { address: timelock, balance: balanceAsExecuted(calls, held), stateDiff: [ready] },
      ],
    })
    return null
  } catch (error) {
    if (isAway(error)) throw unreachable(error)
    const data = findRevertData(error) ?? '0x'
    return data === FAILED_CALL ? '0x' : data
  }
}

/**
 * For nodes without eth_simulateV1: the timelock itself executes the calls as one operation that is said to be ready.
 * A prefix fails exactly when it holds the failing call, so that one is found by halving.
 */
const execute = async (calls: readonly TimelockCall[], options: RunOptions): Promise<Run> => {
  const said = { gas: null, logs: null }
  const unknown = options.reads.map(() => null)
  const whole = await tryBatch(calls, options)
  let [data, works, fails] = [whole ?? '0x', 0, calls.length]
  while (whole !== null && fails - works > 1) {
    const middle = Math.floor((works + fails) / 2)
    const found = await tryBatch(calls.slice(0, middle), options)
    if (found === null) works = middle
    else [data, fails] = [found, middle]
  }
  const failing = whole === null ? calls.length : fails - 1
  const outcomes = calls.map((_, index): Ran => {
    if (index < failing) return { ...said, outcome: 'success', data: '0x' }
    return index === failing ? { ...said, outcome: 'reverted', data } : { ...said, outcome: 'not-reached', data: '0x' }
  })
  return { method: 'eth_call', calls: outcomes, whole, before: unknown, after: unknown }
}

/**
 * Runs the calls of a proposal on a block as the timelock would, one after the other, changing nothing. Throws
 * `node_unreachable` (retryable) where no node answers; a call that fails is an answer.
 */
export const runCalls = async (calls: readonly TimelockCall[], options: RunOptions): Promise<Run> => {
  const run = await simulate(calls, options).catch((error: unknown) => {
    if (isAway(error)) throw unreachable(error)
    return null
  })
  if (run === null) return execute(calls, options)
  // Each call may succeed by itself and yet all of them not fit into one transaction.
  const failed = run.calls.some(({ outcome }) => outcome !== 'success')
  return { ...run, whole: failed ? null : await tryBatch(calls, options) }
}
