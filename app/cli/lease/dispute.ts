import { encodeFunctionData } from 'viem'
import { toTime } from '~/http/present'
import { parseTime } from '../attest/parse-arguments'
import { requireGiven } from '../chain/arguments'
import { getLease, readChainTime } from '../chain/lease-facts'
import { marketOf } from '../chain/market-contracts'
import { saySubmitted } from '../chain/submit'
import type { LeaseCommand } from './command'
import { parseDigestOrFile, parseOrderId } from './parse-values'
import { pay } from './pay'

/** Blocks come late; a dispute that reaches back all of the window would be too early by then. */
const MARGIN = 60

/** `lease dispute LEASE --evidence FILE|SHA-256 [--from TIME]`: ends a lease and contests it from then on. */
export const disputeLease: LeaseCommand = async ({ view, values, account, id }) => {
  const leaseId = parseOrderId(id)
  const evidence = parseDigestOrFile(requireGiven(values.evidence, '--evidence FILE'), '--evidence')
  const lease = await getLease(view, leaseId)
  const { book, market } = marketOf(view)
  const { disputeWindow, disputeBond } = await view.client.readContract({
    ...{ ...book, functionName: 'termsOf', args: [lease.version] },
  })
  const earliest = (await readChainTime(view)) - disputeWindow + Math.min(MARGIN, Math.floor(disputeWindow / 2))
  const from = values.from === undefined ? Math.max(lease.start, earliest) : Number(parseTime(values.from))
  const data = encodeFunctionData({ abi: market.abi, functionName: 'dispute', args: [leaseId, from, evidence] })
  const payer = account?.address ?? lease.tenant
  const about = `Lease ${leaseId} is disputed from ${toTime(from)} on, with the evidence ${evidence}; the bond is ${disputeBond}.`
  const call = { contract: 'ComputeMarket' as const, data, from: payer }
  const { submitted, approval, sentence } = await pay(view, { payer, amount: disputeBond, account, call, about })
  const { caseId } = await view.client.readContract({ ...market, functionName: 'disputeOf', args: [leaseId] })
  const facts = { lease: String(leaseId), case: caseId === 0n ? null : String(caseId), from, evidence, approval }
  return { result: { ...facts, ...submitted }, sentences: [sentence, saySubmitted(submitted)] }
}
