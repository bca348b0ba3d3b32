import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countPoll, keepLast, pollStateAt, sumBallots } from '~/domain/poll-tally'

const supply = { token: 10_000n, seat: 8n }
const none = { token: [0n, 0n], seat: [0n, 0n] }

test('counts by the chain clock: the start is in, the end is out', () => {
  const times = { start: 10, end: 20, revealEnd: 30 }
  const states = [9, 10, 19, 20, 29, 30].map((now) => pollStateAt(times, now))
  expect(states).toEqual(['pending', 'active', 'active', 'revealing', 'revealing', 'closed'])
  expect(pollStateAt({ ...times, revealEnd: 20 }, 20)).toBe('closed')
})

test('R7 quorums of 15 % and 20 % can be stated: met exactly there, and not one vote below', () => {
  for (const [quorumBps, needed] of [
    [1_500, 1_500n],
    [2_000, 2_000n],
  ] as const) {
    const at = (turnout: bigint) =>
      countPoll({ houses: 'token', quorumBps, supply, sums: { ...none, token: [turnout, 0n] } })
    expect(at(needed).houses[0]).toMatchObject({ quorum: needed, quorumMet: true })
    expect(at(needed)).toMatchObject({ outcome: 'choice', choice: 0 })
    expect(at(needed - 1n)).toMatchObject({ outcome: 'quorum-missed', choice: null })
  }
  // Of 8 seats 15 % are 1.2, so two are needed.
  const seats = countPoll({ houses: 'seat', quorumBps: 1_500, supply, sums: { ...none, seat: [1n, 0n] } })
  expect(seats.houses[0]).toMatchObject({ quorum: 2n, quorumMet: false })
})

test('says when houses are tied, divided, or silent, and no quorum of zero is met by nobody', () => {
  const outcomeOf = (token: bigint[], seat: bigint[]) =>
    countPoll({ houses: 'both', quorumBps: 0, supply, sums: { token, seat } }).outcome
  expect(outcomeOf([5n, 3n], [2n, 1n])).toBe('choice')
  expect(outcomeOf([5n, 3n], [1n, 2n])).toBe('divided')
  expect(outcomeOf([5n, 5n], [1n, 2n])).toBe('tied')
  expect(outcomeOf([0n, 0n], [0n, 0n])).toBe('no-ballots')
  expect(outcomeOf([5n, 0n], [0n, 0n])).toBe('quorum-missed')
})

const ballot = fc.record({
  voter: fc.constantFrom('0xaa', '0xAA', '0xbb', '0xcc'),
  issuedAt: fc.nat({ max: 1_000 }),
  choice: fc.nat({ max: 3 }),
  token: fc.bigInt({ min: 0n, max: 2n ** 112n }),
  seat: fc.bigInt({ min: 0n, max: 1n }),
})

test('of each voter the last ballot counts, in whatever order they come, and no weight is lost or made', () => {
  const distinct = fc.uniqueArray(ballot, { selector: ({ voter, issuedAt }) => `${voter.toLowerCase()} ${issuedAt}` })
  fc.assert(
    fc.property(distinct, (ballots) => {
      const last = keepLast(ballots)
      expect(last).toHaveLength(new Set(ballots.map(({ voter }) => voter.toLowerCase())).size)
      for (const kept of last) {
        const own = ballots.filter(({ voter }) => voter.toLowerCase() === kept.voter.toLowerCase())
        expect(kept.issuedAt).toBe(Math.max(...own.map(({ issuedAt }) => issuedAt)))
      }
      const key = (one: { voter: string; issuedAt: number }) => `${one.voter} ${one.issuedAt}`
      expect(
        keepLast([...ballots].reverse())
          .map(key)
          .sort(),
      ).toEqual(last.map(key).sort())
      const sums = sumBallots(last, 4)
      for (const house of ['token', 'seat'] as const) {
        const total = last.reduce((sum, one) => sum + one[house], 0n)
        expect(sums[house].reduce((sum, weight) => sum + weight, 0n)).toBe(total)
      }
    }),
  )
})

test('refuses to count a choice that the poll does not have', () => {
  expect(() => sumBallots([{ choice: 2, token: 1n, seat: 0n }], 2)).toThrow(RangeError)
})
