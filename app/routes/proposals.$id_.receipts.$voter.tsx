import { pageMeta, StaticPage } from '~/components/static-page'
import { getTitle } from '~/features/proposals/components/title'
import { getProposal } from '~/features/proposals/read.server'
import { ReceiptPage } from '~/features/votes/components/receipt-page.server'
import { getReceipt } from '~/features/votes/read.server'
import { buildPage, pageLoader, parseAddress } from '~/page.server'

export const loader = pageLoader(async ({ intl, url, params: { id = '', voter = '' } }) => {
  const [{ data: proposal }, receipt] = await Promise.all([getProposal(id), getReceipt(id, parseAddress(voter))])
  return buildPage(intl, {
    title: intl.t('receipt.title', { id }),
    live: ['proposal'],
    body: <ReceiptPage id={id} title={getTitle(intl, proposal)} receipt={receipt} origin={url.origin} />,
  })
})

export const meta = pageMeta

export default StaticPage
