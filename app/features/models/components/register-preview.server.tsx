import { Fragment } from 'react'
import { Icon } from '~/components/icon'
import { EVALUATION_KINDS } from '~/domain/gates'
import type { ReleaseText } from '~/domain/wallet'
import { catalogues } from '~/i18n/catalogue.server'
import { formatFlop, formatGpuTime } from '~/i18n/compute'
import { describeRefusal } from '~/i18n/describe-refusal'
import { formatDuration } from '~/i18n/duration'
import { formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Parent } from '../registration/build-registration'
import type { ClassRule, RegistrationCheck } from '../registration/check-registration.server'

const judge = ({ locale, t }: IntlShape, { block: at, refusal, viewer }: RegistrationCheck) => {
  const block = formatWhole(locale, at)
  if (viewer === null) return { icon: 'wait', tone: 'warn', text: t('registerPage.whoUnknown') } as const
  if (refusal === null) return { icon: 'ok', tone: 'good', text: t('registerPage.simulated', { block }) } as const
  const reason = describeRefusal(refusal, { words: catalogues[locale], locale })
  return { icon: 'no', tone: 'bad', text: t('registerPage.refused', { block, reason }) } as const
}

const describeRule = (intl: IntlShape, { passes, dwell }: ClassRule): string => {
  const { t } = intl
  const kinds = EVALUATION_KINDS.flatMap((kind, index) => {
    const count = passes[index] ?? 0
    return count === 0 ? [] : [t('registerPage.kindPasses', { kind: t(`evaluation.${kind}`), count })]
  })
  const time = t('registerPage.dwell', { duration: formatDuration(intl, dwell) })
  return [...kinds, time].join(t('registerPage.comma'))
}

type RegisterPreviewProps = {
  release: ReleaseText
  model: string
  parents: readonly Parent[]
  cumulativeFlop: bigint
  flopClass: 0 | 1 | 2
  check: RegistrationCheck
}

/** What is about to be registered, in a sentence, with the digests, the gates ahead and what the chain says to it. */
export const RegisterPreview = ({
  release,
  model,
  parents,
  cumulativeFlop,
  flopClass,
  check,
}: RegisterPreviewProps) => {
  const intl = useIntl()
  const { t, locale } = intl
  const verdict = judge(intl, check)
  const derived = parents.map(({ name }) => name).join(t('registerPage.comma'))
  return (
    <>
      <section className="card">
        <h2>{t('registerPage.sentence')}</h2>
        <p>
          {t('registerPage.says', {
            model,
            version: release.version,
            licence: release.licence,
            files: release.files,
            bytes: formatWhole(locale, BigInt(release.size)),
          })}{' '}
          {parents.length === 0 ? t('registerPage.fromNothing') : t('registerPage.from', { parents: derived })}
        </p>
        <p className="note">{t('registerPage.sizeDeclared')}</p>
        <dl className="kv one">
          <dt>{t('release.root')}</dt>
          <dd className="hash">{release.root}</dd>
          <dt>{t('release.manifest')}</dt>
          <dd className="hash">{release.manifest}</dd>
        </dl>
      </section>
      <section className="card">
        <h2>{t('registerPage.compute')}</h2>
        <dl className="kv one">
          <dt>{t('release.gpu')}</dt>
          <dd>{formatGpuTime(intl, release.gpuSeconds)}</dd>
          <dt>{t('release.training')}</dt>
          <dd>{formatFlop(intl, release.flop)}</dd>
          <dt>{t('release.cumulative')}</dt>
          <dd>{formatFlop(intl, String(cumulativeFlop))}</dd>
        </dl>
        <p className="note">
          {t(`gates.class.${flopClass}`)} {t('registerPage.classNote')}
        </p>
        <dl className="kv one">
          {check.rules.map((rule) => (
            <Fragment key={rule.to}>
              <dt>{t('gate.title', { stage: t(`stage.${rule.to}`) })}</dt>
              <dd>{describeRule(intl, rule)}</dd>
            </Fragment>
          ))}
        </dl>
      </section>
      <section className="card">
        <h2>{t('registerPage.before')}</h2>
        <ul className="checks">
          <li>
            <Icon name={verdict.icon} tone={verdict.tone} />
            <span>{verdict.text}</span>
          </li>
        </ul>
      </section>
    </>
  )
}

/** Before anything was checked. */
export const EmptyRegistration = () => {
  const { t } = useIntl()
  return (
    <section className="card">
      <h2>{t('registerPage.sentence')}</h2>
      <p className="note">{t('registerPage.empty')}</p>
      <pre className="raw">
        <b>npx ostrakon manifest ./folder --json</b>
      </pre>
    </section>
  )
}

/** What registering means. */
export const RegisterHead = () => {
  const { t } = useIntl()
  return (
    <>
      <h1>{t('registerPage.title')}</h1>
      <p className="lede">{t('registerPage.lede')}</p>
    </>
  )
}
