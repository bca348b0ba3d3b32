import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { listObjections, type Objection } from '~/enclave/assess-attestation'
import { listClaimObjections, listFileObjections } from '~/enclave/assess-claim'
import { verifyNvidia } from '~/enclave/verify-nvidia'
import { verifyQuote } from '~/enclave/verify-quote'
import { withChain } from '../chain/connect'
import { type AttestValues, parseDigest, parseId, parseTime, readGiven, requireValue } from './parse-arguments'
import { type ReadClaim, readClaim } from './read-claim'
import type { Findings } from './say-verdict'

type Expected = { claim: ReadClaim | null; binding: Hex; measurements: readonly Hex[] }

/**
 * Checks what the arguments name. Throws `invalid_usage` and what the chain throws; all else is an objection. No argument
 * chooses the root: quotes are verified to Intel's, and to another one by tests alone.
 */
export const verifyAttestation = async (values: AttestValues, verify = verifyQuote): Promise<Findings> => {
  const files = {
    quote: await readGiven(requireValue(values, 'quote')),
    collateral: await readGiven(requireValue(values, 'collateral')),
  }
  const time = parseTime(requireValue(values, 'at'))
  const nvidia = await readNvidia(values)
  const { claim, binding, measurements } = await findExpected(values)
  const others = claim ? listFileObjections(files, claim.claim) : []
  if (others.length > 0) return { quote: null, devices: null, claim, objections: others }

  const quote = await caught(verify({ ...files, time }))
  const devices = nvidia && (await caught(verifyNvidia({ ...nvidia, nonce: binding, time })))
  const objections = [...(quote.objection ?? []), ...(devices?.objection ?? [])]
  if (quote.found) {
    const accepted = values['accept-status'] ?? []
    objections.push(...listObjections(quote.found, { binding, measurements, accepted }))
    if (claim) objections.push(...listClaimObjections(claim.claim, quote.found, time))
  }
  return { quote: quote.found, devices: devices?.found ?? null, claim, objections }
}

const findExpected = async (values: AttestValues): Promise<Expected> => {
  const { bind, enclave, 'expect-measurement': given = [] } = values
  if (enclave === undefined) {
    const binding = parseDigest(requireValue(values, 'bind'), 'bind')
    if (given.length === 0) throw new AppError('invalid_usage', '--expect-measurement is missing, or --enclave ID.')
    return { claim: null, binding, measurements: given.map((text) => parseDigest(text, 'expect-measurement')) }
  }
  if (bind !== undefined || given.length > 0) {
    throw new AppError(
      'invalid_usage',
      '--enclave takes binding and measurements from the chain: leave the others out.',
    )
  }
  const id = parseId(enclave, 'enclave')
  const claim = await withChain(values, (view) => readClaim(view, id))
  return { claim, binding: claim.binding, measurements: claim.isListed ? [claim.claim.measurement] : [] }
}

const readNvidia = async (values: AttestValues) => {
  if (values['nvidia-token'] === undefined && values['nvidia-keys'] === undefined) return null
  return {
    token: await readGiven(requireValue(values, 'nvidia-token')),
    keys: await readGiven(requireValue(values, 'nvidia-keys')),
  }
}

type Caught<T> = { found: T; objection: null } | { found: null; objection: Objection[] }

/** A refusal is the answer here, not a failure of the command. */
const caught = async <T>(check: Promise<T>): Promise<Caught<T>> => {
  try {
    return { found: await check, objection: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message: text } = error
    return { found: null, objection: [{ code, kind: kinds[code] ?? 'wrong', text }] }
  }
}

const kinds: Record<string, Objection['kind']> = {
  verifier_missing: 'unverified',
  attest_expired: 'expired',
}
