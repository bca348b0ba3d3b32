import type { FooterText } from '~/components/site-footer'
import type { HeaderText, NavLink } from '~/components/site-header'
import { parseViewer } from '~/domain/viewer'
import type { ChainAccess } from '~/domain/wallet'
import { getChainAccess } from '~/features/status/chain-access.server'
import { getStatus } from '~/features/status/read.server'
import type { Status } from '~/features/status/schema'
import { formatWhole } from '~/i18n/format'
import { getAreaText, getRequestIntl } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import { describeProblem } from '~/problem.server'
import { getTheme, THEMES } from '~/theme.server'

const OTHER = { en: 'zh-CN', 'zh-CN': 'en' } as const

/** The same page in the other language, as a link that can be shared. */
const otherLanguage = ({ locale, t }: IntlShape, url: URL): HeaderText['otherLanguage'] => {
  const search = new URLSearchParams(url.search)
  search.set('lang', OTHER[locale])
  return { locale: OTHER[locale], name: t('nav.otherLanguage'), href: `${url.pathname}?${search}` }
}

const describeIndex = ({ locale, t }: IntlShape, status: Status | null): string[] => {
  if (status === null) return [t('footer.unknown')]
  if (status.indexed === null) return [t('footer.starting')]
  const read = t('footer.read', {
    block: formatWhole(locale, status.indexed.number),
    chain: String(status.chainId),
  })
  const describeDistance = (blocks: number) => (blocks <= 0 ? t('footer.level') : t('footer.behind', { blocks }))
  const final = status.finalBlock === null ? [] : [t('footer.final', { block: formatWhole(locale, status.finalBlock) })]
  const lag = status.lagBlocks === null ? [] : [describeDistance(status.lagBlocks)]
  return [read, ...lag, ...final]
}

// Far below the limit at which answers stop: a reader should know before.
const WARN_SECONDS = 15

const describeLag = ({ locale, t }: IntlShape, status: Status | null): string | null => {
  if (status === null || status.indexed === null || (status.lagSeconds ?? 0) < WARN_SECONDS) return null
  const indexed = formatWhole(locale, status.indexed.number)
  return status.lagBlocks === null
    ? t('lag.unknown', { indexed })
    : t('lag.detail', { indexed, blocks: status.lagBlocks })
}

const navLinks = ({ t }: IntlShape): NavLink[] => [
  { href: '/proposals', name: t('nav.proposals') },
  { href: '/models', name: t('nav.models') },
  { href: '/compute', name: t('nav.compute') },
  { href: '/power', name: t('nav.power') },
  { href: '/delegates', name: t('nav.delegates') },
  { href: '/parameters', name: t('nav.parameters') },
  { href: '/proposals/new', name: t('nav.new') },
]

const footerText = (intl: IntlShape, status: Status | null): FooterText => ({
  facts: describeIndex(intl, status),
  time: status?.indexed?.time ?? null,
  label: intl.t('footer.label'),
  links: [
    { href: '/verify', name: intl.t('models.verify') },
    { href: '/evaluators', name: intl.t('evaluators.title') },
    { href: '/guardians', name: intl.t('guardians.title') },
    { href: '/notifications', name: intl.t('notifications.title') },
    { href: '/status', name: intl.t('footer.status') },
    { href: '/developers', name: intl.t('footer.developers') },
    { href: '/parameters', name: intl.t('footer.parameters') },
  ],
  theme: {
    legend: intl.t('theme.legend'),
    options: THEMES.map((value) => ({ value, name: intl.t(`theme.${value}`) })),
  },
})

// A frame without its block says so in the footer; the page inside it reports the failure with its own status.
const findStatus = (): Promise<Status | null> =>
  getStatus().then(
    ({ data }) => data,
    () => null,
  )

// Without it the wallet's button is left out; reading needs none.
const findAccess = (): Promise<ChainAccess | null> => getChainAccess().catch(() => null)

/** The texts of the frame around every page, in the language of the request. */
export const getFrame = async (request: Request) => {
  const intl = getRequestIntl(request)
  const url = new URL(request.url)
  const status = await findStatus()
  const lag = describeLag(intl, status)
  return {
    locale: intl.locale,
    theme: getTheme(request),
    path: url.pathname,
    back: `${url.pathname}${url.search}`,
    description: intl.t('site.description'),
    links: navLinks(intl),
    header: {
      skip: intl.t('a11y.skip'),
      main: intl.t('nav.main'),
      menu: intl.t('nav.menu'),
      otherLanguage: otherLanguage(intl, url),
    },
    viewer: parseViewer(request.headers.get('cookie')),
    access: await findAccess(),
    account: { connect: intl.t('account.connect'), change: intl.t('account.change') },
    chainTime: status?.indexed?.time ?? null,
    clock: getAreaText(intl.locale, 'clock'),
    lag: lag === null ? null : { title: intl.t('lag.title'), detail: lag },
    footer: footerText(intl, status),
    broken: describeProblem(intl, { kind: 'broken' }),
    missing: describeProblem(intl, { kind: 'notFound', path: url.pathname }),
  }
}
