import { z } from 'zod'
import type { Access, Scope } from '~/http/caller'
import { addressParameter, idParameter, pageParameters } from '~/http/query'

/** What a resource does: its path below /api/v1, what it takes, and the shape of its answer. */
export type Endpoint = {
  path: string
  /** GET where none is given. */
  method?: 'put' | 'post' | 'delete'
  /** What PUT and POST take, as JSON. */
  body?: z.ZodType
  /** Who may use it; everybody where it says none. */
  access?: Access
  /** Who is shown more than everybody is. */
  shows?: Scope
  /** Whether what a GET is about may lack something, which is a 422. */
  incomplete?: true
  /** What is read of the headers, beside who asks. */
  headers?: z.ZodObject
  /** Whether POST makes something, so that an Idempotency-Key is of use. */
  creates?: true
  /** How many requests it counts as, where others have to work for it; one where it says none. */
  cost?: number
  /** The media type of the answer where it is no JSON envelope. */
  media?: string
  summary: string
  params: z.ZodObject
  query: z.ZodObject
  answer: z.ZodType
}

// What many resources take of the path and of the query.

export const nothing = z.strictObject({})
export const byId = z.strictObject({ id: idParameter })
export const byAddress = z.strictObject({ address: addressParameter })
export const page = z.strictObject(pageParameters)
