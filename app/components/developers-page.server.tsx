import { useIntl } from '~/i18n/intl-context'
import { FoldTable } from './fold-table'
import { ResourcePath } from './resource-path'

const RESOURCES = [
  ['/api/v1/proposals', 'proposals'],
  ['/api/v1/proposals/{id}', 'proposal'],
  ['/api/v1/proposals/{id}/receipts/{voter}/proof', 'proof'],
  ['/api/v1/drafts', 'drafts'],
  ['/api/v1/drafts/{id}', 'draft'],
  ['/api/v1/relay/status', 'relay'],
  ['/api/v1/delegates', 'delegates'],
  ['/api/v1/models', 'models'],
  ['/api/v1/releases', 'releases'],
  ['/api/v1/releases/{id}', 'release'],
  ['/api/v1/releases:verify', 'verify'],
  ['/api/v1/evaluators', 'evaluators'],
  ['/api/v1/guardians', 'guardians'],
  ['/api/v1/compute/epochs', 'epochs'],
  ['/api/v1/compute/allocations', 'allocations'],
  ['/api/v1/compute/allocations:simulate', 'simulate'],
  ['/api/v1/compute/budgets', 'budgets'],
  ['/api/v1/parameters', 'parameters'],
  ['/api/v1/contracts', 'contracts'],
  ['/api/v1/status', 'status'],
  ['/api/v1/events', 'events'],
  ['/api/v1/webhooks', 'webhooks'],
] as const

const FEEDS = [
  ['/api/v1/feed.atom', 'atom'],
  ['/api/v1/feed.json', 'jsonFeed'],
  ['/api/v1/calendar.ics', 'calendar'],
  ['/api/v1/export/votes.csv', 'tables'],
] as const

/** Where machines read what people read here. */
export const DevelopersPage = () => {
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <h1>{t('developers.title')}</h1>
        <p className="lede">{t('developers.lede')}</p>
      </div>
      <section className="sec" aria-labelledby="api">
        <header>
          <h2 id="api">{t('developers.api')}</h2>
          <a className="small" href="/api/v1/openapi.json">
            {t('developers.openapi')}
          </a>
        </header>
        <FoldTable
          caption={t('developers.caption')}
          rows={[...RESOURCES]}
          rowKey={([path]) => path}
          columns={[
            { name: t('developers.resource'), cell: ([path]) => <ResourcePath path={path} /> },
            { name: t('developers.what'), cell: ([, what]) => t(`developers.${what}`) },
          ]}
        />
      </section>
      <section className="sec" aria-labelledby="feeds">
        <h2 id="feeds">{t('developers.feeds')}</h2>
        <p>{t('developers.feedsText')}</p>
        <ul>
          {FEEDS.map(([path, what]) => (
            <li key={path}>
              <ResourcePath path={path} /> {t(`developers.${what}`)}
            </li>
          ))}
        </ul>
      </section>
      <section className="sec" aria-labelledby="chain">
        <h2 id="chain">{t('developers.chain')}</h2>
        <p>{t('developers.chainText')}</p>
        <pre className="raw">
          {'cast call $GOVERNOR "state(uint256)" 1\ncast send $GOVERNOR "castVote(uint256,uint8)" 1 1'}
        </pre>
      </section>
      <section className="sec" aria-labelledby="audit">
        <h2 id="audit">{t('developers.audit')}</h2>
        <p>{t('developers.auditText')}</p>
        <pre className="raw">npm run ostrakon -- audit</pre>
        <p>{t('developers.verifyText')}</p>
        <pre className="raw">npm run ostrakon -- verify ./model --release 3</pre>
      </section>
    </>
  )
}
