/** What the API answered; `code` is of its problems, `unreachable` where nothing came. */
export type Answer<Data> = { ok: true; data: Data } | { ok: false; code: string; detail: string }

type Sent = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; body?: unknown; headers?: Record<string, string> }

/** Asks this portal's API from a page, `path` below /api/v1; it throws nothing. */
export const sendJson = async <Data>(path: string, { method, body, headers = {} }: Sent): Promise<Answer<Data>> => {
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const told = (await answer.json()) as { data: Data; type?: string; detail?: string }
    if (answer.ok) return { ok: true, data: told.data }
    return { ok: false, code: told.type?.split('/').at(-1) ?? '', detail: told.detail ?? String(answer.status) }
  } catch (error) {
    return { ok: false, code: 'unreachable', detail: String(error) }
  }
}
