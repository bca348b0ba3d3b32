import type { Intl } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import type { Action } from '../schema'

/** What a call does, made from the call itself and never from the proposer's words. */
export const describeAction = ({ t }: Intl, { sentence }: Pick<Action, 'sentence'>): string =>
  t(sentence.key as MessageKey, sentence.params)
