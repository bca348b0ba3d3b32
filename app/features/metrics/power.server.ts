import { zeroAddress } from 'viem'
import { listElectors } from '#db/queries/electors.server'
import { findCapacities } from '#db/queries/parameters.server'
import { findCouncil } from '#db/queries/proposals.server'
import { createBlockCache } from '~/domain/block-cache'
import { type Concentration, measureConcentration } from '~/domain/concentration'
import { epochAt, timesOfEpoch } from '~/domain/epoch'
import { type Elector, type Firewall, measureFirewall, mergeElectors } from '~/domain/firewall'
import { buildPartyAt } from '~/domain/membership'
import type { Resilience } from '~/domain/resilience'
import type { Tier } from '~/domain/tier'
import { toMoment } from '~/http/present'
import type { Moment } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { type Holders, holderOf, showHolders } from './holders.server'
import { loadMemberships } from './measure.server'
import { type AccountElector, type PartyOf, type PastPoint, readPast } from './past.server'
import { getResilience } from './resilience.server'

export type CountedBy = 'party' | 'account'

type HousePower = Concentration & { points: readonly PastPoint[] }

type TierPower = { quorum: bigint; firewall: Firewall }

/** Who holds power at a block, counted by party or by account; amounts in base units, `points` oldest first. */
export type Power = {
  by: CountedBy
  block: number
  supply: bigint
  liveSeats: bigint
  /** Seats of each constituency. */
  capacities: readonly number[]
  token: HousePower
  seat: HousePower
  holders: Holders
  tiers: Record<Tier, TierPower>
  /** For how long whoever is in office can stop things without a vote; null where nobody is. */
  council: { until: Moment; holdSeconds: number; recallSeconds: number; pauseSeconds: number } | null
  /** Always by party. */
  resilience: Resilience
}

const byVotes = (a: Elector, b: Elector): number => (a.votes === b.votes ? 0 : a.votes > b.votes ? -1 : 1)

const measureTiers = async (view: View, electors: readonly Elector[], seatCapacity: bigint) => {
  const measure = async (tier: Tier): Promise<TierPower> => {
    const { quorum, liveSeats } = await view.snapshotNow(tier)
    const frozen = { tier, quorum, seatCapacity, liveSeats, presentSeats: null }
    return { quorum, firewall: measureFirewall(frozen, electors) }
  }
  return { routine: await measure('routine'), policy: await measure('policy'), charter: await measure('charter') }
}

const measureHouse = (electors: readonly Elector[], house: 'votes' | 'seats'): Concentration =>
  measureConcentration(electors.map((one) => one[house]).filter((amount) => amount > 0n))

const findCouncilInOffice = async ({ sql, now, rules }: View): Promise<Power['council']> => {
  const council = await findCouncil(sql)
  if (council === null || council.account === zeroAddress || now >= council.until) return null
  const { holdTime: holdSeconds, recallTime: recallSeconds, pauseTime: pauseSeconds } = rules
  return { until: toMoment(council.until), holdSeconds, recallSeconds, pauseSeconds }
}

const make = async (view: View, by: CountedBy): Promise<Power> => {
  const memberships = await loadMemberships(view)
  const partyAt = (time: number): PartyOf => {
    const epoch = epochAt(view.rules, time)
    return buildPartyAt(memberships, { time, epoch, epochStart: timesOfEpoch(view.rules, epoch).starts })
  }
  const rows = await listElectors(view.sql, view.now)
  // Sorted once: whatever sorts them again finds them in order, which costs next to nothing.
  const accounts = rows.map(({ account: id, votes, seats }): AccountElector => ({ id, votes, seats })).sort(byVotes)
  const merge = (partyOf: PartyOf) =>
    mergeElectors(accounts, (id) => holderOf(id as AccountElector['id'], partyOf)).sort(byVotes)
  const alone: PartyOf = () => 0n
  const parties = merge(partyAt(view.now))
  const [electors, countAt] = by === 'party' ? [parties, partyAt] : [accounts, () => alone]
  const capacities = (await findCapacities(view.sql))?.capacities ?? []
  const seatCapacity = BigInt(capacities.reduce((sum, capacity) => sum + capacity, 0))
  const { supply, liveSeats } = await view.snapshotNow('charter')
  const tiers = await measureTiers(view, parties, seatCapacity)
  const token = measureHouse(parties, 'votes')
  const past = await readPast(view, { house: 0, accounts, partyAt: countAt })
  const pastSeats = await readPast(view, { house: 1, accounts, partyAt: countAt })
  const council = await findCouncilInOffice(view)
  const measured = { supply, token, tiers, liveSeats, capacities, isWatched: council !== null }
  return {
    by,
    block: view.cursor.number,
    supply,
    liveSeats,
    capacities,
    token: { ...(by === 'party' ? token : measureHouse(accounts, 'votes')), points: past.points },
    seat: { ...measureHouse(electors, 'seats'), points: pastSeats.points },
    holders: await showHolders(view, { electors, accounts, partyOf: countAt(view.now), oldest: past.oldest }),
    tiers: by === 'party' ? tiers : await measureTiers(view, accounts, seatCapacity),
    council,
    resilience: await getResilience(view, measured),
  }
}

const keep = createBlockCache<Power>(2)

/** Who holds power in each house now, who could act alone or with how few, and what our checklist says of it. */
export const getPower = (by: CountedBy): Promise<Power> =>
  withView((view) => keep(view.cursor.hash, by, () => make(view, by)))
