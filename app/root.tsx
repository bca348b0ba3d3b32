import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { AccountButton } from '~/components/account-button'
import { Callout } from '~/components/callout'
import { ProblemNotice, type ProblemText } from '~/components/problem-notice'
import { SiteFooter } from '~/components/site-footer'
import { SiteHeader } from '~/components/site-header'
import { Sprite } from '~/components/sprite'
import { getFrame } from '~/frame.server'
import { NonceContext } from '~/nonce-context'
import stylesheet from '~/styles/app.css?url'
import { DemoBar } from '~/wallet/demo-bar'
import { wallet } from '~/wallet/wallet'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' },
]

export const loader = ({ request }: LoaderFunctionArgs) => getFrame(request)

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Ostrakon' },
  { name: 'description', content: data?.description },
]

const useFrame = () => useRouteLoaderData<typeof loader>('root')

type Frame = NonNullable<ReturnType<typeof useFrame>>

const Header = ({ frame }: { frame: Frame }) => {
  const { access, chainTime, viewer, locale } = frame
  return (
    <>
      {access?.demo && access.rpcUrl !== null && chainTime !== null && (
        <DemoBar rpcUrl={access.rpcUrl} chainTime={chainTime} texts={frame.clock} />
      )}
      <SiteHeader links={frame.links} current={frame.path} text={frame.header}>
        {access && (
          <AccountButton access={access} locale={locale} wallet={wallet} viewer={viewer} texts={frame.account} />
        )}
      </SiteHeader>
    </>
  )
}

export function Layout({ children }: { children: ReactNode }) {
  const frame = useFrame()
  const nonce = useContext(NonceContext)
  return (
    <html lang={frame?.locale ?? 'en'} {...(frame && frame.theme !== 'system' ? { 'data-theme': frame.theme } : {})}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        <Sprite />
        {frame && <Header frame={frame} />}
        <main id="main" className="wrap" tabIndex={-1}>
          {frame?.lag && (
            <div className="lag">
              <Callout tone="warn" title={frame.lag.title}>
                <p>{frame.lag.detail}</p>
              </Callout>
            </div>
          )}
          {children}
        </main>
        {frame && <SiteFooter text={frame.footer} theme={frame.theme} back={frame.back} />}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

const isProblem = (value: unknown): value is ProblemText =>
  typeof value === 'object' && value !== null && 'title' in value && 'next' in value

// Only when not even the frame could be made, whose texts know the reader's language.
const LAST_RESORT: ProblemText = {
  title: 'This page could not be made / 无法生成此页面',
  detail: 'The server met something it did not expect. 服务器遇到了意料之外的情况。',
  next: 'Reload it in a minute. 请一分钟后重新载入。',
  links: [{ href: '/', name: 'Ostrakon' }],
}

export function ErrorBoundary() {
  const error = useRouteError()
  const frame = useFrame()
  if (isRouteErrorResponse(error) && isProblem(error.data)) return <ProblemNotice {...error.data} />
  if (isRouteErrorResponse(error) && error.status === 404 && frame) return <ProblemNotice {...frame.missing} />
  return <ProblemNotice {...(frame?.broken ?? LAST_RESORT)} />
}
