import type { ReactNode } from 'react'
import { HouseBadge } from '~/components/house-badge'
import { RecallCallouts, type Recalled } from '~/components/recall-callout'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'
import { DecidedTable } from './decided-table.server'
import { NeedsYou, needsBallot, type OpenToViewer } from './needs-you.server'
import { ProposalRow } from './proposal-row.server'
import { BarLegend } from './proposals-page.server'

/** What the home page says of the whole index. */
type Totals = {
  finalBlock: number | null
  totals: { proposals: number; votes: number; delegates: number; releases: number }
}

type HomePageProps = {
  open: ProposalSummary[]
  waiting: ProposalSummary[]
  decided: ProposalSummary[]
  /** The open votes as the connected account sees them; null without one. */
  mine: OpenToViewer[] | null
  /** What the connected account's delegate voted; null without one. */
  delegate: ReactNode
  /** Releases of the connected account's party that wait for a next step. */
  own: ReactNode
  recalled: readonly Recalled[]
  status: Totals
  /** The card on who holds power. */
  power: ReactNode
  /** The card on the compute of this epoch. */
  compute: ReactNode
  now: string
}

type GlanceProps = Pick<HomePageProps, 'status' | 'power' | 'compute'>

const Glance = ({ status: { totals, finalBlock }, power, compute }: GlanceProps) => {
  const { t, locale } = useIntl()
  const counts = [
    [t('home.countProposals'), totals.proposals],
    [t('home.countVotes'), totals.votes],
    [t('home.countDelegates'), totals.delegates],
    [t('home.countReleases'), totals.releases],
  ] as const
  return (
    <aside className="side" aria-label={t('home.glance')}>
      <section className="card">
        <h2>{t('home.ratchet')}</h2>
        <div className="row">
          <HouseBadge house="token" name={t('house.token')} small />
          <HouseBadge house="seat" name={t('house.seat')} small />
        </div>
        <p className="note">{t('home.ratchetText')}</p>
      </section>
      {compute}
      {power}
      <section className="card">
        <h2>{t('home.counts')}</h2>
        <table>
          <tbody>
            {counts.map(([name, count]) => (
              <tr key={name}>
                <th scope="row" className="plain">
                  {name}
                </th>
                <td className="num">{formatWhole(locale, count)}</td>
              </tr>
            ))}
            {finalBlock !== null && (
              <tr>
                <th scope="row" className="plain">
                  {t('home.lastFinal')}
                </th>
                <td className="num">{formatWhole(locale, finalBlock)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </aside>
  )
}

const Heading = ({ open, mine }: Pick<HomePageProps, 'open' | 'mine'>) => {
  const { t } = useIntl()
  const waiting = mine?.filter(needsBallot).length ?? 0
  if (waiting > 0) return t('home.waiting', { count: waiting })
  return open.length > 0 ? t('home.open', { count: open.length }) : t('home.noneOpen')
}

/** What needs the reader, then the open votes, what waits for a next step, and what was decided last. */
export const HomePage = (props: HomePageProps) => {
  const { open, waiting, decided, mine, delegate, own, recalled, status, power, compute, now } = props
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <h1>
          <Heading open={open} mine={mine} />
        </h1>
        <p className="lede">{t('home.lede')}</p>
        <RecallCallouts releases={recalled} />
      </div>
      <div className="cols">
        {mine !== null && mine.length > 0 && <NeedsYou mine={mine} now={now} />}
        {own}
        {delegate}
        <section className="sec" aria-labelledby="live">
          <header>
            <h2 id="live">{t('home.live')}</h2>
            <a className="small" href="/proposals">
              {t('home.allProposals')}
            </a>
          </header>
          {open.length === 0 && <p>{t('home.liveNone')}</p>}
          <ul className="list">
            {open.map((proposal) => (
              <ProposalRow key={proposal.id} proposal={proposal} now={now} />
            ))}
          </ul>
          {open.length > 0 && <BarLegend />}
        </section>
        <Glance status={status} power={power} compute={compute} />
        {waiting.length > 0 && (
          <section className="sec" aria-labelledby="next">
            <h2 id="next">{t('home.next')}</h2>
            <DecidedTable proposals={waiting} now={now} />
          </section>
        )}
        <section className="sec" aria-labelledby="decided">
          <h2 id="decided">{t('home.decided')}</h2>
          {decided.length === 0 ? (
            <p className="note">{t('home.decidedNone')}</p>
          ) : (
            <DecidedTable proposals={decided} now={now} />
          )}
        </section>
      </div>
    </>
  )
}
