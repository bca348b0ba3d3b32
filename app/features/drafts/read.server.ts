import { listTermsRows } from '#db/queries/market.server'
import { listAncestorRows, listReleaseRows, type ReleaseRow } from '#db/queries/models.server'
import { listPolicyRows, listPoolRows } from '#db/queries/pools.server'
import { listRewardRules } from '#db/queries/rewards.server'
import { addressOf, contractNames } from '~/chain/addresses'
import { AppError } from '~/domain/errors'
import { toStage } from '~/http/present'
import { getServices, withView } from '~/services.server'
import type { ComputeFacts } from './build-compute-call'
import type { MarketFacts } from './build-market-call'
import type { MovableRelease } from './build-release-call'
import type { StewardshipContracts } from './build-stewardship-call'

const MOST = 200

const nameOf = ({ model_name, version }: ReleaseRow) => `${model_name} ${version}`

/** Releases that a vote can still move, newest first. */
export const listMovableReleases = (): Promise<MovableRelease[]> =>
  withView(async ({ sql }) => {
    const query = {
      from: null,
      backwards: false,
      limit: MOST,
      model: null,
      stage: null,
      licence: null,
      recalledAt: null,
    }
    const rows = (await listReleaseRows(sql, query)).filter(({ stage }) => toStage(stage) !== 'revoked')
    const releases: MovableRelease[] = []
    // One after the other: the queries share one transaction, and few releases have parents.
    for (const row of rows) {
      const ancestors = row.parents.length === 0 ? [] : await listAncestorRows(sql, String(row.release_id))
      const revoked = ancestors.find(({ stage }) => toStage(stage) === 'revoked')
      releases.push({
        id: String(row.release_id),
        name: nameOf(row),
        stage: toStage(row.stage),
        revokedAncestor: revoked === undefined ? null : nameOf(revoked),
      })
    }
    return releases
  })

/** Our contracts by name, for whoever calls one; the timelock is left out because no proposal may call it. */
export const listTargets = async () => {
  const { deployment } = await getServices()
  return contractNames
    .filter((name) => name !== 'TimelockController')
    .map((name) => ({ name, address: addressOf(deployment, name) }))
}

/** What proposals about compute are made from: the newest policy is the one that a later one replaces. */
export const getComputeFacts = (): Promise<ComputeFacts> =>
  withView(async ({ sql, services, rules }) => {
    const [pools, policies] = [await listPoolRows(sql), await listPolicyRows(sql)]
    const newest = policies.at(-1)
    if (newest === undefined) throw new AppError('index_inconsistent', 'No policy is indexed.')
    return {
      allocation: addressOf(services.deployment, 'AllocationPolicy'),
      treasury: addressOf(services.deployment, 'ComputeTreasury'),
      pools: pools.map(({ pool, name }) => ({ id: String(pool), name })),
      policy: {
        capBps: newest.cap_bps,
        classes: newest.reserves.map((reserveBps, index) => ({ reserveBps, weight: newest.class_weights[index] ?? 1 })),
        kinds: newest.kind_classes.map((own, index) => ({ class: own, weight: newest.kind_weights[index] ?? 0 })),
      },
      capBps: rules.capBps,
      money: rules.money,
    }
  })

/** What proposals about the market are made from: the newest terms are those that later ones replace. */
export const getMarketFacts = (): Promise<MarketFacts> =>
  withView(async ({ sql, services: { deployment }, rules }) => {
    const newest = (await listTermsRows(sql)).at(-1)
    const reward = (await listRewardRules(sql)).at(-1)
    if (newest === undefined || reward === undefined) {
      throw new AppError('index_inconsistent', 'No terms of the market, or no rewards of its nodes, are indexed.')
    }
    const pools = await listPoolRows(sql)
    return {
      book: addressOf(deployment, 'OrderBook'),
      providers: addressOf(deployment, 'ProviderRegistry'),
      arbitration: addressOf(deployment, 'Arbitration'),
      rewards: addressOf(deployment, 'NodeRewards'),
      pools: pools.map(({ pool, name }) => ({ id: String(pool), name })),
      reward: { base: reward.base, freeNodes: reward.free_nodes },
      terms: {
        maxBids: newest.max_bids,
        feeBps: newest.fee_bps,
        burnBps: newest.burn_bps,
        capBps: newest.cap_bps,
        penaltyBps: newest.penalty_bps,
        floorUnits: newest.floor_units,
        bidTime: newest.bid_seconds,
        orderTime: newest.order_seconds,
        minNotice: newest.min_notice,
        disputeWindow: newest.dispute_window,
        maxDuration: newest.max_duration,
        minStake: newest.min_stake,
        bidDeposit: newest.bid_deposit,
        disputeBond: newest.dispute_bond,
      },
      money: rules.money,
    }
  })

/** The contracts that proposals about releases call. */
export const getStewardshipContracts = async (): Promise<StewardshipContracts> => {
  const { deployment } = await getServices()
  return {
    registry: addressOf(deployment, 'ModelRegistry'),
    custody: addressOf(deployment, 'Custody'),
    enclaves: addressOf(deployment, 'Enclaves'),
  }
}
