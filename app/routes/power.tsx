import { pageMeta, StaticPage } from '~/components/static-page'
import { ComputePowerSection } from '~/features/compute/components/power-section.server'
import { getComputePower } from '~/features/compute/power.server'
import { buildPage, pageLoader } from '~/page.server'

export const loader = pageLoader(async ({ intl }) => {
  const { data: power } = await getComputePower()
  return buildPage(intl, {
    title: intl.t('power.title'),
    live: ['round'],
    body: (
      <>
        <div className="head">
          <h1>{intl.t('power.title')}</h1>
          <p className="lede">{intl.t('power.lede')}</p>
        </div>
        <ComputePowerSection power={power} />
      </>
    ),
  })
})

export const meta = pageMeta

export default StaticPage
