import { useIntl } from '~/i18n/intl-context'
import { buildSnippet } from './embed-snippet.server'

/** What another site takes to show a proposal. */
export const EmbedSection = ({ id, portal }: { id: string; portal: string }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <details className="stack-2">
      <summary>{t('embed.title')}</summary>
      <p className="note">{t('embed.note')}</p>
      <pre className="raw">{buildSnippet(intl, { portal, id })}</pre>
    </details>
  )
}
