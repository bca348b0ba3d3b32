import { getAddress } from 'viem'
import {
  type ExportedAttestation,
  type ExportedDelegate,
  type ExportedDelegation,
  type ExportedLine,
  type ExportedRelease,
  type ExportedRequest,
  type ExportedVote,
  readAttestations,
  readBudgets,
  readDelegates,
  readDelegations,
  readReleases,
  readRequests,
  readVotes,
} from '#db/queries/exports.server'
import { toKind } from '~/attestations.server'
import { choiceOfNumber, houseOfNumber } from '~/domain/house'
import { type Cell, type Columns, writeCsv } from '~/http/csv'
import { toStage, toTime } from '~/http/present'
import type { View } from '~/services.server'
import { writeProposals } from './proposals.server'

const timeOf = (seconds: number | null): Cell => (seconds === null ? null : toTime(seconds))

type Placed = { block_number: number; block_hash: string; log_index: number; block_time: number; tx_hash: string }

const place: Columns<Placed> = {
  time: (row) => toTime(row.block_time),
  block: (row) => row.block_number,
  block_hash: (row) => row.block_hash,
  log_index: (row) => row.log_index,
  transaction: (row) => row.tx_hash,
}

const voteColumns: Columns<ExportedVote> = {
  proposal: (row) => row.proposal_id,
  house: (row) => houseOfNumber(row.house),
  voter: (row) => getAddress(row.voter),
  support: (row) => choiceOfNumber(row.support),
  weight: (row) => row.weight,
  reason: (row) => row.reason,
  ...place,
}

const delegateColumns: Columns<ExportedDelegate> = {
  house: (row) => houseOfNumber(row.house),
  account: (row) => getAddress(row.account),
  votes: (row) => row.votes,
  changed: (row) => toTime(row.changed_time),
  changed_block: (row) => row.changed_block,
}

const delegationColumns: Columns<ExportedDelegation> = {
  house: (row) => houseOfNumber(row.house),
  delegator: (row) => getAddress(row.delegator),
  from: (row) => getAddress(row.from_delegate),
  to: (row) => getAddress(row.to_delegate),
  ...place,
}

const releaseColumns: Columns<ExportedRelease> = {
  id: (row) => row.release_id,
  model: (row) => row.model_id,
  model_name: (row) => row.model,
  party: (row) => row.party,
  maintainer: (row) => getAddress(row.maintainer),
  version: (row) => row.version,
  stage: (row) => toStage(row.stage),
  parents: (row) => row.parents.join(' '),
  root: (row) => row.root,
  manifest: (row) => row.manifest,
  card: (row) => row.card,
  licence: (row) => row.licence,
  files: (row) => row.files,
  size: (row) => row.size,
  gpu_seconds: (row) => row.gpu_seconds,
  flop: (row) => row.flop,
  cumulative_flop: (row) => row.cumulative_flop,
  uri: (row) => row.uri,
  recalled_until: (row) => timeOf(row.recall_until),
  recall_reason: (row) => row.recall_reason,
  ...place,
}

const attestationColumns: Columns<ExportedAttestation> = {
  uid: (row) => row.uid,
  release: (row) => row.release_id,
  attester: (row) => getAddress(row.attester),
  party: (row) => row.party,
  kind: (row) => toKind(row.kind),
  verdict: (row) => (row.verdict === 1 ? 'pass' : 'fail'),
  report: (row) => row.report,
  expires: (row) => (row.expiration_time === 0 ? null : toTime(row.expiration_time)),
  uri: (row) => row.uri,
  ended: (row) => row.end_kind,
  ended_at: (row) => timeOf(row.end_time),
  ...place,
}

const budgetColumns: Columns<ExportedLine> = {
  epoch: (row) => row.epoch,
  pool: (row) => row.pool,
  gpu_seconds: (row) => row.gpu_seconds,
  money: (row) => row.money,
  max_rate: (row) => row.max_rate,
  drawn_gpu_seconds: (row) => row.drawn_gpu_seconds,
  drawn_money: (row) => row.drawn_money,
  ...place,
}

const requestColumns: Columns<ExportedRequest> = {
  epoch: (row) => row.epoch,
  pool: (row) => row.pool,
  party: (row) => row.party,
  want: (row) => row.want,
  seq: (row) => row.seq,
  agent: (row) => (row.agent === null ? null : getAddress(row.agent)),
  ...place,
}

/** Tables of what was voted, registered and asked for; amounts in base units. */
export const indexTables = {
  'proposals.csv': writeProposals,
  'votes.csv': ({ sql }: View) => writeCsv(voteColumns, readVotes(sql)),
  'delegates.csv': ({ sql }: View) => writeCsv(delegateColumns, readDelegates(sql)),
  'delegations.csv': ({ sql }: View) => writeCsv(delegationColumns, readDelegations(sql)),
  'releases.csv': ({ sql }: View) => writeCsv(releaseColumns, readReleases(sql)),
  'attestations.csv': ({ sql }: View) => writeCsv(attestationColumns, readAttestations(sql)),
  'budgets.csv': ({ sql }: View) => writeCsv(budgetColumns, readBudgets(sql)),
  'requests.csv': ({ sql }: View) => writeCsv(requestColumns, readRequests(sql)),
} as const
