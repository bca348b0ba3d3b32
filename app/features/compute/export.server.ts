import { listEpochs } from '#db/queries/rounds.server'
import { type Columns, writeCsv } from '~/http/csv'
import type { View } from '~/services.server'
import { compareAllocations, toAllocations } from './read.server'
import { workRounds } from './rounds.server'
import { loadRules } from './rules.server'
import type { Allocation } from './schema'

const CHUNK = 50

const columns: Columns<Allocation> = {
  epoch: ({ epoch }) => epoch,
  pool: ({ pool }) => pool.id,
  party: ({ party }) => party.id,
  party_kind: ({ party }) => party.kind,
  final: ({ final }) => final,
  class: ({ class: number }) => number,
  weight: ({ weight }) => weight,
  want: ({ want }) => want.value,
  units: ({ units }) => units.value,
  allocation: ({ allocation }) => allocation.value,
  share_bps: ({ shareBps }) => shareBps,
  consumed: ({ consumed }) => consumed.value,
}

async function* readAllocations(view: View): AsyncGenerator<Allocation[]> {
  const rules = await loadRules(view)
  for (let from = '-1', more = true; more; ) {
    const epochs = await listEpochs(view.sql, { from, backwards: true, limit: CHUNK })
    for (const epoch of epochs) {
      const worked = await workRounds(view, rules, [epoch])
      yield worked.flatMap((one) => toAllocations(view, rules, one)).sort(compareAllocations)
    }
    from = String(epochs.at(-1) ?? from)
    more = epochs.length === CHUNK
  }
}

/** What every party got, by epoch, pool and party; GPU-seconds. */
export const writeAllocations = (view: View): AsyncGenerator<string> => writeCsv(columns, readAllocations(view))
