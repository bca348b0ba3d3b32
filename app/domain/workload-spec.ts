import { type Hex, isHash, sha256, stringToBytes } from 'viem'
import { buildCanonicalJson } from './canonical-json'
import { AppError } from './errors'

/** What a job may use at most; whole numbers. `gpus` counts the units of its lease, which are CPU slots without GPUs. */
export type WorkloadLimits = {
  memoryBytes: number
  /** With their threads. */
  processes: number
  seconds: number
  gpus: number
  /** All that is written to the output folder, each entry with 512 at least, and to standard output and error. */
  outputBytes: number
}

/** What an order runs: `image` is the SHA-256 of a tar archive with the root file system of the job. */
export type WorkloadSpec = {
  image: Hex
  /** The program, as an absolute path below the root, and its arguments. */
  command: readonly string[]
  env: Readonly<Record<string, string>>
  limits: WorkloadLimits
}

const MAX_TEXT = 65_536
const MAX_ARGUMENTS = 1_024
const MAX_VARIABLES = 256

/** The least and the most of each limit. */
const bounds: Record<keyof WorkloadLimits, readonly [number, number]> = {
  memoryBytes: [1 << 20, 2 ** 46],
  processes: [1, 4_194_304],
  seconds: [1, 31_536_000],
  gpus: [1, 65_536],
  outputBytes: [1, 2 ** 46],
}

/**
 * Reads a spec that a tenant sent, strictly: a member that is missing, of another kind, or that nobody knows is refused,
 * since a limit that a provider overlooks would bind nobody. Throws `invalid_spec`, which names the member.
 */
export const parseWorkloadSpec = (text: string): WorkloadSpec => {
  if (text.length > MAX_TEXT) throw invalid('The spec', `is longer than ${MAX_TEXT} characters`)
  const spec = toObject(parseJson(text), 'The spec', ['image', 'command', 'env', 'limits'])
  return {
    image: toImage(spec['image']),
    command: toCommand(spec['command']),
    env: toVariables(spec['env']),
    limits: toLimits(spec['limits']),
  }
}

/** SHA-256 of the spec's RFC 8785 form: the `specDigest` that an order carries. */
export const specDigest = ({ image, command, env, limits }: WorkloadSpec): Hex =>
  sha256(stringToBytes(buildCanonicalJson({ image, command, env, limits })))

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_spec', 'The spec is not JSON.', { cause })
  }
}

const toImage = (value: unknown): Hex => {
  if (typeof value === 'string' && isHash(value) && value === value.toLowerCase()) return value
  throw invalid('image', 'must be the SHA-256 of the root tar: 0x and 64 lower-case digits')
}

const toCommand = (value: unknown): string[] => {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ARGUMENTS) {
    throw invalid('command', `must be a list of 1 to ${MAX_ARGUMENTS} texts`)
  }
  const command = value.map((argument, at) => toText(argument, `command[${at}]`))
  if (!command[0]?.startsWith('/')) throw invalid('command[0]', 'must be an absolute path below the root')
  return command
}

const toVariables = (value: unknown): Record<string, string> => {
  const entries = Object.entries(toObject(value, 'env'))
  if (entries.length > MAX_VARIABLES) throw invalid('env', `has more than ${MAX_VARIABLES} variables`)
  for (const [name] of entries) {
    if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name) && name !== '__proto__') continue
    throw invalid(`env ${JSON.stringify(name)}`, 'is no name of a variable')
  }
  return Object.fromEntries(entries.map(([name, text]) => [name, toText(text, `env.${name}`)]))
}

const toLimits = (value: unknown): WorkloadLimits => {
  const given = toObject(value, 'limits', Object.keys(bounds))
  const read = (name: keyof WorkloadLimits) => {
    const [least, most] = bounds[name]
    const limit = given[name]
    if (typeof limit === 'number' && Number.isInteger(limit) && limit >= least && limit <= most) return limit
    throw invalid(`limits.${name}`, `must be a whole number from ${least} to ${most}`)
  }
  return {
    memoryBytes: read('memoryBytes'),
    processes: read('processes'),
    seconds: read('seconds'),
    gpus: read('gpus'),
    outputBytes: read('outputBytes'),
  }
}

const toText = (value: unknown, name: string): string => {
  if (typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value)) return value
  throw invalid(name, 'must be text, in Unicode and without zeros')
}

/** With `names`, exactly those members. */
const toObject = (value: unknown, name: string, names?: readonly string[]): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name, 'must be an object')
  const stranger = names && Object.keys(value).find((key) => !names.includes(key))
  if (stranger !== undefined) throw invalid(name, `has the member ${JSON.stringify(stranger)}, which nobody knows`)
  const missing = names?.find((key) => !Object.hasOwn(value, key))
  if (missing !== undefined) throw invalid(name, `lacks the member ${missing}`)
  return value as Record<string, unknown>
}

const invalid = (name: string, problem: string) => new AppError('invalid_spec', `${name} ${problem}.`)
