import { erc20Abi, getAddress } from 'viem'
import {
  type FlowRow,
  type LineRow,
  listFlowRows,
  listLineRows,
  listMoneyGrantRows,
  type MoneyGrantRow,
} from '#db/queries/budgets.server'
import { addressOf } from '~/chain/addresses'
import { findRuleAt } from '~/domain/epoch'
import { toMoment, toMoney } from '~/http/present'
import type { Account, One, ProposalRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { MoneyGrant, Treasury } from './budget-schema'
import { type ComputeRules, changeOf, changesOfRules, loadRules, ofPool } from './rules.server'

const MOST_FLOWS = 100
const MOST_LINES = 64

type Show = {
  view: View
  accountOf: (account: `0x${string}`) => Account
  proposalOf: (id: bigint | null) => ProposalRef | null
}

/** What a grant pays until a UNIX second, in base units; as ComputeTreasury's own. */
const accruedAt = (row: MoneyGrantRow, now: number): bigint => {
  if (row.kept !== null) return row.kept
  if (now >= row.end_time) return row.amount
  if (now < row.cliff_time || now < row.start_time) return 0n
  return (row.amount * BigInt(now - row.start_time)) / BigInt(row.end_time - row.start_time)
}

const statusOf = (row: MoneyGrantRow, now: number): MoneyGrant['status'] => {
  if (row.kept !== null) return 'canceled'
  if (now >= row.end_time) return 'accrued'
  return now < row.cliff_time ? 'waiting' : 'accruing'
}

const toGrant = (row: MoneyGrantRow, { view, accountOf, proposalOf }: Show): MoneyGrant => {
  const { now } = view
  const { money } = view.rules
  return {
    id: String(row.grant_id),
    recipient: accountOf(row.recipient),
    amount: toMoney(row.kept ?? row.amount, money),
    starts: toMoment(row.start_time),
    cliff: toMoment(row.cliff_time),
    ends: toMoment(row.end_time),
    accrued: toMoney(accruedAt(row, now), money),
    claimed: toMoney(row.claimed, money),
    status: statusOf(row, now),
    granted: toMoment(row.block_time, row.block_number),
    proposal: proposalOf(row.proposal_id),
    canceled:
      row.canceled_time === null
        ? null
        : { at: toMoment(row.canceled_time, row.canceled_block), proposal: proposalOf(row.canceled_by) },
  }
}

const toFlow = (row: FlowRow, { accountOf, proposalOf }: Show): Treasury['flows'][number] => ({
  kind: row.kind,
  account: accountOf(row.account),
  token: row.token === null ? null : getAddress(row.token),
  amount: String(row.amount),
  at: toMoment(row.block_time, row.block_number),
  transaction: row.tx_hash,
  proposal: proposalOf(row.proposal_id),
})

/** What the newest schedule of each pool takes of the money for each epoch, were all of it covered. */
const sumSchedules = ({ pools, schedules }: ComputeRules): bigint =>
  pools.reduce((sum, { pool }) => sum + (findRuleAt(ofPool(schedules, pool), Number.MAX_SAFE_INTEGER)?.money ?? 0n), 0n)

// The token's own word, as of the indexed block: money also comes in without an event of ours.
const readBalance = ({ services, rules, cursor }: View): Promise<bigint> =>
  services.client.readContract({
    address: rules.money.address,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [addressOf(services.deployment, 'ComputeTreasury')],
    blockNumber: BigInt(cursor.number),
  })

const sumGrants = (grants: readonly MoneyGrantRow[]): bigint =>
  grants.reduce((sum, { amount, kept, claimed }) => sum + (kept ?? amount) - claimed, 0n)

/** What of the treasury's money is free, and what the rest is set aside for, in base units. */
export type TreasuryMoney = {
  balance: bigint
  free: bigint
  grants: MoneyGrantRow[]
  lines: LineRow[]
  reservedIn: (epoch: number) => bigint
  perEpoch: bigint
}

export const loadTreasuryMoney = async (view: View, rules: ComputeRules): Promise<TreasuryMoney> => {
  const balance = await readBalance(view)
  const grants = await listMoneyGrantRows(view.sql)
  const newest = await listLineRows(view.sql, { from: null, backwards: false, limit: MOST_LINES, pool: null })
  const lines = newest.filter(({ epoch }) => epoch >= view.epoch)
  const reservedIn = (epoch: number) =>
    lines.reduce((sum, line) => (line.epoch === epoch ? sum + line.money - line.drawn_money : sum), 0n)
  const held = sumGrants(grants) + reservedIn(view.epoch) + reservedIn(view.epoch + 1)
  const free = balance > held ? balance - held : 0n
  return { balance, free, grants, lines, reservedIn, perEpoch: sumSchedules(rules) }
}

/** All of the DAO's money for compute: what lies there, what it is set aside for, and how long the rest lasts. */
export const getTreasury = (): Promise<One<Treasury>> =>
  withView(async (view) => {
    const token = view.rules.money
    const rules = await loadRules(view)
    const { balance, free, grants, lines, reservedIn, perEpoch } = await loadTreasuryMoney(view, rules)
    const flows = await listFlowRows(view.sql, MOST_FLOWS)
    const accountOf = await view.loadAccounts([
      ...grants.map(({ recipient }) => recipient),
      ...flows.map(({ account }) => account),
    ])
    const ids = [...grants.flatMap((row) => [row.proposal_id, row.canceled_by]), ...flows.map((row) => row.proposal_id)]
    const show = { view, accountOf, proposalOf: await view.loadProposals(ids) }
    return {
      data: {
        token,
        balance: toMoney(balance, token),
        free: toMoney(free, token),
        grants: toMoney(sumGrants(grants), token),
        lines: [view.epoch, view.epoch + 1].map((epoch) => ({ epoch, money: toMoney(reservedIn(epoch), token) })),
        perEpoch: toMoney(perEpoch, token),
        runwayEpochs: perEpoch === 0n ? null : Number(free / perEpoch),
        flows: flows.map((row) => toFlow(row, show)),
        moneyGrants: grants.map((row) => toGrant(row, show)),
      },
      asOf: await view.asOf([
        ...changesOfRules(rules),
        ...grants.map(changeOf),
        ...flows.map(changeOf),
        ...lines.map(changeOf),
      ]),
    }
  })
