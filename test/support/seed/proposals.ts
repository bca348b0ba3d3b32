import { type Address, encodeFunctionData } from 'viem'
import { allocationPolicyAbi, modelRegistryAbi, partyRegistryAbi, stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import type { Deployment } from '~/chain/deployment'
import type { Row } from '~/indexer/tables'
import type { Calendar } from './calendar'
import { accountOf, share } from './draw'
import { descriptionOf, titleOf } from './texts'

/** How a proposal goes; what its ballots must say follows from it. */
export type Fate = 'executed' | 'expired' | 'defeated' | 'canceled'

export type Seeded = { id: number; snapshot: number; fate: Fate }

type Options = { count: number; start: number; interval: number; now: number; deployment: Deployment; releases: number }

const DELAY = 30
const PERIOD = 259_200
const PROPOSERS = 400

const fateOf = (id: number): Fate => {
  const drawn = share(id * 13)
  if (drawn < 0.05) return 'canceled'
  if (drawn < 0.6) return 'executed'
  return drawn < 0.64 ? 'expired' : 'defeated'
}

const buildCall = (id: number, { deployment, releases }: Options): { kind: string; target: Address; data: string } => {
  const release = 1 + (id % releases)
  const calls = [
    () => ({
      kind: 'charter',
      target: addressOf(deployment, 'StewardGovernor'),
      data: encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'setVotingPeriod', args: [PERIOD + id] }),
    }),
    () => ({
      kind: 'policy',
      target: addressOf(deployment, 'AllocationPolicy'),
      data: encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [1_000 + (id % 1_000)] }),
    }),
    () => ({
      kind: 'membership',
      target: addressOf(deployment, 'PartyRegistry'),
      data: encodeFunctionData({ abi: partyRegistryAbi, functionName: 'admit', args: [accountOf(id), 1] }),
    }),
  ]
  const rare = calls[Math.floor(share(id * 5) * 10)]
  if (rare) return rare()
  const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [release] })
  return { kind: 'release', target: addressOf(deployment, 'ModelRegistry'), data }
}

/** Proposals 1 to `count`, one each `interval` seconds, and what became of those whose time came before `now`. */
export const buildProposals = (calendar: Calendar, options: Options) => {
  const seeded: Seeded[] = []
  const rows: Row[] = []
  const events: Row[] = []
  for (let id = 1; id <= options.count; id++) {
    const place = calendar.placeAt(options.start + id * options.interval)
    const snapshot = place.block_time + DELAY
    const deadline = snapshot + PERIOD
    const { kind, target, data } = buildCall(id, options)
    const fate = fateOf(id)
    seeded.push({ id, snapshot, fate })
    rows.push({
      proposal_id: id,
      proposer: accountOf(Math.floor(share(id) ** 2 * PROPOSERS)),
      targets: [target.toLowerCase()],
      values: [0],
      signatures: [''],
      calldatas: [data],
      snapshot,
      deadline,
      title: titleOf(id),
      description: descriptionOf(id),
      kinds: [kind],
      tier: 0,
      seat_capacity: 12,
      present_seats: 8,
      recovery: false,
      ...place,
    })
    const tell = (time: number, what: string, at: number | null) => {
      if (time + 600 < options.now) events.push({ proposal_id: id, kind: what, at, ...calendar.placeAt(time) })
    }
    if (fate === 'canceled') tell(snapshot + PERIOD / 2, 'canceled', null)
    if (fate === 'executed' || (fate === 'expired' && id % 2 === 0)) tell(deadline + 1_200, 'queued', deadline + 5_400)
    if (fate === 'executed') tell(deadline + 7_200, 'executed', null)
  }
  return { seeded, rows, events }
}
