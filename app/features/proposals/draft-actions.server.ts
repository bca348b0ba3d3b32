import { findProposalRow, listProposalRowsByCall } from '#db/queries/proposals.server'
import { digestCalls } from '~/chain/simulation/build-report'
import { type Call, explainTier, type TierReason } from '~/domain/tier'
import type { CallText } from '~/domain/wallet'
import type { ProposalRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { callsOf, listActionsOf } from './actions.server'
import type { Action } from './schema'
import { loadCharter } from './tier.server'

const toCalls = (calls: readonly CallText[]): Call[] =>
  calls.map(({ target, value, calldata }) => ({ target, value: BigInt(value), calldata }))

const describe = (view: View, calls: readonly Call[]): Promise<Action[]> =>
  listActionsOf(view, {
    targets: calls.map(({ target }) => target),
    values: calls.map(({ value }) => value),
    calldatas: calls.map(({ calldata }) => calldata),
  })

const MOST_LIKE = 50

// Proposals that hold the first call, and of those the ones that make exactly these calls and can still come to be.
const listTwins = async (view: View, calls: readonly Call[]): Promise<ProposalRef[]> => {
  const [first] = calls
  if (first === undefined) return []
  const like = { target: first.target, calldatas: [first.calldata], limit: MOST_LIKE }
  const digest = digestCalls(calls)
  const twins: ProposalRef[] = []
  for (const row of await listProposalRowsByCall(view.sql, like)) {
    if ((await view.assess(row)).phase === 'closed') continue
    const whole = await findProposalRow(view.sql, String(row.proposal_id))
    if (whole !== null && digestCalls(callsOf(whole)) === digest) twins.push(await view.refOf(row))
  }
  return twins
}

/** Calls that nobody has proposed yet: in the words of a proposal's page, why each has its tier, and live twins. */
export type DescribedCalls = { actions: Action[]; reasons: TierReason[]; twins: ProposalRef[] }

/** Says of calls that nobody has proposed yet what a proposal's page would say of them. */
export const describeCalls = (given: readonly CallText[]): Promise<DescribedCalls> =>
  withView(async (view) => {
    const calls = toCalls(given)
    const charter = await loadCharter(view)
    return {
      actions: await describe(view, calls),
      reasons: calls.map((call) => explainTier(call, charter)),
      twins: await listTwins(view, calls),
    }
  })
