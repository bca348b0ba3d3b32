import { type Hex, sha256, toBytes } from 'viem'
import { buildCanonicalJson } from './canonical-json'
import type { CallText } from './wallet'

/** What a draft would do: a kind of the wizard with its fields as texts, those left empty left out; or a raw call. */
export type DraftAction = { readonly [field: string]: string }

/**
 * A revision of a draft, all of it. `calls` are those that its actions stood for when it was saved, null where they were
 * not complete. `salt`, 32 random bytes of the draft, keeps a digest that is told in public from saying what was written.
 */
export type DraftContent = {
  salt: Hex
  title: string
  text: string
  actions: readonly DraftAction[]
  calls: readonly CallText[] | null
}

/** The one way to write a revision down (RFC 8785). */
export const writeDraft = ({ salt, title, text, actions, calls }: DraftContent): string =>
  buildCanonicalJson({ salt, title, text, actions, calls })

/** What sponsors agree to: the SHA-256 of a revision as it is written down. */
export const digestDraft = (content: DraftContent): Hex => sha256(toBytes(writeDraft(content)))

/** Votes of the token in base units, and seats. */
type Power = { votes: bigint; seats: bigint }

/** Whether one proposer with that power could propose (docs/specification.md 3.1): enough votes, or a seat. */
export const isThresholdMet = ({ votes, seats }: Power, threshold: bigint): boolean => seats > 0n || votes >= threshold
