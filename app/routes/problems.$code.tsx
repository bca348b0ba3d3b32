import { ProblemPage } from '~/components/problem-page.server'
import { pageMeta, StaticPage } from '~/components/static-page'
import { isProblemCode } from '~/http/problems'
import { buildPage, pageLoader } from '~/page.server'

const LONGEST = 60

export const loader = pageLoader(async ({ intl, params: { code = '' } }) => {
  const shown = code.slice(0, LONGEST)
  const known = isProblemCode(code) ? code : 'unknown'
  return buildPage(intl, {
    title: intl.t('problem.title', { code: shown }),
    body: <ProblemPage code={shown} known={known} />,
  })
})

export const meta = pageMeta

export default StaticPage
