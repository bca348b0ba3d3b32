import { suggestNaively } from '#test/support/market-cases'
import { type OpenOrder, type StandingOffer, suggestOffers } from '~/domain/market/match'

// npm run bench:market [-- ORDERS OFFERS]: how many pairs of open orders and offers are judged in a second on one core, beside
// a program that judges each pair and sorts what is left, in turns in one run. Both suggest the same.
const orderCount = Number(process.argv[2] ?? 2_000)
const offerCount = Number(process.argv[3] ?? 1_000)
const rounds = 5
const most = 5

const say = (line: string) => process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Numbers from 0 on and below 1, the same in every run. */
const createDraw = () => {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const terms = {
  disputeWindow: 3_600,
  disputeBond: 10_000_000n,
  bidDeposit: 1_000_000n,
  minStake: 100_000_000n,
  capBps: 3_300,
  floorUnits: 48,
}

type Shape = { name: string; pools: number; needy: number; busy: number; poor: number }

const shapes: Shape[] = [
  { name: 'one pool, everybody able', pools: 1, needy: 0, busy: 0, poor: 0 },
  { name: '8 pools', pools: 8, needy: 0.3, busy: 0.3, poor: 0.2 },
  { name: 'one pool, most are busy', pools: 1, needy: 0.3, busy: 0.98, poor: 0 },
  { name: 'one pool, stakes are small', pools: 1, needy: 0, busy: 0, poor: 1 },
  { name: 'one pool, nobody able', pools: 1, needy: 1, busy: 1, poor: 1 },
]

const build = ({ pools, needy, busy, poor }: Shape) => {
  const draw = createDraw()
  const pick = (count: number) => Math.floor(draw() * count)
  const offers = Array.from({ length: offerCount }, (_, index): StandingOffer => {
    const units = 8 + pick(64)
    const stake = 200_000_000n + BigInt(pick(4_000_000_000))
    return {
      bid: { providerId: index + 1, party: pick(200), auditorId: 1, rate: BigInt(200_000 + pick(800_000)) },
      load: pick(3) * 3_600,
      releaseId: 0,
      standing: {
        listed: true,
        pool: 1 + pick(pools),
        units,
        unitsInUse: draw() < busy ? units : pick(units),
        attributes: BigInt(pick(16)),
        auditors: new Set([1 + pick(2)]),
        ownAuditors: new Set(draw() < 0.01 ? [1] : []),
        auditedUnits: 100_000,
        stake,
        locked: draw() < poor ? stake - BigInt(pick(20_000_000)) : 0n,
        partyUnits: pick(100),
        isServing: false,
      },
    }
  })
  const orders = Array.from(
    { length: orderCount },
    (): OpenOrder => ({
      pool: 1 + pick(pools),
      units: 1 + pick(8),
      duration: 3_600 * (1 + pick(72)),
      attributes: draw() < needy ? BigInt(pick(16)) : 0n,
      auditorIds: draw() < needy ? [1 + pick(2)] : [],
      releaseId: 0,
      party: pick(200),
      isBudget: draw() < 0.5,
      declined: 0,
      maxRate: BigInt(400_000 + pick(800_000)),
      terms,
    }),
  )
  return { orders, offers }
}

const measure = <T>(run: () => T) => {
  const began = performance.now()
  const result = run()
  return { result, took: performance.now() - began }
}

const pairs = orderCount * offerCount
const perSecond = (took: number) => Math.round((pairs / took) * 1_000).toLocaleString('en')

say(`${orderCount.toLocaleString('en')} orders, ${offerCount.toLocaleString('en')} offers, medians of ${rounds} rounds`)
say('pairs per second            matcher   each pair judged   ratio')
for (const shape of shapes) {
  const { orders, offers } = build(shape)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const matched = measure(() => suggestOffers(orders, offers, most))
    const judged = measure(() => suggestNaively(orders, offers, most))
    const wrong = matched.result.findIndex(({ offers: found }, index) => {
      const other = judged.result[index]?.offers ?? []
      return found.length !== other.length || found.some((offer, at) => offer !== other[at])
    })
    if (wrong >= 0) throw new Error(`${shape.name}: the two differ at order ${wrong}`)
    ours.push(matched.took)
    theirs.push(judged.took)
  }
  const [matcher, naive] = [median(ours), median(theirs)]
  const figures = `${perSecond(matcher).padStart(14)} ${perSecond(naive).padStart(18)}`
  say(`${shape.name.padEnd(26)}${figures} ${(naive / matcher).toFixed(1).padStart(7)}`)
}
