import { expect, test } from 'vitest'
import { type Electorate, snapshotAt } from '~/domain/electorate'

const electorate: Electorate = {
  supplies: [
    { time: 10, value: 1_000n },
    { time: 50, value: 2_000n },
  ],
  quorums: [
    { time: 10, value: 1_000n },
    { time: 60, value: 500n },
  ],
  charterQuorums: [{ time: 10, value: 1_500n }],
  seats: [
    { from: 10, to: null },
    { from: 10, to: 55 },
    { from: 55, to: null },
  ],
}

test.each([
  [9, 'policy', { supply: 0n, quorum: 0n, liveSeats: 0n }],
  [49, 'policy', { supply: 1_000n, quorum: 100n, liveSeats: 2n }],
  [50, 'policy', { supply: 2_000n, quorum: 200n, liveSeats: 2n }],
  [55, 'routine', { supply: 2_000n, quorum: 200n, liveSeats: 2n }],
  [60, 'routine', { supply: 2_000n, quorum: 100n, liveSeats: 2n }],
  [60, 'charter', { supply: 2_000n, quorum: 300n, liveSeats: 2n }],
] as const)('finds at second %i for tier %s what was set up to then', (time, tier, expected) => {
  expect(snapshotAt(electorate, { time, tier })).toEqual(expected)
})
