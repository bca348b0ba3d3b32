import type { Address } from 'viem'
import type { Reader } from '#db/queries/reader.server'
import { findRelayJobOfSlot, keepRelayJob, type NewRelayJob, type RelayJobRow } from '#db/queries/relay.server'
import { AppError } from '~/domain/errors'
import { readPurse } from './fees.server'
import { showRelayed } from './read.server'
import { getRelay, type Relay } from './relay.server'
import type { Relayed } from './schema'
import { tryCall } from './try-call.server'

/** Throws `ballot_refused`. */
export const refuse = (message: string): never => {
  throw new AppError('ballot_refused', message)
}

const sayExceeded = ({ quota }: Relay, signer: Address, exceeded: keyof Relay['quota']): never => {
  const whose = exceeded === 'all' ? `for everybody: ${quota.all}` : `for ${signer}: ${quota.perSigner}`
  throw new AppError(
    'relay_quota',
    `What is sent here in 24 hours is used up ${whose}. Send it from a wallet of your own.`,
  )
}

/**
 * Tries something new on the chain, so that only what the contract takes is ever kept; what is kept already passes.
 * `check` refuses what the contract would take and nobody should pay for. Throws `ballot_refused` and `relay_empty`.
 */
export const checkJob = async (relay: Relay, job: NewRelayJob, check: () => Promise<void>): Promise<NewRelayJob> => {
  const found = await findRelayJobOfSlot(relay.writer, job.slot)
  if (found?.calldata === job.calldata) return job
  await check()
  const refusal = await tryCall(relay, { to: job.contract, data: job.calldata })
  if (refusal !== null) refuse(refusal.text)
  const purse = await readPurse(relay)
  if (purse.state === 'empty') {
    throw new AppError('relay_empty', `The relay ${relay.account.address} cannot pay for it: see /api/v1/relay/status.`)
  }
  return job
}

type Kept = {
  status: 200 | 201
  answer: { data: Relayed }
  entry: {
    act: string
    subject: string
    facts: { signer: Address; proposal: string | null; house: number | null }
  } | null
}

const toEntry = ({ id, kind, proposal_id, house }: RelayJobRow, signer: Address): Kept['entry'] => ({
  act: `relay.${kind}`,
  subject: id,
  facts: { signer, proposal: proposal_id === null ? null : String(proposal_id), house },
})

/**
 * Keeps what `checkJob` has let pass: it will be sent, once, also after a crash. The same again answers what became of
 * it. Throws `ballot_refused` where another one decides the same, and `relay_quota`.
 */
export const keepJob = async (sql: Reader, job: NewRelayJob): Promise<Kept> => {
  const relay = await getRelay()
  const kept = await keepRelayJob(sql, job, relay.quota)
  if ('exceeded' in kept) return sayExceeded(relay, job.signer, kept.exceeded)
  const { isNew } = kept
  if (kept.job.calldata !== job.calldata) {
    const place = `/api/v1/relay/${job.kind}s/${kept.job.id}`
    return refuse(`Another one of ${job.signer} for the same decision was taken: ${place}.`)
  }
  const data = await showRelayed(sql, kept.job)
  return { status: isNew ? 201 : 200, answer: { data }, entry: isNew ? toEntry(kept.job, job.signer) : null }
}
