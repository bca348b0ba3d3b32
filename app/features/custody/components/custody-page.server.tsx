import { AccountName } from '~/components/account-name'
import { AddressChip } from '~/components/address-chip'
import { Breadcrumbs } from '~/components/breadcrumbs'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { RecallCallout } from '~/components/recall-callout'
import { formatUtc } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Custody, Grant, Seal, Share } from '../schema'

const time = (at: string): string => formatUtc(at).slice(0, -4)

const Done = ({ done }: { done: { at: { time: string } } | null }) => {
  const { t } = useIntl()
  if (done === null) return <span className="quiet">{t('custody.not')}</span>
  return (
    <>
      <Icon name="ok" tone="good" /> {time(done.at.time)}
    </>
  )
}

const Steward = ({ share: { steward, seat } }: { share: Share }) => {
  const { t } = useIntl()
  return steward === null ? t('custody.vacant', { seat }) : <AccountName account={steward} />
}

const SealSection = ({ seal }: { seal: Seal }) => {
  const { t } = useIntl()
  const title = `seal-${seal.id}`
  return (
    <section className="sec" aria-labelledby={title}>
      <header>
        <h2 id={title}>{t('custody.seal', { id: seal.id })}</h2>
        <span className="small">{t(seal.newest ? 'custody.newest' : 'custody.older')}</span>
      </header>
      <FoldTable
        caption={t('custody.sharesCaption')}
        rows={seal.shares}
        rowKey={({ index }) => String(index)}
        columns={[
          { name: t('custody.share'), cell: ({ index }) => index + 1 },
          { name: t('custody.steward'), cell: (share) => <Steward share={share} /> },
          { name: t('custody.acknowledged'), cell: ({ acknowledged }) => <Done done={acknowledged} /> },
          { name: t('custody.published'), cell: ({ published }) => <Done done={published} /> },
        ]}
      />
      <dl className="kv">
        <dt>{t('custody.threshold')}</dt>
        <dd>{t('custody.thresholdOf', { threshold: seal.threshold, shares: seal.shares.length })}</dd>
        <dt>{t('custody.sealedAt')}</dt>
        <dd>
          {formatUtc(seal.sealed.time)} <AccountName account={seal.maintainer} />
        </dd>
        <dt>{t('custody.recipient')}</dt>
        <dd className="hash">{seal.recipient}</dd>
        <dt>{t('custody.ciphertextRoot')}</dt>
        <dd className="hash">{seal.ciphertextRoot}</dd>
        <dt>{t('custody.ciphertextManifest')}</dt>
        <dd className="hash">{seal.ciphertextManifest}</dd>
        <dt>{t('custody.boxes')}</dt>
        <dd className="hash">{seal.boxesDigest}</dd>
      </dl>
    </section>
  )
}

const statusOf = ({ status, revoked }: Grant) =>
  status === 'revoked' && revoked?.by === 'council' ? 'custody.stopped' : (`custody.${status}` as const)

const Grants = ({ grants }: { grants: Grant[] }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="grants">
      <h2 id="grants">{t('custody.grants')}</h2>
      {grants.length === 0 ? (
        <p className="note">{t('custody.noGrant')}</p>
      ) : (
        <FoldTable
          caption={t('custody.grantsCaption')}
          rows={grants}
          rowKey={({ id }) => id}
          columns={[
            { name: t('custody.grants'), cell: ({ id }) => t('guardians.grant', { id }) },
            { name: t('custody.grantee'), cell: ({ grantee }) => <AccountName account={grantee} /> },
            {
              name: t('custody.status'),
              cell: (grant) => (
                <>
                  <Icon
                    name={grant.status === 'live' ? 'ok' : 'wait'}
                    tone={grant.status === 'live' ? 'good' : 'warn'}
                  />{' '}
                  {t(statusOf(grant))}
                </>
              ),
            },
            { name: t('custody.expires'), cell: ({ expires }) => time(expires.time) },
            {
              name: t('custody.by'),
              cell: ({ proposal }) =>
                proposal && <a href={`/proposals/${proposal.id}`}>{t('proposal.number', { id: proposal.id })}</a>,
            },
          ]}
        />
      )}
    </section>
  )
}

const Given = ({ grants }: { grants: Grant[] }) => {
  const { t } = useIntl()
  const rows = grants.flatMap(({ id, grantee, releases }) => releases.map((one) => ({ ...one, grant: id, grantee })))
  return (
    <section className="sec" aria-labelledby="given">
      <h2 id="given">{t('custody.given')}</h2>
      {rows.length === 0 ? (
        <p className="note">{t('custody.noneGiven')}</p>
      ) : (
        <FoldTable
          caption={t('custody.givenCaption')}
          rows={rows}
          rowKey={({ grant, index }) => `${grant} ${index}`}
          columns={[
            { name: t('custody.share'), cell: ({ index }) => index + 1 },
            { name: t('guardians.at'), cell: ({ at }) => time(at.time) },
            { name: t('custody.by'), cell: ({ steward }) => <AccountName account={steward} /> },
            { name: t('custody.to'), cell: ({ grantee }) => <AccountName account={grantee} /> },
            { name: t('release.transaction'), cell: ({ transaction }) => <AddressChip value={transaction} /> },
          ]}
        />
      )}
    </section>
  )
}

const LIMITS = ['sealer', 'together', 'keys', 'copies', 'node', 'loss', 'names', 'quantum', 'memory', 'expiry'] as const

/** What custody does not protect against, and the commands of those who take part. */
export const CustodySide = ({ custody }: { custody: Custody }) => {
  const { t } = useIntl()
  const { release, seals, grants } = custody
  const seal = seals[0]?.id ?? 'SEAL'
  const grant = grants[0]?.id ?? 'GRANT'
  const commands = [
    [
      'seal',
      `npx ostrakon seal ./folder \\\n  --release ${release.id} --threshold 3 \\\n  --seats 1,2,3,4,5 --out ./sealed`,
    ],
    ['ack', `npx ostrakon ack ${seal} \\\n  --boxes boxes.json \\\n  --identity key.txt`],
    ['grant', `npx ostrakon grant ${grant} \\\n  --boxes boxes.json \\\n  --identity key.txt`],
    ['unseal', `npx ostrakon unseal ./sealed \\\n  --grant ${grant} \\\n  --identity key.txt \\\n  --out ./folder`],
  ] as const
  return (
    <>
      <section className="card">
        <h2>{t('custody.limits')}</h2>
        <ul className="checks">
          {LIMITS.map((limit) => (
            <li key={limit}>
              <Icon name="wait" tone="warn" />
              <span>{t(`custody.limit.${limit}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card">
        <h2>{t('custody.commands')}</h2>
        {commands.map(([name, command]) => (
          <div key={name} className="stack-2">
            <p className="note">{t(`custody.cmd.${name}`)}</p>
            <pre className="raw">
              <b>{command}</b>
            </pre>
          </div>
        ))}
      </section>
    </>
  )
}

/** Whose key it is about, and what warns of it. */
export const CustodyHead = ({ custody: { release } }: { custody: Custody }) => {
  const { t } = useIntl()
  const name = t('release.title', { model: release.model.name, version: release.version })
  return (
    <>
      <Breadcrumbs
        path={[
          { name: t('nav.models'), href: '/models' },
          { name, href: `/releases/${release.id}` },
          { name: t('release.custody') },
        ]}
      />
      <h1>{t('custody.title', { name })}</h1>
      <p className="lede">{t('custody.lede')}</p>
      <RecallCallout release={release} />
    </>
  )
}

/** Who holds shares, who was granted access, and every share that left. */
export const CustodyBody = ({ custody }: { custody: Custody }) => {
  const { t } = useIntl()
  return (
    <>
      {custody.seals.length === 0 && (
        <section className="sec" aria-labelledby="shares">
          <h2 id="shares">{t('custody.shares')}</h2>
          <p>{t('custody.none')}</p>
        </section>
      )}
      {custody.seals.map((seal) => (
        <SealSection key={seal.id} seal={seal} />
      ))}
      <Grants grants={custody.grants} />
      <Given grants={custody.grants} />
    </>
  )
}
