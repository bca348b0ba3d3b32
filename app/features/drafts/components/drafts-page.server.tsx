import { AccountName } from '~/components/account-name'
import { Icon } from '~/components/icon'
import { Pager } from '~/components/pager'
import { TierBadge } from '~/components/tier-badge'
import { UtcTime } from '~/components/utc-time'
import type { Amount, Page } from '~/http/shapes'
import { formatAmount } from '~/i18n/amount'
import { formatList } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { ListedDraft } from './draft-page-props'
import { nameKind } from './name-kind'

const AuthorForm = ({ author }: { author: string }) => {
  const { t } = useIntl()
  return (
    <form className="filters" method="get" action="/drafts">
      <div className="field grow">
        <label htmlFor="filter-author">{t('drafts.author')}</label>
        <input
          id="filter-author"
          name="author"
          defaultValue={author}
          maxLength={42}
          spellCheck={false}
          autoComplete="off"
          aria-describedby="author-help"
        />
        <p id="author-help" className="note">
          {t('drafts.authorHelp')}
        </p>
      </div>
      <div className="row">
        <button type="submit" className="btn">
          {t('proposals.apply')}
        </button>
        <a className="small" href="/drafts">
          {t('proposals.clear')}
        </a>
      </div>
    </form>
  )
}

const DraftRow = ({ draft, threshold }: { draft: ListedDraft; threshold: Amount }) => {
  const intl = useIntl()
  const { t, rich, locale } = intl
  const { id, title, account, kinds, tier, revision, changed, votes, seats, met, visibility } = draft
  const power = t('drafts.power', { votes: formatAmount(intl, votes), seats: formatAmount(intl, seats) })
  return (
    <li className="stack-2">
      <div className="row">
        {tier === null ? (
          <span className="badge">{t('drafts.noTier')}</span>
        ) : (
          <TierBadge tier={tier} name={t(`tier.${tier}`)} />
        )}
        <span className="badge">{t('drafts.revision', { revision })}</span>
        {visibility !== 'public' && <span className="badge">{t(`drafts.visibility.${visibility}`)}</span>}
      </div>
      <h3>
        <a href={`/drafts/${id}`}>
          <bdi>{title.trim() === '' ? t('drafts.noTitle') : title}</bdi>
        </a>
      </h3>
      <p className="small">
        {t('drafts.by')} <AccountName account={account} />
      </p>
      <p className="small">
        <Icon name={met ? 'ok' : 'wait'} tone={met ? 'good' : 'warn'} />{' '}
        {t(met ? 'drafts.met' : 'drafts.unmet', { power, threshold: formatAmount(intl, threshold) })}
      </p>
      <p className="note">
        {kinds.length === 0
          ? t('drafts.noKinds')
          : t('drafts.kinds', { kinds: formatList(locale, [...new Set(kinds.map((kind) => nameKind(intl, kind)))]) })}
        {' · '}
        {rich('drafts.changed', { time: () => <UtcTime at={changed} /> })}
      </p>
    </li>
  )
}

type DraftsPageProps = { drafts: readonly ListedDraft[]; threshold: Amount; page: Page; author: string; url: URL }

/** Drafts that everybody may read, and the reader's own. */
export const DraftsPage = ({ drafts, threshold, page, author, url }: DraftsPageProps) => {
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <h1>{t('drafts.title')}</h1>
        <p className="lede">{t('drafts.lede')}</p>
        <AuthorForm author={author} />
        <p>
          <a href="/proposals/new">{t('drafts.write')}</a>
        </p>
      </div>
      <section className="sec" aria-labelledby="results">
        <h2 id="results" className="vh">
          {t('proposals.results')}
        </h2>
        {drafts.length === 0 && <p>{t(author === '' ? 'drafts.none' : 'drafts.noneOf')}</p>}
        <ul className="list">
          {drafts.map((draft) => (
            <DraftRow key={draft.id} draft={draft} threshold={threshold} />
          ))}
        </ul>
        <Pager url={url} page={page} />
      </section>
    </>
  )
}
