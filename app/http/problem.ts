import { z } from 'zod'
import { AppError } from '~/domain/errors'
import { isProblemCode, type ProblemCode, problems } from './problems'

const fieldSchema = z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() })

/** RFC 9457; `type` is a page of the portal that says what to do. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(fieldSchema),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' })

type Problem = z.infer<typeof problemSchema>
type Field = z.infer<typeof fieldSchema>

/** Input that is not usable, with each field that is wrong; of another code where it can be read, but asks for no such. */
export class InvalidInputError extends AppError {
  readonly errors: readonly Field[]

  constructor(errors: readonly Field[], code: ProblemCode = 'invalid_parameter') {
    super(code, errors.map(({ message }) => message).join(' '))
    this.name = 'InvalidInputError'
    this.errors = errors
  }
}

const RETRY_SECONDS = 5
const hasCode = (error: unknown): error is { code: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'

// Connections that are refused, lost or closed, and a server that starts or stops (class 57P).
const isDatabaseAway = (error: unknown): boolean =>
  hasCode(error) && /^(08|53|57P)|^CONNECT|^ECONN|^ENOTFOUND|^ETIMEDOUT|^EPIPE/.test(error.code)

const isNodeAway = (error: unknown): boolean =>
  error instanceof Error && ['HttpRequestError', 'TimeoutError', 'ContractFunctionExecutionError'].includes(error.name)

/** What a failure is to a client. Unknown failures say nothing of their inside. */
export const describeFailure = (error: unknown): { code: ProblemCode; detail: string; errors: readonly Field[] } => {
  const errors = error instanceof InvalidInputError ? error.errors : []
  if (error instanceof AppError && isProblemCode(error.code)) return { code: error.code, detail: error.message, errors }
  if (isDatabaseAway(error)) {
    return { code: 'database_unreachable', detail: 'The database does not answer: try again in a few seconds.', errors }
  }
  if (isNodeAway(error)) {
    return { code: 'node_unreachable', detail: 'The chain does not answer: try again in a few seconds.', errors }
  }
  return { code: 'internal', detail: 'Something failed in the server. Quote the requestId when you report it.', errors }
}

/** The one way from a failure to an answer. */
export const toProblem = (
  error: unknown,
  { request, requestId }: { request: Request; requestId: string },
): Response => {
  const { code, detail, errors } = describeFailure(error)
  const { status, title } = problems[code]
  const { origin, pathname } = new URL(request.url)
  const problem: Problem = {
    type: `${origin}/problems/${code}`,
    title,
    status,
    detail,
    instance: pathname,
    errors: [...errors],
    requestId,
  }
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' })
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer')
  // Some of the body may not have been read, so nothing can follow it.
  if (status === 413) headers.set('Connection', 'close')
  if (status === 503) headers.set('Retry-After', String(RETRY_SECONDS))
  return new Response(JSON.stringify(problem), { status, headers })
}
