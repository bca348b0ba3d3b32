import { formatAmount } from '~/i18n/amount'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { ProposalSummary, Viewer } from '../schema'
import { ProposalClock } from './proposal-row.server'
import { getTitle } from './title'

export type OpenToViewer = { proposal: ProposalSummary; viewer: Viewer }

const HOUSES = ['token', 'seat'] as const

const openHouses = (viewer: Viewer) => HOUSES.filter((house) => viewer[house].allowed.length > 0)

/** Whether the account still has a ballot to give. */
export const needsBallot = ({ viewer }: OpenToViewer): boolean => openHouses(viewer).length > 0

const describePower = (intl: IntlShape, viewer: Viewer): string =>
  openHouses(viewer)
    .map((house) => intl.t('home.yourPower', { amount: formatAmount(intl, viewer[house].power), house }))
    .join(' ')

/** The open votes in which the connected account has a ballot left, the first to end first. */
export const NeedsYou = ({ mine, now }: { mine: OpenToViewer[]; now: string }) => {
  const intl = useIntl()
  const { t } = intl
  const waiting = mine.filter(needsBallot)
  return (
    <section className="sec" aria-labelledby="todo">
      <h2 id="todo">{t('home.needsYou')}</h2>
      {waiting.length === 0 && <p>{t('home.allVoted')}</p>}
      <ul className="list">
        {waiting.map(({ proposal, viewer }, index) => (
          <li key={proposal.id} className="todo-item">
            <div>
              <a href={`/proposals/${proposal.id}`}>
                <strong>{t('home.voteOn', { id: proposal.id, title: getTitle(intl, proposal) })}</strong>
              </a>
              <p className="note">
                <ProposalClock proposal={proposal} now={now} /> {describePower(intl, viewer)}
              </p>
            </div>
            <a className={index === 0 ? 'btn main sm' : 'btn sm'} href={`/proposals/${proposal.id}#vote`}>
              {t('home.vote')}
              <span className="vh"> {t('home.voteFull', { id: proposal.id })}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
