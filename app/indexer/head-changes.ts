import { type Rows, rowsOf } from './rows'
import type { RowOf } from './tables'

const zeroAddress = `0x${'0'.repeat(40)}`

type Change = Record<string, string | null>
type Place = Pick<RowOf<'votes'>, 'block_number' | 'block_hash' | 'block_time' | 'log_index'>

const hex = (value: string) => `\\x${value.slice(2)}`

const changedBy = (row: Place) => ({
  changed_block: row.block_number.toString(),
  changed_hash: hex(row.block_hash),
  changed_time: row.block_time.toString(),
})

const inChainOrder = <Item extends Place>(rows: readonly Item[]): Item[] =>
  [...rows].sort((a, b) => Number(a.block_number - b.block_number) || Number(a.log_index - b.log_index))

const houses = ['token', 'seat']
const supports = ['against', 'for', 'abstain']

const listMilestones = ({ kind, at, block_number, block_time, tx_hash }: RowOf<'proposal_events'>): Change =>
  kind === 'extended'
    ? { extended_deadline: String(at) }
    : {
        ...(kind === 'queued' ? { eta: String(at) } : {}),
        [`${kind}_block`]: block_number.toString(),
        [`${kind}_time`]: block_time.toString(),
        [`${kind}_tx`]: hex(tx_hash),
      }

type ProposalChange = { sums: Map<string, bigint>; milestones: Change; changed: Change }

/** Per proposal, what a batch adds to its tallies and which milestones it sets. Numbers are decimal strings. */
export const buildProposalChanges = (rows: Rows): Change[] => {
  const changes = new Map<bigint, ProposalChange>()
  const parts = [...rowsOf(rows, 'proposals'), ...rowsOf(rows, 'proposal_events'), ...rowsOf(rows, 'votes')]
  for (const row of inChainOrder(parts)) {
    const change = changes.get(row.proposal_id) ?? { sums: new Map(), milestones: {}, changed: {} }
    changes.set(row.proposal_id, change)
    change.changed = changedBy(row)
    const add = (column: string, amount: bigint) => change.sums.set(column, (change.sums.get(column) ?? 0n) + amount)
    if ('voter' in row) {
      const house = houses[Number(row.house)]
      add(`${house}_${supports[Number(row.support)]}`, row.weight)
      add(`${house}_voters`, 1n)
    } else if ('kind' in row) {
      Object.assign(change.milestones, listMilestones(row))
    }
  }
  return [...changes].map(([id, { sums, milestones, changed }]) => ({
    proposal_id: id.toString(),
    ...Object.fromEntries([...sums].map(([column, sum]) => [column, sum.toString()])),
    ...milestones,
    ...changed,
  }))
}

/** Per house and voter, how many ballots a batch adds and when the newest was cast. Numbers are decimal strings. */
export const buildVoterChanges = (rows: Rows): Change[] => {
  const changes = new Map<string, { ballots: number; newest: RowOf<'votes'> }>()
  for (const row of inChainOrder(rowsOf(rows, 'votes'))) {
    const key = `${row.house}:${row.voter}`
    changes.set(key, { ballots: (changes.get(key)?.ballots ?? 0) + 1, newest: row })
  }
  return [...changes.values()].map(({ ballots, newest }) => ({
    house: String(newest.house),
    voter: hex(newest.voter),
    ballots: String(ballots),
    last_block: String(newest.block_number),
    last_time: String(newest.block_time),
  }))
}

/** The newest absolute voting power per house and account. */
export const buildDelegateChanges = (rows: Rows): Change[] => {
  const newest = new Map<string, Change>()
  for (const row of inChainOrder(rowsOf(rows, 'vote_power_changes'))) {
    const { house, account, votes } = row
    const change = { house: String(house), account: hex(account), votes: String(votes), ...changedBy(row) }
    newest.set(`${house}:${account}`, change)
  }
  return [...newest.values()]
}

type HolderChange = { delta: bigint; delegate: string | undefined; changed: Change }

/** Per account of the token, by how much its balance moves, and its delegate where `delegated` is `true`. */
export const buildHolderChanges = (rows: Rows): Change[] => {
  const holders = new Map<string, HolderChange>()
  const touch = (account: string, row: Place): HolderChange => {
    const holder = holders.get(account) ?? { delta: 0n, delegate: undefined, changed: {} }
    holder.changed = changedBy(row)
    holders.set(account, holder)
    return holder
  }
  const delegations = rowsOf(rows, 'delegations').filter(({ house }) => house === 0n)
  for (const row of inChainOrder([...rowsOf(rows, 'token_transfers'), ...delegations])) {
    if ('delegator' in row) {
      touch(row.delegator, row).delegate = row.to_delegate
    } else {
      touch(row.sender, row).delta -= row.value
      touch(row.recipient, row).delta += row.value
    }
  }
  holders.delete(zeroAddress)
  return [...holders].map(([account, { delta, delegate, changed }]) => ({
    account: hex(account),
    delta: delta.toString(),
    delegated: String(delegate !== undefined),
    delegate: delegate === undefined || delegate === zeroAddress ? null : hex(delegate),
    ...changed,
  }))
}
