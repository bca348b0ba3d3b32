import type { Address } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import { type DelegationEffect, delegationEffect } from '~/domain/delegation'
import { formatAmount } from '~/i18n/amount'
import { formatShare } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { Delegate } from '../schema'
import type { BeforeAfter, DelegationCardData } from './delegation-card-props'

/** `viewer` is the reader's own account as a delegate; amounts in base units of the token. */
export type DelegationCardFacts = {
  delegate: Delegate
  viewer: Delegate | null
  supply: bigint
  largestOther: bigint
}

const shorten = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`

const describeStatus = (intl: IntlShape, { delegate, viewer }: DelegationCardFacts): string => {
  const { t } = intl
  if (viewer === null) return ''
  if (BigInt(viewer.balance.value) === 0n) return t('delegation.empty')
  const amount = formatAmount(intl, viewer.balance)
  const current = viewer.delegatesTo?.address
  if (current === undefined) return t('delegation.none', { amount })
  if (current === delegate.account.address) return t('delegation.already', { amount })
  const itself = current === viewer.account.address
  return t('delegation.yours', { amount, delegate: itself ? t('delegation.self') : shorten(current) })
}

const listEffects = (
  intl: IntlShape,
  { before, after }: DelegationEffect,
  facts: DelegationCardFacts,
): BeforeAfter[] => {
  const { delegate, supply } = facts
  const amount = (value: bigint) => formatAmount(intl, { ...delegate.votes, value: value.toString() })
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
  const balance = BigInt(viewer?.balance.value ?? '0')
  const already = viewer?.delegatesTo?.address === to
  const effect = delegationEffect({ votes: BigInt(delegate.votes.value), balance, already, largestOther })
  const moves = viewer !== null && balance > 0n && !already
  const amount = viewer === null ? '' : formatAmount(intl, viewer.balance)
  const submit = viewer?.account.address === to ? 'delegation.submitSelf' : 'delegation.submit'
  return {
    delegate: to,
    viewer:
      viewer === null
        ? null
        : {
            account: viewer.account.address as Address,
            shown: t('account.shown', { account: shorten(viewer.account.address) }),
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
