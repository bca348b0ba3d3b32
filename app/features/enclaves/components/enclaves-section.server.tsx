import { AccountName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { UtcTime } from '~/components/utc-time'
import { useIntl } from '~/i18n/intl-context'
import type { Enclave } from '../schema'

const shorten = (digest: string): string => `${digest.slice(2, 10)}…`

const Status = ({ status }: Pick<Enclave, 'status'>) => {
  const { t } = useIntl()
  const isLive = status === 'live'
  return (
    <>
      <Icon name={isLive ? 'ok' : 'wait'} tone={isLive ? 'good' : 'warn'} /> {t(`enclave.${status}`)}
    </>
  )
}

/** Who claims to serve the release inside an enclave, until when; the chain has checked no quote. */
export const EnclavesSection = ({ enclaves }: { enclaves: Enclave[] }) => {
  const { t } = useIntl()
  const [newest] = enclaves
  if (newest === undefined) return null
  return (
    <section className="sec" aria-labelledby="enclaves">
      <h2 id="enclaves">{t('enclave.title')}</h2>
      <p className="note">{t('enclave.only')}</p>
      <FoldTable
        caption={t('enclave.caption')}
        rows={enclaves}
        rowKey={({ id }) => id}
        columns={[
          {
            name: t('enclave.operator'),
            cell: ({ id, operator }) => (
              <>
                #{id} <AccountName account={operator} />
              </>
            ),
          },
          { name: t('enclave.status'), cell: (enclave) => <Status {...enclave} /> },
          { name: t('enclave.expires'), cell: ({ expires }) => <UtcTime at={expires.time} /> },
          { name: t('enclave.quote'), cell: ({ quote }) => <code title={quote}>{shorten(quote)}</code> },
          {
            name: t('enclave.measurement'),
            cell: ({ measurement, description }) => (
              <>
                <code title={measurement}>{shorten(measurement)}</code> {description}
              </>
            ),
          },
        ]}
      />
      <pre className="raw">
        <b>{`npx ostrakon attest verify --quote FILE --collateral FILE \\\n  --at now --enclave ${newest.id}`}</b>
      </pre>
    </section>
  )
}
