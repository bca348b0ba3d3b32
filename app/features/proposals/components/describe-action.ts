import { formatGpuTime } from '~/i18n/compute'
import { formatDuration } from '~/i18n/duration'
import { formatQuantity, formatUtcSeconds } from '~/i18n/format'
import type { IntlShape } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import type { Action } from '../schema'

const ETHER_DECIMALS = 18

// The numbers of PartyRegistry's Kind.
const KINDS = [
  'unspecified',
  'lab',
  'university',
  'gpu-provider',
  'public-interest',
  'simulation',
  'aggregator',
] as const

const toUtc = (seconds: string): string => formatUtcSeconds(Number(seconds))

type KindRule = { class: number; weight: number }

// Which kind is in which class decides as much as the classes themselves, so a vote has to see it in words.
const describeKinds = ({ t }: IntlShape, rules: readonly KindRule[]): string =>
  rules
    .map((rule, index) => {
      const kind = t(`kinds.${KINDS[index] ?? 'unspecified'}`)
      if (rule.weight === 0) return t('action.kindExcluded', { kind })
      return t('action.kindRule', { kind, number: rule.class + 1, weight: rule.weight })
    })
    .join('; ')

// Of the market's terms.
const TIMES = ['bidTime', 'orderTime', 'minNotice', 'disputeWindow', 'maxDuration'] as const

const describeTimes = (intl: IntlShape, params: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    TIMES.flatMap((name) => (params[name] === undefined ? [] : [[name, formatDuration(intl, Number(params[name]))]])),
  )

/** What a call does, made from the call itself and never from the proposer's words. */
export const describeAction = (intl: IntlShape, { sentence }: Pick<Action, 'sentence'>): string => {
  const { kind, kinds, seconds, from, cliff, until, wei, constituency, gpuSeconds, ...params } = sentence.params
  return intl.t(sentence.key as MessageKey, {
    ...params,
    ...describeTimes(intl, params),
    ...(kind === undefined ? {} : { kind: intl.t(`party.${KINDS[Number(kind)] ?? 'unspecified'}`) }),
    ...(kinds === undefined ? {} : { kinds: describeKinds(intl, JSON.parse(kinds) as KindRule[]) }),
    ...(seconds === undefined ? {} : { duration: formatDuration(intl, Number(seconds)) }),
    ...(gpuSeconds === undefined ? {} : { gpuTime: formatGpuTime(intl, gpuSeconds) }),
    ...(from === undefined ? {} : { from: toUtc(from) }),
    ...(cliff === undefined ? {} : { cliff: toUtc(cliff) }),
    ...(until === undefined ? {} : { until: toUtc(until) }),
    ...(wei === undefined ? {} : { ether: formatQuantity(intl.locale, { value: wei, decimals: ETHER_DECIMALS }) }),
    ...(constituency === undefined ? {} : { constituency: Number(constituency) + 1 }),
  })
}
