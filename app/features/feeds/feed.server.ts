import { addressOf } from '~/chain/addresses'
import { type FeedEntry, type FeedHead, writeAtom, writeJsonFeed } from '~/http/feed'
import { findPortal, type View, withView } from '~/services.server'
import { type FeedFilters, listEntries } from './entries.server'

const toSearch = ({ proposer, kind, delegate }: FeedFilters): string => {
  const search = new URLSearchParams()
  if (proposer !== undefined) search.set('proposer', proposer)
  if (kind !== undefined) search.set('kind', kind.join(','))
  if (delegate !== undefined) search.set('delegate', delegate)
  return search.size === 0 ? '' : `?${search}`
}

const titleOf = ({ proposer, kind, delegate }: FeedFilters): string => {
  const subject = delegate === undefined ? 'Ostrakon: proposals' : `Ostrakon: votes of ${delegate}`
  const by = proposer === undefined ? [] : [`by ${proposer}`]
  const about = kind === undefined ? [] : [`about ${kind.join(', ')}`]
  return [subject, ...by, ...about].join(' ')
}

/** RFC 4151; the same for every portal, so that readers know an entry again wherever they got it. */
const scopeOf = ({ services }: View): string => {
  const governor = addressOf(services.deployment, 'StewardGovernor').toLowerCase()
  return `tag:ostrakon,2026:eip155:${services.deployment.chainId}:${governor}`
}

const formats = { atom: writeAtom, json: writeJsonFeed } as const satisfies Record<
  string,
  (head: FeedHead, entries: readonly FeedEntry[]) => string
>

/** The feed of proposals, or of a delegate's ballots, newest first; links lead to the portal, else to `origin`. */
export const buildFeed = (format: keyof typeof formats, filters: FeedFilters, origin: string): Promise<string> =>
  withView(async (view) => {
    const portal = findPortal(view.services, origin)
    const scope = scopeOf(view)
    const entries = await listEntries(view, filters, { portal, scope })
    const search = toSearch(filters)
    const head: FeedHead = {
      id: `${scope}/feed${search}`,
      title: titleOf(filters),
      home: filters.delegate === undefined ? `${portal}/proposals` : `${portal}/delegates/${filters.delegate}`,
      self: `${portal}/api/v1/feed.${format}${search}`,
      // Of an empty feed: the beginning of the chain's calendar, so that the bytes stay the same.
      seconds: entries[0]?.seconds ?? view.rules.epochGenesis,
    }
    return formats[format](head, entries)
  })
