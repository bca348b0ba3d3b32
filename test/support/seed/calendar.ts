import { hashOf } from './draw'

/** Where the seeded part of a chain begins: its last real block. */
export type Start = { block: number; timestamp: number }

// Real chains have blocks more often; a block for each ten minutes holds as many events as the busiest of theirs.
const SPACING = 600

/** Where a log stands, as every event table has it. */
export type Place = {
  block_number: number
  block_hash: string
  log_index: number
  tx_hash: string
  block_time: number
}

/** Gives each event a place of its own in the block of its time; times before the start are moved to it. */
export const createCalendar = ({ block, timestamp }: Start) => {
  const logs: number[] = []
  const numberAt = (time: number) => Math.max(0, Math.floor((time - timestamp) / SPACING))
  const headerOf = (slot: number) => ({
    number: block + 1 + slot,
    hash: hashOf('b', slot),
    timestamp: timestamp + (slot + 1) * SPACING,
  })
  return {
    placeAt: (time: number): Place => {
      const slot = numberAt(time)
      const { number, hash, timestamp: blockTime } = headerOf(slot)
      const log = logs[slot] ?? 0
      logs[slot] = log + 1
      return {
        block_number: number,
        block_hash: hash,
        log_index: log,
        tx_hash: hashOf('t', slot * 100_000 + log),
        block_time: blockTime,
      }
    },
    headerAt: (time: number) => headerOf(numberAt(time)),
    /** The header and number of events of each block that has some. */
    listBlocks: () =>
      logs.flatMap((events, slot) =>
        events === undefined ? [] : [{ ...headerOf(slot), parent_hash: hashOf('b', Math.max(0, slot - 1)), events }],
      ),
  }
}

export type Calendar = ReturnType<typeof createCalendar>
