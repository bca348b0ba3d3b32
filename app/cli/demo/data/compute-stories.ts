import { addPools, closePool, grantMoney, lowerCap, schedulePools, sharePools } from '../calls'
import { applicant, stewards } from '../cast'
import { demoAccount } from '../keys'
import { demoPools } from '../pools'
import type { Story } from '../story'

const DAY = 86_400
const holder = (rank: number) => demoAccount(`holder ${rank}`)
const steward = (index: number) => stewards[index] ?? holder(0)

const pools = demoPools.map((pool, index) => ({ ...pool, pool: index + 1 }))
const [largest] = pools

/** Classes in the order of the profile: universities, public interest, labs, simulation, aggregators. */
const withReserves = (reserves: readonly number[], weights: readonly number[]) =>
  reserves.map((reserveBps, index) => ({ reserveBps, weight: weights[index] ?? 1 }))

/** Which pools of compute there are, what is spent on them, and how they are shared. */
export const computeStories = (end: number): Story[] => [
  {
    title: 'Open pools of compute by GPU type',
    body: `One in 128 GPUs of a real cluster, by type: the nodes of Alibaba's 2023 trace (CC BY 4.0). Capacity is what they give in a day. The last pool has no GPU: four slots on any machine, for small jobs.

Opening a pool spends nothing; a budget comes with a proposal of its own.`,
    proposer: steward(2),
    days: 46,
    calls: addPools(demoPools),
    tokens: { turnout: 0.47, for: 0.9, abstain: 0.05 },
    seats: 'FFFFFFF.FFB.',
    ending: 'executed',
  },
  {
    title: 'Pay for the pools from the treasury',
    body: `A day of every pool, at most at these rates. What a day does not use is free again when it is over.

| pool | per unit and hour, at most |
| --- | --- |
| G2 | 1.20 DUSD |
| T4 | 0.35 DUSD |
| CPU slots | 0.05 DUSD |`,
    proposer: steward(6),
    days: 41,
    calls: schedulePools(pools),
    tokens: { turnout: 0.5, for: 0.83, abstain: 0.07 },
    seats: 'FFF.FFFBFFA.',
    ending: 'executed',
  },
  {
    title: 'Pay a university for a year of test reports',
    body: '24,000 DUSD, by the second over a year, nothing in the first thirty days. A routine vote can stop it at any time.',
    proposer: steward(1),
    days: 31,
    calls: grantMoney({
      recipient: applicant('university 1'),
      amount: 24_000_000_000n,
      start: end - 27 * DAY,
      cliff: end + 3 * DAY,
      end: end + 338 * DAY,
    }),
    tokens: { turnout: 0.42, for: 0.88, abstain: 0.04 },
    seats: 'FFBFFF.FFF..',
    ending: 'executed',
  },
  {
    title: 'Let labs take a third of a pool',
    body: 'A reserve of 40% for labs and a cap of 33%. Reviewers showed on last week’s requests that three labs would hold nearly everything.',
    proposer: holder(4),
    days: 19,
    calls: sharePools(3_300, withReserves([500, 500, 4_000, 500, 0], [1, 1, 4, 1, 1])),
    tokens: { turnout: 0.55, for: 0.41, abstain: 0.06 },
    seats: 'FABAFAAAFAAA',
    ending: 'defeated',
  },
  {
    title: 'Raise the reserve of universities to a fifth',
    body: 'Universities ask for little and late. A reserve keeps it for them; what they do not ask for goes to the others all the same.',
    proposer: steward(5),
    days: 13.5,
    calls: sharePools(2_000, withReserves([2_000, 1_000, 1_000, 500, 500], [2, 2, 3, 1, 1])),
    tokens: { turnout: 0.44, for: 0.86, abstain: 0.06 },
    seats: 'FF.FFFFFFF.B',
    ending: 'executed',
  },
  {
    title: 'Close the smallest pool of GPUs',
    body: 'Nobody has asked for V100M16 in a week. Closing is a routine matter; opening it again would be a policy vote.',
    proposer: holder(10),
    days: 7.2,
    calls: closePool(demoPools.findIndex(({ name }) => name === 'V100M16 GPUs') + 1),
    tokens: { turnout: 0.36, for: 0.91, abstain: 0.05 },
    seats: '..F..F......',
    ending: 'executed',
  },
  {
    title: 'Lower the cap of a party to 18%',
    body: 'Two labs were at the cap on five days of seven. A lower cap is a restricting move, so the seats can only stop it.',
    proposer: steward(7),
    days: 5.4,
    calls: lowerCap(1_800),
    tokens: { turnout: 0.4, for: 0.79, abstain: 0.08 },
    seats: '....AF......',
    ending: 'executed',
  },
  {
    title: 'Cap a party at 12% and reserve a quarter for universities',
    body: `Try it on the requests of today: the page shows what each party would get.

- **cap** from 18% to 12%
- **universities** from 20% to 25% reserve
- labs keep 10%, and weigh 2 instead of 3`,
    proposer: steward(9),
    days: 1.9,
    calls: sharePools(1_200, withReserves([2_500, 1_000, 1_000, 500, 500], [2, 2, 2, 1, 1])),
    tokens: { turnout: 0.3, for: 0.66, abstain: 0.08 },
    seats: '....FF.FA..F',
    ending: 'active',
  },
  ...(largest
    ? [
        {
          title: 'Double the budget of the largest pool',
          body: 'The pool itself stays as large as it is: with more money than it can cost, requests of a later capacity are covered. The runway shrinks accordingly.',
          proposer: steward(6),
          days: 1.4,
          calls: schedulePools([largest], 2n),
          tokens: { turnout: 0.26, for: 0.57, abstain: 0.1 },
          seats: '....F.AB..F.',
          ending: 'active',
        } satisfies Story,
      ]
    : []),
]
