import { pageMeta, StaticPage } from '~/components/static-page'
import { StatusPage } from '~/features/status/components/status-page.server'
import { getStatus, listContracts } from '~/features/status/read.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl }) => {
  const [status, contracts] = await Promise.all([getStatus(), listContracts()])
  return buildPage(intl, {
    title: intl.t(`status.title.${status.data.health}`),
    body: <StatusPage status={status.data} contracts={contracts.data.contracts} />,
  })
})

export const meta = pageMeta

export default StaticPage
