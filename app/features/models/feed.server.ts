import { type FeedRow, listFeedRows } from '#db/queries/feed.server'
import { findModelRow } from '#db/queries/models.server'
import { toKind } from '~/attestations.server'
import { addressOf } from '~/chain/addresses'
import { AppError } from '~/domain/errors'
import { writeAtom } from '~/http/feed'
import { toStage, toTime } from '~/http/present'
import { findPortal, type View, withView } from '~/services.server'

const MOST_ENTRIES = 200

const titleOf = (row: FeedRow, name: string): string => {
  switch (row.kind) {
    case 'registered':
      return `Registered: ${name}`
    case 'stage':
      return toStage(row.stage ?? 1) === 'revoked' ? `REVOKED: ${name}` : `Moved to ${toStage(row.stage ?? 1)}: ${name}`
    case 'recalled':
      return `RECALLED until ${toTime(row.until ?? 0)}: ${name}`
    case 'held':
      return `Held until ${toTime(row.until ?? 0)}: ${name}`
    case 'fail':
      return `Failed an evaluation (${toKind(row.evaluation ?? 0)}): ${name}`
    case 'fail-ended':
      return `A Fail ended (${toKind(row.evaluation ?? 0)}): ${name}`
  }
}

const summaryOf = (row: FeedRow): string => {
  if (row.kind === 'recalled') return `Nobody should use this release until then. The council says: ${row.reason ?? ''}`
  if (row.kind === 'held') return `The council keeps it where it is and says: ${row.reason ?? ''}`
  if (row.kind === 'fail') return `Attestation ${row.uid} of ${row.account}.`
  return `Transaction ${row.tx_hash}.`
}

/** RFC 4151; the same for every portal, so that readers know an entry again wherever they got it. */
const buildTag = ({ services }: View, row: FeedRow): string => {
  const registry = addressOf(services.deployment, 'ModelRegistry').toLowerCase()
  const about = [row.release_id, row.kind, row.uid ?? row.stage ?? '', row.tx_hash].join('/')
  return `tag:ostrakon,2026:eip155:${services.deployment.chainId}:${registry}/release/${about}`
}

/** An Atom feed of what happened to a model's releases, newest first; links lead to the portal at `origin`. */
export const buildModelFeed = (id: string, origin: string): Promise<string> =>
  withView(async (view) => {
    const model = await findModelRow(view.sql, id)
    if (model === null) throw new AppError('model_unknown', `There is no model ${id}: /api/v1/models lists them.`)
    const rows = await listFeedRows(view.sql, { model: id, limit: MOST_ENTRIES })
    const portal = findPortal(view.services, origin)
    const registry = addressOf(view.services.deployment, 'ModelRegistry').toLowerCase()
    const head = {
      id: `tag:ostrakon,2026:eip155:${view.services.deployment.chainId}:${registry}/model/${id}`,
      title: `${model.name}: releases`,
      home: `${portal}/models/${id}`,
      self: `${portal}/api/v1/models/${id}/feed.atom`,
      seconds: rows[0]?.block_time ?? model.block_time,
    }
    const entries = rows.map((row) => ({
      id: buildTag(view, row),
      title: titleOf(row, `${model.name} ${row.version}`),
      url: `${portal}/releases/${row.release_id}`,
      seconds: row.block_time,
      summary: summaryOf(row),
    }))
    return writeAtom(head, entries)
  })
