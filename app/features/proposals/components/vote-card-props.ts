import type { Address } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import type { Choice, House } from '~/domain/ballot'
import type { ChainAccess, Wallet } from '~/domain/wallet'
import type { Locale } from '~/i18n/locale'

/** What the viewer can do in one house; all texts are ready. */
export type VoteCardHouse = {
  house: House
  name: string
  /** With how much the viewer votes, or why not at all. */
  power: string
  /** The ballot that was cast, in words. */
  voted: string | null
  /** Where the receipt of that ballot is. */
  receipt: string | null
  /** Empty when there is nothing to cast. */
  allowed: readonly Choice[]
  /** The button's text for each choice, and what is said while other signers of the account have not signed it. */
  submit: Readonly<Record<Choice, string>>
  waiting: Readonly<Record<Choice, string>>
}

/** The card as the server prepares it (`buildVoteCard`). */
export type VoteCardData = {
  proposalId: string
  /** Whether ballots are taken now. */
  open: boolean
  viewer: { account: Address; shown: string; houses: readonly VoteCardHouse[] } | null
  choices: Readonly<Record<Choice, string>>
  /** Sentences below the button: final, cost, time left. */
  notes: readonly string[]
  /** Before a viewer is known, or while nothing is open. */
  status: string
  /** Commands that vote without this page. */
  commands: readonly string[]
  texts: ActTexts & {
    title: string
    legend: string
    house: string
    reason: string
    optional: string
    kept: string
    choose: string
    connect: string
    change: string
    receipt: string
    dismiss: string
    elsewhere: string
    elsewhereNote: string
    noScript: string
  }
}

/** Render as `<VoteCard card={data.card} access={data.access} locale={data.locale} wallet={wallet} />`. */
export type VoteCardProps = { card: VoteCardData; access: ChainAccess; locale: Locale; wallet: Wallet }
