import { pageMeta, StaticPage } from '~/components/static-page'
import { ParametersPage } from '~/features/parameters/components/parameters-page.server'
import { getParameters } from '~/features/parameters/read.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl }) => {
  const { data: parameters } = await getParameters()
  return buildPage(intl, {
    live: ['setting', 'council', 'seat'],
    title: intl.t('parameters.title'),
    body: <ParametersPage parameters={parameters} />,
  })
})

export const meta = pageMeta

export default StaticPage
