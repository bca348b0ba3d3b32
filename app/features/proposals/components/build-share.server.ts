import { toPlainText } from '~/domain/plain-text'
import type { IntlShape } from '~/i18n/intl-context'
import type { ProposalSummary } from '../schema'
import { describeTally } from './describe-tally'
import { nameState } from './name-state'
import { CARD } from './proposal-card.server'
import { getTitle } from './title'
import { describeVerdict } from './verdict'

/** What a link to a proposal shows elsewhere: https://ogp.me, X's cards and oEmbed's discovery, as the page's `meta`. */
export const buildShare = (intl: IntlShape, { proposal, portal }: { proposal: ProposalSummary; portal: string }) => {
  const { t, locale } = intl
  const { id, tally } = proposal
  // Whoever shows it elsewhere may let its letters turn the words around it.
  const title = toPlainText(getTitle(intl, proposal))
  const url = `${portal}/proposals/${id}`
  const state = nameState(intl, proposal)
  const alt = [title, state, describeTally(intl, tally.token), describeTally(intl, tally.seat)].join(' · ')
  const oembed = `${portal}/api/v1/oembed?url=${encodeURIComponent(`${url}?lang=${locale}`)}`
  const properties = {
    'og:type': 'website',
    'og:site_name': 'Ostrakon',
    'og:url': url,
    'og:title': title,
    'og:description': `${t('proposal.number', { id })} · ${describeVerdict(intl, proposal)}`,
    'og:image': `${url}/card.png?lang=${locale}`,
    'og:image:type': 'image/png',
    'og:image:width': String(CARD.width),
    'og:image:height': String(CARD.height),
    'og:image:alt': alt,
  }
  return [
    ...Object.entries(properties).map(([property, content]) => ({ property, content })),
    { name: 'twitter:card', content: 'summary_large_image' },
    { tagName: 'link' as const, rel: 'canonical', href: url },
    { tagName: 'link' as const, rel: 'alternate', type: 'application/json+oembed', href: oembed, title },
  ]
}
