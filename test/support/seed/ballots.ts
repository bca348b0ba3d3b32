import type { Address } from 'viem'
import type { Row } from '~/indexer/tables'
import type { Calendar } from './calendar'
import { mix, share } from './draw'
import type { Seeded } from './proposals'
import { reasonOf } from './texts'

/** Ballots on each of the few proposals that everybody answered. */
const CROWD = 20_000
const PERIOD = 259_200
const FIRST_BUSY = 3

/** The ids of the proposals with a crowd, and how many ballots each other one has; the first takes what is left over. */
export const shareOut = (proposals: number, votes: number) => {
  const crowds = Math.max(1, Math.round(votes / 2 / CROWD))
  const step = Math.max(1, Math.floor(proposals / crowds))
  const busy = new Set(Array.from({ length: crowds }, (_, index) => FIRST_BUSY + index * step))
  const rest = votes - crowds * CROWD
  const each = Math.floor(rest / (proposals - crowds))
  return {
    countOf: (id: number) => (busy.has(id) ? CROWD : id === 1 ? each + (rest - each * (proposals - crowds)) : each),
  }
}

type Options = {
  count: number
  chainId: number
  now: number
  voters: readonly { account: Address; power: bigint }[]
  stewards: readonly Address[]
}

const supportFor = (fate: Seeded['fate'], seed: number): number => {
  const drawn = share(seed)
  if (drawn > 0.95) return 2
  const isWith = drawn < 0.8
  return (fate === 'defeated') === isWith ? 0 : 1
}

/** The ballots on a proposal up to `now`: most stewards, the strongest delegates, and as many others as there is room for. */
export const buildBallots = (calendar: Calendar, { id, snapshot, fate }: Seeded, options: Options): Row[] => {
  const { count, voters, stewards, now } = options
  const seats = count < 20 ? 2 : stewards.length
  const strong = Math.ceil((count - seats) / 2)
  const others = voters.length - strong
  const offset = mix(id) % Math.max(1, others)
  const rows: Row[] = []
  for (let index = 0; index < count; index++) {
    const seed = id * 100_003 + index
    const time = snapshot + 1 + Math.floor((PERIOD * (index + share(seed))) / count / 1.01)
    if (time + 600 >= now) break
    const isSeat = index >= count - seats
    const rank = index < strong ? index : strong + ((offset + index) % Math.max(1, others))
    const voter = voters[rank]
    rows.push({
      chain_id: options.chainId,
      proposal_id: id,
      house: isSeat ? 1 : 0,
      voter: (isSeat ? stewards[index - count + seats] : voter?.account) ?? '',
      support: supportFor(fate, seed),
      weight: isSeat ? 1 : (voter?.power ?? 0n),
      reason: reasonOf(seed),
      ...calendar.placeAt(time),
    })
  }
  return rows
}
