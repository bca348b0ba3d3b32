import type { ReactNode } from 'react'
import type { Locale } from '~/i18n/locale'
import { Icon } from './icon'

export type NavLink = { href: string; name: string }

export type HeaderText = {
  skip: string
  main: string
  menu: string
  otherLanguage: { locale: Locale; name: string; href: string }
}

type SiteHeaderProps = {
  links: NavLink[]
  current: string
  text: HeaderText
  /** The wallet's button. */
  children?: ReactNode
}

const isCurrent = (href: string, current: string): boolean => current === href || current.startsWith(`${href}/`)

const Links = ({ links, current }: { links: NavLink[]; current: string }) => {
  const best = links.filter(({ href }) => isCurrent(href, current)).sort((a, b) => b.href.length - a.href.length)[0]
  return links.map((link) => (
    <li key={link.href}>
      <a href={link.href} {...(link === best ? { 'aria-current': 'page' as const } : {})}>
        {link.name}
      </a>
    </li>
  ))
}

const LanguageLink = ({ locale, name, href }: HeaderText['otherLanguage']) => (
  <a className="language" href={href} lang={locale} hrefLang={locale}>
    {name}
  </a>
)

export const SiteHeader = ({ links, current, text, children }: SiteHeaderProps) => (
  <>
    <a className="skip" href="#main">
      {text.skip}
    </a>
    <header className="top">
      <div className="wrap">
        <a className="brand" href="/">
          <Icon name="sherd" />
          Ostrakon
        </a>
        <nav className="nav" aria-label={text.main}>
          <ul>
            <Links links={links} current={current} />
          </ul>
        </nav>
        <div className="tools">
          <LanguageLink {...text.otherLanguage} />
          {children}
          <details className="menu">
            <summary>{text.menu}</summary>
            <ul>
              <Links links={links} current={current} />
              <li className="phone">
                <LanguageLink {...text.otherLanguage} />
              </li>
            </ul>
          </details>
        </div>
      </div>
    </header>
  </>
)
