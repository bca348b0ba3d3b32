import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { AttestationStatus, Report, VerdictName } from '~/components/attestation-status'
import { FoldTable } from '~/components/fold-table'
import type { Attestation } from '~/http/stewardship'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'

/** All that evaluators ever stated about these bytes, newest first. */
export const ReleaseAttestations = ({ attestations }: { attestations: Attestation[] }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="attestations">
      <header>
        <h2 id="attestations">{t('attestations.title')}</h2>
        <a className="small" href="/evaluators">
          {t('attestations.evaluators')}
        </a>
      </header>
      {attestations.length === 0 ? (
        <p className="note">{t('attestations.none')}</p>
      ) : (
        <FoldTable
          caption={t('attestations.caption')}
          rows={attestations}
          rowKey={({ uid }) => uid}
          columns={[
            { name: t('attestations.kind'), cell: ({ kind }) => t(`evaluation.${kind}`) },
            {
              name: t('attestations.evaluator'),
              cell: ({ attester }) => (
                <>
                  <AccountName account={attester} bare />{' '}
                  <AddressChip value={attester.address} href={`/evaluators/${attester.address}`} />
                </>
              ),
            },
            {
              name: t('attestations.verdict'),
              cell: ({ verdict }) => <VerdictName verdict={verdict} />,
            },
            { name: t('attestations.status'), cell: (one) => <AttestationStatus attestation={one} /> },
            { name: t('attestations.report'), cell: (one) => <Report {...one} /> },
            {
              name: t('attestations.expires'),
              cell: ({ verdict, expires }) => {
                if (expires !== null) return formatUtc(expires.time).slice(0, -4)
                return t(verdict === 'pass' ? 'attestations.byAge' : 'attestations.never')
              },
            },
          ]}
        />
      )}
    </section>
  )
}
