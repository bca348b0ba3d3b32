import { listPolicyFields } from '~/domain/allocation/policy-fields'
import { partyKinds } from '~/http/present'
import { getAreaText } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import type { ComputeFacts } from '../build-compute-call'
import type { MarketFacts } from '../build-market-call'
import { listRewardFields, listTermFields } from '../market-fields'
import { getComputeFacts, getMarketFacts, listMovableReleases, listTargets } from '../read.server'
import type { DraftField, DraftKind, FieldErrors } from '../schema'
import type { DraftFormData } from './draft-props'

const nameClasses = ({ t }: IntlShape, { classes, kinds }: ComputeFacts['policy']): string[] =>
  classes.map((_, index) => {
    const own = partyKinds.filter((_kind, kind) => kinds[kind]?.class === index && (kinds[kind]?.weight ?? 0) > 0)
    return own.length === 0
      ? t('compute.emptyClass', { number: index + 1 })
      : own.map((kind) => t(`kinds.${kind}`)).join(t('compute.and'))
  })

const FILLED = /^(release|pool|hours|price|money|move|cap|[rw][0-7]|provider|auditor|case|account)$/

// A link may fill some fields, so that what was tried or found elsewhere can be proposed.
const fillFields = (
  kind: DraftKind,
  { facts, market }: { facts: ComputeFacts | null; market: MarketFacts | null },
  search: URLSearchParams,
): Record<string, string> => ({
  ...(kind === 'policy' && facts ? listPolicyFields(facts.policy) : {}),
  ...(market ? listTermFields(market.terms, market.money) : {}),
  ...(market ? listRewardFields(market.reward, market.money) : {}),
  ...Object.fromEntries([...search].filter(([name]) => FILLED.test(name))),
})

const COMPUTE_KINDS: readonly DraftKind[] = ['policy', 'pool', 'budget']

/** What the form of a kind offers to choose from. */
export const buildDraftForm = async (
  intl: IntlShape,
  kind: DraftKind,
  search: URLSearchParams,
): Promise<DraftFormData> => {
  const { locale, t } = intl
  const [releases, targets, facts, market] = await Promise.all([
    kind === 'release' ? listMovableReleases() : [],
    listTargets(),
    COMPUTE_KINDS.includes(kind) ? getComputeFacts() : null,
    kind === 'market' ? getMarketFacts() : null,
  ])
  return {
    kind,
    releases: releases.map(({ id, name, stage }) => ({ value: id, text: `${name} (${t(`stage.${stage}`)})` })),
    targets: targets.map(({ name, address }) => ({ value: address, text: name })),
    pools: (facts ?? market)?.pools.map(({ id, name }) => ({ value: id, text: name })) ?? [],
    classes: facts ? nameClasses(intl, facts.policy) : [],
    money: (facts ?? market)?.money.symbol ?? '',
    initial: fillFields(kind, { facts, market }, search),
    texts: getAreaText(locale, 'draft'),
  }
}

/** The errors of a form in the reader's words. */
export const describeErrors = ({ t }: IntlShape, errors: FieldErrors): Partial<Record<DraftField, string>> =>
  Object.fromEntries(
    Object.entries(errors).map(([field, { key, values }]) => [field, t(`draftError.${key}` as MessageKey, values)]),
  )
