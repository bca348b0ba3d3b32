import type { DraftAction } from '~/domain/draft'
import type { DraftDiff } from './draft-schema'

/** An action before and after; null where there was none. */
export type ActionPair = { before: DraftAction | null; after: DraftAction | null }

const pairUp = (removed: readonly DraftAction[], added: readonly DraftAction[]): ActionPair[] =>
  Array.from({ length: Math.max(removed.length, added.length) }, (_, index): ActionPair[] => {
    const before = removed[index] ?? null
    const after = added[index] ?? null
    if (before?.['kind'] === after?.['kind']) return [{ before, after }]
    return [
      { before, after: null },
      { before: null, after },
    ].filter((pair) => pair.before !== null || pair.after !== null)
  }).flat()

/** The actions of a difference, one that replaced another of its kind beside it: what changed is then a field. */
export const pairActions = (runs: DraftDiff['actions']): ActionPair[] =>
  runs.flatMap(({ change, items }, index) => {
    if (change === 'kept') return items.map((item) => ({ before: item, after: item }))
    if (change === 'added') return runs[index - 1]?.change === 'removed' ? [] : pairUp([], items)
    const next = runs[index + 1]
    return pairUp(items, next?.change === 'added' ? next.items : [])
  })
