import type { Address } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import { shorten } from '~/components/address-chip'
import { type DelegationEffect, delegationEffect } from '~/domain/delegation'
import { toTokens } from '~/http/present'
import { formatAmount } from '~/i18n/amount'
import { formatShare } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { Holding } from '../holding.server'
import type { Delegate } from '../schema'
import type { BeforeAfter, DelegationCardData } from './delegation-card-props'

/** `viewer` is what the reader could delegate; amounts in base units of the token. */
export type DelegationCardFacts = {
  delegate: Delegate
  viewer: Holding | null
  supply: bigint
  largestOther: bigint
}

const describeStatus = (intl: IntlShape, { delegate, viewer }: DelegationCardFacts): string => {
  const { t } = intl
  if (viewer === null) return ''
  if (viewer.balance === 0n) return t('delegation.empty')
  const amount = formatAmount(intl, toTokens(viewer.balance))
  const current = viewer.delegatesTo
  if (current === null) return t('delegation.none', { amount })
  if (current === delegate.account.address) return t('delegation.already', { amount })
  const itself = current === viewer.account
  return t('delegation.yours', { amount, delegate: itself ? t('delegation.self') : shorten(current) })
}

const listEffects = (
  intl: IntlShape,
  { before, after }: DelegationEffect,
  facts: DelegationCardFacts,
): BeforeAfter[] => {
  const { supply } = facts
  const amount = (value: bigint) => formatAmount(intl, toTokens(value))
  return [
    { name: intl.t('delegation.power'), before: amount(before), after: amount(after) },
    { name: intl.t('delegation.share'), before: formatShare(before, supply), after: formatShare(after, supply) },
  ]
}

/** Prepares the card of one delegate for one reader. */
export const buildDelegationCard = (intl: IntlShape, facts: DelegationCardFacts): DelegationCardData => {
  const { locale, t } = intl
  const { delegate, viewer, supply, largestOther } = facts
  const to = delegate.account.address as Address
  const balance = viewer?.balance ?? 0n
  const already = viewer?.delegatesTo === to
  const effect = delegationEffect({ votes: BigInt(delegate.votes.value), balance, already, largestOther })
  const moves = viewer !== null && balance > 0n && !already
  const amount = viewer === null ? '' : formatAmount(intl, toTokens(viewer.balance))
  const submit = viewer?.account === to ? 'delegation.submitSelf' : 'delegation.submit'
  return {
    delegate: to,
    viewer:
      viewer === null
        ? null
        : {
            account: viewer.account,
            shown: t('account.shown', { account: shorten(viewer.account) }),
          },
    status: describeStatus(intl, facts),
    effects: moves ? listEffects(intl, effect, facts) : [],
    warning:
      moves && effect.becomesLargest ? t('delegation.largest', { share: formatShare(effect.after, supply) }) : null,
    submit: moves ? t(submit, { amount }) : null,
    texts: {
      ...getActTexts(locale),
      title: t('delegation.title'),
      why: t('delegation.why'),
      before: t('delegation.before'),
      after: t('delegation.after'),
      connect: t('delegation.connect'),
      change: t('account.change'),
      noScript: t('delegation.noScript'),
    },
  }
}
