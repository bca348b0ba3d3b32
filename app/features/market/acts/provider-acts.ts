import { formatMoney } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'
import type { PreparedAct } from '../components/market-acts'
import type { ProviderDetail } from '../schema/providers'

/** What the reader can do with a node: its operator takes what it was rewarded, oldest epoch first. */
export const prepareProviderActs = (intl: IntlShape, provider: ProviderDetail, viewer: string): PreparedAct[] => {
  if (provider.operator.address !== viewer) return []
  return provider.rewards
    .filter(({ state, amount }) => state === 'claimable' && amount.value !== '0')
    .reverse()
    .map(({ epoch, amount }) => ({
      act: { name: 'claimReward', providerId: Number(provider.id), epoch },
      pays: '0',
      button: intl.t('providerActs.claim', { amount: formatMoney(intl, amount), epoch }),
      note: intl.t('providerActs.claimNote'),
    }))
}
