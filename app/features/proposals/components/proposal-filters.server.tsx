import { useIntl } from '~/i18n/intl-context'
import type { ProposalFilters } from '../read.server'
import { KINDS, SORTS, STATES } from './parse-filters'

type Option = { value: string; name: string }

type SelectProps = { name: string; label: string; value: string; options: Option[] }

const Select = ({ name, label, value, options }: SelectProps) => (
  <div className="field">
    <label htmlFor={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name} defaultValue={value}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  </div>
)

/** A plain GET form: what it shows is in the address, and it works without a script. */
export const ProposalFiltersForm = ({ filters }: { filters: ProposalFilters }) => {
  const { t } = useIntl()
  const any = { value: '', name: t('proposals.any') }
  return (
    <form className="filters" method="get" action="/proposals">
      <div className="field grow">
        <label htmlFor="filter-q">{t('proposals.search')}</label>
        <input id="filter-q" type="search" name="q" defaultValue={filters.q ?? ''} maxLength={200} />
      </div>
      <Select
        name="state"
        label={t('proposals.state')}
        value={filters.state ?? ''}
        options={[any, ...STATES.map((value) => ({ value, name: t(`state.${value}`) }))]}
      />
      <Select
        name="kind"
        label={t('proposals.kind')}
        value={filters.kind?.[0] ?? ''}
        options={[any, ...KINDS.map((value) => ({ value, name: t(`kind.${value}`) }))]}
      />
      <Select
        name="sort"
        label={t('proposals.sort')}
        value={filters.sort ?? 'newest'}
        options={SORTS.map((value) => ({ value, name: t(`proposals.sort.${value}`) }))}
      />
      {filters.proposer !== undefined && <input type="hidden" name="proposer" value={filters.proposer} />}
      <div className="row">
        <button type="submit" className="btn">
          {t('proposals.apply')}
        </button>
        <a className="small" href="/proposals">
          {t('proposals.clear')}
        </a>
      </div>
    </form>
  )
}
