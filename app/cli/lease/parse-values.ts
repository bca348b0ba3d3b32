import { existsSync, readFileSync } from 'node:fs'
import { type Address, type Hex, isAddress, isHash, sha256 } from 'viem'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { parseWorkloadSpec, type WorkloadSpec } from '~/domain/workload-spec'
import { sentenceOf } from '../log'

/** A whole number of any size from 1 on; throws `invalid_usage`. */
export const parseAmount = (text: string, name: string): bigint => {
  if (/^[1-9]\d{0,23}$/.test(text)) return BigInt(text)
  throw new AppError('invalid_usage', `${name} must be a whole number from 1 on, not ${JSON.stringify(text)}.`)
}

/** The id of an order, which is its lease's; throws `invalid_usage`. */
export const parseOrderId = (text: string | undefined, name = 'LEASE'): bigint => {
  if (text !== undefined && /^[1-9]\d{0,18}$/.test(text)) return BigInt(text)
  throw new AppError('invalid_usage', `${name} must be a whole number from 1 on, not ${JSON.stringify(text ?? '')}.`)
}

/** Numbers with commas between; throws `invalid_usage`. */
export const parseNumbers = (text: string | undefined, { name, max }: { name: string; max: number }): number[] =>
  (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      if (/^\d{1,5}$/.test(part) && Number(part) <= max) return Number(part)
      const message = `${name} takes numbers up to ${max} with commas between, not ${quoteName(part)}.`
      throw new AppError('invalid_usage', message)
    })

/** An account that was named; throws `invalid_usage`. */
export const parseAddress = (text: string | undefined, name: string): Address | undefined => {
  if (text === undefined || isAddress(text, { strict: false })) return text
  throw new AppError('invalid_usage', `${name} ${quoteName(text)} is no address.`)
}

/** A digest as it is, or that of a file; throws `invalid_usage`. */
export const parseDigestOrFile = (text: string, name: string): Hex => {
  if (isHash(text)) return text.toLowerCase() as Hex
  if (existsSync(text)) return sha256(readFileSync(text))
  throw new AppError('invalid_usage', `${name} must be a SHA-256 (0x and 64 digits) or a file, not ${quoteName(text)}.`)
}

/** A spec and its text as the file has it; throws `invalid_usage` and `invalid_spec`. */
export const readSpec = (path: string): { text: string; spec: WorkloadSpec } => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AppError('invalid_usage', `${quoteName(path)} cannot be read: ${sentenceOf(cause)}.`, { cause })
  }
  return { text, spec: parseWorkloadSpec(text) }
}
