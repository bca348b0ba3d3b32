import { createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { type Hex, sha256, stringToBytes } from 'viem'
import { z } from 'zod'
import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'

type TokenCheck = {
  /** A detached EAT bundle as NVIDIA's remote attestation service answers it (JSON). */
  token: Uint8Array
  /** The service's keys (JWKS), fetched by the reader; no network is asked here. */
  keys: Uint8Array
  /** What the token's nonce has to be: the binding of the enclave, so that GPU and enclave are of one service. */
  nonce: Hex
  /** UNIX seconds at which the token has to hold. */
  time: bigint
}

/** A device that NVIDIA vouches for. */
export type AttestedDevice = { name: string; model: string }

/** Who signs; the service for development signs with another name. */
const ISSUER = 'https://nras.attestation.nvidia.com'

const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1) })
const bundleSchema = z.tuple([z.tuple([z.literal('JWT'), z.string()]), z.record(z.string(), z.string())])
const digestSchema = z.tuple([
  z.literal('DIGEST'),
  z.tuple([z.enum(['SHA-256', 'SHA256']), z.string().regex(/^[0-9a-fA-F]{64}$/)]),
])
const overallSchema = z.object({
  'x-nvidia-overall-att-result': z.literal(true),
  submods: z.record(z.string(), digestSchema),
})
const deviceSchema = z.object({
  measres: z.string().regex(/^success$/i),
  secboot: z.literal(true),
  dbgstat: z.literal('disabled'),
  hwmodel: z.string().default('unnamed'),
})

/**
 * Verifies a token on NVIDIA devices: signature by a key of the given set (ES384 and no other), issuer, nonce, expiry,
 * overall result, and for each device its digest in the overall token, its own signature and what it says. Throws
 * `nvidia_bad_token` that names the token and what is wrong.
 */
export const verifyNvidia = async ({ token, keys, nonce, time }: TokenCheck): Promise<readonly AttestedDevice[]> => {
  const keySet = parse(keysSchema, keys, 'The key set (JWKS)') as JSONWebKeySet
  const [[, overallToken], deviceTokens] = parse(bundleSchema, token, 'The token')
  const verify = createTokenCheck({ keySet, nonce, time })
  const overall = read(overallSchema, await verify(overallToken, 'overall'), 'overall')
  const names = Object.keys(overall.submods)
  if (names.length === 0) throw refused('overall', 'names no device')
  const stray = Object.keys(deviceTokens).find((name) => !names.includes(name))
  if (stray !== undefined) throw refused(stray, 'is not named by the overall token')
  return Promise.all(
    names.map(async (name) => {
      const deviceToken = Object.hasOwn(deviceTokens, name) ? deviceTokens[name] : undefined
      if (deviceToken === undefined) throw refused(name, 'is named by the overall token, and missing')
      const digest = overall.submods[name]?.[1][1].toLowerCase()
      if (sha256(stringToBytes(deviceToken)) !== `0x${digest}`) {
        throw refused(name, 'has another digest than the overall token says')
      }
      const device = read(deviceSchema, await verify(deviceToken, name), name)
      return { name: toPlainText(name), model: toPlainText(device.hwmodel) }
    }),
  )
}

type Shared = { keySet: JSONWebKeySet; nonce: Hex; time: bigint }

const createTokenCheck = ({ keySet, nonce, time }: Shared) => {
  const findKey = createLocalJWKSet(keySet)
  const options = {
    algorithms: ['ES384'],
    issuer: ISSUER,
    currentDate: new Date(Number(time) * 1000),
    requiredClaims: ['iss', 'iat', 'exp', 'eat_nonce'],
  }
  return async (token: string, name: string): Promise<JWTPayload> => {
    requireKnownKey(token, { keySet, name })
    const { payload } = await jwtVerify(token, findKey, options).catch((cause: unknown) => {
      throw refused(name, sayReason(cause), cause)
    })
    const found = String(payload['eat_nonce']).toLowerCase()
    if (found !== nonce.slice(2).toLowerCase()) throw refused(name, 'has another nonce: it is about something else')
    if (Number(payload.iat) > Number(time)) throw refused(name, 'was issued after the time given')
    return payload
  }
}

/** Without a key id jose takes whatever single key fits; a token that names none is refused instead. */
const requireKnownKey = (token: string, { keySet, name }: { keySet: JSONWebKeySet; name: string }) => {
  const header = readHeader(token, name)
  if (header.alg !== 'ES384') throw refused(name, `is signed by ${JSON.stringify(header.alg)}, and only ES384 is taken`)
  if (!keySet.keys.some(({ kid }) => kid === header.kid)) {
    throw refused(name, 'is signed by a key that is not in the key set')
  }
}

const readHeader = (token: string, name: string) => {
  try {
    return decodeProtectedHeader(token)
  } catch (cause) {
    throw refused(name, 'is no JSON Web Token', cause)
  }
}

const sayReason = (cause: unknown): string => {
  if (cause instanceof errors.JWTExpired) return 'has expired'
  if (cause instanceof errors.JWTClaimValidationFailed) {
    if (cause.claim === 'iss') return `is not of ${ISSUER}`
    if (cause.claim === 'nbf') return 'is not valid yet'
    return `lacks ${toPlainText(cause.claim)}, or has it wrong`
  }
  return 'has a signature that does not hold'
}

const read = <T>(schema: z.ZodType<T>, payload: JWTPayload, name: string): T => {
  const result = schema.safeParse(payload)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw refused(name, `does not say what it has to: ${toPlainText(issue?.path.join('.') ?? '')}`)
}

const parse = <T>(schema: z.ZodType<T>, content: Uint8Array, what: string): T => {
  try {
    return schema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)))
  } catch (cause) {
    throw new AppError('nvidia_bad_token', `${what} of NVIDIA cannot be read. Fetch it again.`, { cause })
  }
}

const refused = (name: string, problem: string, cause?: unknown) =>
  new AppError('nvidia_bad_token', `NVIDIA's token ${JSON.stringify(toPlainText(name))} ${problem}.`, { cause })
