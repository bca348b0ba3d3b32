import { FoldTable } from '~/components/fold-table'
import { formatMoney } from '~/i18n/amount'
import { formatBps, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ProviderDetail } from '../schema/providers'

/** What a node was asked by auditors, and earned for being there. */
export const ProviderRewards = ({ provider: { rewards } }: { provider: ProviderDetail }) => {
  const intl = useIntl()
  const { t, locale } = intl
  return (
    <section className="sec" aria-labelledby="rewards">
      <h2 id="rewards">{t('providers.rewards')}</h2>
      {rewards.length === 0 ? (
        <p>{t('providers.noRewards')}</p>
      ) : (
        <FoldTable
          caption={t('providers.rewardsCaption')}
          rows={rewards}
          rowKey={({ epoch }) => String(epoch)}
          columns={[
            { name: t('power.epoch'), cell: ({ epoch }) => formatWhole(locale, epoch) },
            {
              name: t('providers.challenges'),
              numeric: true,
              cell: ({ made, passed }) =>
                t('providers.passedOf', { passed: formatWhole(locale, passed), made: formatWhole(locale, made) }),
            },
            {
              name: t('providers.multiplier'),
              numeric: true,
              cell: ({ multiplierBps }) => formatBps(multiplierBps),
            },
            {
              name: t('providers.ordinal'),
              numeric: true,
              cell: ({ ordinal }) => formatWhole(locale, ordinal),
            },
            { name: t('providers.reward'), numeric: true, cell: ({ amount }) => formatMoney(intl, amount) },
            { name: t('compute.state'), cell: ({ state }) => t(`providers.rewardState.${state}`) },
          ]}
        />
      )}
    </section>
  )
}
