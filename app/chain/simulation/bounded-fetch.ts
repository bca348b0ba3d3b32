/** An answer of a node that is longer than anybody wants to hold. */
export class OversizedAnswerError extends Error {
  constructor(most: number) {
    super(`The answer is longer than ${most} bytes.`)
    this.name = 'OversizedAnswerError'
  }
}

/** `fetch` that stops reading after `most` bytes: what a hostile contract returns passes through the node unbounded. */
export const boundFetch =
  (most: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    const chunks: Uint8Array[] = []
    let size = 0
    const reader = response.body?.getReader()
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      size += part.value.byteLength
      if (size > most) {
        await reader?.cancel()
        throw new OversizedAnswerError(most)
      }
      chunks.push(part.value)
    }
    return new Response(Buffer.concat(chunks), { status: response.status, headers: response.headers })
  }
