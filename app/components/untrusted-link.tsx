import { useIntl } from '~/i18n/intl-context'

/** An address that a stranger wrote on chain: shown whole, followed only by a click, and said to be unchecked. */
export const UntrustedLink = ({ uri }: { uri: string }) => {
  const { t } = useIntl()
  return (
    <span className="long">
      {/^https?:\/\/[^\s]+$/i.test(uri) ? (
        <a href={uri} rel="nofollow noopener noreferrer external">
          {uri}
        </a>
      ) : (
        uri
      )}{' '}
      <span className="badge warn">{t('untrusted')}</span>
    </span>
  )
}
