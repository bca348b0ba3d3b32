import { formatMoney } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'
import type { PreparedAct } from '../components/market-acts'

/** Takes what verdicts and ended leases left to the reader, where there is any. */
export const prepareClaim = (intl: IntlShape, due: { value: string; decimals: number; unit: string }): PreparedAct[] =>
  due.value === '0'
    ? []
    : [
        {
          act: { name: 'claim' },
          pays: '0',
          button: intl.t('claimAct.claim', { due: formatMoney(intl, due) }),
          note: intl.t('claimAct.note'),
        },
      ]
