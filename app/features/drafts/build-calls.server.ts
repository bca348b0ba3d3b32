import type { Address, Hex } from 'viem'
import type { DraftAction } from '~/domain/draft'
import type { CallText } from '~/domain/wallet'
import { buildBudgetCall, buildPolicyCall, buildPoolCall, type ComputeFacts } from './build-compute-call'
import { buildCustomCall } from './build-custom-call'
import { checkWords } from './build-description'
import { buildMarketCall } from './build-market-call'
import { buildReleaseCall } from './build-release-call'
import { buildCustodyCall, buildEvaluatorCall, buildMeasurementCall, buildOverruleCall } from './build-stewardship-call'
import type { Built } from './parse-fields'
import { getComputeFacts, getMarketFacts, getStewardshipContracts, listMovableReleases } from './read.server'
import { type Draft, type FieldErrors, readIntent } from './schema'

const buildCompute = (draft: Extract<Draft, { kind: 'policy' | 'pool' | 'budget' }>, facts: ComputeFacts) => {
  if (draft.kind === 'policy') return buildPolicyCall(draft, facts)
  return draft.kind === 'pool' ? buildPoolCall(draft, facts) : buildBudgetCall(draft, facts)
}

const buildCall = async (draft: Draft): Promise<Built> => {
  if (draft.kind === 'custom') return buildCustomCall(draft)
  if (draft.kind === 'policy' || draft.kind === 'pool' || draft.kind === 'budget') {
    return buildCompute(draft, await getComputeFacts())
  }
  if (draft.kind === 'market') return buildMarketCall(draft, await getMarketFacts())
  const contracts = await getStewardshipContracts()
  switch (draft.kind) {
    case 'release':
      return buildReleaseCall(draft, await listMovableReleases(), contracts.registry)
    case 'evaluator':
      return buildEvaluatorCall(draft, contracts)
    case 'overrule':
      return buildOverruleCall(draft, contracts)
    case 'custody':
      return buildCustodyCall(draft, contracts)
    case 'measurement':
      return buildMeasurementCall(draft, contracts)
  }
}

// A step that is a raw call is what was parsed as one.
const buildStep = async (action: DraftAction): Promise<Built> => {
  const { kind, target, value = '0', calldata } = action
  if (kind !== 'call') return buildCall(readIntent(action))
  return { call: { target: target as Address, value, calldata: calldata as Hex } }
}

/** The call of each step, or everything that is wrong with all of them, by the number of the step. */
export const buildSteps = async (
  actions: readonly DraftAction[],
): Promise<{ calls: CallText[] } | { faults: { index: number; errors: FieldErrors }[] }> => {
  const calls: CallText[] = []
  const faults: { index: number; errors: FieldErrors }[] = []
  // One after the other: each may take a connection.
  for (const [index, action] of actions.entries()) {
    const built = await buildStep(action)
    if ('errors' in built) faults.push({ index, errors: built.errors })
    else calls.push(built.call)
  }
  return faults.length > 0 ? { faults } : { calls }
}

/** The calls of a draft, or everything that is wrong with it at once. */
export const buildCalls = async (draft: Draft): Promise<{ calls: CallText[] } | { errors: FieldErrors }> => {
  const errors = checkWords(draft)
  const built = await buildCall(draft)
  if ('errors' in built) return { errors: { ...errors, ...built.errors } }
  return Object.keys(errors).length > 0 ? { errors } : { calls: [built.call] }
}
