import { createHash } from 'node:crypto'
import type { Hex } from 'viem'
import { findProposalRow } from '#db/queries/proposals.server'
import { findSimulation, type SimulationRow, storeSimulation } from '#db/queries/simulations.server'
import type { Money } from '~/chain/rules.server'
import type { TimelockCall } from '~/chain/simulation/as-executed'
import { digestCalls } from '~/chain/simulation/build-report'
import { readBlock, type Simulator, simulateCalls } from '~/chain/simulation/simulate-calls.server'
import { buildCanonicalJson } from '~/domain/canonical-json'
import { AppError } from '~/domain/errors'
import type { CallText } from '~/domain/wallet'
import { toAsOf } from '~/http/present'
import type { One } from '~/http/shapes'
import { getServices, type Services, withView } from '~/services.server'
import type { Simulation } from './schema'

type Subject = {
  calls: readonly TimelockCall[]
  proposed: boolean
  /** The block before its execution; null: the newest. */
  at: bigint | null
}

const MOST_DRAFTS = 200
const MOST_RUNNING = 4
const running = new Map<string, Promise<SimulationRow>>()

const simulatorOf = async ({ simulationClient: client, deployment, rules }: Services): Promise<Simulator> => ({
  client,
  deployment,
  money: (await rules()).money,
})

const findSubject = async (id: string): Promise<Subject> => {
  const row = await withView(({ sql }) => findProposalRow(sql, id))
  if (row === null) throw new AppError('proposal_unknown', `There is no proposal ${id}: /api/v1/proposals lists them.`)
  const calls = row.targets.map((target, index) => ({
    target,
    value: row.values[index] ?? 0n,
    calldata: row.calldatas[index] ?? '0x',
  }))
  return { calls, proposed: true, at: row.executed_block === null ? null : BigInt(row.executed_block - 1) }
}

type Block = Awaited<ReturnType<typeof readBlock>>

const make = async (services: Services, { calls, proposed }: Subject, block: Block): Promise<SimulationRow> => {
  const made = await simulateCalls(calls, await simulatorOf(services), block)
  const report = buildCanonicalJson(made)
  const report_hash = `0x${createHash('sha256').update(report).digest('hex')}` as const
  const row = { calls: made.calls, block_number: made.block.number, block_hash: made.block.hash, report_hash, report }
  await storeSimulation(services.writer, { ...row, proposed }, MOST_DRAFTS)
  return row
}

// Whoever asks for the same at the same time waits for one run; and a flood of others never takes the whole node.
const makeOnce = (services: Services, subject: Subject, block: Block): Promise<SimulationRow> => {
  const key = `${digestCalls(subject.calls)} ${block.hash} ${subject.proposed}`
  const found = running.get(key)
  if (found !== undefined) return found
  if (running.size >= MOST_RUNNING) {
    const message = `${MOST_RUNNING} simulations are running, which is all that this server runs at once.`
    throw new AppError('simulations_busy', `${message} Try again in a few seconds.`, { retryable: true })
  }
  const made = make(services, subject, block).finally(() => running.delete(key))
  running.set(key, made)
  return made
}

const isRetryable = (error: unknown) => error instanceof AppError && error.retryable

/** The report of the block, or the last one that was kept where none can be made now. */
const getReport = async (services: Services, subject: Subject) => {
  const kept = await findSimulation(services.writer, digestCalls(subject.calls))
  try {
    const block = await readBlock(await simulatorOf(services), subject.at)
    const isSame = kept?.block_hash === block.hash
    return { row: isSame ? kept : await makeOnce(services, subject, block), head: block }
  } catch (error) {
    if (kept === null || !isRetryable(error)) throw error
    return { row: kept, head: null }
  }
}

const simulate = async (subject: Subject): Promise<One<Simulation>> => {
  const services = await getServices()
  const { row, head } = await getReport(services, subject)
  const report = JSON.parse(row.report) as Simulation['report']
  return withView(async ({ cursor }) => {
    const newest = head ?? cursor
    return {
      data: {
        hash: row.report_hash,
        report,
        age: {
          blocks: Math.max(0, Number(newest.number) - report.block.number),
          seconds: Math.max(0, Number(newest.timestamp) - report.block.time),
        },
        fresh: head !== null,
      },
      asOf: toAsOf({ block: report.block.number, hash: report.block.hash, time: report.block.time }, cursor.finalized),
    }
  })
}

/**
 * What executing a proposal now would do; of an executed one, what it would have done just before. Throws
 * `proposal_unknown`; `node_unreachable` and `simulations_busy` (both retryable) only where no earlier report is kept.
 */
export const getSimulation = async (id: string): Promise<One<Simulation>> => simulate(await findSubject(id))

/** A report, and the money token that its flows are of. */
export type PeekedSimulation = { report: Simulation['report']; hash: Hex; age: number; money: Money }

const YOUNG_SECONDS = 60

const peek = async (subject: Subject): Promise<PeekedSimulation | null> => {
  const services = await getServices()
  const kept = await findSimulation(services.writer, digestCalls(subject.calls))
  const report = kept && (JSON.parse(kept.report) as Simulation['report'])
  const age = await withView(async ({ now }) => Math.max(0, now - (report?.block.time ?? 0)))
  // What goes wrong is told where the API is asked for it.
  if (age > YOUNG_SECONDS) getReport(services, subject).catch(() => {})
  return kept && report && { report, hash: kept.report_hash, age, money: (await services.rules()).money }
}

/**
 * The report that is kept, at once, for a page that waits for no node; a new one is begun where there is none or it is
 * older than a minute. Null: the first one is being made.
 */
export const peekSimulation = async (id: string): Promise<PeekedSimulation | null> => peek(await findSubject(id))

const toSubject = (calls: readonly CallText[]): Subject => ({
  calls: calls.map(({ target, value, calldata }) => ({ target, value: BigInt(value), calldata })),
  proposed: false,
  at: null,
})

/** The same of calls that nobody has proposed yet. */
export const peekDraftSimulation = (calls: readonly CallText[]): Promise<PeekedSimulation | null> =>
  peek(toSubject(calls))

/** What executing calls that nobody has proposed yet would do now. Throws as `getSimulation`. */
export const simulateDraft = (calls: readonly CallText[]): Promise<One<Simulation>> => simulate(toSubject(calls))
