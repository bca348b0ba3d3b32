import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'

/** What the API answered; `code` is of its problems, `unreachable` where nothing came. */
export type Answer<Data> = { ok: true; data: Data } | { ok: false; code: string; detail: string }

type Sent = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; body?: unknown; headers?: Record<string, string> }

/** Sends what a page writes about drafts; it throws nothing. */
export const sendDraft = async <Data>(path: string, { method, body, headers = {} }: Sent): Promise<Answer<Data>> => {
  try {
    const answer = await fetch(`/api/v1/drafts${path}`, {
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

const KNOWN = ['no_power', 'draft_changed', 'limit_reached', 'draft_unknown', 'unreachable'] as const

/** Why something was not done, in the reader's words; what is not foreseen in the API's. */
export const explainAnswer = (
  { code, detail }: { code: string; detail: string },
  texts: AreaText<'draftAct'>,
): string => {
  const known = KNOWN.find((one) => one === code)
  return known === undefined ? fillText(texts['problem.other'], { detail }) : texts[`problem.${known}`]
}
