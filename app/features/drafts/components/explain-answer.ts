import { fillText } from '~/i18n/fill-text'
import type { AreaText } from '~/i18n/messages'

const KNOWN = ['no_power', 'draft_changed', 'limit_reached', 'draft_unknown', 'unreachable'] as const

/** Why something was not done, in the reader's words; what is not foreseen in the API's. */
export const explainAnswer = (
  { code, detail }: { code: string; detail: string },
  texts: AreaText<'draftAct'>,
): string => {
  const known = KNOWN.find((one) => one === code)
  return known === undefined ? fillText(texts['problem.other'], { detail }) : texts[`problem.${known}`]
}
