import { toPlainText } from '~/domain/plain-text'
import type { PushTransition } from '~/domain/push-topics'
import { formatUtcSeconds } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'

const MOST_LETTERS = 120

/** What the worker in the browser shows, and the page of ours that it opens. */
export type Notification = { title: string; body: string; path: string }

export type Told = {
  proposal_id: bigint
  transition: PushTransition
  title: string
  until: number | null
  passed: boolean | null
}

/** What people wrote, as one line of text that nothing hides in. */
const shorten = (text: string): string => {
  const letters = [...toPlainText(text)]
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : letters.join('')
}

const sayTitle = ({ t }: IntlShape, { proposal_id, transition, until, passed }: Told): string => {
  const id = String(proposal_id)
  if (transition === 'ended') return t(passed ? 'push.passed' : 'push.rejected', { id })
  if (transition === 'closing') return t('push.closing', { id, time: formatUtcSeconds(until ?? 0) })
  return t(`push.${transition}`, { id })
}

/** What happened to a proposal, in the reader's language; its title is told as its proposer's words. */
export const buildNotification = (intl: IntlShape, told: Told): Notification => ({
  title: sayTitle(intl, told),
  body: shorten(told.title),
  path: `/proposals/${told.proposal_id}`,
})

/** What a new subscription is sent, so that its reader sees that it works. */
export const buildGreeting = ({ t }: IntlShape): Notification => ({
  title: t('push.greeting'),
  body: t('push.greetingBody'),
  path: '/notifications',
})
