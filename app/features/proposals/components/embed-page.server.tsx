import type { ReactNode } from 'react'
import { Icon } from '~/components/icon'
import { Sprite } from '~/components/sprite'
import { UtcTime } from '~/components/utc-time'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Standing } from '../read.server'
import { clockOf } from './clock-of'
import { HouseBrief } from './house-brief'
import { ProposalBadges } from './proposal-badges'
import { getTitle } from './title'

type Place = { portal: string; stylesheet: string }

// Within a frame on another site a page of the portal would not open: nothing else of it may be framed.
const Out = ({ href, className, children }: { href: string; className?: string; children: ReactNode }) => (
  <a href={href} target="_blank" rel="noopener" {...(className === undefined ? {} : { className })}>
    {children}
  </a>
)

type DocumentProps = Place & { title: string; children: ReactNode }

const Document = ({ title, stylesheet, portal, children }: DocumentProps) => {
  const { locale, t } = useIntl()
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{t('site.title', { page: title })}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body className="embed">
        <Sprite />
        <main>
          <p className="brand">
            <Icon name="sherd" />
            <Out href={portal}>Ostrakon</Out>
          </p>
          {children}
        </main>
      </body>
    </html>
  )
}

/** A proposal for a frame on another site: no script, no wallet, and a way to the portal. */
export const EmbedPage = ({ proposal, at, ...place }: Standing & Place) => {
  const intl = useIntl()
  const { locale, t } = intl
  const clock = clockOf(proposal)
  const open = proposal.state === 'active' || proposal.state === 'pending'
  const title = getTitle(intl, proposal)
  const page = `${place.portal}/proposals/${proposal.id}`
  return (
    <Document {...place} title={title}>
      <ProposalBadges proposal={proposal} numbered />
      <h1>
        <Out href={page}>{title}</Out>
      </h1>
      <div className="bars">
        <HouseBrief tally={proposal.tally.token} open={open} />
        <HouseBrief tally={proposal.tally.seat} open={open} />
      </div>
      <p>
        {t(clock.key)} <UtcTime at={clock.at} />
      </p>
      <Out href={page} className={proposal.state === 'active' ? 'btn main' : 'btn'}>
        {proposal.state === 'active' ? t('embed.vote') : t('embed.open')}
      </Out>
      <p className="note quiet">
        {t('footer.read', { block: formatWhole(locale, at.block), chain: at.chainId })}, <UtcTime at={at.time} />
      </p>
    </Document>
  )
}

/** The same where there is nothing to show, in the words of the portal's own page. */
export const EmbedFailure = ({ problem, ...place }: Place & { problem: { title: string; detail: string } }) => (
  <Document {...place} title={problem.title}>
    <h1>{problem.title}</h1>
    <p>{problem.detail}</p>
  </Document>
)
