import { type Hex, sha256, toBytes } from 'viem'
import { buildCanonicalJson, type Json } from './canonical-json'

/** What somebody did through the API. `actor` is an account, or `anonymous`; `facts` hold no secret. */
export type AuditFacts = { actor: string; act: string; subject: string; facts: { readonly [name: string]: Json } }

/** A link of the chain of entries: numbered from 1, at a UNIX second, with the hash of the entry before it. */
export type AuditLink = AuditFacts & { entry: number; at: number; previous: Hex }

/** What the first entry has for the hash of the one before it. */
export const NO_ENTRY: Hex = `0x${'00'.repeat(32)}`

/** The SHA-256 of an entry's canonical JSON (RFC 8785): whoever keeps one hash can tell a change to any entry before it. */
export const hashAuditEntry = ({ entry, at, actor, act, subject, facts, previous }: AuditLink): Hex =>
  sha256(toBytes(buildCanonicalJson({ entry, at, actor, act, subject, facts, previous })))

/** How far a log was looked at: its entries up to there, and the hash of the last one. */
export type AuditEnd = { count: number; previous: Hex }

/** The first entry that does not follow from those before it; null where all do. Takes them in order, from 1 or `end` on. */
export const findBrokenEntry = (
  entries: readonly (AuditLink & { hash: Hex })[],
  end: AuditEnd = { count: 0, previous: NO_ENTRY },
): number | null => {
  let { count, previous } = end
  for (const one of entries) {
    count += 1
    if (one.entry !== count || one.previous !== previous || one.hash !== hashAuditEntry(one)) return count
    previous = one.hash
  }
  return null
}
