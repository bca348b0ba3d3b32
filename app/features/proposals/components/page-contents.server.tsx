import { useIntl } from '~/i18n/intl-context'

/** Where to find what on the page. */
export const PageContents = ({ hasEffect }: { hasEffect: boolean }) => {
  const { t } = useIntl()
  const links = [
    ['result', t('proposal.result')],
    ['actions', t('proposal.actions')],
    ...(hasEffect ? [['effect', t('effect.title')] as const] : []),
    ['text', t('proposal.describe')],
    ['timeline', t('timeline.title')],
    ['votes', t('proposal.votes')],
    ['silent', t('proposal.silent')],
  ] as const
  return (
    <nav className="toc small" aria-label={t('a11y.onPage')}>
      <ul>
        {links.map(([id, name]) => (
          <li key={id}>
            <a href={`#${id}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
