import { getAddress } from 'viem'
import { findBlock } from '#db/queries/cursor.server'
import { countSeated } from '#db/queries/delegates.server'
import { listTermsRows, type TermsRow } from '#db/queries/market.server'
import { findAppointment, findCapacities, findSupply, listSettings } from '#db/queries/parameters.server'
import { listPolicyRows } from '#db/queries/pools.server'
import { listProposalRowsById } from '#db/queries/proposals.server'
import { listRewardRules, type RewardRuleRow } from '#db/queries/rewards.server'
import type { SetByRow } from '#db/queries/set-by.server'
import type { Rules } from '~/chain/rules.server'
import { setForEpoch } from '~/domain/market/reward'
import { boundsOfTerm, TERM_NAMES, type TermName } from '~/domain/market/term-bounds'
import { toMoment, toTime } from '~/http/present'
import type { One, ProposalRef } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { Parameter, Parameters } from './schema'

type Range = { min: bigint; max: bigint }
type Unit = Parameter['unit']
type Value = { key: string; value: string; unit: Unit; bounds?: Range; setBy?: SetByRow | null | undefined }

const settings: Record<string, { key: string; unit: Unit; bounds: (rules: Rules) => Range | undefined }> = {
  votingDelay: { key: 'StewardGovernor.votingDelay', unit: 'seconds', bounds: ({ bounds }) => bounds.votingDelay },
  votingPeriod: { key: 'StewardGovernor.votingPeriod', unit: 'seconds', bounds: ({ bounds }) => bounds.votingPeriod },
  proposalThreshold: {
    key: 'StewardGovernor.proposalThreshold',
    unit: 'OST',
    bounds: ({ bounds }) => bounds.proposalThreshold,
  },
  quorumNumerator: { key: 'StewardGovernor.quorumNumerator', unit: 'bps', bounds: ({ bounds }) => bounds.quorum },
  charterQuorumNumerator: {
    key: 'StewardGovernor.charterQuorumNumerator',
    unit: 'bps',
    bounds: ({ bounds }) => bounds.charterQuorum,
  },
}

const listFixed = (rules: Rules): Value[] => [
  { key: 'StewardGovernor.objectionWindow', value: String(rules.objectionWindow), unit: 'seconds' },
  { key: 'StewardGovernor.objectionPeriod', value: String(rules.objectionPeriod), unit: 'seconds' },
  { key: 'StewardGovernor.delayRoutine', value: String(rules.delays[0]), unit: 'seconds' },
  { key: 'StewardGovernor.delayPolicy', value: String(rules.delays[1]), unit: 'seconds' },
  { key: 'StewardGovernor.delayCharter', value: String(rules.delays[2]), unit: 'seconds' },
  { key: 'StewardGovernor.maxDissent', value: String(rules.maxDissent), unit: 'seconds' },
  { key: 'StewardGovernor.queueWindow', value: String(rules.queueWindow), unit: 'seconds' },
  { key: 'StewardGovernor.gracePeriod', value: String(rules.gracePeriod), unit: 'seconds' },
  { key: 'VotingToken.maxSupply', value: String(rules.maxSupply), unit: 'OST' },
  { key: 'VotingToken.mintCapBps', value: String(rules.mintCapBps), unit: 'bps' },
  { key: 'StewardSeats.minSeats', value: String(rules.minSeats), unit: 'seats' },
  { key: 'StewardSeats.presenceWindow', value: String(rules.presenceWindow), unit: 'seconds' },
  { key: 'StewardSeats.term', value: String(rules.seatTerm), unit: 'seconds' },
  { key: 'Council.maxTerm', value: String(rules.councilMaxTerm), unit: 'seconds' },
  { key: 'EpochClock.genesis', value: toTime(rules.epochGenesis), unit: 'time' },
  { key: 'EpochClock.length', value: String(rules.epochLength), unit: 'seconds' },
  { key: 'AllocationPolicy.settleWindow', value: String(rules.settleWindow), unit: 'seconds' },
  { key: 'OrderBook.pauseTime', value: String(rules.pauseTime), unit: 'seconds' },
  { key: 'Arbitration.verdictTime', value: String(rules.verdictTime), unit: 'seconds' },
  { key: 'MilestoneLeases.reviewTime', value: String(rules.reviewTime), unit: 'seconds' },
  { key: 'Arbitration.appealTime', value: String(rules.appealTime), unit: 'seconds' },
  { key: 'ModelRegistry.holdTime', value: String(rules.holdTime), unit: 'seconds' },
  { key: 'ModelRegistry.recallTime', value: String(rules.recallTime), unit: 'seconds' },
]

const termUnits: Record<TermName, { unit: Unit; read: (row: TermsRow) => number | bigint }> = {
  maxBids: { unit: 'count', read: (row) => row.max_bids },
  feeBps: { unit: 'bps', read: (row) => row.fee_bps },
  burnBps: { unit: 'bps', read: (row) => row.burn_bps },
  capBps: { unit: 'bps', read: (row) => row.cap_bps },
  penaltyBps: { unit: 'bps', read: (row) => row.penalty_bps },
  floorUnits: { unit: 'units', read: (row) => row.floor_units },
  bidTime: { unit: 'seconds', read: (row) => row.bid_seconds },
  orderTime: { unit: 'seconds', read: (row) => row.order_seconds },
  minNotice: { unit: 'seconds', read: (row) => row.min_notice },
  disputeWindow: { unit: 'seconds', read: (row) => row.dispute_window },
  maxDuration: { unit: 'seconds', read: (row) => row.max_duration },
  minStake: { unit: 'money', read: (row) => row.min_stake },
  bidDeposit: { unit: 'money', read: (row) => row.bid_deposit },
  disputeBond: { unit: 'money', read: (row) => row.dispute_bond },
}

// A vote sets all terms at once: what set one is the first of the versions that have had its value ever since.
const listTerms = (versions: readonly TermsRow[]): Value[] => {
  const current = versions.at(-1)
  if (current === undefined) return []
  return TERM_NAMES.map((name) => {
    const { unit, read } = termUnits[name]
    const value = String(read(current))
    const since = versions.findLastIndex((row) => String(read(row)) !== value) + 1
    const bounds = boundsOfTerm(name, { disputeBond: current.dispute_bond })
    return { key: `OrderBook.${name}`, value, unit, setBy: versions[since], ...(bounds && { bounds }) }
  })
}

const listRewards = (rules: readonly RewardRuleRow[], epoch: number): Value[] => {
  const setBy = setForEpoch(rules, epoch)
  if (setBy === undefined) return []
  return [
    { key: 'NodeRewards.base', value: String(setBy.base), unit: 'money', setBy },
    { key: 'NodeRewards.freeNodes', value: String(setBy.free_nodes), unit: 'count', setBy },
  ]
}

const listSettable = async (view: View): Promise<Value[]> => {
  const values = (await listSettings(view.sql)).flatMap((row): Value[] => {
    const setting = settings[row.name]
    const bounds = setting?.bounds(view.rules)
    return setting === undefined
      ? []
      : [{ key: setting.key, value: String(row.value), unit: setting.unit, setBy: row, ...(bounds && { bounds }) }]
  })
  const capacities = await findCapacities(view.sql)
  const council = await findAppointment(view.sql)
  const supply = await findSupply(view.sql)
  const policy = (await listPolicyRows(view.sql)).at(-1)
  if (capacities) {
    values.push({
      key: 'StewardSeats.totalCapacity',
      value: String(capacities.total),
      unit: 'seats',
      setBy: capacities,
    })
  }
  if (council) {
    values.push(
      { key: 'Council.account', value: getAddress(council.account), unit: 'address', setBy: council },
      { key: 'Council.until', value: toTime(council.until), unit: 'time', setBy: council },
    )
  }
  if (supply) {
    const bounds = { min: supply.supply, max: view.rules.maxSupply }
    values.push({ key: 'VotingToken.totalSupply', value: String(supply.supply), unit: 'OST', setBy: supply, bounds })
  }
  if (policy) {
    const { min, max } = view.rules.capBps
    const bounds = { min: BigInt(min), max: BigInt(max) }
    values.push({ key: 'AllocationPolicy.capBps', value: String(policy.cap_bps), unit: 'bps', setBy: policy, bounds })
  }
  return [
    ...values,
    ...listTerms(await listTermsRows(view.sql)),
    ...listRewards(await listRewardRules(view.sql), view.epoch),
  ]
}

const loadRefs = async (view: View, values: readonly Value[]): Promise<Map<bigint, ProposalRef>> => {
  const ids = values.flatMap(({ setBy }) => (setBy?.proposal_id ? [setBy.proposal_id] : []))
  const rows = await listProposalRowsById(view.sql, [...new Set(ids)])
  return new Map(await Promise.all(rows.map(async (row) => [row.proposal_id, await view.refOf(row)] as const)))
}

type Birth = { block: number; time: number }

const contractOf = (key: string): string => key.slice(0, key.indexOf('.'))

const decimalsOf = (unit: Unit, money: Rules['money']): number => {
  if (unit === 'money') return money.decimals
  return unit === 'OST' ? 18 : unit === 'bps' ? 2 : 0
}

const toParameter = (
  value: Value,
  {
    refs,
    birthOf,
    money,
  }: { refs: Map<bigint, ProposalRef>; birthOf: (contract: string) => Birth; money: Rules['money'] },
) => {
  const { setBy } = value
  const contract = contractOf(value.key)
  const birth = birthOf(contract)
  const proposal = setBy?.proposal_id ? (refs.get(setBy.proposal_id) ?? null) : null
  return {
    key: value.key,
    contract,
    value: value.value,
    unit: value.unit,
    symbol: value.unit === 'money' ? money.symbol : null,
    decimals: decimalsOf(value.unit, money),
    bounds: value.bounds === undefined ? null : { min: String(value.bounds.min), max: String(value.bounds.max) },
    changeable: setBy !== undefined,
    setBy: {
      how: proposal === null ? ('deployment' as const) : ('proposal' as const),
      at: setBy ? toMoment(setBy.block_time, setBy.block_number) : toMoment(birth.time, birth.block),
      transaction: setBy?.tx_hash ?? null,
      proposal,
    },
  }
}

/** Every value that governs the DAO, on a look at the index that is open already. */
export const readParameters = async (view: View): Promise<One<Parameters>> => {
  const values = [...(await listSettable(view)), ...listFixed(view.rules)]
  const refs = await loadRefs(view, values)
  const { deployment } = view.services
  const blocks = new Map<string, Birth>()
  for (const [name, { block }] of Object.entries(deployment.contracts)) {
    // Blocks without events of ours are not kept for ever; the oldest that is kept is at most a block away.
    blocks.set(name, { block, time: (await findBlock(view.sql, block))?.time ?? view.rules.epochGenesis })
  }
  const birthOf = (contract: string): Birth => blocks.get(contract) ?? { block: 0, time: view.rules.epochGenesis }
  const capacities = await findCapacities(view.sql)
  const seated = new Map((await countSeated(view.sql)).map((row) => [row.constituency, row.seated]))
  const changes = values.flatMap(({ setBy }) =>
    setBy ? [{ block: setBy.block_number, hash: setBy.block_hash, time: setBy.block_time }] : [],
  )
  return {
    data: {
      profile: deployment.profile,
      parameters: values.map((value) => toParameter(value, { refs, birthOf, money: view.rules.money })),
      constituencies: (capacities?.capacities ?? []).map((capacity, index) => ({
        index,
        capacity,
        seated: seated.get(index) ?? 0,
      })),
    },
    asOf: await view.asOf(changes),
  }
}

/** Every value that governs the DAO, with its bounds and what last set it. */
export const getParameters = (): Promise<One<Parameters>> => withView(readParameters)
