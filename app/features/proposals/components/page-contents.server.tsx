import { useIntl } from '~/i18n/intl-context'

/** Where to find what on the page. */
export const PageContents = ({ isOpen, hasEffect }: { isOpen: boolean; hasEffect: boolean }) => {
  const { t } = useIntl()
  const links = [
    ['result', t('proposal.result')],
    ['actions', t('proposal.actions')],
    ...(isOpen ? [['simulation', t('simulation.title')] as const] : []),
    ['firewall', t('firewall.title')],
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
