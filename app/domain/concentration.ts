/** How unequal amounts are. Ratios are whole numbers, rounded down, so that two people compute the same. */
export type Concentration = {
  /** How many hold something. */
  holders: number
  total: bigint
  /** The fewest that together hold more than half; 0 where nobody holds anything. */
  nakamoto: number
  /** Herfindahl-Hirschman index: the sum of squared percentages; 10,000 is a monopoly. */
  hhi: number
  /** Gini coefficient in thousandths, over all that were counted: 0 where all are equal. */
  giniThousandths: number
  /** The largest share in basis points. */
  largestBps: number
}

const BASIS_POINTS = 10_000n

/** Measures amounts of distinct parties (or accounts); amounts of 0 count as holders of nothing in the Gini. */
export const measureConcentration = (amounts: readonly bigint[]): Concentration => {
  const sorted = [...amounts].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
  const total = sorted.reduce((sum, amount) => sum + amount, 0n)
  const holders = sorted.filter((amount) => amount > 0n).length
  if (total === 0n) return { holders, total, nakamoto: 0, hhi: 0, giniThousandths: 0, largestBps: 0 }
  let sum = 0n
  const nakamoto = sorted.findIndex((amount) => {
    sum += amount
    return 2n * sum > total
  })
  const squares = sorted.reduce((all, amount) => all + amount * amount, 0n)
  const count = BigInt(sorted.length)
  // Of amounts in ascending order x_1..x_n: (2 sum of i x_i) / (n sum of x) - (n + 1) / n.
  const ranked = sorted.reduce((all, amount, index) => all + (count - BigInt(index)) * amount, 0n)
  const gini = (1_000n * (2n * ranked - (count + 1n) * total)) / (count * total)
  return {
    holders,
    total,
    nakamoto: nakamoto + 1,
    hhi: Number((BASIS_POINTS * squares) / (total * total)),
    giniThousandths: Number(gini),
    largestBps: Number((BASIS_POINTS * (sorted[0] ?? 0n)) / total),
  }
}
