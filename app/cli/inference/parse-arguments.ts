import { parseArgs } from 'node:util'
import { AppError } from '~/domain/errors'
import { sentenceOf } from '../log'

const options = {
  receipt: { type: 'string' },
  request: { type: 'string' },
  response: { type: 'string' },
  enclave: { type: 'string' },
  key: { type: 'string' },
  'key-file': { type: 'string' },
  nonce: { type: 'string' },
  sequence: { type: 'string' },
  at: { type: 'string' },
  'chain-id': { type: 'string' },
  enclaves: { type: 'string' },
  binding: { type: 'string' },
  root: { type: 'string' },
  rpc: { type: 'string' },
  deployment: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** What only one of the two takes. */
const ownOptions = {
  verify: ['receipt', 'key'],
  sign: ['key-file', 'nonce', 'sequence', 'at', 'chain-id', 'enclaves', 'binding', 'root'],
}

/** Parses strictly; throws `invalid_usage`. */
export const parseInferenceArguments = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
    const [action, ...rest] = positionals
    if ((action !== 'verify' && action !== 'sign') || rest.length > 0) {
      throw new Error('Say what to do: inference verify, or inference sign.')
    }
    const stray = Object.keys(values).find((name) => ownOptions[action === 'verify' ? 'sign' : 'verify'].includes(name))
    if (stray !== undefined) throw new Error(`--${stray} is no option of inference ${action}.`)
    return { ...values, action }
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

export type InferenceValues = ReturnType<typeof parseInferenceArguments>
