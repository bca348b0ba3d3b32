import type { FetcherWithComponents } from '@remix-run/react'
import type { Address } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import type { ChainAccess, ReleaseText, Wallet } from '~/domain/wallet'
import type { Locale } from '~/i18n/locale'
import type { AreaText } from '~/i18n/messages'
import type { RegistrationField } from '../registration/schema'

/** What the form offers; all texts are ready. */
export type RegisterFormData = {
  models: readonly { value: string; text: string }[]
  licences: readonly string[]
  /** Whether the reader's account belongs to a party, which alone registers; null while nobody is known. */
  hasParty: boolean | null
  texts: AreaText<'register'>
  hashing: AreaText<'verify'>
}

/** What came back from the check. */
export type RegisterResult = {
  values: Readonly<Record<string, string>>
  errors: Readonly<Partial<Record<RegistrationField, string>>>
  /** The sentence, the gates and the checks, rendered on the server. */
  preview: string | null
  /** What would be signed; null while something is wrong. */
  release: ReleaseText | null
}

export type RegisterEditorProps = {
  form: RegisterFormData
  checker: Pick<FetcherWithComponents<unknown>, 'Form' | 'state'>
  result: RegisterResult | null
  head: string
  empty: string
  viewer: Address | null
  signTexts: ActTexts
  access: ChainAccess
  locale: Locale
  wallet: Wallet
}
