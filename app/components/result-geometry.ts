type ResultAmounts = {
  for: bigint
  abstain: bigint
  against: bigint
  /** What For alone must reach, the mark above. */
  forNeeded: bigint | null
  /** What For + Abstain must reach, the mark below. */
  quorum: bigint | null
  /** All that could vote. */
  total: bigint
}

export type ResultGeometry = {
  /** The value at the right end. */
  end: bigint
  segments: { choice: 'for' | 'abstain' | 'against'; x: number; width: number }[]
  forNeeded: number | null
  quorum: number | null
}

// biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
const max = (values: bigint[]): bigint => values.reduce((left, right) => (left > right ? left : right), 0n)

// A twentieth of air beyond the last mark; two leading digits keep the axis's end short to read.
const roundUp = (value: bigint): bigint => {
  const roomy = (value * 21n) / 20n
  const step = 10n ** BigInt(Math.max(0, roomy.toString().length - 2))
  return ((roomy + step - 1n) / step) * step
}

const percent = (value: bigint, end: bigint): number => (end === 0n ? 0 : Number((value * 100_000n) / end) / 1000)

/**
 * Positions, in percent of the axis, of For, Abstain and Against one after the other and of both marks. The order makes
 * "the solid part has passed the upper mark" and "solid and grey have passed the lower mark" literally true.
 * `whole` shows all that could vote (seats); else the axis ends just beyond what there is to see.
 */
export const getResultGeometry = (amounts: ResultAmounts, axis: 'whole' | 'seen'): ResultGeometry => {
  const { for: inFavour, abstain, against, forNeeded, quorum, total } = amounts
  const seen = roundUp(max([inFavour + abstain + against, forNeeded ?? 0n, quorum ?? 0n]))
  const end = axis === 'whole' || seen > total || seen === 0n ? total : seen
  const segment = (choice: ResultGeometry['segments'][number]['choice'], from: bigint, length: bigint) => ({
    choice,
    x: percent(from, end),
    width: percent(length, end),
  })
  return {
    end,
    segments: [
      segment('for', 0n, inFavour),
      segment('abstain', inFavour, abstain),
      segment('against', inFavour + abstain, against),
    ].filter(({ width }) => width > 0),
    // With enough Against, no number of seats is enough: then there is no place for the mark.
    forNeeded: forNeeded === null || forNeeded > end ? null : percent(forNeeded, end),
    quorum: quorum === null || quorum > end ? null : percent(quorum, end),
  }
}
