import type { Address } from 'viem'
import { listUnderwayRows } from '#db/queries/models.server'
import { loadGates } from '~/gates.server'
import type { ProposalRef } from '~/http/shapes'
import type { Gate } from '~/http/stewardship'
import { withView } from '~/services.server'
import { listMoves } from './release.server'

const SHOWN = 5
const OPEN: readonly ProposalRef['state'][] = ['pending', 'active', 'succeeded', 'queued']

/** A release of the reader's party on its way: what its next stage needs, and the proposal that would move it, if any. */
export type OwnRelease = { gate: Gate; proposal: ProposalRef | null }

/** The newest releases of an account's party that are neither Open nor Revoked; none for an account without a party. */
export const listOwnReleases = (account: Address): Promise<OwnRelease[]> =>
  withView(async (view) => {
    const { party } = (await view.loadAccounts([account]))(account)
    if (party === null) return []
    const rows = await listUnderwayRows(view.sql, { party: party.id, limit: SHOWN })
    const gates = await loadGates(view, rows)
    const found: OwnRelease[] = []
    // One after the other: the queries share one transaction.
    for (const row of rows) {
      const gate = gates.get(row.release_id)
      const proposal = (await listMoves(view, row)).find(({ state }) => OPEN.includes(state)) ?? null
      if (gate !== undefined) found.push({ gate, proposal })
    }
    return found
  })
