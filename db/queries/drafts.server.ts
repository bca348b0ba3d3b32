import type { Address, Hex } from 'viem'
import { accountLocks } from '#db/locks'
import type { CallText } from '~/domain/wallet'
import type { Reader } from './reader.server'

export type DraftVisibility = 'private' | 'link' | 'public'

/** What a list shows of a draft: that of its newest revision. */
export type DraftSummaryRow = {
  draft_id: bigint
  author: Address
  visibility: DraftVisibility
  version: number
  revision: number
  digest: Hex
  title: string
  created_at: Date
  changed_at: Date
}

/** A draft with its newest revision as it was written down. */
export type DraftRow = DraftSummaryRow & { content: string }

const columns = (sql: Reader) => sql`
  d.draft_id, d.author, d.visibility, d.version, d.revision, r.digest, r.title, d.created_at, d.changed_at`

/** Who asks: an account, or whoever has the token of that digest, or null for neither. */
export type DraftViewer = { account: Address | null; share: Hex | null }

/** A draft that the viewer may read; null where there is none, for all that it may know. */
export const findDraftRow = async (
  sql: Reader,
  id: string,
  { account, share }: DraftViewer,
): Promise<DraftRow | null> => {
  const [row] = await sql<DraftRow[]>`
    select ${columns(sql)}, r.content from drafts d join draft_revisions r using (draft_id, revision)
    where d.draft_id = ${id} and (d.visibility = 'public' or d.author = ${account}::bytea
      or (d.visibility = 'link' and d.share_hash = ${share}::bytea))`
  return row ?? null
}

/** A page is bounded by `from`, which is left out. */
type Numbered = { from: string | null; backwards: boolean; limit: number }

/** Public drafts and those of the account, the newest first unless `backwards`. */
export const listDraftRows = async (
  sql: Reader,
  { account, author, from, backwards, limit }: Numbered & { account: Address | null; author: Address | null },
): Promise<DraftSummaryRow[]> => {
  const order = backwards ? sql`order by draft_id` : sql`order by draft_id desc`
  const place = sql`
    ${author === null ? sql`` : sql`and author = ${author}`}
    ${from === null ? sql`` : backwards ? sql`and draft_id > ${from}` : sql`and draft_id < ${from}`}
    ${order} limit ${limit}`
  // Each side has an index of its own; in one condition joined by "or" a page would walk everybody's private drafts.
  const rows = await sql<DraftSummaryRow[]>`
    select ${columns(sql)} from drafts d join draft_revisions r using (draft_id, revision)
    where draft_id in (
      (select draft_id from drafts where visibility = 'public' ${place})
      union (select draft_id from drafts where author = ${account}::bytea ${place}))
    ${order} limit ${limit}`
  return [...rows]
}

/** An author's public drafts whose newest revision has a title, the newest first. */
export const listDraftRowsByTitle = async (
  sql: Reader,
  { author, title, limit }: { author: Address; title: string; limit: number },
): Promise<DraftRow[]> => [
  ...(await sql<DraftRow[]>`
    select ${columns(sql)}, r.content from drafts d join draft_revisions r using (draft_id, revision)
    where d.author = ${author} and d.visibility = 'public' and r.title = ${title} order by d.draft_id desc limit ${limit}`),
]

/** Holds a draft until the transaction ends, so that of writes at once each sees the one before. */
export const lockDraft = async (sql: Reader, id: string): Promise<void> => {
  await sql`select 1 from drafts where draft_id = ${id} for update`
}

/** How much an author has here; whoever asks again for the same author waits until the transaction ends. */
export const lockDraftUse = async (sql: Reader, author: Address): Promise<{ drafts: number; bytes: number }> => {
  await sql`select pg_advisory_xact_lock(${accountLocks.draftAuthor}, hashtext(${author.toLowerCase()}))`
  const [use] = await sql<[{ drafts: number; bytes: number }]>`
    select count(distinct draft_id)::float8 as drafts, coalesce(sum(octet_length(content)), 0)::float8 as bytes
    from drafts join draft_revisions using (draft_id) where author = ${author}`
  return use
}

type NewRevision = { digest: Hex; title: string; content: string }

const insertRevision = async (sql: Reader, id: string, { digest, title, content }: NewRevision) => {
  await sql`
    insert into draft_revisions (draft_id, revision, digest, title, content)
    select draft_id, revision, ${digest}, ${title}, ${content} from drafts where draft_id = ${id}`
}

/** Makes a draft with its first revision; answers its id. */
export const insertDraft = async (
  sql: Reader,
  { author, visibility, ...revision }: NewRevision & { author: Address; visibility: DraftVisibility },
): Promise<string> => {
  const [row] = await sql<{ id: string }[]>`
    insert into drafts (author, visibility, revision) values (${author}, ${visibility}, 1) returning draft_id::text as id`
  if (row === undefined) throw new Error('an insert that returned no row')
  await insertRevision(sql, row.id, revision)
  return row.id
}

/** Changes who may read a draft, and adds a revision unless it is null. */
export const updateDraft = async (
  sql: Reader,
  id: string,
  { visibility, revision }: { visibility: DraftVisibility; revision: NewRevision | null },
): Promise<void> => {
  await sql`
    update drafts set visibility = ${visibility}, revision = revision + ${revision === null ? 0 : 1},
      version = version + 1, changed_at = now()
    where draft_id = ${id}`
  if (revision !== null) await insertRevision(sql, id, revision)
}

/** Ends a draft with all its revisions and sponsorships. */
export const deleteDraft = async (sql: Reader, id: string): Promise<void> => {
  await sql`delete from drafts where draft_id = ${id}`
}

/** Sets which token opens a draft, null for none; answers whether that changed anything. */
export const updateDraftShare = async (sql: Reader, id: string, share: Hex | null): Promise<boolean> => {
  const { count } = await sql`
    update drafts set share_hash = ${share} where draft_id = ${id} and share_hash is distinct from ${share}::bytea`
  return count === 1
}

export type DraftRevisionRow = { revision: number; digest: Hex; title: string; made_at: Date }

/** Revisions of a draft, the newest first unless `backwards`. */
export const listDraftRevisionRows = async (
  sql: Reader,
  { draft, from, backwards, limit }: Numbered & { draft: bigint },
): Promise<DraftRevisionRow[]> => [
  ...(await sql<DraftRevisionRow[]>`
    select revision, digest, title, made_at from draft_revisions where draft_id = ${String(draft)}
      ${from === null ? sql`` : backwards ? sql`and revision > ${from}::bigint` : sql`and revision < ${from}::bigint`}
    order by revision ${backwards ? sql`` : sql`desc`} limit ${limit}`),
]

/** A revision as it was written down; null when there is none of this number. */
export const findDraftRevisionRow = async (
  sql: Reader,
  { draft, revision }: { draft: bigint; revision: number },
): Promise<(DraftRevisionRow & { content: string }) | null> => {
  const [row] = await sql<(DraftRevisionRow & { content: string })[]>`
    select revision, digest, title, made_at, content from draft_revisions
    where draft_id = ${String(draft)} and revision = ${revision}`
  return row ?? null
}

/** Proposals that make exactly these calls, and whose description begins with that text; newest first. */
export const listProposalsLike = async (
  sql: Reader,
  { calls, text }: { calls: readonly CallText[]; text: string },
): Promise<{ id: string; proposer: Address; description: string }[]> => {
  const calldatas = calls.map(({ calldata }) => calldata)
  return [
    ...(await sql<{ id: string; proposer: Address; description: string }[]>`
      select proposal_id::text as id, proposer, description from proposals
      where digests_of(calldatas) && digests_of(${calldatas}::bytea[]) and calldatas = ${calldatas}::bytea[]
        and targets = ${calls.map(({ target }) => target)}::bytea[]
        and values = ${calls.map(({ value }) => value)}::numeric[] and starts_with(description, ${text})
      order by proposal_id desc`),
  ]
}

/** Who sponsors a draft, with what it sponsors and the power that it has now, in base units and seats. */
export type DraftSponsorRow = {
  seq: bigint
  sponsor: Address
  revision: number
  digest: Hex
  made_at: Date
  votes: bigint
  seats: bigint
}

// The newest power of each house, as the index has it.
const sponsored = (sql: Reader) => sql`
  draft_sponsors s join draft_revisions r using (draft_id, revision)
  left join delegate_heads t on t.house = 0 and t.account = s.sponsor
  left join delegate_heads h on h.house = 1 and h.account = s.sponsor`

/** Sponsors of a draft, the newest first unless `backwards`. */
export const listDraftSponsorRows = async (
  sql: Reader,
  { draft, from, backwards, limit }: Numbered & { draft: bigint },
): Promise<DraftSponsorRow[]> => [
  ...(await sql<DraftSponsorRow[]>`
    select s.seq, s.sponsor, s.revision, r.digest, s.made_at, coalesce(t.votes, 0) as votes,
      coalesce(h.votes, 0) as seats
    from ${sponsored(sql)} where s.draft_id = ${String(draft)}
      ${from === null ? sql`` : backwards ? sql`and s.seq > ${from}` : sql`and s.seq < ${from}`}
    order by s.seq ${backwards ? sql`` : sql`desc`} limit ${limit}`),
]

/** What those who sponsor exactly this digest of a draft have together, and how many they are. */
export const sumDraftSponsors = async (
  sql: Reader,
  { draft, digest }: { draft: bigint; digest: Hex },
): Promise<{ sponsors: number; votes: bigint; seats: bigint }> => {
  const [sum] = await sql<[{ sponsors: number; votes: bigint; seats: bigint }]>`
    select count(*)::float8 as sponsors, coalesce(sum(t.votes), 0) as votes, coalesce(sum(h.votes), 0) as seats
    from ${sponsored(sql)} where s.draft_id = ${String(draft)} and r.digest = ${digest}`
  return sum
}

/** What an account sponsors of a draft; null for nothing. */
export const findDraftSponsor = async (
  sql: Reader,
  { draft, sponsor }: { draft: string; sponsor: Address },
): Promise<{ revision: number; digest: Hex; made_at: Date } | null> => {
  const [row] = await sql<{ revision: number; digest: Hex; made_at: Date }[]>`
    select s.revision, r.digest, s.made_at from draft_sponsors s join draft_revisions r using (draft_id, revision)
    where s.draft_id = ${draft} and s.sponsor = ${sponsor}`
  return row ?? null
}

/** Sponsors a revision, in place of the one before. */
export const putDraftSponsor = async (
  sql: Reader,
  { draft, sponsor, revision }: { draft: string; sponsor: Address; revision: number },
): Promise<void> => {
  await sql`
    insert into draft_sponsors (draft_id, sponsor, revision) values (${draft}, ${sponsor}, ${revision})
    on conflict (draft_id, sponsor) do update set revision = excluded.revision, made_at = now()`
}

/** Takes a sponsorship back; false where there was none. */
export const deleteDraftSponsor = async (
  sql: Reader,
  { draft, sponsor }: { draft: string; sponsor: Address },
): Promise<boolean> => {
  const { count } = await sql`delete from draft_sponsors where draft_id = ${draft} and sponsor = ${sponsor}`
  return count === 1
}

/** What a list tells of a draft beside its row: what its newest revision would do, in short, and the power behind it. */
export type DraftFactRow = {
  draft_id: bigint
  kinds: string[]
  /** As far as their tier depends on them: selectors, without arguments. */
  calls: CallText[] | null
  votes: bigint
  seats: bigint
}

/** The kinds and calls of drafts, and what those who sponsor exactly their newest digests have, in no order. */
export const listDraftFactRows = async (sql: Reader, ids: readonly bigint[]): Promise<DraftFactRow[]> => [
  ...(await sql<DraftFactRow[]>`
    select d.draft_id, power.votes, power.seats,
      array(select distinct action->>'kind' from json_array_elements(n.content::json->'actions') action) as kinds,
      (select json_agg(json_build_object('target', call->>'target', 'value', call->>'value',
          'calldata', left(call->>'calldata', 10)))
        from json_array_elements((n.content::json->>'calls')::json) call) as calls
    from drafts d join draft_revisions n using (draft_id, revision)
      cross join lateral (
        select coalesce(sum(t.votes), 0) as votes, coalesce(sum(h.votes), 0) as seats
        from ${sponsored(sql)} where s.draft_id = d.draft_id and r.digest = n.digest) power
    where d.draft_id = any(${ids.map(String)}::bigint[])`),
]
