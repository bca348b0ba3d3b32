import type { Address, Hex } from 'viem'
import type { Reader } from './reader.server'

/** An attestation, what ended it, and what its author is now. Times in UNIX seconds; party 0n is none. */
export type AttestationRow = {
  uid: bigint
  release_id: bigint
  attester: Address
  party: bigint
  party_kind: number
  kind: number
  verdict: number
  report: Hex
  expiration_time: number
  uri: string
  block_number: number
  block_hash: Hex
  block_time: number
  tx_hash: Hex
  end_kind: 'revoked' | 'overruled' | null
  end_block: number | null
  end_hash: Hex | null
  end_time: number | null
  end_tx: Hex | null
  /** The attestation that took its place. */
  replaced_by: bigint | null
  /** The proposal that overruled it. */
  end_proposal: bigint | null
  is_evaluator: boolean
  party_now: bigint
  party_next: bigint
}

/** Which epoch it is, and at which UNIX second it and the next one begin. */
export type EpochAt = { epoch: number; epochStart: number; nextStart: number }

// As PartyRegistry.partyOf: the newest membership of the epoch; a closed party has no members from the next epoch on.
const partyIn = (sql: Reader, epoch: number, start: number) => sql`
  coalesce((select case when exists (
      select 1 from party_events c where c.party = m.party and c.kind = 'closed' and c.block_time < ${start}
    ) then 0 else m.party end
    from (select party from party_memberships where account = a.account and from_epoch <= ${epoch}
      order by block_number desc, log_index desc limit 1) m), 0)`

const parties = (sql: Reader, { epoch, epochStart, nextStart }: EpochAt) => sql`
  ${partyIn(sql, epoch, epochStart)} as party_now, ${partyIn(sql, epoch + 1, nextStart)} as party_next`

type AttestationQuery = { releases: readonly bigint[] } | { attesters: readonly Address[] }

const matching = (sql: Reader, query: AttestationQuery) =>
  'releases' in query
    ? sql`release_id = any(${query.releases.map(String)}::bigint[])`
    : sql`attester = any(${query.attesters.map((account) => account.toLowerCase())}::bytea[])`

/** Attestations about some releases, or by some accounts, newest first. */
export const listAttestationRows = async (
  sql: Reader,
  query: AttestationQuery,
  at: EpochAt,
): Promise<AttestationRow[]> => [
  ...(await sql<AttestationRow[]>`
    select a.uid, a.release_id, a.attester, a.party, p.party_kind, a.kind, a.verdict, a.report,
      a.expiration_time::float8, a.uri, a.block_number::float8, a.block_hash, a.block_time::float8, a.tx_hash,
      e.kind as end_kind, e.block_number::float8 as end_block, e.block_hash as end_hash,
      e.block_time::float8 as end_time, e.tx_hash as end_tx, n.uid as replaced_by,
      (select x.proposal_id from proposal_events x where x.block_number = e.block_number and x.tx_hash = e.tx_hash
        and x.kind = 'executed' and e.kind = 'overruled' limit 1) as end_proposal,
      coalesce((select v.kind = 'appointed' from evaluator_events v where v.account = a.attester
        order by v.block_number desc, v.log_index desc limit 1), false) as is_evaluator,
      ${parties(sql, at)}
    from (select *, attester as account from attestations where ${matching(sql, query)}) a
    left join lateral (select party_kind from party_events where party = a.party and kind = 'admitted' limit 1) p on true
    left join lateral (select * from attestation_events where uid = a.uid
      order by kind = 'overruled' desc, block_number, log_index limit 1) e on true
    left join attestations n on e.kind = 'revoked' and n.block_number = e.block_number
      and n.log_index = e.log_index + 1 and n.tx_hash = e.tx_hash
    order by a.uid desc`),
]

/** An account that is or was an evaluator. */
export type EvaluatorRow = {
  account: Address
  party_now: bigint
  party_next: bigint
  is_evaluator: boolean
  appointed_time: number
  appointed_block: number
  appointed_by: bigint | null
  dismissed_time: number | null
  dismissed_block: number | null
  dismissed_by: bigint | null
  changed_block: number
  changed_hash: Hex
  changed_time: number
}

/** Everyone who ever was an evaluator, with the newest appointment and dismissal; those who are first. */
export const listEvaluatorRows = async (sql: Reader, at: EpochAt): Promise<EvaluatorRow[]> => [
  ...(await sql<EvaluatorRow[]>`
    with newest as (
      select distinct on (account, kind) v.*,
        (select x.proposal_id from proposal_events x where x.block_number = v.block_number and x.tx_hash = v.tx_hash
          and x.kind = 'executed' limit 1) as proposal_id
      from evaluator_events v order by account, kind, block_number desc, log_index desc)
    select a.account, ${parties(sql, at)},
      d.account is null or (d.block_number, d.log_index) < (a.block_number, a.log_index) as is_evaluator,
      a.block_time::float8 as appointed_time, a.block_number::float8 as appointed_block, a.proposal_id as appointed_by,
      d.block_time::float8 as dismissed_time, d.block_number::float8 as dismissed_block, d.proposal_id as dismissed_by,
      greatest(a.block_number, d.block_number)::float8 as changed_block,
      case when d.block_number > a.block_number then d.block_hash else a.block_hash end as changed_hash,
      greatest(a.block_time, d.block_time)::float8 as changed_time
    from newest a left join newest d on d.account = a.account and d.kind = 'dismissed'
    where a.kind = 'appointed'
    order by is_evaluator desc, a.block_number, a.log_index`),
]
