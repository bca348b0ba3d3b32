import type { Address } from 'viem'
import type { Row } from '~/indexer/tables'
import type { Calendar } from './calendar'
import { accountOf, mix, share } from './draw'

/** Power of each voter in base units, the greatest first, and the events behind it. */
export type Electorate = {
  voters: { account: Address; power: bigint }[]
  events: Record<'token_transfers' | 'delegations' | 'vote_power_changes', Row[]>
}

type Options = {
  voters: number
  changes: number
  start: number
  span: number
  holders: readonly Address[]
  held: bigint
}

const nobody = `0x${'0'.repeat(40)}`
const UNIT = 10n ** 18n
const PASSIVE = 100n * UNIT
const TOP = 5_000_000n * UNIT
const FAVOURITES = 200

/**
 * As many voters as asked for, whose power falls as 1/rank, and as many holders who delegate to the two hundred favourites;
 * all tokens come from the genesis holders, who keep the rest.
 */
export const buildElectorate = (
  calendar: Calendar,
  { voters, changes, start, span, holders, held }: Options,
): Electorate => {
  const own = Array.from({ length: voters }, (_, rank) => TOP / BigInt(rank + 1))
  const power = [...own]
  const left = holders.map(() => held)
  const events: Electorate['events'] = { token_transfers: [], delegations: [], vote_power_changes: [] }
  const fund = (recipient: Address, value: bigint, index: number) => {
    const from = index % holders.length
    left[from] = (left[from] ?? 0n) - value
    events.token_transfers.push({ sender: holders[from] ?? '', recipient, value, ...calendar.placeAt(start) })
  }
  own.forEach((value, rank) => {
    const account = accountOf(rank)
    fund(account, value, rank)
    const place = calendar.placeAt(start)
    events.delegations.push({ house: 0, delegator: account, from_delegate: nobody, to_delegate: account, ...place })
  })
  for (let index = 0; index < voters; index++) {
    const account = accountOf(voters + index)
    fund(account, PASSIVE, index)
    const favourite = Math.floor(share(index) ** 3 * Math.min(FAVOURITES, voters))
    power[favourite] = (power[favourite] ?? 0n) + PASSIVE
    const place = calendar.placeAt(start + (mix(index) % span))
    events.delegations.push({
      house: 0,
      delegator: account,
      from_delegate: nobody,
      to_delegate: accountOf(favourite),
      ...place,
    })
  }
  const change = (account: Address, votes: bigint, previous: bigint, time: number) =>
    events.vote_power_changes.push({ house: 0, account, previous_votes: previous, votes, ...calendar.placeAt(time) })
  power.forEach((value, rank) => {
    for (let turn = 0; turn < changes; turn++) {
      // What it has in the end it has at first too, so that ballots of any time weigh the same.
      const wave = turn % 2 === 0 ? value : value - value / 10n
      change(
        accountOf(rank),
        turn === changes - 1 ? value : wave,
        turn === 0 ? 0n : value,
        start + Math.floor((span * turn) / changes),
      )
    }
  })
  for (const [index, account] of holders.entries()) change(account, left[index] ?? 0n, held, start)
  return { voters: power.map((value, rank) => ({ account: accountOf(rank), power: value })), events }
}
