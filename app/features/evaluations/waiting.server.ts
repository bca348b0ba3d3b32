import { isAddressEqual } from 'viem'
import { type EvaluatorRow, listAttestationRows } from '#db/queries/evaluations.server'
import type { ReleaseRow } from '#db/queries/models.server'
import { epochOf, showAttestations, toKind } from '~/attestations.server'
import { loadGates } from '~/gates.server'
import type { View } from '~/services.server'
import type { Waiting } from './schema'

/**
 * What the next stage of a release still asks for and this evaluator could attest: another party's release, no Pass of
 * its own party that counts, no Fail of its own that stands, and no vote that overruled it.
 */
export const listWaiting = async (
  view: View,
  evaluator: EvaluatorRow,
  releases: readonly ReleaseRow[],
): Promise<Waiting[]> => {
  const { is_evaluator, party_now: own, party_next: next, account } = evaluator
  if (!is_evaluator || own === 0n || next === 0n) return []
  const others = releases.filter(({ party }) => party !== own && party !== next)
  const gates = await loadGates(view, others)
  const ids = others.map(({ release_id }) => release_id)
  const rows = await listAttestationRows(view.sql, { releases: ids }, epochOf(view))
  const attestations = await showAttestations(view, rows, others)
  return others.flatMap((release): Waiting[] => {
    const gate = gates.get(release.release_id)
    if (gate === undefined) return []
    return gate.kinds.flatMap(({ kind, needed, have, met, by }): Waiting[] => {
      if (met || by.some(({ party }) => party.id === String(own))) return []
      const about = attestations.filter((one) => one.release.id === String(release.release_id) && one.kind === kind)
      const isMine = (one: (typeof about)[number]) => isAddressEqual(one.attester.address as typeof account, account)
      const isOverruled = rows.some(
        (row) =>
          row.release_id === release.release_id &&
          toKind(row.kind) === kind &&
          row.end_kind === 'overruled' &&
          (row.party === own || isAddressEqual(row.attester, account)),
      )
      if (isOverruled || about.some((one) => isMine(one) && one.status === 'stands')) return []
      return [{ release: gate.release, kind, needed, have, root: release.root, mine: about.find(isMine) ?? null }]
    })
  })
}
