import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '~/domain/errors'
import { toPlainJson } from '~/domain/plain-text'
import { sentenceOf } from '../log'

/** What every command takes that may send a transaction. */
const commonOptions = {
  rpc: { type: 'string' },
  deployment: { type: 'string' },
  'key-file': { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Parses strictly; throws `invalid_usage`. */
export const parseArguments = <T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) => {
  try {
    return parseArgs({ args, options: { ...commonOptions, ...options }, strict: true, allowPositionals: true })
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

/** A count or id that was given as text; throws `invalid_usage`. `name` says of what. */
export const parseNumber = (text: string | undefined, name: string): number => {
  const value = Number(text)
  if (text !== undefined && /^\d+$/.test(text) && value >= 1 && value < 2 ** 32) return value
  throw new AppError('invalid_usage', `${name} must be a whole number from 1 on, not ${JSON.stringify(text ?? '')}.`)
}

/** A value that has to be given; throws `invalid_usage` that names the option. */
export const requireGiven = (value: string | undefined, option: string): string => {
  if (value !== undefined) return value
  throw new AppError('invalid_usage', `${option} is missing. See \`ostrakon help\`.`)
}

/** Writes the result: one line of JSON for programs, sentences for people. */
export const printResult = (json: boolean | undefined, result: object, sentences: readonly string[]) => {
  process.stdout.write(`${json ? toPlainJson(result) : sentences.join('\n')}\n`)
}
