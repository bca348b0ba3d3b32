import type { Address } from 'viem'
import { pageMeta, StaticPage } from '~/components/static-page'
import { parseViewer } from '~/domain/viewer'
import { ComputeGlance } from '~/features/compute/components/compute-glance.server'
import { getComputeEpoch } from '~/features/compute/read.server'
import { getHolding } from '~/features/delegates/holding.server'
import { PowerGlance } from '~/features/metrics/components/power-glance.server'
import { getConcentrationNow } from '~/features/metrics/concentration.server'
import { OwnReleases } from '~/features/models/components/own-releases.server'
import { listOwnReleases } from '~/features/models/own.server'
import { listReleases } from '~/features/models/read.server'
import { HomePage } from '~/features/proposals/components/home-page.server'
import { getViewer, listProposals } from '~/features/proposals/read.server'
import type { ProposalSummary } from '~/features/proposals/schema'
import { getStatus } from '~/features/status/read.server'
import { DelegateVotes } from '~/features/votes/components/delegate-votes.server'
import { listBallots } from '~/features/votes/read.server'
import { buildPage, pageLoader } from '~/page.server'

const SHOWN_OPEN = 20
const SHOWN_DECIDED = 6
const RECENT = 40
const SHOWN_BALLOTS = 5
const CLOSED: readonly string[] = ['executed', 'defeated', 'canceled', 'expired']

const latestFirst = (left: ProposalSummary, right: ProposalSummary): number =>
  (right.decided?.time ?? '').localeCompare(left.decided?.time ?? '')

const buildDelegate = async (account: Address | null) => {
  const delegate = account === null ? null : (await getHolding(account)).delegatesTo
  if (account === null || delegate === null || delegate === account) return null
  return (
    <DelegateVotes
      account={account}
      delegate={delegate}
      votes={await listBallots(delegate, { limit: SHOWN_BALLOTS })}
    />
  )
}

const buildOwn = async (account: Address | null) => {
  const releases = account === null ? [] : await listOwnReleases(account)
  return releases.length > 0 && <OwnReleases releases={releases} />
}

export const loader = pageLoader(async ({ intl, request }) => {
  const viewer = parseViewer(request.headers.get('cookie'))
  const [open, passed, queued, recent, recalled, status, epoch, power] = await Promise.all([
    listProposals({ state: 'active', sort: 'deadline', limit: SHOWN_OPEN }),
    listProposals({ state: 'succeeded', limit: SHOWN_OPEN }),
    listProposals({ state: 'queued', limit: SHOWN_OPEN }),
    listProposals({ limit: RECENT }),
    listReleases({ recalled: true }),
    getStatus(),
    getComputeEpoch('current'),
    getConcentrationNow(),
  ])
  const decided = recent.data.filter(({ state }) => CLOSED.includes(state)).sort(latestFirst)
  const mine =
    viewer === null
      ? null
      : await Promise.all(
          open.data.map(async (proposal) => ({ proposal, viewer: (await getViewer(viewer, proposal.id)).data })),
        )
  return buildPage(intl, {
    live: ['proposal', 'round', 'release', 'delegate', 'seat'],
    title: intl.t('nav.home'),
    body: (
      <HomePage
        open={open.data}
        waiting={[...passed.data, ...queued.data]}
        decided={decided.slice(0, SHOWN_DECIDED)}
        mine={mine}
        delegate={await buildDelegate(viewer)}
        own={await buildOwn(viewer)}
        recalled={recalled.data}
        status={status.data}
        power={<PowerGlance concentration={power.data} />}
        compute={<ComputeGlance epoch={epoch.data} />}
        now={status.data.indexed?.time ?? open.asOf.time}
      />
    ),
  })
})

export const meta = pageMeta

export default StaticPage
