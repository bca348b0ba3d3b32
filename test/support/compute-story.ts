import { addressOf } from '~/chain/addresses'
import { deployDemoMoney } from '~/chain/demo-money'
import { holderAt, people, stewardAt, type TestChain } from './chain'
import { kinds, openCompute, type TestCompute } from './compute'

/** What a reader, a database or a feed may stumble over; a pool's name has at most 64 bytes. */
export const hostileName = '<b onclick=alert(1)>"&\'\u0000\\\t\r\n\u202e\u{1f3fa}'

/** The epoch in which everything of the story is used, and the parties of the story by what they are. */
export const story = {
  epoch: 2,
  pools: { scarce: 1, paid: 2, closed: 3, small: 4 },
  parties: { lab: 1, second: 2, third: 3, fourth: 4, university: 9, publicInterest: 10, simulation: 11 },
  people: {
    lab: stewardAt(0),
    second: stewardAt(1),
    third: stewardAt(2),
    fourth: stewardAt(3),
    university: holderAt(0),
    publicInterest: holderAt(1),
    simulation: holderAt(2),
    agent: holderAt(8),
    officialAgent: holderAt(9),
  },
  rate: 333_333n,
} as const

const classes = [
  { reserveBps: 2_000, weight: 2 },
  { reserveBps: 1_000, weight: 1 },
  { reserveBps: 500, weight: 1 },
]
const kindRules = [
  { class: 0, weight: 0 },
  { class: 0, weight: 3 },
  { class: 1, weight: 2 },
  { class: 0, weight: 0 },
  { class: 1, weight: 1 },
  { class: 2, weight: 1 },
  { class: 2, weight: 1 },
]

const sayTreasury = async ({ client }: TestChain, { treasury, decide, call, fund }: TestCompute) => {
  await fund(50_000_000n)
  const other = await deployDemoMoney({ client, account: people.funder, holder: treasury.address })
  await decide('ComputeTreasury', 'sweep', [other, people.council.address, 7n])
  await decide('ComputeTreasury', 'withdraw', [people.council.address, 1_000_000n])
  const { timestamp } = await client.getBlock()
  const now = Number(timestamp)
  const { university, publicInterest } = story.people
  await decide('ComputeTreasury', 'grantMoney', [university.address, 1_000_000n, now - 10, now - 5, now + 1_000_000])
  await decide('ComputeTreasury', 'grantMoney', [publicInterest.address, 2_000_000n, now, now + 10, now + 1_000_000])
  await decide('ComputeTreasury', 'grantMoney', [publicInterest.address, 900n, now, now + 1_500_000, now + 2_000_000])
  // A vote that took milliseconds for seconds, or worse: no calendar has such a year.
  const far = 2 ** 47
  await decide('ComputeTreasury', 'grantMoney', [publicInterest.address, 9n, far - 1_000, far - 500, far])
  await call(people.council, 'ComputeTreasury', 'claim', [1])
}

const sayRules = async ({ client }: TestChain, { decide, call, addPool, admit, setPolicy }: TestCompute) => {
  await addPool({ name: hostileName, capacity: 900_000n })
  await decide('AllocationPolicy', 'setCapacity', [story.pools.scarce, 1_000_000n])
  await decide('ComputeTreasury', 'setSchedule', [1, { gpuSeconds: 1_000_000n, money: 0n, maxRate: 0n }])
  await addPool({ name: 'Paid', capacity: 10_000_000n, money: 1_000_000n, maxRate: story.rate })
  await addPool({ name: 'Closed', capacity: 5_000n })
  await decide('AllocationPolicy', 'closePool', [story.pools.closed])
  await addPool({ name: 'Small', capacity: 7n, money: 2n ** 100n, maxRate: 1n })
  await setPolicy({ capBps: 3_300, classes, kinds: kindRules })
  await decide('AllocationPolicy', 'lowerCap', [3_000])
  await admit([story.people.university.address], kinds.university)
  await admit([story.people.publicInterest.address], kinds.publicInterest)
  await admit([story.people.simulation.address], kinds.simulation)
  const { timestamp } = await client.getBlock()
  const until = Number(timestamp) + 5_000_000
  const { parties, people: who } = story
  await call(who.simulation, 'PartyRegistry', 'setAgent', [parties.simulation, who.agent.address, until, 400_000n, 9n])
  const limits = [until, 1n, 2n ** 111n]
  await call(who.publicInterest, 'PartyRegistry', 'setAgent', [
    parties.publicInterest,
    who.officialAgent.address,
    ...limits,
  ])
  limits[1] = 2n ** 60n
  await call(who.publicInterest, 'PartyRegistry', 'setAgent', [
    parties.publicInterest,
    who.officialAgent.address,
    ...limits,
  ])
}

const sayRequests = async ({ request, requestAsAgent, requestBySig }: TestCompute) => {
  const { parties, people: who, pools, epoch } = story
  const inScarce = (want: bigint, seq = 1) => ({ pool: pools.scarce, epoch, want, seq })
  await request(who.lab, inScarce(600_000n))
  await request(who.lab, inScarce(280_000n, 7))
  await requestBySig(who.second, parties.second, inScarce(400_000n))
  await request(who.university, inScarce(250_000n))
  await requestAsAgent(who.agent, parties.simulation, inScarce(200_000n))
  await requestAsAgent(who.agent, parties.simulation, inScarce(250_000n, 2))
  await requestAsAgent(who.officialAgent, parties.publicInterest, inScarce(100_000n, 2 ** 40))
  await request(who.publicInterest, inScarce(90_000n))
  await request(who.third, { pool: pools.paid, epoch, want: 1_000n })
  await requestBySig(who.agent, parties.simulation, { pool: pools.paid, epoch, want: 5_000n })
  await request(who.fourth, { pool: pools.small, epoch, want: 2n ** 64n - 1n })
}

/**
 * Makes policy, treasury and party registry emit every event of pooled compute. In the end the epoch `story.epoch` runs:
 * the pools but the small one are settled, some of them is used, and one request for the next epoch stands.
 */
export const sayCompute = async (chain: TestChain): Promise<TestCompute> => {
  const compute = await openCompute(chain)
  const { decide, call, request, settle, findLevelsOf, verify, moveToEpoch, moveToWindowOf } = compute
  const { parties, people: who, pools, epoch } = story
  await sayRules(chain, compute)
  await sayTreasury(chain, compute)
  await moveToEpoch(epoch - 1)
  await sayRequests(compute)
  await moveToWindowOf(epoch)
  await verify(pools.scarce, epoch, (await findLevelsOf(pools.scarce, epoch)).levels, 2n)
  for (const pool of [pools.scarce, pools.paid, pools.closed]) await settle(pool, epoch)
  await moveToEpoch(epoch)
  // What leases use is said by the market alone; here it is played by the test chain.
  const market = addressOf(chain.deployment, 'ComputeMarket')
  await compute.impersonate(market)
  await call(market, 'AllocationPolicy', 'consume', [parties.lab, pools.scarce, epoch, 1_000n])
  await call(market, 'AllocationPolicy', 'restore', [parties.lab, pools.scarce, epoch, 300n])
  await call(market, 'ComputeTreasury', 'draw', [pools.paid, epoch, 5_000n, 1_600n])
  await call(market, 'ComputeTreasury', 'refund', [pools.paid, epoch, 1_000n, 100n])
  await call(people.council, 'ComputeTreasury', 'claim', [1])
  await decide('ComputeTreasury', 'cancelMoneyGrant', [2])
  await request(who.lab, { pool: pools.scarce, epoch: epoch + 1, want: 123n })
  return compute
}
