import { useIntl } from '~/i18n/intl-context'

type StateFilterProps<State extends string> = {
  /** The list's address. */
  path: string
  states: readonly State[]
  /** The one that is shown; null for all. */
  shown: State | null
  textOf: (state: State | 'all') => string
}

/** A list by the state of what it holds. */
export const StateFilter = <State extends string>({ path, states, shown, textOf }: StateFilterProps<State>) => {
  const { t } = useIntl()
  return (
    <nav className="row" aria-label={t('orders.states')}>
      <a className="btn sm" href={path} aria-current={shown === null ? 'page' : undefined}>
        {textOf('all')}
      </a>
      {states.map((state) => (
        <a
          key={state}
          className="btn sm"
          href={`${path}?state=${state}`}
          aria-current={state === shown ? 'page' : undefined}
        >
          {textOf(state)}
        </a>
      ))}
    </nav>
  )
}
