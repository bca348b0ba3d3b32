import type { DraftKind } from './schema'

/** The kinds of proposals that have a form, in the order in which they are offered. */
export const draftKinds = [
  'release',
  'budget',
  'policy',
  'pool',
  'market',
  'evaluator',
  'overrule',
  'custody',
  'measurement',
  'custom',
] as const satisfies DraftKind[]

/** The kind that an address asks for; moving a release where it names none. */
export const parseKind = (value: string | null): DraftKind => draftKinds.find((kind) => kind === value) ?? 'release'
