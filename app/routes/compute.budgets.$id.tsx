import { pageMeta, StaticPage } from '~/components/static-page'
import { getBudgetLedger } from '~/features/compute/budgets.server'
import { LedgerPage } from '~/features/compute/components/ledger-page.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, params: { id = '' } }) => {
  const { data: ledger } = await getBudgetLedger(id)
  const { epoch, pool } = ledger.line
  return buildPage(intl, {
    title: intl.t('budgets.lineName', { epoch, pool: pool.name }),
    live: ['budget'],
    body: <LedgerPage ledger={ledger} />,
  })
})

export const meta = pageMeta

export default StaticPage
