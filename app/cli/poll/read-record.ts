import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { pollBallotListSchema, pollOneSchema } from '~/features/polls/schema'
import { getFromApi } from '../audit/read-api'
import { sentenceOf } from '../log'
import { findTargets } from '../verify/find-targets'

const recordSchema = z.object({ poll: pollOneSchema.shape.data, ballots: pollBallotListSchema.shape.data })

/** A poll with all its ballots, as the API gives them. */
export type PollRecord = z.infer<typeof recordSchema>

type Flags = { url?: string | undefined; rpc?: string | undefined; deployment?: string | undefined }

const parse = (value: unknown, source: string): PollRecord => {
  const result = recordSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const message = `${quoteName(source)} is no poll as /api/v1/polls gives it: ${issue?.path.join('.')}: ${issue?.message}.`
  throw new AppError('invalid_poll', message)
}

const fetchRecord = async (id: string, portal: string): Promise<PollRecord> => {
  const ballots: PollRecord['ballots'] = []
  let cursor: string | null = null
  do {
    const url = new URL(`/api/v1/polls/${id}/ballots?limit=200`, portal)
    if (cursor !== null) url.searchParams.set('cursor', cursor)
    const { data, page } = await getFromApi(url, pollBallotListSchema)
    ballots.push(...data)
    cursor = page.next
  } while (cursor !== null)
  const url = new URL(`/api/v1/polls/${id}`, portal)
  return { ballots, poll: (await getFromApi(url, pollOneSchema)).data }
}

/**
 * A poll by its id, from a portal, or from a file that `--out` wrote. Throws `invalid_usage`, `api_unreachable` and
 * `invalid_poll`.
 */
export const readRecord = async (source: string, flags: Flags): Promise<PollRecord> => {
  if (/^0x[0-9a-f]{64}$/.test(source)) {
    const portal = flags.url ?? findTargets(flags)?.portal
    if (portal !== undefined) return fetchRecord(source, portal)
    throw new AppError('invalid_usage', 'Name the portal that has the poll with --url URL, or a file of it.')
  }
  const text = await readFile(source, 'utf8').catch((cause: unknown) => {
    const message = `${quoteName(source)} is neither the id of a poll nor a file that can be read. ${sentenceOf(cause)}`
    throw new AppError('invalid_usage', message, { cause })
  })
  try {
    return parse(JSON.parse(text), source)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('invalid_poll', `${quoteName(source)} is no JSON.`, { cause })
  }
}
