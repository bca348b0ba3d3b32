import { parseUnits } from 'viem'
import type { OrderText } from '~/domain/wallet'
import { formatMoney } from '~/i18n/amount'
import { formatDuration } from '~/i18n/duration'
import { formatList, formatWhole } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { MoneyKind } from '../components/format-price'
import { costOf } from './units'

type Told = {
  wants: OrderText
  pool: string
  /** As it was typed: the rate is cut to a millionth of a base unit per second. */
  price: string
  money: MoneyKind
  /** Names of what the node needs beside its pool. */
  attributes: readonly string[]
  auditors: readonly string[]
  release: string | null
}

const describeNeeds = ({ locale, t }: IntlShape, { attributes, auditors, release }: Told): string[] => {
  const list = (names: readonly string[]) => formatList(locale, names)
  return [
    ...(attributes.length > 0
      ? [t('orderForm.needsAttributes', { names: list(attributes.map((name) => t('orderForm.quoted', { name }))) })]
      : []),
    ...(auditors.length > 0 ? [t('orderForm.needsAuditors', { names: list(auditors) })] : []),
    ...(release === null ? [] : [t('orderForm.needsRelease', { name: t('orderForm.quoted', { name: release }) })]),
  ]
}

/** What an order asks for and would cost at most, in a sentence; in a second one what the node must be. */
export const describeOrder = (intl: IntlShape, told: Told): string => {
  const { wants, pool, price, money } = told
  const cost = costOf(wants.maxRate, wants.units, wants.duration)
  const sentence = intl.t('orderForm.sentence', {
    units: formatWhole(intl.locale, wants.units),
    pool,
    time: formatDuration(intl, wants.duration),
    price: intl.t('market.perHour', {
      price: formatMoney(intl, { ...money, value: String(parseUnits(price, money.decimals)) }),
    }),
    cost: formatMoney(intl, { ...money, value: String(cost) }),
  })
  const needs = describeNeeds(intl, told)
  if (needs.length === 0) return sentence
  return intl.t('orderForm.withNeeds', {
    sentence,
    needs: needs.reduce((before, need) => intl.t('orderForm.needsMore', { before, need })),
  })
}
