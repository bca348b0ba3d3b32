import { parseArgs } from 'node:util'
import { type AllocationPolicy, BASIS_POINTS, requirePolicy } from '~/domain/allocation/policy'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { sentenceOf } from '../log'
import { parseWhole } from './parse-whole'

const options = {
  json: { type: 'boolean' },
  out: { type: 'string' },
  capacity: { type: 'string' },
  'cap-bps': { type: 'string' },
  classes: { type: 'string' },
} as const

/** What `ostrakon solve` was asked; `policy` is null when no option gives one, since JSON brings its own. */
export type SolveArguments = { input: string; json: boolean; out: string | null; policy: AllocationPolicy | null }

/** Throws `invalid_usage`. */
export const parseSolveArguments = (args: string[]): SolveArguments => {
  const { values, positionals } = parse(args)
  const [input] = positionals
  if (input === undefined || positionals.length > 1) {
    throw new AppError(
      'invalid_usage',
      'Name one file, or - for standard input: ostrakon solve INPUT.json|INPUT.csv|-.',
    )
  }
  return { input, json: values.json ?? false, out: values.out ?? null, policy: buildPolicy(values) }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true })
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

type PolicyOptions = Omit<ReturnType<typeof parse>['values'], 'json' | 'out'>

const buildPolicy = ({ capacity, 'cap-bps': capBps, classes }: PolicyOptions): AllocationPolicy | null => {
  if (capacity === undefined) {
    if (capBps === undefined && classes === undefined) return null
    throw new AppError('invalid_usage', '--capacity N is missing: the GPU-seconds that there are to give.')
  }
  const policy = {
    capacity: readWhole('--capacity', capacity),
    capBps: readWhole('--cap-bps', capBps ?? String(BASIS_POINTS)),
    classes: (classes ?? '0:1').split(',').map(readClass),
  }
  requireSound(policy)
  return policy
}

const readClass = (text: string) => {
  const [reserveBps, weight, ...more] = text.split(':')
  if (reserveBps === undefined || weight === undefined || more.length > 0) {
    throw new AppError('invalid_usage', `--classes has ${quoteName(text)}; enter RESERVE:WEIGHT,RESERVE:WEIGHT.`)
  }
  return {
    reserveBps: readWhole('--classes, a reserve,', reserveBps),
    weight: readWhole('--classes, a weight,', weight),
  }
}

const readWhole = (option: string, text: string): number => {
  const value = parseWhole(text)
  if (value !== null) return value
  throw new AppError('invalid_usage', `${option} is ${quoteName(text)}; enter a whole number in digits.`)
}

/** The rules of the domain, in the words of the options. */
const requireSound = (policy: AllocationPolicy) => {
  const nameOption = (pointer: string) =>
    ({ '/capacity': '--capacity', '/capBps': '--cap-bps' })[pointer] ?? pointer.replace('/classes', '--classes')
  try {
    requirePolicy(policy, nameOption)
  } catch (cause) {
    throw new AppError('invalid_usage', sentenceOf(cause), { cause })
  }
}
