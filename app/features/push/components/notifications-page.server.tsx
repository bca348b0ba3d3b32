import type { Address } from 'viem'
import { shorten } from '~/components/address-chip'
import { useIntl } from '~/i18n/intl-context'

export const NotificationsHead = () => {
  const { t } = useIntl()
  return (
    <>
      <h1>{t('notifications.title')}</h1>
      <p className="lede">{t('notifications.lede')}</p>
    </>
  )
}

type Way = { name: string; text: string; links: readonly (readonly [string, string])[] }

/** The ways to be told that need nothing of the browser. */
export const OtherWays = ({ viewer }: { viewer: Address | null }) => {
  const { t } = useIntl()
  const ballots =
    viewer === null
      ? []
      : [[`/api/v1/feed.atom?delegate=${viewer}`, t('notifications.ballots', { account: shorten(viewer) })] as const]
  const ways: Way[] = [
    {
      name: t('notifications.feeds'),
      text: t('notifications.feedsText'),
      links: [
        ['/api/v1/feed.atom', t('notifications.atom')],
        ['/api/v1/feed.json', t('notifications.json')],
        ...ballots,
      ],
    },
    {
      name: t('notifications.calendar'),
      text: t('notifications.calendarText'),
      links: [['/api/v1/calendar.ics', t('notifications.ics')]],
    },
    {
      name: t('notifications.webhooks'),
      text: t('notifications.webhooksText'),
      links: [['/developers', t('notifications.developers')]],
    },
  ]
  return ways.map(({ name, text, links }) => (
    <section className="card" key={name}>
      <h2>{name}</h2>
      <p className="note">{text}</p>
      <ul className="plain">
        {links.map(([href, label]) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </section>
  ))
}
