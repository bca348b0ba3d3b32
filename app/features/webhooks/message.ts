import { buildEventData } from '~/http/event'
import { toTime } from '~/http/present'

type Said = { type: string; at: Date; data: object }

/** The bytes that are POSTed, as Standard Webhooks recommends them. */
export const buildBody = ({ type, at, data }: Said): string =>
  JSON.stringify({ type, timestamp: toTime(Math.floor(at.getTime() / 1000)), data })

type Told = { kind: string; block_number: number; block_hash: string; payload: unknown; created_at: Date }

// Whoever was told of an event must hear that it was withdrawn.
const ALWAYS = 'reorg'

/** An event as a message, with the names that a webhook may have asked for; null: it is for every one. */
export const buildMessage = (row: Told): { type: string; body: string; names: string[] | null } => {
  const { kind } = row
  const data: Record<string, unknown> = buildEventData(row)
  const changes = kind === 'proposal' && Array.isArray(data['changes']) ? data['changes'] : []
  return {
    type: kind,
    body: buildBody({ type: kind, at: row.created_at, data }),
    names: kind === ALWAYS ? null : [kind, ...changes.map((change) => `${kind}.${change}`)],
  }
}
