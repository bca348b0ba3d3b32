import { useIntl } from '~/i18n/intl-context'

type PagerProps = {
  url: URL
  page: { next: string | null; prev: string | null }
  /** The heading to land on, where the list is not the whole page. */
  anchor?: string
}

const withCursor = (url: URL, cursor: string, anchor: string | undefined): string => {
  const search = new URLSearchParams(url.search)
  search.set('cursor', cursor)
  return `${url.pathname}?${search}${anchor === undefined ? '' : `#${anchor}`}`
}

/** Links to the neighbouring pages of a list that is paged by cursors. */
export const Pager = ({ url, page, anchor }: PagerProps) => {
  const { t } = useIntl()
  if (page.next === null && page.prev === null) return null
  return (
    <nav className="row pager" aria-label={t('a11y.pages')}>
      {page.prev !== null && (
        <a className="btn sm" rel="prev" href={withCursor(url, page.prev, anchor)}>
          {t('pager.prev')}
        </a>
      )}
      {page.next !== null && (
        <a className="btn sm" rel="next" href={withCursor(url, page.next, anchor)}>
          {t('pager.next')}
        </a>
      )}
    </nav>
  )
}
