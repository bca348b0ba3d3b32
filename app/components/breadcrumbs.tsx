import { Fragment } from 'react'
import { useIntl } from '~/i18n/intl-context'

type Crumb = { name: string; href?: string }

export const Breadcrumbs = ({ path }: { path: Crumb[] }) => {
  const { t } = useIntl()
  return (
    <nav className="crumbs" aria-label={t('a11y.path')}>
      {path.map(({ name, href }, index) => (
        <Fragment key={name}>
          {index > 0 && <span aria-hidden="true">/</span>}
          {href === undefined ? <span>{name}</span> : <a href={href}>{name}</a>}
        </Fragment>
      ))}
    </nav>
  )
}
