import { listRoleMembers } from '#db/queries/charter.server'
import { listTermsRows } from '#db/queries/market.server'
import { listSettings } from '#db/queries/parameters.server'
import { listPolicyRows } from '#db/queries/pools.server'
import type { Concentration } from '~/domain/concentration'
import type { Firewall } from '~/domain/firewall'
import { type Resilience, scoreResilience, shareOf } from '~/domain/resilience'
import type { Tier } from '~/domain/tier'
import type { View } from '~/services.server'

/** What nothing on the chain says: nobody else has audited the contracts yet, and one operator runs this portal. */
const AUDITS = 0
const OPERATORS = 1
/** A ballot is final. */
const BALLOT_CHANGES = 0

const MILLIONTHS = 100

/** Set once: the governor takes no proposal that calls the timelock. */
const FIXED = 'timelockMinDelay'

type Measured = {
  supply: bigint
  /** By party. */
  token: Concentration
  tiers: Record<Tier, { quorum: bigint; firewall: Firewall }>
  liveSeats: bigint
  capacities: readonly number[]
  isWatched: boolean
}

const toShare = (bps: number | bigint | undefined): number | null =>
  bps === undefined ? null : Number(bps) * MILLIONTHS

/** Our checklist over the present values; `measured` is what the page has looked up already. */
export const getResilience = async (view: View, measured: Measured): Promise<Resilience> => {
  const { rules, sql } = view
  const { supply, token, tiers, liveSeats, capacities, isWatched } = measured
  const settings = new Map((await listSettings(sql)).map(({ name, value }) => [name, value]))
  const { quorum, charterQuorum: charterBounds, ...bounds } = rules.bounds
  const ranges = { ...bounds, quorumNumerator: quorum, charterQuorumNumerator: charterBounds }
  const members = await listRoleMembers(sql)
  const secondsOf = (name: string) => Number(settings.get(name) ?? 0n)
  const threshold = shareOf(settings.get('proposalThreshold') ?? 0n, supply)
  const seats = capacities.reduce((sum, capacity) => sum + capacity, 0)
  const sizes = Object.values(tiers).flatMap(({ firewall }) => firewall.unopposed.fewest?.size ?? [])
  return scoreResilience({
    votingDelay: secondsOf('votingDelay'),
    leastVotingDelay: Number(rules.bounds.votingDelay.min),
    votingPeriod: secondsOf('votingPeriod'),
    objectionPeriod: rules.objectionPeriod,
    delayRoutine: rules.delays[0],
    delayPolicy: rules.delays[1],
    delayCharter: rules.delays[2],
    lapse: rules.queueWindow + rules.gracePeriod,
    quorum: toShare(settings.get('quorumNumerator')),
    charterQuorum: toShare(settings.get('charterQuorumNumerator')),
    reach: shareOf(token.total, tiers.charter.quorum),
    delegated: shareOf(token.total, supply),
    largest: toShare(token.largestBps),
    majority: token.nakamoto,
    unopposed: sizes.length === 0 ? null : Math.min(...sizes),
    pass: tiers.charter.firewall.opposed.fewest?.size ?? null,
    block: tiers.charter.firewall.block.fewest?.size ?? null,
    spam: threshold,
    openness: threshold,
    spareSeats: Number(liveSeats) - Math.floor(seats / 2) - 1,
    constituency: shareOf(BigInt(Math.max(0, ...capacities)), BigInt(seats)),
    recovery: rules.presenceWindow,
    councilTerm: rules.councilMaxTerm,
    councilStop: Math.max(rules.holdTime, rules.recallTime, rules.pauseTime),
    council: isWatched ? 1 : 0,
    roles: members.filter((account) => view.nameOf(account) !== 'TimelockController').length,
    unbounded: [...settings.keys()].filter((name) => name !== FIXED && !(name in ranges)).length,
    mint: toShare(rules.mintCapBps),
    allocationCap: toShare((await listPolicyRows(sql)).at(-1)?.cap_bps),
    supplyCap: toShare((await listTermsRows(sql)).at(-1)?.cap_bps),
    ballotChanges: BALLOT_CHANGES,
    audits: AUDITS,
    operators: OPERATORS,
  })
}
