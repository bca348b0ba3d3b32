import { SPDX } from '@cyclonedx/cyclonedx-library'
import { type Hex, isHex, zeroHash } from 'viem'
import type { ReleaseText } from '~/domain/wallet'
import { parseFlop } from './parse-flop'
import { parseListText } from './parse-list-text'
import type { FieldErrors, Registration } from './schema'

// The registry's own limits; texts in bytes of UTF-8.
const VERSION_MAX = 64
const LICENCE_MAX = 64
const URI_MAX = 256
const PARENTS_MAX = 4
const UINT32_MAX = 2 ** 32 - 1
const UINT64_MAX = 2n ** 64n - 1n
const UINT128_MAX = 2n ** 128n - 1n

/** A release that the new one derives from. */
export type Parent = { id: string; name: string; stage: string; cumulativeFlop: string }

/** What a registration refers to: the maintainer's own models, and those of its parents that exist. */
export type RegistrationContext = { models: readonly { id: string; name: string }[]; parents: readonly Parent[] }

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** The numbers of releases that a text names, in its order; null where it is no such list. */
export const parseParents = (text: string): string[] | null => {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  return parts.every((part) => /^[1-9]\d{0,9}$/.test(part) && Number(part) <= UINT32_MAX) ? parts : null
}

const checkParents = (text: string, known: readonly Parent[]): FieldErrors => {
  const ids = parseParents(text)
  if (ids === null) return { parents: { key: 'parents', values: { given: text } } }
  if (ids.length > PARENTS_MAX)
    return { parents: { key: 'manyParents', values: { max: PARENTS_MAX, count: ids.length } } }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) return { parents: { key: 'twice', values: { id: twice } } }
  const missing = ids.find((id) => !known.some((parent) => parent.id === id))
  return missing === undefined ? {} : { parents: { key: 'noParent', values: { id: missing } } }
}

const isLicenceId = (id: string): boolean => SPDX.isSupportedSpdxId(id) || /^LicenseRef-[A-Za-z0-9.-]+$/.test(id)

// Identifiers of the SPDX list, or the maintainer's own with `LicenseRef-`, also several with AND, OR and WITH.
const isLicence = (text: string): boolean =>
  text
    .replace(/[()]/g, ' ')
    .split(/\s(?:AND|OR)\s/)
    .every((part) => isLicenceId(part.replace(/\sWITH\s+[A-Za-z0-9.-]+\s*$/, '').trim()))

const checkTexts = ({ version, licence, uri, card }: Registration): FieldErrors => ({
  ...(version === '' ? { version: { key: 'noVersion', values: { max: VERSION_MAX } } } : {}),
  ...(bytesOf(version) > VERSION_MAX
    ? { version: { key: 'long', values: { length: bytesOf(version), max: VERSION_MAX } } }
    : {}),
  ...(isLicence(licence)
    ? {}
    : { licence: { key: licence === '' ? 'noLicence' : 'licence', values: { given: licence } } }),
  ...(bytesOf(licence) > LICENCE_MAX
    ? { licence: { key: 'long', values: { length: bytesOf(licence), max: LICENCE_MAX } } }
    : {}),
  ...(bytesOf(uri) > URI_MAX ? { uri: { key: 'long', values: { length: bytesOf(uri), max: URI_MAX } } } : {}),
  ...(card === '' || (isHex(card) && /^0x[0-9a-f]{64}$/.test(card))
    ? {}
    : { card: { key: 'card', values: { given: card } } }),
})

const parseWhole = (text: string): bigint | null => (/^\d{1,30}$/.test(text) ? BigInt(text) : null)

const sum = (flop: bigint, parents: readonly Parent[]): bigint =>
  flop +
  parents.reduce((most, { cumulativeFlop }) => (BigInt(cumulativeFlop) > most ? BigInt(cumulativeFlop) : most), 0n)

/** What would be signed, and the compute that decides its gates; or everything that is wrong with the form at once. */
export const buildRegistration = (
  given: Registration,
  { models, parents }: RegistrationContext,
): { release: ReleaseText; cumulativeFlop: bigint } | { errors: FieldErrors } => {
  const list = parseListText(given.list)
  const gpuSeconds = parseWhole(given.gpuSeconds === '' ? '0' : given.gpuSeconds)
  const flop = parseFlop(given.flop === '' ? '0' : given.flop)
  const cumulativeFlop = sum(flop ?? 0n, parents)
  const errors: FieldErrors = {
    ...(models.some(({ id }) => id === given.model) ? {} : { model: { key: 'model', values: {} } }),
    ...checkTexts(given),
    ...checkParents(given.parents, parents),
    ...('key' in list ? { list } : {}),
    ...(gpuSeconds === null || gpuSeconds > UINT64_MAX
      ? { gpuSeconds: { key: 'whole', values: { given: given.gpuSeconds } } }
      : {}),
    ...(flop === null || cumulativeFlop > UINT128_MAX ? { flop: { key: 'flop', values: { given: given.flop } } } : {}),
  }
  if ('key' in list || gpuSeconds === null || flop === null || Object.keys(errors).length > 0) return { errors }
  const release: ReleaseText = {
    modelId: Number(given.model),
    version: given.version,
    parents: (parseParents(given.parents) ?? []).map(Number),
    root: list.root,
    manifest: list.manifest,
    card: given.card === '' ? zeroHash : (given.card as Hex),
    licence: given.licence,
    files: list.files,
    size: String(list.size),
    gpuSeconds: String(gpuSeconds),
    flop: String(flop),
    uri: given.uri,
  }
  return { release, cumulativeFlop }
}
