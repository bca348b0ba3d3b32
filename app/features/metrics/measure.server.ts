import type { Address } from 'viem'
import { listClosures, listMembershipRows } from '#db/queries/concentration.server'
import { measureConcentration } from '~/domain/concentration'
import { epochAt } from '~/domain/epoch'
import { houseOfNumber } from '~/domain/house'
import { buildPartyAt, type Memberships } from '~/domain/membership'
import { toSeats, toTokens } from '~/http/present'
import type { View } from '~/services.server'
import type { ConcentrationPoint, METRICS, Measure } from './schema'

export type Metric = (typeof METRICS)[number]

/** Votes of accounts (lower case) after a block; those without any are left out or 0n. */
export type Powers = ReadonlyMap<Address, bigint>

export const loadMemberships = async ({ sql }: View): Promise<Memberships> => {
  const memberships = (await listMembershipRows(sql)).map((row) => ({
    account: row.account,
    party: row.party,
    fromEpoch: row.from_epoch,
    time: row.block_time,
  }))
  const closures = await listClosures(sql)
  return { memberships, closed: new Map(closures.map(({ party, block_time }) => [party, block_time])) }
}

const measure = (amounts: readonly bigint[], house: number, metrics: readonly Metric[]): Measure => {
  const { holders, total, largestBps, nakamoto, giniThousandths, hhi } = measureConcentration(amounts)
  return {
    holders,
    total: house === 0 ? toTokens(total) : toSeats(total),
    largestBps,
    ...(metrics.includes('nakamoto') && { nakamoto }),
    ...(metrics.includes('gini') && { giniThousandths }),
    ...(metrics.includes('hhi') && { hhi }),
  }
}

/** Votes of each party, by its number, and of each account without one (0n); who has none is left out. */
export const sumByParty = (
  powers: Powers,
  partyOf: (account: Address) => bigint,
): ReadonlyMap<bigint | Address, bigint> => {
  const sums = new Map<bigint | Address, bigint>()
  for (const [account, votes] of powers) {
    if (votes === 0n) continue
    const party = partyOf(account)
    const holder = party === 0n ? account : party
    sums.set(holder, (sums.get(holder) ?? 0n) + votes)
  }
  return sums
}

type Given = { house: number; time: number; metrics: readonly Metric[]; memberships: Memberships }

/** How concentrated the votes of a house were at a time, by account and by party. */
export const measureHouse = (
  { rules }: View,
  powers: Powers,
  { house, time, metrics, memberships }: Given,
): Pick<ConcentrationPoint, 'house' | 'byAccount' | 'byParty'> => {
  const epoch = epochAt(rules, time)
  const partyOf = buildPartyAt(memberships, { time, epoch, epochStart: rules.epochGenesis + epoch * rules.epochLength })
  const held = [...powers].filter(([, votes]) => votes > 0n)
  return {
    house: houseOfNumber(house),
    byAccount: measure(
      held.map(([, votes]) => votes),
      house,
      metrics,
    ),
    byParty: measure([...sumByParty(powers, partyOf).values()], house, metrics),
  }
}
