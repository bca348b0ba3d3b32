import type { LeaseRequest } from './lease-request'
import { HttpRefusal } from './refusal'

const WHOLE_MS = 15_000

/** Tells a client that waits for it to go on; the checks that need no body come before. */
export const letIn = ({ request, response }: LeaseRequest): void => {
  if (request.headers.expect === '100-continue') response.writeContinue()
}

/** Refuses by its announced length what would be refused by its real one. */
export const checkLength = ({ request }: LeaseRequest, most: number): void => {
  const length = request.headers['content-length']
  if (length !== undefined && Number(length) > most) throw tooLarge(most)
}

/** A small body as text; refusals have status 400, 408 and 413. */
export const readText = async (asked: LeaseRequest, most: number): Promise<string> => {
  checkLength(asked, most)
  letIn(asked)
  const { request } = asked
  const timer = setTimeout(() => {
    request.destroy(new HttpRefusal(408, 'too_slow', `The body did not come within ${WHOLE_MS / 1000} s.`))
  }, WHOLE_MS)
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length
      if (size > most) throw tooLarge(most)
      chunks.push(chunk)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (error) {
    if (error instanceof TypeError) throw new HttpRefusal(400, 'not_text', 'The body is not UTF-8.')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

export const tooLarge = (most: number) =>
  new HttpRefusal(413, 'too_large', `The body has more than ${most} bytes, the most that is taken here.`)
