import {
  decodeFunctionData,
  getAddress,
  type Hex,
  isAddressEqual,
  keccak256,
  parseEventLogs,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem'
import { findCursor } from '#db/queries/cursor.server'
import {
  findRelayJob,
  getNextRelayNonce,
  keepRelayTransaction,
  listOpenRelayJobs,
  listRelayTransactions,
  lockRelaySender,
  type RelayJobRow,
  type RelayTransactionRow,
  setRelayState,
} from '#db/queries/relay.server'
import { stewardGovernorAbi, votingTokenAbi } from '~/chain/abi/generated'
import { chooseFees, type Fees, type Purse, readPurse } from './fees.server'
import { MOST_GAS, type Relay, type RelayCall } from './relay.server'
import { tryCall } from './try-call.server'

type Transaction = Parameters<typeof lockRelaySender>[0]

// Nodes keep 16 of an account that wait for a nonce before them, at least.
const MOST_SENT = 16
const MOST_OPEN = 200
const BLOCKS_TO_STUCK = 3
const TRANSFER_GAS = 21_000n

/** The chain as one turn sees it: how many of the relay's nonces are used up in the newest block, and in the final one. */
type Facts = Purse & { final: number; used: number; usedForGood: number }

/** What one job is decided with. */
type Turn = { relay: Relay; facts: Facts; transaction: Transaction; job: RelayJobRow }

const readFacts = async (relay: Relay): Promise<Facts> => {
  const { client, account, writer } = relay
  const final = (await findCursor(writer))?.finalized ?? 0
  const { address } = account
  const [purse, used, usedForGood] = await Promise.all([
    readPurse(relay),
    client.getTransactionCount({ address, blockTag: 'latest' }),
    client.getTransactionCount({ address, blockNumber: BigInt(final) }),
  ])
  return { ...purse, final, used, usedForGood }
}

const callOf = ({ contract, calldata }: RelayJobRow): RelayCall => ({ to: contract, data: calldata })

/** Whether the chain has what the job wants, whoever sent it; at the final block if that is named. */
const isDone = async ({ client }: Relay, job: RelayJobRow, final?: number): Promise<boolean> => {
  const at = final === undefined ? {} : { blockNumber: BigInt(final) }
  if (job.proposal_id !== null && job.house !== null) {
    const args = [job.proposal_id, job.signer, job.house] as const
    return client.readContract({
      address: job.contract,
      abi: stewardGovernorAbi,
      functionName: 'hasVotedIn',
      args,
      ...at,
    })
  }
  const token = { address: job.contract, abi: votingTokenAbi, args: [job.signer], ...at } as const
  if ((await client.readContract({ ...token, functionName: 'nonces' })) <= job.nonce) return false
  // A permit, or another delegation, uses up the nonce too.
  const { args = [] } = decodeFunctionData({ abi: votingTokenAbi, data: job.calldata })
  return (await client.readContract({ ...token, functionName: 'delegates' })) === args[0]
}

/** Whether a transaction did what its job wants; a delegation whose signature is of another account succeeds as well. */
const hasDone = ({ logs }: TransactionReceipt, { proposal_id, signer, contract, calldata }: RelayJobRow): boolean => {
  const own = logs.filter(({ address }) => isAddressEqual(address, contract))
  if (proposal_id !== null) {
    return parseEventLogs({ abi: stewardGovernorAbi, eventName: ['VoteCast', 'VoteCastWithParams'], logs: own }).some(
      ({ args }) => args.proposalId === proposal_id && isAddressEqual(args.voter, signer),
    )
  }
  const { args: [delegatee] = [] } = decodeFunctionData({ abi: votingTokenAbi, data: calldata })
  return parseEventLogs({ abi: votingTokenAbi, eventName: 'DelegateChanged', logs: own }).some(
    ({ args }) => args.toDelegate === delegatee && isAddressEqual(args.delegator, signer),
  )
}

type Mined = { receipt: TransactionReceipt; cancels: boolean }

const findMined = async ({ client }: Relay, signed: readonly RelayTransactionRow[]): Promise<Mined | null> => {
  for (const one of signed) {
    const receipt = await client.getTransactionReceipt({ hash: one.hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return null
      throw error
    })
    if (receipt !== null) return { receipt, cancels: one.cancels }
  }
  return null
}

/** Signs and keeps; the caller broadcasts after the commit, so that nothing is ever sent that is not kept. */
const sign = async (
  { relay, facts, transaction, job }: Turn,
  { nonce, fees, call, gas }: { nonce: number; fees: Fees; call: RelayCall | null; gas: bigint },
): Promise<Hex> => {
  const { account, deployment } = relay
  const raw = await account.signTransaction({
    ...{ type: 'eip1559', chainId: deployment.chainId, nonce, gas },
    ...{ maxFeePerGas: fees.maxFee, maxPriorityFeePerGas: fees.priorityFee },
    ...(call ?? { to: account.address }),
  })
  await keepRelayTransaction(transaction, job.id, {
    ...{ hash: keccak256(raw), sender: account.address, nonce, raw, cancels: call === null, at_block: facts.head },
    ...{ max_fee: fees.maxFee, priority_fee: fees.priorityFee },
  })
  return raw
}

const findGas = async ({ relay, job }: Turn): Promise<bigint> => {
  const { client, account } = relay
  const used = await client.estimateGas({ account: account.address, ...callOf(job) })
  const roomy = (used * 13n) / 10n + 20_000n
  return roomy < MOST_GAS ? roomy : MOST_GAS
}

/** What the chain refuses for good. What somebody else has done meanwhile is done, and none of it is lost. */
const settleUnsent = async ({ relay, transaction, job }: Turn, reason: string): Promise<void> => {
  if (await isDone(relay, job)) await setRelayState(transaction, job.id, { state: 'included', included_by: 'another' })
  else await setRelayState(transaction, job.id, { state: 'refused', reason, final: true })
}

const sendFirst = async (turn: Turn): Promise<Hex | null> => {
  const { relay, facts, transaction, job } = turn
  const refusal = await tryCall(relay, callOf(job))
  if (refusal !== null) {
    await settleUnsent(turn, refusal.text)
    return null
  }
  const next = Math.max(facts.used, await getNextRelayNonce(transaction, relay.account.address))
  if (facts.fees === null || facts.state !== 'ready' || next - facts.used >= MOST_SENT) return null
  return sign(turn, { nonce: next, fees: facts.fees, call: callOf(job), gas: await findGas(turn) })
}

/** Gives the oldest nonce that nobody includes a better price; what is not wanted any more gives way to nothing. */
const replace = async (turn: Turn, newest: RelayTransactionRow): Promise<Hex> => {
  const { baseFee, priority } = turn.facts
  const offered = { maxFee: newest.max_fee, priorityFee: newest.priority_fee }
  const fees = chooseFees({ baseFee, priority, most: turn.relay.maxFee }, offered)
  if (fees === null) return newest.raw
  const isWanted = (await tryCall(turn.relay, callOf(turn.job))) === null
  const { nonce } = newest
  return isWanted
    ? sign(turn, { nonce, fees, call: callOf(turn.job), gas: await findGas(turn) })
    : sign(turn, { nonce, fees, call: null, gas: TRANSFER_GAS })
}

const sendAgain = async (turn: Turn, signed: readonly RelayTransactionRow[]): Promise<Hex | null> => {
  const { relay, facts, transaction, job } = turn
  const [newest] = signed
  const isOwn = newest?.sender.toLowerCase() === relay.account.address.toLowerCase()
  // With a new key, or where something else has used up the nonce for good, none of the old ones can be included.
  if (newest === undefined || !isOwn || newest.nonce < facts.usedForGood) {
    if (newest !== undefined && !isOwn && facts.head < newest.at_block + BLOCKS_TO_STUCK) return newest.raw
    await setRelayState(transaction, job.id, { state: 'waiting' })
    return null
  }
  if (job.state !== 'sent') await setRelayState(transaction, job.id, { state: 'sent' })
  const isStuck = newest.nonce === facts.used && facts.head >= newest.at_block + BLOCKS_TO_STUCK
  return isStuck ? replace(turn, newest) : newest.raw
}

const explainMined = async ({ relay, job }: Turn, { receipt, cancels }: Mined): Promise<string> => {
  if (cancels) return 'The contract would not take it any more, so that its transaction gave way to one of nothing.'
  if (receipt.status === 'success')
    return `The signature is not one of ${getAddress(job.signer)}: it did nothing for it.`
  const refusal = await tryCall(relay, callOf(job))
  return refusal?.text ?? 'The transaction failed on chain, though the contract had taken it when it was tried.'
}

/** Says what a mined transaction has brought; its block may still be dropped, so it is asked again until it is final. */
const settleMined = async (turn: Turn, mined: Mined): Promise<void> => {
  const { relay, facts, transaction, job } = turn
  const { receipt } = mined
  const block = Number(receipt.blockNumber)
  const final = block <= facts.final
  const at = { tx_hash: receipt.transactionHash, block_number: block, final }
  if (hasDone(receipt, job)) {
    await setRelayState(transaction, job.id, { state: 'included', included_by: 'relay', ...at })
  } else if (await isDone(relay, job)) {
    await setRelayState(transaction, job.id, { state: 'included', included_by: 'another', final })
  } else {
    await setRelayState(transaction, job.id, { state: 'refused', reason: await explainMined(turn, mined), ...at })
  }
}

const decide = async (turn: Turn): Promise<Hex | null> => {
  const { relay, facts, transaction, job } = turn
  const signed = await listRelayTransactions(transaction, job.id)
  const mined = await findMined(relay, signed)
  if (mined !== null) {
    await settleMined(turn, mined)
    return null
  }
  if (signed.length > 0 && job.state !== 'waiting') return sendAgain(turn, signed)
  if (job.included_by !== 'another') return sendFirst(turn)
  const outcome = { state: 'included', included_by: 'another' } as const
  if (await isDone(relay, job, facts.final)) await setRelayState(transaction, job.id, { ...outcome, final: true })
  else if (!(await isDone(relay, job))) await setRelayState(transaction, job.id, { state: 'waiting' })
  return null
}

const decideOne = (relay: Relay, facts: Facts, id: string): Promise<Hex | null> =>
  relay.writer.begin(async (transaction) => {
    // One sender signs at a time; another one that does so now looks after this job as well.
    if (!(await lockRelaySender(transaction))) return null
    const job = await findRelayJob(transaction, id)
    return job === null || job.final ? null : decide({ relay, facts, transaction, job })
  })

/** `since`: the height of the last turn, below which what is on its way was looked at already. */
type TurnOptions = { since: number; onFailure: (error: unknown) => void }

/**
 * One look at everything that is open: sends what waits, sends again what is on its way, says what became of it. Whatever
 * fails leaves its job as it was, for the next turn. Answers the height at which it looked.
 */
export const takeTurn = async (relay: Relay, { since, onFailure }: TurnOptions): Promise<number> => {
  const open = await listOpenRelayJobs(relay.writer, MOST_OPEN)
  if (open.length === 0) return since
  const facts = await readFacts(relay)
  for (const { id } of open.filter(({ state }) => state === 'waiting' || facts.head !== since)) {
    try {
      const raw = await decideOne(relay, facts, id)
      // A node that knows it already, or has mined it, says so by an error; the next turn looks for the receipt.
      if (raw !== null) await relay.client.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined)
    } catch (error) {
      onFailure(error)
    }
  }
  return facts.head
}
