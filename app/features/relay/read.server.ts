import { getAddress } from 'viem'
import type { Reader } from '#db/queries/reader.server'
import { countOpenRelayJobs, countRelayJobs, findRelayJob, type RelayJobRow } from '#db/queries/relay.server'
import { listReceipts } from '#db/queries/votes.server'
import { AppError } from '~/domain/errors'
import { toTime } from '~/http/present'
import { getServices } from '~/services.server'
import { readPurse } from './fees.server'
import { getRelay } from './relay.server'
import type { Relayed, RelayStatus } from './schema'

const toWhen = (date: Date) => toTime(Math.floor(date.getTime() / 1000))

// Who was faster is not in our table, but in the index.
const findOther = async (sql: Reader, { kind, included_by, proposal_id, house, signer }: RelayJobRow) => {
  if (kind !== 'vote' || included_by !== 'another' || proposal_id === null) return null
  return (await listReceipts(sql, String(proposal_id), signer)).find((row) => row.house === house) ?? null
}

/** How a job is shown. */
export const showRelayed = async (sql: Reader, job: RelayJobRow): Promise<Relayed> => {
  const other = await findOther(sql, job)
  return {
    ...{ id: job.id, kind: job.kind, signer: getAddress(job.signer), state: job.state, includedBy: job.included_by },
    ...{ transaction: job.tx_hash ?? other?.tx_hash ?? null, block: job.block_number ?? other?.block_number ?? null },
    ...{ final: job.final, reason: job.reason, created: toWhen(job.created_at), changed: toWhen(job.changed_at) },
  }
}

/** What became of a ballot or a delegation; throws `ballot_unknown`. */
export const getRelayed = async (kind: RelayJobRow['kind'], id: string): Promise<{ data: Relayed }> => {
  // A replica may not have it yet.
  const { writer } = await getServices()
  const job = await findRelayJob(writer, id)
  if (job?.kind === kind) return { data: await showRelayed(writer, job) }
  throw new AppError('ballot_unknown', `No ${kind} with the id ${id} was ever taken here.`)
}

/** Whether the relay can send, what is left of its quota, and what waits; throws `relay_absent`. */
export const getRelayStatus = async (): Promise<RelayStatus> => {
  const relay = await getRelay()
  const [purse, counts, open] = await Promise.all([
    readPurse(relay),
    countRelayJobs(relay.writer, null),
    countOpenRelayJobs(relay.writer),
  ])
  const { perSigner, all } = relay.quota
  return {
    data: {
      ...{ chainId: relay.deployment.chainId, address: relay.account.address, state: purse.state },
      balance: { value: String(purse.balance), decimals: 18 },
      gas: { price: String(purse.price), most: String(relay.maxFee) },
      quota: { perVoter: perSigner, all, left: Math.max(0, all - counts.all) },
      ...open,
    },
  }
}
