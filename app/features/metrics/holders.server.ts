import type { Elector } from '~/domain/firewall'
import { toMoment } from '~/http/present'
import type { Account, Moment } from '~/http/shapes'
import type { View } from '~/services.server'
import { type AccountElector, bpsOf, type PartyOf, type PastVotes } from './past.server'

const SHOWN_HOLDERS = 10

/** An account, or any one of a party's, with the votes of all of it; `changeBps` is null where it had none then. */
type Holder = { id: string; account: Account; votes: bigint; shareBps: number; changeBps: number | null }

/** The largest, and how many more there are, with the largest share among those. */
export type Holders = { shown: Holder[]; since: Moment | null; others: number; mostBps: number }

/** What an account is counted as: its party, or itself. */
export const holderOf = (account: AccountElector['id'], partyOf: PartyOf): string => {
  const party = partyOf(account)
  return party === 0n ? account : `party ${party}`
}

type Given = {
  /** The largest first. */
  electors: readonly Elector[]
  accounts: readonly AccountElector[]
  partyOf: PartyOf
  oldest: PastVotes | null
}

/** The largest with their names, in one look-up of those that are shown. */
export const showHolders = async (view: View, { electors, accounts, partyOf, oldest }: Given): Promise<Holders> => {
  const holding = electors.filter(({ votes }) => votes > 0n)
  const total = holding.reduce((sum, { votes }) => sum + votes, 0n)
  const [shown, rest] = [holding.slice(0, SHOWN_HOLDERS), holding.slice(SHOWN_HOLDERS)]
  const members = shown.flatMap((elector) => {
    const member = accounts.find(({ id }) => holderOf(id, partyOf) === elector.id)
    return member === undefined ? [] : [{ ...elector, member: member.id }]
  })
  const accountOf = await view.loadAccounts(members.map(({ member }) => member))
  const before = new Map(
    [...(oldest?.sums ?? [])].map(([holder, votes]) => [
      typeof holder === 'bigint' ? `party ${holder}` : holder,
      bpsOf(votes, oldest?.total ?? 0n),
    ]),
  )
  return {
    shown: members.map(({ id, member, votes }) => {
      const [shareBps, then] = [bpsOf(votes, total), before.get(id)]
      return { id, account: accountOf(member), votes, shareBps, changeBps: then === undefined ? null : shareBps - then }
    }),
    since: oldest === null ? null : toMoment(oldest.time),
    others: rest.length,
    mostBps: bpsOf(rest[0]?.votes ?? 0n, total),
  }
}
