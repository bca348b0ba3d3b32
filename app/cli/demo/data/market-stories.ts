import { openMarket, setMarketTerms } from '../calls'
import { arbiters, auditors, stewards } from '../cast'
import { demoAccount } from '../keys'
import type { Story } from '../story'

const steward = (index: number) => stewards[index] ?? demoAccount('holder 0')

/** Who audits nodes and decides disputes, and what the market charges. */
export const marketStories: readonly Story[] = [
  {
    title: 'Open the market: two auditors and three arbiters',
    body: `Nodes can bid only while an auditor of another party confirms what they declare. Disputes go to arbiters who share no party with either side.

Three attributes get their meaning; an auditor confirms them with the rest. Nodes of the first pool earn the base reward for being there when auditors ask, those of the second half of it.`,
    proposer: steward(3),
    days: 31.5,
    calls: openMarket({
      auditors: auditors.map(({ address }) => address),
      arbiters: arbiters.map(({ address }) => address),
      attributes: ['data stays in the EU', 'renewable power', 'interconnect of 400 Gbit/s'],
      multipliers: [10_000, 5_000],
    }),
    tokens: { turnout: 0.45, for: 0.87, abstain: 0.06 },
    seats: 'FFFFF.FFBFF.',
    ending: 'executed',
  },
  {
    title: 'Halve the fee of the market',
    body: 'From 1% to 0.5% of what providers earn. A fifth of it stays burnt; the treasury has lived well without the rest.',
    proposer: steward(10),
    days: 2.3,
    calls: setMarketTerms({ feeBps: 50 }),
    tokens: { turnout: 0.28, for: 0.62, abstain: 0.09 },
    seats: '..FF..F..AF.',
    ending: 'active',
  },
]
