import type { DraftAction } from '~/domain/draft'
import type { Tier } from '~/domain/tier'
import type { Account, Amount } from '~/http/shapes'
import type { DraftSummary, KeptDraft } from '../draft-schema'
import type { FieldErrors } from '../schema'

/** A draft in a list, with what it would do and the power behind exactly its newest revision. */
export type ListedDraft = DraftSummary & {
  account: Account
  /** Of its actions; `call` for a raw one. */
  kinds: readonly string[]
  /** Null while its actions are not complete. */
  tier: Tier | null
  votes: Amount
  seats: Amount
  met: boolean
}

/** A draft on its own page. */
export type ShownDraft = Pick<KeptDraft, 'id' | 'visibility' | 'revision' | 'digest' | 'title' | 'text' | 'changed'> & {
  account: Account
  actions: readonly DraftAction[]
  /** The proposal that says exactly the same. */
  proposal: string | null
  /** What is wrong with which action. */
  faults: readonly { index: number; errors: FieldErrors }[]
}
