import { z } from 'zod'
import { AppError } from '~/domain/errors'
import type { Sums } from './sums'

const amount = z.object({ value: z.string() })
const house = z.object({ for: amount, against: amount, abstain: amount })
const answerSchema = z.object({ data: z.object({ token: house, seat: house }) })

const atOnce = 8

const getTally = async (url: string, id: string) => {
  const address = new URL(`/api/v1/proposals/${id}/tally`, url)
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    return answerSchema.parse(await response.json()).data
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('api_unreachable', `No tally from ${address}: ${said}.`, { cause })
  }
}

/** The tallies that a portal's API shows for these proposals, named as in `Sums`. */
export const readApiTallies = async (url: string, ids: readonly string[]): Promise<Sums> => {
  const sums = new Map<string, string>()
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce)
    const tallies = await Promise.all(some.map((id) => getTally(url, id)))
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
