import type { Hex } from 'viem'
import { findRootHolder, listReleaseRowsByDigest, type ReleaseRow } from '#db/queries/models.server'
import { toStage } from '~/http/present'
import type { One } from '~/http/shapes'
import { withView } from '~/services.server'
import type { Match, Verification } from './schema'
import { changeOfRelease, toReleaseSummary } from './show.server'

const verdictOf = (row: ReleaseRow, now: number): Match['verdict'] => {
  const stage = toStage(row.stage)
  if (stage === 'revoked') return 'revoked'
  if (row.recall_until !== null && row.recall_until > now) return 'recalled'
  return stage === 'open' ? 'open' : 'not-open'
}

/** Whose match is better: of the very names, held by a vote, then the older release. */
const rank = ({ match, holdsRoot }: Match): number => (match === 'exact' ? 0 : 2) + (holdsRoot ? 0 : 1)

/**
 * Which releases have these digests, and what may be said of them. The best match alone decides: a copy that somebody
 * registered later neither adds nor takes a verdict from the release to which a vote gave these bytes.
 */
export const verifyDigests = ({ root, manifest }: { root: Hex; manifest: Hex }): Promise<One<Verification>> =>
  withView(async (view) => {
    const rows = (await listReleaseRowsByDigest(view.sql, { root, manifest })).filter((row) => row.root === root)
    const holder = rows.length === 0 ? null : await findRootHolder(view.sql, root)
    const matches = rows
      .map(
        (row): Match => ({
          release: toReleaseSummary(row, view.now),
          match: row.manifest === manifest ? 'exact' : 'bytes',
          holdsRoot: row.release_id === holder,
          verdict: verdictOf(row, view.now),
        }),
      )
      .sort((a, b) => rank(a) - rank(b) || Number(a.release.id) - Number(b.release.id))
    const [best] = matches
    const verdict = best === undefined || best.match !== 'exact' ? 'unknown' : best.verdict
    return { data: { root, manifest, verdict, matches }, asOf: await view.asOf(rows.map(changeOfRelease)) }
  })
