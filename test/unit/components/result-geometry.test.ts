import { describe, expect, it } from 'vitest'
import { getResultGeometry } from '~/components/result-geometry'

const votes = (amounts: Partial<Parameters<typeof getResultGeometry>[0]>) => ({
  for: 0n,
  abstain: 0n,
  against: 0n,
  forNeeded: null,
  quorum: null,
  total: 100_000_000n,
  ...amounts,
})

describe('getResultGeometry', () => {
  it('puts For, Abstain and Against one after the other', () => {
    const { segments } = getResultGeometry(votes({ for: 6n, abstain: 1n, against: 2n, total: 12n }), 'whole')
    expect(segments).toEqual([
      { choice: 'for', x: 0, width: 50 },
      { choice: 'abstain', x: 50, width: 8.333 },
      { choice: 'against', x: 58.333, width: 16.666 },
    ])
  })

  it('ends the axis of votes just beyond what there is to see, on a round number', () => {
    const { end } = getResultGeometry(votes({ for: 18_412_560n, against: 6_204_118n, quorum: 15_000_000n }), 'seen')
    expect(end).toBe(26_000_000n)
  })

  it('never ends the axis beyond all that could vote', () => {
    const { end } = getResultGeometry(votes({ for: 99_000_000n }), 'seen')
    expect(end).toBe(100_000_000n)
  })

  it('has passed the upper mark exactly when For has reached what it needs', () => {
    const { segments, forNeeded } = getResultGeometry(votes({ for: 700n, against: 300n, forNeeded: 600n }), 'seen')
    expect(segments[0]?.width).toBeGreaterThanOrEqual(forNeeded ?? Number.NaN)
    const short = getResultGeometry(votes({ for: 500n, against: 500n, forNeeded: 600n }), 'seen')
    expect(short.segments[0]?.width).toBeLessThan(short.forNeeded ?? Number.NaN)
  })

  it('leaves out a mark that no number of seats can reach', () => {
    const { forNeeded } = getResultGeometry(votes({ for: 1n, against: 11n, forNeeded: 22n, total: 12n }), 'whole')
    expect(forNeeded).toBeNull()
  })

  it('draws an empty bar with its marks before anybody has voted', () => {
    const { segments, quorum } = getResultGeometry(votes({ quorum: 10_000_000n }), 'seen')
    expect(segments).toEqual([])
    expect(quorum).toBeCloseTo(90.909, 3)
  })

  it('draws an empty house without dividing by zero', () => {
    expect(getResultGeometry(votes({ total: 0n }), 'whole')).toEqual({
      end: 0n,
      segments: [],
      forNeeded: null,
      quorum: null,
    })
  })
})
