import type { Address } from 'viem'
import { findTenantRow, listAgentRows, listRequestRowsOfEpochs, listRoundRows } from '#db/queries/rounds.server'
import { type Ask, shareRound } from '~/domain/allocation/share-round'
import { findRuleAt, timesOfEpoch } from '~/domain/epoch'
import { toGpuSeconds, toMoment, toParty } from '~/http/present'
import type { Amount, Moment, Party, PoolRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import { type ComputeRules, getPolicyAt, loadRules, ofPool, refOfPool, toSharingPolicy } from './rules.server'

/** For whom a reader can ask: its party, or one whose agent it is, within a limit. */
type Tenant = {
  party: Party
  kind: number
  /** Null for a member. */
  agent: { until: Moment; limit: Amount } | null
}

/** A pool of the next epoch, and what the tenant asks of it so far. */
type OpenPool = { pool: PoolRef; capacity: Amount; mine: { want: Amount; seq: number; byAgent: boolean } | null }

/** What a request would come to if nobody else changed theirs. */
export type Forecast = {
  pool: PoolRef
  want: Amount
  units: Amount
  allocation: Amount
  cap: Amount
  excluded: boolean
}

export type Asking = {
  epoch: number
  requestsUntil: Moment
  /** Whether requests are taken at the time of the indexed block. */
  taking: boolean
  tenant: Tenant | null
  pools: OpenPool[]
  forecast: Forecast | null
}

const findTenant = async ({ sql, now }: View, account: Address, epoch: number): Promise<Tenant | null> => {
  const member = await findTenantRow(sql, { account, epoch })
  if (member) return { party: toParty(member.party, member.party_kind), kind: member.party_kind, agent: null }
  const agent = (await listAgentRows(sql, account)).find(({ until }) => until > now)
  if (!agent) return null
  return {
    party: toParty(agent.party, agent.party_kind),
    kind: agent.party_kind,
    agent: { until: toMoment(agent.until), limit: toGpuSeconds(agent.gpu_seconds) },
  }
}

// As the contract will find when the round opens; what free money covers then can only be less.
const expectedCapacity = (rules: ComputeRules, pool: bigint, epoch: number): number => {
  const voted = findRuleAt(ofPool(rules.capacities, pool), epoch)?.capacity ?? 0
  return Math.min(voted, findRuleAt(ofPool(rules.schedules, pool), epoch)?.gpu_seconds ?? 0)
}

type Wish = { account: Address | null; pool: string | null; want: bigint | null }

/** What a reader can ask for in the next epoch, and what a wish would come to. */
export const getAsking = ({ account, pool: wished, want }: Wish): Promise<Asking> =>
  withView(async (view) => {
    const epoch = view.epoch + 1
    const rules = await loadRules(view)
    const rounds = await listRoundRows(view.sql, [epoch])
    const requests = await listRequestRowsOfEpochs(view.sql, [epoch])
    const tenant = account === null ? null : await findTenant(view, account, epoch)
    const capacityOf = (pool: bigint) =>
      rounds.find((round) => round.pool === pool)?.capacity ?? expectedCapacity(rules, pool, epoch)
    const pools = rules.pools
      .map(({ pool }) => {
        const mine = requests.find((one) => one.pool === pool && String(one.party) === tenant?.party.id)
        return {
          pool: refOfPool(rules, pool),
          capacity: toGpuSeconds(capacityOf(pool)),
          mine: mine ? { want: toGpuSeconds(mine.want), seq: Number(mine.seq), byAgent: mine.agent !== null } : null,
        }
      })
      .filter(({ capacity }) => capacity.value !== '0')
    const forecast = (): Forecast | null => {
      const chosen = pools.find(({ pool }) => pool.id === wished)
      if (!chosen || want === null || !tenant) return null
      const others: Ask[] = requests
        .filter((one) => String(one.pool) === chosen.pool.id && String(one.party) !== tenant.party.id)
        .map(({ party, party_kind: kind, want: asked }) => ({ party, kind, want: asked }))
      const own = { party: BigInt(tenant.party.id), kind: tenant.kind, want }
      const policy = toSharingPolicy(getPolicyAt(rules, epoch))
      const { outcome, shares } = shareRound(Number(chosen.capacity.value), policy, [...others, own])
      const share = shares.at(-1)
      return {
        pool: chosen.pool,
        want: toGpuSeconds(want),
        units: toGpuSeconds(share?.units ?? 0),
        allocation: toGpuSeconds(share?.allocation ?? 0),
        cap: toGpuSeconds(outcome.cap),
        excluded: share?.class === null,
      }
    }
    const { requestsUntil } = timesOfEpoch(view.rules, epoch)
    return {
      epoch,
      requestsUntil: toMoment(requestsUntil),
      taking: view.now < requestsUntil,
      tenant,
      pools,
      forecast: forecast(),
    }
  })
