import { type Rows, rowsOf } from '~/indexer/rows'
import { createJobSummer } from './jobs'
import { createMarketSummer } from './market'
import { createReputationSummer } from './reputation'
import { createRoundSummer } from './rounds'

/** What heads must say, by subject: `proposal 7 token_for` to a decimal string. */
export type Sums = ReadonlyMap<string, string>

const supports = ['against', 'for', 'abstain']
const houses = ['token', 'seat']
const zeroAddress = `0x${'0'.repeat(40)}`

/** Names of the tallies of a proposal, as in proposal_heads. */
export const tallyNames = houses.flatMap((house) => [...supports, 'voters'].map((name) => `${house}_${name}`))

/** What is summed up of a release: its stage's number, the newest ends of hold and recall, and Fails that stand. */
export const releaseNames = ['stage', 'held_until', 'recalled_until', 'standing_fails'] as const

const stopNames: Record<string, (typeof releaseNames)[number]> = { held: 'held_until', recalled: 'recalled_until' }

type Change = (subject: string, amount: bigint) => unknown

const createReleaseSummer = (set: Change, add: Change) => {
  const fails = new Map<bigint, bigint>()
  return (rows: Rows) => {
    for (const { release_id } of rowsOf(rows, 'releases')) {
      for (const name of releaseNames) set(`release ${release_id} ${name}`, name === 'stage' ? 1n : 0n)
    }
    for (const { release_id, to_stage } of rowsOf(rows, 'stage_changes')) set(`release ${release_id} stage`, to_stage)
    for (const { release_id, kind, until } of rowsOf(rows, 'release_stops')) {
      set(`release ${release_id} ${stopNames[kind]}`, until)
    }
    for (const { uid, release_id, verdict } of rowsOf(rows, 'attestations')) {
      if (verdict !== 2n) continue
      fails.set(uid, release_id)
      add(`release ${release_id} standing_fails`, 1n)
    }
    // A Fail that its author took back may be overruled too: only its first end counts.
    for (const { uid } of rowsOf(rows, 'attestation_events')) {
      const release = fails.get(uid)
      if (release === undefined) continue
      fails.delete(uid)
      add(`release ${release} standing_fails`, -1n)
    }
  }
}

/**
 * Sums tallies, counts of ballots, balances, newest voting powers, how releases stand, rounds, the market, jobs and reputations up from
 * rows that come in chain order.
 */
export const createSummer = () => {
  const amounts = new Map<string, bigint>()
  const add = (subject: string, amount: bigint) => amounts.set(subject, (amounts.get(subject) ?? 0n) + amount)
  const addReleases = createReleaseSummer((subject, amount) => amounts.set(subject, amount), add)
  const rounds = createRoundSummer()
  const market = createMarketSummer()
  const jobs = createJobSummer()
  const reputation = createReputationSummer()
  return {
    add: (rows: Rows) => {
      addReleases(rows)
      rounds.add(rows)
      market.add(rows)
      jobs.add(rows)
      reputation.add(rows)
      for (const { proposal_id } of rowsOf(rows, 'proposals')) {
        for (const name of tallyNames) add(`proposal ${proposal_id} ${name}`, 0n)
      }
      for (const { proposal_id, house, voter, support, weight } of rowsOf(rows, 'votes')) {
        const prefix = `proposal ${proposal_id} ${houses[Number(house)]}`
        add(`${prefix}_${supports[Number(support)]}`, weight)
        add(`${prefix}_voters`, 1n)
        add(`ballots ${houses[Number(house)]} ${voter}`, 1n)
      }
      for (const { house, account, votes } of rowsOf(rows, 'vote_power_changes')) {
        amounts.set(`power ${houses[Number(house)]} ${account}`, votes)
      }
      for (const { sender, recipient, value } of rowsOf(rows, 'token_transfers')) {
        if (sender !== zeroAddress) add(`balance ${sender}`, -value)
        if (recipient !== zeroAddress) add(`balance ${recipient}`, value)
      }
    },
    /** As of a UNIX second, the time of the last block. */
    finish: (now: bigint): Sums =>
      new Map(
        [...amounts, ...rounds.finish(), ...market.finish(), ...jobs.finish(), ...reputation.finish(now)].map(
          ([subject, amount]) => [subject, amount.toString()],
        ),
      ),
  }
}
