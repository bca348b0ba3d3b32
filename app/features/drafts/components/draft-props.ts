import type { FetcherWithComponents } from '@remix-run/react'
import type { Address } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import type { CallText, ChainAccess, Wallet } from '~/domain/wallet'
import type { Locale } from '~/i18n/locale'
import type { AreaText } from '~/i18n/messages'
import type { DraftField, DraftKind } from '../schema'
import type { KeptDraft } from './use-kept-draft'

/** What the form offers; all texts are ready. */
export type DraftFormData = {
  kind: DraftKind
  releases: readonly { value: string; text: string }[]
  targets: readonly { value: string; text: string }[]
  pools: readonly { value: string; text: string }[]
  /** The classes of the newest policy, by the kinds of party that they hold. */
  classes: readonly string[]
  /** What the money of budgets is called. */
  money: string
  /** What the fields hold before anything was sent. */
  initial: Readonly<Record<string, string>>
  texts: AreaText<'draft'>
}

/** What came back from the check. */
export type DraftResult = {
  values: Readonly<Record<string, string>>
  errors: Readonly<Partial<Record<DraftField, string>>>
  /** The sentence, tier and checks, rendered on the server. */
  preview: string | null
  /** What would be signed; null while something is wrong. */
  proposal: { calls: readonly CallText[]; title: string; text: string } | null
}

/** What the whole page holds. */
export type DraftEditorProps = {
  form: DraftFormData
  /** The saved draft that the form was filled from. */
  opened: { id: string; revision: number; kept: KeptDraft } | null
  /** Sends the form to be checked. */
  checker: Pick<FetcherWithComponents<unknown>, 'Form' | 'state'>
  result: DraftResult | null
  empty: string
  viewer: Address | null
  signTexts: ActTexts
  saveTexts: AreaText<'draftAct'>
  access: ChainAccess
  locale: Locale
  wallet: Wallet
}
