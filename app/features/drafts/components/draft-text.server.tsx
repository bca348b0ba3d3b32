import { useIntl } from '~/i18n/intl-context'

/** The author's own text, below what the calls say. `html` comes from renderMarkdown. */
export const DraftText = ({ html }: { html: string }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="text">
      <header>
        <h2 id="text">{t('draftPage.text')}</h2>
        <span className="small quiet">{t('draftPage.textNote')}</span>
      </header>
      {html === '' ? (
        <p className="note">{t('draftPage.noText')}</p>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown sanitises, and its tests attack it
        <div className="prose stack" dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </section>
  )
}
