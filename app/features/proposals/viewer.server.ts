import type { Address } from 'viem'
import { countPresent } from '#db/queries/charter.server'
import { findHolderRow } from '#db/queries/delegates.server'
import { findCouncil, type ProposalDetailRow } from '#db/queries/proposals.server'
import { getPowerAt, listReceipts } from '#db/queries/votes.server'
import type { Assessment } from '~/domain/assess-proposal'
import { choiceOfNumber, houseOfNumber } from '~/domain/house'
import { tierNumber } from '~/domain/tier'
import { buildBallotOptions, buildProposalActs } from '~/domain/vote-options'
import { toSeats, toTokens } from '~/http/present'
import type { View } from '~/services.server'
import { callsOf, onlyTargetsCouncil } from './actions.server'
import type { Viewer } from './schema'
import { buildTierOf } from './tier.server'

const listActs = async (view: View, row: ProposalDetailRow, given: { account: Address; assessment: Assessment }) => {
  const council = await findCouncil(view.sql)
  const tierOf = await buildTierOf(view)
  const isAccount = (other: string) => other.toLowerCase() === given.account.toLowerCase()
  const present = row.recovery
    ? await countPresent(view.sql, { now: view.now, presenceWindow: view.rules.presenceWindow })
    : 0
  return buildProposalActs({
    phase: given.assessment.phase,
    tierRaised: tierNumber(tierOf(callsOf(row))) > row.tier,
    recoveryOver: row.recovery && present >= view.rules.minSeats,
    isProposer: isAccount(row.proposer),
    isCouncil: council !== null && view.now < council.until && isAccount(council.account),
    onlyTargetsCouncil: onlyTargetsCouncil(view, row),
  })
}

/** What one account can do about a proposal now. */
export const buildViewer = async (
  view: View,
  row: ProposalDetailRow,
  { account, assessment }: { account: Address; assessment: Assessment },
): Promise<Viewer> => {
  const power = await getPowerAt(view.sql, account, Math.min(row.snapshot, view.now))
  const receipts = await listReceipts(view.sql, String(row.proposal_id), account)
  const holder = await findHolderRow(view.sql, account)
  const delegate = holder?.delegate ?? null
  const accountOf = await view.loadAccounts(delegate === null ? [account] : [account, delegate])
  const cardOf = (house: 'token' | 'seat') => {
    const receipt = receipts.find((one) => houseOfNumber(one.house) === house)
    const ballot = receipt === undefined ? null : choiceOfNumber(receipt.support)
    const { allowed, refusal } = buildBallotOptions({ phase: assessment.phase, power: power[house], ballot })
    return { power: (house === 'token' ? toTokens : toSeats)(power[house]), ballot, allowed: [...allowed], refusal }
  }
  return {
    account: accountOf(account),
    delegate: delegate === null ? null : accountOf(delegate),
    balance: toTokens(holder?.balance ?? 0n),
    token: cardOf('token'),
    seat: cardOf('seat'),
    acts: [...(await listActs(view, row, { account, assessment }))],
  }
}
