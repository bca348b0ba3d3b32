import type { ReactNode } from 'react'
import { Icon } from '~/components/icon'
import { TierBadge } from '~/components/tier-badge'
import type { Refusal } from '~/domain/refusal'
import type { Tier } from '~/domain/tier'
import { toTokens } from '~/http/present'
import { formatAmount } from '~/i18n/amount'
import { catalogues } from '~/i18n/catalogue.server'
import { describeRefusal } from '~/i18n/describe-refusal'
import { formatDuration } from '~/i18n/duration'
import { formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { DraftCheck } from '../check-draft.server'

const explain = ({ locale }: IntlShape, refusal: Refusal): string =>
  describeRefusal(refusal, { words: catalogues[locale], locale })

const Takes = ({ tier, needs }: { tier: Tier; needs: NonNullable<DraftCheck['needs']> }) => {
  const intl = useIntl()
  const { t } = intl
  const waits = formatDuration(intl, needs.waits)
  return (
    <section className="card">
      <h2>{t('draft.takes')}</h2>
      <p>
        <TierBadge tier={tier} name={t(`tier.${tier}`)} />
      </p>
      <p className="note">{t('draft.takesNote')}</p>
      <dl className="kv">
        <dt>{t('house.token')}</dt>
        <dd>{t(`draft.token.${tier}`, { quorum: formatAmount(intl, toTokens(needs.quorum)) })}</dd>
        <dt>{t('house.seat')}</dt>
        <dd>{t(`draft.seat.${tier}`, { seats: needs.seats })}</dd>
        <dt>{t('draft.opens')}</dt>
        <dd>{t('draft.opensAfter', { duration: formatDuration(intl, needs.opensAfter) })}</dd>
        <dt>{t('draft.lasts')}</dt>
        <dd>{formatDuration(intl, needs.lasts)}</dd>
        <dt>{t('draft.waits')}</dt>
        <dd>{t(tier === 'routine' ? 'draft.waitsRoutine' : 'draft.waitsMore', { duration: waits })}</dd>
      </dl>
    </section>
  )
}

type Verdict = { icon: 'ok' | 'no' | 'wait'; tone: 'good' | 'bad' | 'warn'; text: string }

const judgeProposer = (intl: IntlShape, proposer: DraftCheck['proposer']): Verdict => {
  const { t } = intl
  if (proposer === null) return { icon: 'wait', tone: 'warn', text: t('draft.proposerUnknown') }
  if (proposer.hasSeat) return { icon: 'ok', tone: 'good', text: t('draft.mayBySeat') }
  const votes = formatAmount(intl, toTokens(proposer.votes))
  const threshold = formatAmount(intl, toTokens(proposer.threshold))
  return proposer.votes >= proposer.threshold
    ? { icon: 'ok', tone: 'good', text: t('draft.mayByVotes', { votes, threshold }) }
    : { icon: 'no', tone: 'bad', text: t('draft.mayNot', { votes, threshold }) }
}

const judgeCalls = (intl: IntlShape, { refusal, block: at }: DraftCheck, failure: Refusal | null): Verdict => {
  const { locale, t } = intl
  const block = formatWhole(locale, at)
  if (refusal !== null) return { icon: 'no', tone: 'bad', text: t('draft.refused', { reason: explain(intl, refusal) }) }
  if (failure === null) return { icon: 'ok', tone: 'good', text: t('draft.simulated', { block }) }
  const reason = explain(intl, failure)
  return { icon: 'wait', tone: 'warn', text: t('draft.simulatedFails', { block, reason }) }
}

type DraftPreviewProps = {
  check: DraftCheck
  /** What executing the calls now would end with; null when it would succeed. */
  failure: Refusal | null
  sentences: readonly string[]
  children: ReactNode
}

/** The sentence that voters will see, what the proposal needs, and what would stand in its way. */
export const DraftPreview = ({ check, failure, sentences, children }: DraftPreviewProps) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <>
      <section className="card">
        <h2>{t('draft.sentence')}</h2>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className="note">{t('draft.sentenceNote')}</p>
        {children}
      </section>
      {check.tier !== null && check.needs !== null && <Takes tier={check.tier} needs={check.needs} />}
      <section className="card">
        <h2>{t('draft.before')}</h2>
        <ul className="checks">
          {[judgeProposer(intl, check.proposer), judgeCalls(intl, check, failure)].map(({ icon, tone, text }) => (
            <li key={text}>
              <Icon name={icon} tone={tone} />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** Before anything was checked. */
export const EmptyPreview = () => {
  const { t } = useIntl()
  return (
    <section className="card">
      <h2>{t('draft.sentence')}</h2>
      <p className="note">{t('draft.sentenceEmpty')}</p>
    </section>
  )
}
