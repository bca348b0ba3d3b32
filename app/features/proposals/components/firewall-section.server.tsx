import type { ReactNode } from 'react'
import { AccountName, PartyName } from '~/components/account-name'
import { FoldTable } from '~/components/fold-table'
import { Icon } from '~/components/icon'
import { formatAmount } from '~/i18n/amount'
import { formatUtc, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Firewall } from '../firewall-schema'

type Powers = Firewall['byParty']
type Power = Powers['block']
type Elector = Power['alone'][number]
type Act = 'unopposed' | 'opposed' | 'block'

const acts: readonly Act[] = ['unopposed', 'opposed', 'block']

const describeNeeds = (intl: IntlShape, { needs: { votes, seats, both } }: Power): string => {
  const { t } = intl
  const parts = [votes, seats].flatMap((amount) =>
    amount === null || amount.value === '0' ? [] : [formatAmount(intl, amount)],
  )
  if (both && (votes === null || seats === null)) return t('firewall.impossible')
  if (parts.length < 2) return parts[0] ?? t('firewall.impossible')
  return t(both ? 'firewall.and' : 'firewall.or', { votes: parts[0] ?? '', seats: parts[1] ?? '' })
}

const ElectorName = ({ elector: { party, account } }: { elector: Elector }) => {
  if (account !== null) return <AccountName account={account} />
  return party === null ? null : <PartyName party={party} />
}

const weightOf = (intl: IntlShape, { votes, seats }: Elector): string =>
  [votes, ...(seats.value === '0' ? [] : [seats])].map((amount) => formatAmount(intl, amount)).join(', ')

const Electors = ({ electors, count }: { electors: Elector[]; count: number }) => {
  const intl = useIntl()
  const rest = count - electors.length
  return (
    <ul className="list small">
      {electors.map((elector, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, on the server
        <li key={index}>
          <ElectorName elector={elector} /> <span className="quiet">{weightOf(intl, elector)}</span>
        </li>
      ))}
      {rest > 0 && <li className="quiet">{intl.t('firewall.more', { count: rest })}</li>}
    </ul>
  )
}

const Alone = ({ power }: { power: Power }) => {
  const { t } = useIntl()
  if (power.aloneCount === 0) {
    return (
      <>
        <Icon name="ok" tone="good" /> {t('firewall.nobody')}
      </>
    )
  }
  return (
    <>
      <strong>
        <Icon name="wait" tone="warn" /> {t('firewall.somebody', { count: power.aloneCount })}
      </strong>
      <Electors electors={power.alone} count={power.aloneCount} />
    </>
  )
}

const Fewest = ({ power }: { power: Power }) => {
  const { t, locale } = useIntl()
  if (power.fewest === null) return <>{t('firewall.noGroup')}</>
  return (
    <details>
      <summary>{t('firewall.group', { count: power.fewest, shown: formatWhole(locale, power.fewest) })}</summary>
      <Electors electors={power.coalition} count={power.fewest} />
    </details>
  )
}

const PowersTable = ({ caption, powers }: { caption: string; powers: Powers }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <FoldTable
      caption={caption}
      rows={[...acts]}
      rowKey={(act) => act}
      columns={[
        { name: t('firewall.act'), cell: (act) => t(`firewall.${act}`) },
        { name: t('firewall.needs'), cell: (act) => describeNeeds(intl, powers[act]) },
        { name: t('firewall.alone'), cell: (act) => <Alone power={powers[act]} /> },
        { name: t('firewall.fewest'), cell: (act) => <Fewest power={powers[act]} /> },
      ]}
    />
  )
}

const summarise = ({ t }: IntlShape, { unopposed, opposed, block }: Powers): string => {
  if (opposed.aloneCount > 0) return t('firewall.sumPass')
  if (unopposed.aloneCount > 0) return t('firewall.sumUnopposed')
  return block.aloneCount > 0 ? t('firewall.sumBlock') : t('firewall.sumNobody')
}

/** Who alone could pass or stop a proposal, by the rules that count it; null while that is worked out. */
export const FirewallSection = ({ firewall }: { firewall: Firewall | null }) => {
  const { t } = useIntl()
  if (firewall !== null) return <Measured firewall={firewall} />
  return (
    <>
      <h2 id="firewall">{t('firewall.title')}</h2>
      <p>{t('firewall.making')}</p>
    </>
  )
}

// Each party with all its accounts first.
const Measured = ({ firewall }: { firewall: Firewall }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const { byParty, byAccount, cancel, snapshot, provisional } = firewall
  const isWatched = cancel.some(({ role }) => role === 'council')
  const others = [...(isWatched ? [] : (['noCouncil'] as const)), 'deployer', 'operator'] as const
  const bold = (chunks: ReactNode[]) => <strong>{chunks}</strong>
  return (
    <>
      <header>
        <h2 id="firewall">{t('firewall.title')}</h2>
        <span className="small quiet">
          {provisional ? t('firewall.now') : t('firewall.at', { time: formatUtc(snapshot.time) })}
        </span>
      </header>
      <p>
        <strong>{summarise(intl, byParty)}</strong>
      </p>
      <ul className="checks">
        {cancel.map(({ role, account }) => (
          <li key={role}>
            <Icon name="wait" tone="warn" />
            <span>
              {intl.rich(`firewall.cancel.${role}`, { b: bold })} <AccountName account={account} />
            </span>
          </li>
        ))}
        {others.map((other) => (
          <li key={other}>
            <Icon name="ok" tone="good" />
            <span>{t(`firewall.${other}`)}</span>
          </li>
        ))}
      </ul>
      <PowersTable caption={t('firewall.caption', { count: formatWhole(locale, byParty.electors) })} powers={byParty} />
      <details>
        <summary>{t('firewall.byAccount')}</summary>
        <PowersTable
          caption={t('firewall.accountCaption', { count: formatWhole(locale, byAccount.electors) })}
          powers={byAccount}
        />
      </details>
    </>
  )
}
