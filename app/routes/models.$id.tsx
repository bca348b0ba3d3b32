import { pageMeta, StaticPage } from '~/components/static-page'
import { ModelPage } from '~/features/models/components/model-page.server'
import { getModel } from '~/features/models/read.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, params: { id = '' } }) => {
  const { data: model } = await getModel(id)
  return buildPage(intl, { live: ['release'], title: model.name, body: <ModelPage model={model} /> })
})

export const meta = pageMeta

export default StaticPage
