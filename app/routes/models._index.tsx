import { pageMeta, StaticPage } from '~/components/static-page'
import { ModelsPage } from '~/features/models/components/models-page.server'
import { listModels } from '~/features/models/read.server'
import { buildPage, pageLoader, parsePaging } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const list = await listModels(parsePaging(url.searchParams))
  return buildPage(intl, {
    live: ['model', 'release'],
    title: intl.t('models.title'),
    body: <ModelsPage list={list} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
