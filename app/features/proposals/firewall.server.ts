import { type Address, isAddress } from 'viem'
import { findBlockUpTo, listMembers } from '#db/queries/concentration.server'
import { listElectors } from '#db/queries/electors.server'
import { findCouncil, type ProposalDetailRow } from '#db/queries/proposals.server'
import type { Assessment } from '~/domain/assess-proposal'
import { createBlockCache } from '~/domain/block-cache'
import { epochAt } from '~/domain/epoch'
import { type Elector, type Frozen, measureFirewall, mergeElectors, type Power } from '~/domain/firewall'
import { tierOfNumber } from '~/domain/tier'
import { buildProposalActs } from '~/domain/vote-options'
import { toMoment, toSeats, toTokens } from '~/http/present'
import type { Party } from '~/http/shapes'
import type { View } from '~/services.server'
import { onlyTargetsCouncil } from './actions.server'
import type { Firewall } from './firewall-schema'

type ShownPower = Firewall['byAccount']['block']
type ShownElector = ShownPower['alone'][number]
type Name = Pick<ShownElector, 'party' | 'account'>

const MOST_SHOWN = 20

const toPower = ({ needs, alone, fewest }: Power, nameOf: (elector: Elector) => Name): ShownPower => {
  const show = (elector: Elector): ShownElector => ({
    ...nameOf(elector),
    votes: toTokens(elector.votes),
    seats: toSeats(elector.seats),
  })
  return {
    needs: {
      votes: needs.votes === null ? null : toTokens(needs.votes),
      seats: needs.seats === null ? null : toSeats(needs.seats),
      both: needs.both,
    },
    alone: alone.slice(0, MOST_SHOWN).map(show),
    aloneCount: alone.length,
    fewest: fewest?.size ?? null,
    coalition: fewest?.example.slice(0, MOST_SHOWN).map(show) ?? [],
  }
}

type Powers = ReturnType<typeof measureFirewall>

const acts = ['unopposed', 'opposed', 'block'] as const

const toPowers = (electors: readonly Elector[], powers: Powers, nameOf: (elector: Elector) => Name) => ({
  electors: electors.length,
  unopposed: toPower(powers.unopposed, nameOf),
  opposed: toPower(powers.opposed, nameOf),
  block: toPower(powers.block, nameOf),
})

const listShown = (powers: Powers): string[] =>
  acts
    .flatMap((act) => [powers[act].alone, powers[act].fewest?.example ?? []])
    .flatMap((electors) => electors.slice(0, MOST_SHOWN).map(({ id }) => id))

const toPartyId = ({ id }: Party): string => `party ${id}`

const listCancellers = async (view: View, row: ProposalDetailRow, { phase }: Assessment) => {
  const council = await findCouncil(view.sql)
  const accountOf = await view.loadAccounts([row.proposer, ...(council === null ? [] : [council.account])])
  const acts = { phase, tierRaised: false, recoveryOver: false, onlyTargetsCouncil: onlyTargetsCouncil(view, row) }
  const can = (who: { isProposer: boolean; isCouncil: boolean }) =>
    buildProposalActs({ ...acts, ...who }).includes('cancel')
  const inOffice = council !== null && view.now < council.until
  return [
    ...(inOffice && can({ isProposer: false, isCouncil: true })
      ? [{ role: 'council' as const, account: accountOf(council.account) }]
      : []),
    ...(can({ isProposer: true, isCouncil: false })
      ? [{ role: 'proposer' as const, account: accountOf(row.proposer) }]
      : []),
  ]
}

type Measured = Omit<Firewall, 'cancel'>

const MOST_KEPT = 500
const keepPresent = createBlockCache<Measured>(MOST_KEPT)
const keepFinal = createBlockCache<Measured>(MOST_KEPT)

// What was at a snapshot that is final stays so in every block to come.
const measureOnce = async (view: View, row: ProposalDetailRow, assessment: Assessment): Promise<Measured> => {
  const final = await findBlockUpTo(view.sql, Number(view.cursor.finalized))
  const make = () => measureElectors(view, row, assessment)
  const id = String(row.proposal_id)
  return final !== null && final.time > row.snapshot ? keepFinal('', id, make) : keepPresent(view.cursor.hash, id, make)
}

/** Who alone, and which fewest together, could pass or block a proposal at its snapshot, per account and per party. */
export const buildFirewall = async (view: View, row: ProposalDetailRow): Promise<Firewall> => {
  const assessment = await view.assess(row)
  return { ...(await measureOnce(view, row, assessment)), cancel: await listCancellers(view, row, assessment) }
}

const measureElectors = async (view: View, row: ProposalDetailRow, assessment: Assessment): Promise<Measured> => {
  const at = Math.min(row.snapshot, view.now)
  const frozen: Frozen = {
    tier: tierOfNumber(row.tier),
    quorum: assessment.snapshot.quorum,
    seatCapacity: BigInt(row.seat_capacity),
    liveSeats: assessment.snapshot.liveSeats,
    presentSeats: row.recovery ? BigInt(row.present_seats) : null,
  }
  const electors = (await listElectors(view.sql, at)).map(({ account: id, ...power }): Elector => ({ id, ...power }))
  const epoch = epochAt(view.rules, at)
  // There may be tens of thousands; only members and who is shown have to be looked up.
  const members = await listMembers(view.sql)
  const memberOf = await view.loadAccounts(members, epoch)
  const partyOf = new Map(members.map((account) => [account as string, memberOf(account).party]))
  const byId = new Map(
    [...partyOf.values()].flatMap((party) => (party === null ? [] : [[toPartyId(party), party] as const])),
  )
  const parties = mergeElectors(electors, (id) => {
    const party = partyOf.get(id) ?? null
    return party === null ? id : toPartyId(party)
  })
  const byAccount = measureFirewall(frozen, electors)
  const byParty = measureFirewall(frozen, parties)
  const shown = [...listShown(byAccount), ...listShown(byParty)].filter((id) => isAddress(id, { strict: false }))
  const accountOf = await view.loadAccounts(shown as Address[], epoch)
  const nameOf = ({ id }: Elector): Name => {
    const party = byId.get(id)
    if (party !== undefined) return { party, account: null }
    const account = accountOf(id as Address)
    return { party: account.party, account }
  }
  return {
    snapshot: toMoment(row.snapshot),
    provisional: row.snapshot >= view.now,
    byAccount: toPowers(electors, byAccount, nameOf),
    byParty: toPowers(parties, byParty, nameOf),
  }
}
