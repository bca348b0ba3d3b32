import type { Address } from 'viem'
import { getJobFeesDue } from '#db/queries/jobs.server'
import {
  findCredit,
  getFeesDue,
  listArbiterRows,
  listPauseRows,
  type PauseRow,
  type TermsRow,
} from '#db/queries/market.server'
import type { SetByRow } from '#db/queries/set-by.server'
import { addressOf } from '~/chain/addresses'
import { toMoment } from '~/http/present'
import type { One, ProposalRef } from '~/http/shapes'
import { withView } from '~/services.server'
import { loadRewardRules, toRewards } from './rewards.server'
import type { Credit, Market, MarketTerms } from './schema/market'
import { changeAt, currentTerms, loadShared, type Shared, toOccurrence } from './shared.server'

type ProposalOf = (id: bigint | null) => ProposalRef | null

const toSetBy = (row: SetByRow, proposalOf: ProposalOf) => ({
  ...toOccurrence(row),
  proposal: proposalOf(row.proposal_id),
})

const toTerms = ({ money }: Shared, row: TermsRow, proposalOf: ProposalOf): MarketTerms => ({
  version: row.version,
  maxBids: row.max_bids,
  feeBps: row.fee_bps,
  burnBps: row.burn_bps,
  capBps: row.cap_bps,
  penaltyBps: row.penalty_bps,
  floorUnits: row.floor_units,
  bidSeconds: row.bid_seconds,
  orderSeconds: row.order_seconds,
  minNotice: row.min_notice,
  disputeWindow: row.dispute_window,
  maxDuration: row.max_duration,
  minStake: money(row.min_stake),
  bidDeposit: money(row.bid_deposit),
  disputeBond: money(row.dispute_bond),
  setBy: toSetBy(row, proposalOf),
})

const toPause = ({ accountOf }: Shared, row: PauseRow): Market['pauses'][number] => ({
  council: accountOf(row.council),
  approval: String(row.approval),
  until: toMoment(row.until),
  ...toOccurrence(row),
})

/** The numbers of the market by version and what set them, its pause, and who audits and decides disputes. */
export const getMarket = (): Promise<One<Market>> =>
  withView(async (view) => {
    const { sql, rules, now, services } = view
    const pauses = await listPauseRows(sql)
    const arbiters = await listArbiterRows(sql)
    const fees = await getFeesDue(sql)
    const shared = await loadShared(view, {
      accounts: [...pauses.map(({ council }) => council), ...arbiters.map(({ account }) => account)],
    })
    const { terms, auditors, attributes, accountOf, money } = shared
    const rewardRules = await loadRewardRules(view)
    const jobFees = await getJobFeesDue(sql)
    const set: SetByRow[] = [
      ...[...terms, ...auditors, ...attributes, ...arbiters],
      ...[...rewardRules.rules, ...rewardRules.multipliers],
    ]
    const proposalOf = await view.loadProposals(set.map(({ proposal_id }) => proposal_id))
    const paused = pauses.find(({ until }) => until > now)
    return {
      data: {
        address: addressOf(services.deployment, 'ComputeMarket'),
        current: currentTerms(shared).version,
        terms: terms.map((row) => toTerms(shared, row, proposalOf)).reverse(),
        paused: paused === undefined ? null : toPause(shared, paused),
        pauses: pauses.map((row) => toPause(shared, row)),
        pauseSeconds: rules.pauseTime,
        verdictSeconds: rules.verdictTime,
        appealSeconds: rules.appealTime,
        auditors: auditors.map((row) => ({
          id: row.auditor_id,
          account: accountOf(row.account),
          appointed: row.appointed,
          setBy: toSetBy(row, proposalOf),
        })),
        attributes: attributes.map((row) => ({ id: row.attribute, name: row.name, setBy: toSetBy(row, proposalOf) })),
        arbiters: arbiters.map((row) => ({
          account: accountOf(row.account),
          appointed: row.appointed,
          setBy: toSetBy(row, proposalOf),
        })),
        feesDue: { toTreasury: money(fees.to_treasury), toBurn: money(fees.to_burn) },
        jobs: {
          address: addressOf(services.deployment, 'MilestoneLeases'),
          reviewSeconds: rules.reviewTime,
          feesDue: { toTreasury: money(jobFees.to_treasury), toBurn: money(jobFees.to_burn) },
        },
        rewards: await toRewards(shared, rewardRules, proposalOf),
      },
      asOf: await view.asOf([...set, ...pauses].map(changeAt)),
    }
  })

/** What an account can claim of the market, and of the contract of jobs. */
export const getCredit = (account: Address): Promise<One<Credit>> =>
  withView(async (view) => {
    const { accountOf, money } = await loadShared(view, { accounts: [account] })
    const credit = await findCredit(view.sql, { account, of: 'market' })
    const jobCredit = await findCredit(view.sql, { account, of: 'jobs' })
    return {
      data: {
        account: accountOf(account),
        claimable: money(credit?.amount ?? 0n),
        claimableOfJobs: money(jobCredit?.amount ?? 0n),
      },
      asOf: await view.asOf([credit, jobCredit].filter((row) => row !== null).map(changeAt)),
    }
  })
