import { getAddress } from 'viem'
import { listProposalRows, type ProposalRow } from '#db/queries/proposals.server'
import type { Assessment } from '~/domain/assess-proposal'
import { tierOfNumber } from '~/domain/tier'
import { type Cell, type Columns, writeCsv } from '~/http/csv'
import { toTime } from '~/http/present'
import type { View } from '~/services.server'

const CHUNK = 500

type Item = { row: ProposalRow; state: Assessment['state'] }

const timeOf = (seconds: number | null): Cell => (seconds === null ? null : toTime(seconds))

const columns: Columns<Item> = {
  id: ({ row }) => row.proposal_id,
  title: ({ row }) => row.title,
  kinds: ({ row }) => row.kinds.join(' '),
  tier: ({ row }) => tierOfNumber(row.tier),
  state: ({ state }) => state,
  proposer: ({ row }) => getAddress(row.proposer),
  snapshot: ({ row }) => toTime(row.snapshot),
  deadline: ({ row }) => toTime(row.deadline),
  extended_deadline: ({ row }) => timeOf(row.extended_deadline),
  token_for: ({ row }) => row.token_for,
  token_against: ({ row }) => row.token_against,
  token_abstain: ({ row }) => row.token_abstain,
  token_voters: ({ row }) => row.token_voters,
  seat_for: ({ row }) => row.seat_for,
  seat_against: ({ row }) => row.seat_against,
  seat_abstain: ({ row }) => row.seat_abstain,
  seat_voters: ({ row }) => row.seat_voters,
  queued: ({ row }) => timeOf(row.queued_time),
  eta: ({ row }) => timeOf(row.eta),
  executed: ({ row }) => timeOf(row.executed_time),
  canceled: ({ row }) => timeOf(row.canceled_time),
  time: ({ row }) => toTime(row.block_time),
  block: ({ row }) => row.block_number,
  block_hash: ({ row }) => row.block_hash,
}

// Read page by page: a state is assessed with what is read on the same transaction, which a cursor would keep busy.
async function* readProposals(view: View): AsyncGenerator<Item[]> {
  for (let id = '0', more = true; more; ) {
    const rows = await listProposalRows(view.sql, {
      ...{ state: null, kinds: null, proposer: null, text: null, from: null, to: null, sort: 'oldest' },
      position: { deadline: 0, id },
      backwards: false,
      height: view.cursor.number,
      now: view.now,
      windows: view.rules,
      limit: CHUNK,
    })
    yield await Promise.all(rows.map(async (row) => ({ row, state: (await view.assess(row)).state })))
    id = String(rows.at(-1)?.proposal_id ?? id)
    more = rows.length === CHUNK
  }
}

/** Every proposal with its tallies and what it is in this block, by id. */
export const writeProposals = (view: View): AsyncGenerator<string> => writeCsv(columns, readProposals(view))
