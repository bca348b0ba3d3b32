import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Address, type Hex, isAddress, isHash } from 'viem'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { sentenceOf } from '../log'

const options = {
  quote: { type: 'string' },
  collateral: { type: 'string' },
  at: { type: 'string' },
  'expect-measurement': { type: 'string', multiple: true },
  bind: { type: 'string' },
  enclave: { type: 'string' },
  'accept-status': { type: 'string', multiple: true },
  'nvidia-token': { type: 'string' },
  'nvidia-keys': { type: 'string' },
  release: { type: 'string' },
  operator: { type: 'string' },
  'service-key': { type: 'string' },
  nonce: { type: 'string' },
  rpc: { type: 'string' },
  deployment: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** What only one of the two takes: an option that is read by neither would seem to have been heeded. */
const ownOptions = {
  verify: [
    'quote',
    'collateral',
    'at',
    'expect-measurement',
    'bind',
    'enclave',
    'accept-status',
    'nvidia-token',
    'nvidia-keys',
  ],
  bind: ['release', 'operator', 'service-key', 'nonce'],
}

/** Parses strictly; throws `invalid_usage`. */
export const parseAttestArguments = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
    const [action, ...rest] = positionals
    if ((action !== 'verify' && action !== 'bind') || rest.length > 0) {
      throw new Error('Say what to do: attest verify, or attest bind.')
    }
    const stray = Object.keys(values).find((name) => ownOptions[action === 'verify' ? 'bind' : 'verify'].includes(name))
    if (stray !== undefined) throw new Error(`--${stray} is no option of attest ${action}.`)
    return { ...values, action }
  } catch (cause) {
    throw invalid(`${sentenceOf(cause)} See \`ostrakon help\`.`, cause)
  }
}

export type AttestValues = ReturnType<typeof parseAttestArguments>

/** A value that has to be given; throws `invalid_usage` that names the option. */
export const requireValue = (values: AttestValues, name: keyof AttestValues & string): string => {
  const value = values[name]
  if (typeof value === 'string') return value
  throw invalid(`--${name} is missing. See \`ostrakon help\`.`)
}

/** UNIX seconds, or a time as RFC 3339 has it; `now` has to be said too, so that nobody checks at a time unawares. */
export const parseTime = (text: string): bigint => {
  if (text === 'now') return BigInt(Math.floor(Date.now() / 1000))
  if (/^\d{1,11}$/.test(text)) return BigInt(text)
  const parsed = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(parsed)) return BigInt(Math.floor(parsed / 1000))
  throw invalid(`--at ${quoteName(text)} is no time: give UNIX seconds, 2026-01-31T12:00:00Z, or now.`)
}

/** 32 bytes of hex, with or without 0x. */
export const parseDigest = (text: string, name: string): Hex => {
  const hex = text.startsWith('0x') ? text.toLowerCase() : `0x${text.toLowerCase()}`
  if (isHash(hex)) return hex
  throw invalid(`--${name} ${quoteName(text)} is not 32 bytes of hex.`)
}

/** An id from 1. */
export const parseId = (text: string, name: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw invalid(`--${name} ${quoteName(text)} is no id: it is a number from 1.`)
}

/** An account's address. */
export const parseAccount = (text: string, name: string): Address => {
  if (isAddress(text, { strict: false })) return text
  throw invalid(`--${name} ${quoteName(text)} is no address.`)
}

/** The bytes of a file that was named. */
export const readGiven = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((cause: unknown) => {
    throw invalid(`${quoteName(path)} cannot be read: ${sentenceOf(cause)}.`, cause)
  })

const invalid = (message: string, cause?: unknown) => new AppError('invalid_usage', message, { cause })
