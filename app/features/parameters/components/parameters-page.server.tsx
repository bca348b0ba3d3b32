import { FoldTable } from '~/components/fold-table'
import { UtcTime } from '~/components/utc-time'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import type { Parameter, Parameters } from '../schema'
import { describeValue } from './describe-value'

// Numbers stay whole, but for the few that no column of a small screen holds.
const WHOLE_UP_TO = 24
const breakIfLong = (text: string) => (text.length > WHOLE_UP_TO ? 'long' : undefined)

const Value = ({ parameter }: { parameter: Parameter }) => {
  const intl = useIntl()
  const text = describeValue(intl, parameter, parameter.value)
  return parameter.unit === 'address' ? (
    <span className="hash">{text}</span>
  ) : (
    <strong className={breakIfLong(text)}>{text}</strong>
  )
}

const Bounds = ({ parameter }: { parameter: Parameter }) => {
  const intl = useIntl()
  const { bounds, changeable } = parameter
  if (!changeable) return <span className="quiet">{intl.t('parameters.fixed')}</span>
  if (bounds === null) return intl.t('parameters.unbounded')
  const min = describeValue(intl, parameter, bounds.min)
  const max = describeValue(intl, parameter, bounds.max)
  return <span className={breakIfLong(max)}>{intl.t('parameters.between', { min, max })}</span>
}

const SetBy = ({ setBy }: Pick<Parameter, 'setBy'>) => {
  const { t } = useIntl()
  const { proposal, at } = setBy
  return (
    <>
      {proposal === null ? (
        t('parameters.deployment')
      ) : (
        <a href={`/proposals/${proposal.id}`}>{t('proposal.number', { id: proposal.id })}</a>
      )}
      <br />
      <span className="quiet">
        <UtcTime at={at.time} />
      </span>
    </>
  )
}

const Group = ({ contract, parameters }: { contract: string; parameters: Parameter[] }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby={contract}>
      <header>
        <h2 id={contract}>{t(`parameter.group.${contract}` as MessageKey)}</h2>
        <span className="small quiet">{contract}</span>
      </header>
      <FoldTable
        caption={t('parameters.caption', { contract })}
        rows={parameters}
        rowKey={({ key }) => key}
        rowId={({ key }) => key}
        columns={[
          { name: t('parameters.name'), cell: ({ key }) => t(`parameter.${key}` as MessageKey) },
          { name: t('parameters.value'), cell: (parameter) => <Value parameter={parameter} /> },
          { name: t('parameters.bounds'), cell: (parameter) => <Bounds parameter={parameter} /> },
          { name: t('parameters.setBy'), cell: (parameter) => <SetBy setBy={parameter.setBy} /> },
        ]}
      />
    </section>
  )
}

const Constituencies = ({ constituencies }: Pick<Parameters, 'constituencies'>) => {
  const { t, locale } = useIntl()
  return (
    <section className="sec" aria-labelledby="constituencies">
      <h2 id="constituencies">{t('parameters.seats')}</h2>
      <FoldTable
        caption={t('parameters.seatsCaption')}
        rows={constituencies}
        rowKey={({ index }) => String(index)}
        columns={[
          {
            name: t('parameters.constituency'),
            cell: ({ index }) => t('parameters.constituencyNumber', { number: index + 1 }),
          },
          { name: t('parameters.capacity'), numeric: true, cell: ({ capacity }) => formatWhole(locale, capacity) },
          { name: t('parameters.seated'), numeric: true, cell: ({ seated }) => formatWhole(locale, seated) },
        ]}
      />
    </section>
  )
}

/** Every value with its limits and what set it, one table per contract. */
export const ParametersPage = ({ parameters }: { parameters: Parameters }) => {
  const { t } = useIntl()
  const contracts = [...new Set(parameters.parameters.map(({ contract }) => contract))]
  return (
    <>
      <div className="head">
        <h1>{t('parameters.title')}</h1>
        <p className="lede">{t('parameters.lede')}</p>
        <p className="note">{t('parameters.profile', { profile: parameters.profile })}</p>
      </div>
      {contracts.map((contract) => (
        <Group
          key={contract}
          contract={contract}
          parameters={parameters.parameters.filter((parameter) => parameter.contract === contract)}
        />
      ))}
      <Constituencies constituencies={parameters.constituencies} />
    </>
  )
}
