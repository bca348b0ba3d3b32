import { encodeFunctionData, type LocalAccount } from 'viem'
import { allocationPolicyAbi } from '~/chain/abi/generated'
import { AppError } from '~/domain/errors'
import type { ChainView } from '../chain/connect'
import { saySubmitted, submit } from '../chain/submit'
import { findLevels } from './find-levels'
import type { UnsettledRound } from './list-unsettled'

/** What became of a round, for programs and for people. */
export type Settled = { result: object; sentence: string }

/** In a row: each costs gas where it was sent. */
const MOST_FAILURES = 3

type Options = { batch: number; account: LocalAccount | null }

/**
 * Has the chain verify the levels of a round, batch after batch, until the result is final. The chain keeps how far these
 * levels were counted, so whoever comes next, or comes back, goes on from there; that somebody else was faster is fine.
 */
export const settleRound = async (
  view: ChainView,
  round: UnsettledRound,
  { batch, account }: Options,
): Promise<Settled> => {
  const { pool, epoch } = round
  const { levels, requests, allocated } = await findLevels(view, round)
  const call = {
    contract: 'AllocationPolicy' as const,
    data: encodeFunctionData({
      abi: allocationPolicyAbi,
      functionName: 'verify',
      args: [pool, epoch, levels, BigInt(batch)],
    }),
    // Anyone may send it; trying it out needs some account.
    from: account?.address,
  }
  const facts = { pool, epoch, requests, allocated, levels: levels.map(String) }
  const about = `Pool ${pool} in epoch ${epoch}: ${requests} requests, ${allocated} GPU-seconds allocated.`
  if (account === null) {
    const submitted = await submit(view, call, null)
    return { result: { ...facts, ...submitted }, sentence: `${about} ${saySubmitted(submitted)}` }
  }
  let [transactions, failures] = [0, 0]
  while (!(await isSettled(view, round))) {
    try {
      await submit(view, call, account)
      transactions++
      failures = 0
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'refused')) throw error
      // Another keeper came between: its batch was the last, or made ours the last, which takes more gas than was set.
      if (error.retryable && ++failures < MOST_FAILURES) continue
      if (!(await isSettled(view, round))) throw error
    }
  }
  return {
    result: { ...facts, settled: true, transactions },
    sentence: `${about} Final after ${transactions} of our transactions.`,
  }
}

const isSettled = async ({ client, deployment }: ChainView, { pool, epoch }: UnsettledRound): Promise<boolean> => {
  const { settled } = await client.readContract({
    address: deployment.contracts.AllocationPolicy.address,
    abi: allocationPolicyAbi,
    functionName: 'roundOf',
    args: [pool, epoch],
  })
  return settled
}
