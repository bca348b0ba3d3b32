import { expect, test } from 'vitest'
import { createRoundSummer } from '~/cli/audit/rounds'
import { toChainLevel } from '~/domain/allocation/level'
import type { Rows } from '~/indexer/rows'
import type { Row, TableName } from '~/indexer/tables'

const rowsOf = (tables: Partial<Record<TableName, readonly Row[]>>) => new Map(Object.entries(tables)) as Rows

const policy = {
  version: 0n,
  cap_bps: 10_000n,
  reserves: [0n],
  class_weights: [1n],
  kind_classes: [0n, 0n],
  kind_weights: [0n, 1n],
}
const round = { pool: 1n, epoch: 2n, capacity: 100n, cap: 100n, version: 0n }
const admitted = (party: bigint, party_kind = 1n) => ({ kind: 'admitted', party, party_kind })
const asked = (party: bigint, want: bigint) => ({ pool: 1n, epoch: 2n, party, want })

/** Two parties that ask for 150 of 100 in all. */
const opened = rowsOf({
  policies: [policy],
  party_events: [admitted(1n), admitted(2n)],
  rounds: [round],
  requests: [asked(1n, 90n), asked(2n, 60n)],
})

const sumUp = (...batches: readonly Rows[]) => {
  const summer = createRoundSummer()
  for (const rows of batches) summer.add(rows)
  return Object.fromEntries(summer.finish())
}

test('works a round that is not final out by the solver', () => {
  expect(sumUp(opened)).toEqual({ 'round 1-2 demand': 150n, 'round 1-2 allocated': 100n, 'round 1-2 settled': 0n })
})

test('takes of a final round what the chain settled, whatever the solver says', () => {
  const settle = (level: bigint | null) =>
    rowsOf({ settlements: [{ pool: 1n, epoch: 2n, levels: [0n, toChainLevel(level)] }] })
  expect(sumUp(opened, settle(40n << 32n))).toMatchObject({ 'round 1-2 allocated': 80n, 'round 1-2 settled': 1n })
  expect(sumUp(opened, settle(null))).toMatchObject({ 'round 1-2 allocated': 150n })
})

test('counts the last request of a party, in whichever batch it stands', () => {
  const later = rowsOf({ requests: [asked(1n, 1n), asked(1n, 5n)] })
  expect(sumUp(opened, later)).toMatchObject({ 'round 1-2 demand': 65n, 'round 1-2 allocated': 65n })
})

test('leaves out whoever is of an excluded kind', () => {
  const outsider = rowsOf({ party_events: [admitted(3n, 0n)], requests: [asked(3n, 50n)] })
  expect(sumUp(opened, outsider)).toEqual(sumUp(opened))
})

test('refuses logs of a round that was never opened, or of a policy that was never set', () => {
  expect(() => sumUp(rowsOf({ requests: [asked(1n, 1n)] }))).toThrow('before it was opened')
  expect(() => sumUp(rowsOf({ rounds: [round] }))).toThrow('never set')
})
