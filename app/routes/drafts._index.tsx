import { pageMeta, StaticPage } from '~/components/static-page'
import { listShownDrafts } from '~/draft-pages.server'
import { findReader } from '~/draft-reader.server'
import { DraftsPage } from '~/features/drafts/components/drafts-page.server'
import { buildPage, pageLoader, parseAddress, parsePaging } from '~/page.server'

// Each takes the database longer than a row of other lists: what a draft would do is read from its content.
const MOST_PER_PAGE = 20

export const loader = pageLoader(async ({ intl, url, request }) => {
  const given = url.searchParams.get('author') ?? ''
  const author = given === '' ? undefined : parseAddress(given.trim())
  const { account } = await findReader(request)
  const list = await listShownDrafts({ ...parsePaging(url.searchParams), limit: MOST_PER_PAGE, author }, account)
  return buildPage(intl, {
    title: intl.t('drafts.title'),
    body: <DraftsPage {...list} author={given} url={url} />,
  })
})

export const meta = pageMeta

export default StaticPage
