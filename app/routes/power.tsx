import { pageMeta, StaticPage } from '~/components/static-page'
import { ComputeConcentration, ComputeHistory, ComputeShares } from '~/features/compute/components/power-section.server'
import { getComputePower } from '~/features/compute/power.server'
import { GroupsSection } from '~/features/metrics/components/groups-section.server'
import { HoldersSection } from '~/features/metrics/components/holders-section.server'
import { HousesSection } from '~/features/metrics/components/houses-section.server'
import { PowerHead } from '~/features/metrics/components/power-head.server'
import { ResilienceSection } from '~/features/metrics/components/resilience-section.server'
import { getPower } from '~/features/metrics/power.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl, url }) => {
  const by = url.searchParams.get('by') === 'account' ? 'account' : 'party'
  const [power, { data: compute }] = await Promise.all([getPower(by), getComputePower()])
  return buildPage(intl, {
    title: intl.t('power.title'),
    live: ['round', 'delegate', 'seat', 'setting', 'council', 'policy'],
    body: (
      <>
        <PowerHead power={power} />
        <HousesSection
          power={power}
          compute={<ComputeConcentration power={compute} />}
          computeHistory={compute !== null && <ComputeHistory power={compute} />}
        />
        <GroupsSection power={power} />
        <div className="two">
          <HoldersSection power={power} />
          {compute !== null && <ComputeShares power={compute} />}
        </div>
        <ResilienceSection resilience={power.resilience} />
      </>
    ),
  })
})

export const meta = pageMeta

export default StaticPage
