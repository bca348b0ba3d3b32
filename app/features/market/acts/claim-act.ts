import { formatMoney } from '~/i18n/amount'
import type { IntlShape } from '~/i18n/intl-context'
import type { PreparedAct } from '../components/market-acts'
import type { Credit } from '../schema/market'

/** Takes what the market and the contract of jobs owe the reader, where there is any. */
export const prepareClaim = (intl: IntlShape, { claimable, claimableOfJobs }: Credit): PreparedAct[] => {
  const owed = [
    { name: 'claim', due: claimable, note: 'claimAct.note' },
    { name: 'claimOfJobs', due: claimableOfJobs, note: 'claimAct.noteOfJobs' },
  ] as const
  return owed
    .filter(({ due }) => due.value !== '0')
    .map(({ name, due, note }) => ({
      act: { name },
      pays: '0',
      button: intl.t(`claimAct.${name}`, { due: formatMoney(intl, due) }),
      note: intl.t(note),
    }))
}
