import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatUtc, formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Contract, Status } from '../schema'

const IndexFacts = ({ status }: { status: Status }) => {
  const { t, locale } = useIntl()
  const { indexed, head, lagBlocks, lagSeconds, finalBlock, lastReorg } = status
  return (
    <dl className="kv">
      <dt>{t('status.indexed')}</dt>
      <dd>
        {indexed === null ? (
          t('status.none')
        ) : (
          <>
            <strong>{formatWhole(locale, indexed.number)}</strong>
            <br />
            <UtcTime at={indexed.time} />
            <br />
            <span className="hash">{indexed.hash}</span>
          </>
        )}
      </dd>
      <dt>{t('status.head')}</dt>
      <dd>{head === null ? t('status.noHead') : formatWhole(locale, head)}</dd>
      {lagBlocks !== null && (
        <>
          <dt>{t('status.lag')}</dt>
          <dd>{t('status.lagFacts', { blocks: lagBlocks, seconds: lagSeconds ?? 0 })}</dd>
        </>
      )}
      <dt>{t('status.maxLag')}</dt>
      <dd>{t('status.seconds', { seconds: formatWhole(locale, status.maxLagSeconds) })}</dd>
      <dt>{t('status.final')}</dt>
      <dd>{finalBlock === null ? t('status.none') : formatWhole(locale, finalBlock)}</dd>
      <dt>{t('status.reorg')}</dt>
      <dd>
        {lastReorg === null
          ? t('status.reorgNever')
          : t('status.reorgFacts', {
              depth: lastReorg.depth,
              at: formatUtc(lastReorg.at),
            })}
      </dd>
      <dt>{t('status.chain')}</dt>
      <dd>{status.chainId}</dd>
      <dt>{t('status.profile')}</dt>
      <dd>{status.profile}</dd>
    </dl>
  )
}

const Totals = ({ totals }: { totals: Status['totals'] }) => {
  const { t, locale } = useIntl()
  const rows = [
    [t('home.countProposals'), totals.proposals],
    [t('home.countVotes'), totals.votes],
    [t('home.countDelegates'), totals.delegates],
    [t('status.models'), totals.models],
    [t('home.countReleases'), totals.releases],
  ] as const
  return (
    <section className="card">
      <h2>{t('status.totals')}</h2>
      <dl className="kv">
        {rows.map(([name, count]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>{formatWhole(locale, count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** How fresh the index is, and which contracts it follows. */
export const StatusPage = ({ status, contracts }: { status: Status; contracts: Contract[] }) => {
  const { t, locale } = useIntl()
  return (
    <>
      <div className="head">
        <h1>{t(`status.title.${status.health}`)}</h1>
        <p className="lede">{t('status.lede')}</p>
      </div>
      <div className="cols">
        <section className="sec" aria-labelledby="index">
          <h2 id="index">{t('status.index')}</h2>
          <IndexFacts status={status} />
        </section>
        <aside className="side" aria-label={t('status.totals')}>
          <Totals totals={status.totals} />
        </aside>
        <section className="sec" aria-labelledby="contracts">
          <h2 id="contracts">{t('status.contracts')}</h2>
          <FoldTable
            caption={t('status.contractsCaption')}
            rows={contracts}
            rowKey={({ name }) => name}
            columns={[
              { name: t('status.contract'), cell: ({ name }) => name },
              { name: t('status.address'), cell: ({ address }) => <span className="hash">{address}</span> },
              { name: t('status.block'), numeric: true, cell: ({ block }) => formatWhole(locale, block) },
              {
                name: t('status.codeHash'),
                cell: ({ codeHash }) => (
                  <span className="hash" title={codeHash}>
                    {codeHash.slice(0, 18)}…
                  </span>
                ),
              },
            ]}
          />
        </section>
      </div>
    </>
  )
}
