import { type Address, encodeFunctionData, type Hex } from 'viem'
import { custodyAbi, enclavesAbi, modelRegistryAbi } from '~/chain/abi/generated'
import { type Built, parseAccount, parseDay, parseNumber, toCall } from './parse-fields'
import type { Draft, FieldErrors } from './schema'

/** Where the calls go. */
export type StewardshipContracts = { registry: Address; custody: Address; enclaves: Address }

type DraftOf<Kind extends Draft['kind']> = Extract<Draft, { kind: Kind }>

const DESCRIPTION_MAX = 256

const parseDigest = (text: string): Hex | null =>
  /^0x[0-9a-f]{64}$/.test(text) && !/^0x0{64}$/.test(text) ? (text as Hex) : null

const wrong = (field: keyof FieldErrors, key: string, given: string): FieldErrors => ({
  [field]: { key, values: { given } },
})

/** Appoints or dismisses an evaluator. */
export const buildEvaluatorCall = (draft: DraftOf<'evaluator'>, { registry }: StewardshipContracts): Built => {
  const account = parseAccount(draft.account)
  if (account === null) return { errors: wrong('account', 'account', draft.account) }
  const functionName = draft.move === 'appoint' ? 'appointEvaluator' : 'dismissEvaluator'
  return toCall(registry, encodeFunctionData({ abi: modelRegistryAbi, functionName, args: [account] }))
}

/** Overrules a Fail. */
export const buildOverruleCall = (draft: DraftOf<'overrule'>, { registry }: StewardshipContracts): Built => {
  const uid = parseNumber(draft.uid)
  if (uid === null) return { errors: wrong('uid', 'number', draft.uid) }
  return toCall(registry, encodeFunctionData({ abi: modelRegistryAbi, functionName: 'overrule', args: [uid] }))
}

const buildGrant = (draft: DraftOf<'custody'>, custody: Address): Built => {
  const [seal, account, recipient, until] = [
    parseNumber(draft.seal),
    parseAccount(draft.account),
    parseDigest(draft.recipient),
    parseDay(draft.until),
  ]
  if (seal === null || account === null || recipient === null || until === null) {
    return {
      errors: {
        ...(seal === null ? wrong('seal', 'number', draft.seal) : {}),
        ...(account === null ? wrong('account', 'account', draft.account) : {}),
        ...(recipient === null ? wrong('recipient', 'digest', draft.recipient) : {}),
        ...(until === null ? wrong('until', 'day', draft.until) : {}),
      },
    }
  }
  const args = [seal, account, recipient, until] as const
  return toCall(custody, encodeFunctionData({ abi: custodyAbi, functionName: 'grant', args }))
}

/** Grants access to sealed weights, or revokes a grant. */
export const buildCustodyCall = (draft: DraftOf<'custody'>, { custody }: StewardshipContracts): Built => {
  if (draft.move === 'grant') return buildGrant(draft, custody)
  const grant = parseNumber(draft.grant)
  if (grant === null) return { errors: wrong('grant', 'number', draft.grant) }
  return toCall(custody, encodeFunctionData({ abi: custodyAbi, functionName: 'revokeGrant', args: [grant] }))
}

/** Puts a measurement of enclaves on the list, or takes it off. */
export const buildMeasurementCall = (draft: DraftOf<'measurement'>, { enclaves }: StewardshipContracts): Built => {
  const measurement = parseDigest(draft.measurement)
  const length = new TextEncoder().encode(draft.description).length
  const isDescribed = draft.move === 'remove' || (length > 0 && length <= DESCRIPTION_MAX)
  if (measurement === null || !isDescribed) {
    return {
      errors: {
        ...(measurement === null ? wrong('measurement', 'digest', draft.measurement) : {}),
        ...(isDescribed ? {} : { description: { key: 'description', values: { max: DESCRIPTION_MAX, length } } }),
      },
    }
  }
  return toCall(
    enclaves,
    draft.move === 'allow'
      ? encodeFunctionData({
          abi: enclavesAbi,
          functionName: 'allowMeasurement',
          args: [measurement, draft.description],
        })
      : encodeFunctionData({ abi: enclavesAbi, functionName: 'removeMeasurement', args: [measurement] }),
  )
}
