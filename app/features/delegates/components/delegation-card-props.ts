import type { Address } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import type { ChainAccess, Wallet } from '~/domain/wallet'
import type { Locale } from '~/i18n/locale'

/** A figure before and after the delegation; all texts are ready. */
export type BeforeAfter = { name: string; before: string; after: string }

/** The card as the server prepares it (`buildDelegationCard`). */
export type DelegationCardData = {
  delegate: Address
  viewer: { account: Address; shown: string } | null
  /** What is so now, one sentence. */
  status: string
  /** Empty where nothing would change. */
  effects: readonly BeforeAfter[]
  warning: string | null
  /** The button's text; null where pressing it would change nothing. */
  submit: string | null
  texts: ActTexts & {
    title: string
    why: string
    before: string
    after: string
    connect: string
    change: string
    noScript: string
  }
}

/** Render as `<DelegationCard card={data.card} access={data.access} locale={data.locale} wallet={wallet} />`. */
export type DelegationCardProps = { card: DelegationCardData; access: ChainAccess; locale: Locale; wallet: Wallet }
