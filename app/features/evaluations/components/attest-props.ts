import type { Address } from 'viem'
import type { ActTexts } from '~/components/act-notice'
import type { WalletProps } from '~/components/use-act'
import type { AreaText } from '~/i18n/messages'

/** What the form of an attestation offers; all texts are ready. */
export type AttestFormData = {
  viewer: Address
  /** The chain's time in UNIX seconds: a deadline counts by it. */
  now: number
  releases: readonly { id: number; root: string; name: string }[]
  /** By the registry's numbers. */
  kinds: readonly string[]
  /** What is asked for now: `release kind` by number. */
  waiting: readonly { value: string; text: string }[]
  /** Live statements, which alone can be revoked. */
  mine: readonly { uid: number; text: string }[]
  texts: AreaText<'attest'> & ActTexts
}

export type AttestProps = WalletProps & { form: AttestFormData }
