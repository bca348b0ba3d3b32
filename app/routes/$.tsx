import { StaticPage } from '~/components/static-page'
import { AppError } from '~/domain/errors'
import { pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ url }): Promise<never> => {
  throw new AppError('not_found', `There is no page ${url.pathname}.`)
})

export default StaticPage
