import type { Tier } from '~/domain/tier'
import { formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { CountedBy, Power } from '../power.server'

const countings = ['party', 'account'] as const satisfies readonly CountedBy[]

const fromHighest = ['charter', 'policy', 'routine'] as const satisfies readonly Tier[]
const fromWorst = ['opposed', 'unopposed', 'block'] as const

const describeAlone = ({ t }: IntlShape, { by, tiers }: Power): string => {
  for (const act of fromWorst) {
    const tier = fromHighest.find((one) => tiers[one].firewall[act].alone.length > 0)
    if (tier !== undefined) return t(`lead.${act}`, { by, tier })
  }
  return t('lead.nobody', { by })
}

/** Who can decide what, in words; then by what it is counted. */
export const PowerHead = ({ power }: { power: Power }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { by, tiers, block } = power
  const { opposed, block: stop } = tiers.charter.firewall
  const stopped = { by, stop: stop.fewest?.size ?? 0 }
  return (
    <div className="head">
      <h1>{t('power.title')}</h1>
      <p className="lede">
        {describeAlone(intl, power)}{' '}
        {opposed.fewest === null
          ? t('lead.noCharter', stopped)
          : t('lead.charter', { ...stopped, pass: opposed.fewest.size })}
      </p>
      <p className="tally">
        <span>{t('power.countedBy')}</span>
        {countings.map((one) =>
          one === by ? (
            <strong key={one} className="badge now" aria-current="true">
              {t(`power.by.${one}`)}
            </strong>
          ) : (
            <a key={one} href={one === 'party' ? '/power' : '/power?by=account'}>
              {t(`power.by.${one}`)}
            </a>
          ),
        )}
        <span className="quiet">{t('power.atBlock', { block: formatWhole(locale, block) })}</span>
      </p>
    </div>
  )
}
