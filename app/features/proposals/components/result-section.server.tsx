import { formatQuantity } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { HouseTally, Proposal } from '../schema'
import { HouseResult } from './house-result'
import { describeVerdict } from './verdict'

const COLUMNS = ['for', 'abstain', 'against', 'notVoted'] as const

const ResultTable = ({ tallies }: { tallies: HouseTally[] }) => {
  const { t, locale } = useIntl()
  const names = {
    for: t('choice.for'),
    abstain: t('choice.abstain'),
    against: t('choice.against'),
    notVoted: t('result.notVoted'),
  }
  return (
    <details>
      <summary>{t('result.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={t('result.table')}>
        <table>
          <caption>{t('result.tableCaption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('result.house')}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="num">
                  {names[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tallies.map((tally) => (
              <tr key={tally.house}>
                <th scope="row">
                  {t(tally.house === 'token' ? 'result.tokenUnit' : 'result.seatUnit', {
                    house: t(`house.${tally.house}`),
                  })}
                </th>
                {COLUMNS.map((column) => (
                  <td key={column} className="num">
                    {formatQuantity(locale, tally[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

/** The verdict as heading, then each house, then all of it once more as a table. */
export const ResultSection = ({ proposal }: { proposal: Proposal }) => {
  const intl = useIntl()
  const { token, seat } = proposal.tally
  return (
    <>
      <header>
        <h2 id="result">{describeVerdict(intl, proposal)}</h2>
      </header>
      <HouseResult tally={token} state={proposal.state} />
      <HouseResult tally={seat} state={proposal.state} />
      <ResultTable tallies={[token, seat]} />
    </>
  )
}
