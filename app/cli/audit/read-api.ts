import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '~/domain/errors'
import { nameRound } from './rounds'
import type { Sums } from './sums'

const amount = z.object({ value: z.string() })
const house = z.object({ for: amount, against: amount, abstain: amount })
const tallySchema = z.object({ data: z.object({ token: house, seat: house }) })
const stages = ['registered', 'red-team', 'gated', 'open', 'revoked'] as const
const releaseSchema = z.object({
  data: z.object({
    stage: z.enum(stages),
    stops: z.array(z.object({ kind: z.enum(['hold', 'recall']), until: z.object({ time: z.iso.datetime() }) })),
    attestations: z.array(z.object({ status: z.string() })),
  }),
})
const epochSchema = z.object({
  data: z.object({
    epoch: z.number(),
    rounds: z.array(
      z.object({ pool: z.object({ id: z.string() }), status: z.string(), demand: amount, allocated: amount }),
    ),
  }),
})

const atOnce = 8

/** Reads an address of the API, as slowly as it asks for; throws `api_unreachable` where no usable answer comes. */
export const getFromApi = async <Answer>(address: URL, schema: z.ZodType<Answer>): Promise<Answer> => {
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } })
    if (response.status === 429) {
      await sleep(1_000 * Number(response.headers.get('Retry-After') ?? 1))
      return getFromApi(address, schema)
    }
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    return schema.parse(await response.json())
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('api_unreachable', `No usable answer from ${address}: ${said}.`, { cause })
  }
}

/** The tallies that a portal's API shows for these proposals, named as in `Sums`. */
export const readApiTallies = async (url: string, ids: readonly string[]): Promise<Sums> => {
  const sums = new Map<string, string>()
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce)
    const tallies = await Promise.all(
      some.map(async (id) => (await getFromApi(new URL(`/api/v1/proposals/${id}/tally`, url), tallySchema)).data),
    )
    for (const [index, tally] of tallies.entries()) {
      for (const name of ['token', 'seat'] as const) {
        const prefix = `proposal ${some[index]} ${name}`
        sums.set(`${prefix}_against`, tally[name].against.value)
        sums.set(`${prefix}_for`, tally[name].for.value)
        sums.set(`${prefix}_abstain`, tally[name].abstain.value)
      }
    }
  }
  return sums
}

/** What a portal's API shows of these releases, named as in `Sums`. */
export const readApiReleases = async (url: string, ids: readonly string[]): Promise<Sums> => {
  const sums = new Map<string, string>()
  for (const id of ids) {
    const address = new URL(`/api/v1/releases/${id}`, url)
    const { stage, stops, attestations } = (await getFromApi(address, releaseSchema)).data
    // The newest come first.
    const until = (kind: 'hold' | 'recall') => stops.find((stop) => stop.kind === kind)?.until.time
    const seconds = (time: string | undefined) => String(time === undefined ? 0 : Date.parse(time) / 1000)
    sums.set(`release ${id} stage`, String(stages.indexOf(stage) + 1))
    sums.set(`release ${id} held_until`, seconds(until('hold')))
    sums.set(`release ${id} recalled_until`, seconds(until('recall')))
    sums.set(`release ${id} standing_fails`, String(attestations.filter(({ status }) => status === 'stands').length))
  }
  return sums
}

/** What a portal's API shows of the rounds of these epochs, named as in `Sums`. */
export const readApiRounds = async (url: string, epochs: readonly string[]): Promise<Sums> => {
  const sums = new Map<string, string>()
  for (const id of epochs) {
    const { epoch, rounds } = (await getFromApi(new URL(`/api/v1/compute/epochs/${id}`, url), epochSchema)).data
    for (const { pool, status, demand, allocated } of rounds) {
      sums.set(nameRound(pool.id, epoch, 'demand'), demand.value)
      sums.set(nameRound(pool.id, epoch, 'allocated'), allocated.value)
      sums.set(nameRound(pool.id, epoch, 'settled'), status === 'final' ? '1' : '0')
    }
  }
  return sums
}
