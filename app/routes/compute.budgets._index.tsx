import { pageMeta, StaticPage } from '~/components/static-page'
import { listBudgetLines } from '~/features/compute/budgets.server'
import { BudgetsPage } from '~/features/compute/components/budgets-page.server'
import { listPools } from '~/features/compute/read.server'
import { getTreasury } from '~/features/compute/treasury.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

const MOST_LINES = 24

export const loader = pageLoader(async ({ intl, url }) => {
  const [{ data: treasury }, { data: pools }, list] = await Promise.all([
    getTreasury(),
    listPools(),
    listBudgetLines({ ...parsePaging(url.searchParams), limit: MOST_LINES }),
  ])
  return buildPage(intl, {
    title: intl.t('budgets.title'),
    live: ['budget', 'pool'],
    body: <BudgetsPage treasury={treasury} pools={pools} list={list} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
