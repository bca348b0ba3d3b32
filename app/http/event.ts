import { toTime } from './present'

/** What the indexer said of one subject in one commit. */
type Told = { block_number: number; block_hash: string; payload: unknown }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The data of an event, the same in a stream and in a webhook. */
export const buildEventData = ({ block_number, block_hash, payload }: Told) => {
  const { timestamp, ...facts } = isRecord(payload) ? payload : {}
  const time = typeof timestamp === 'number' || typeof timestamp === 'string' ? { time: toTime(Number(timestamp)) } : {}
  return { ...facts, ...time, at: { block: block_number, hash: block_hash } }
}
