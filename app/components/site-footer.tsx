import type { NavLink } from './site-header'
import { UtcTime } from './utc-time'

export type FooterText = {
  /** Where the index stands, one sentence each. */
  facts: string[]
  time: string | null
  links: NavLink[]
  label: string
  theme: { legend: string; options: { value: string; name: string }[] }
}

type SiteFooterProps = { text: FooterText; theme: string; back: string }

/** On every page: the block that it was read at, its age and its finality; the theme works without a script. */
export const SiteFooter = ({ text, theme, back }: SiteFooterProps) => (
  <footer className="foot">
    <div className="wrap">
      <ul>
        {text.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
        {text.time !== null && (
          <li>
            <UtcTime at={text.time} />
          </li>
        )}
      </ul>
      <div className="foot-end">
        <nav aria-label={text.label}>
          <ul>
            {text.links.map(({ href, name }) => (
              <li key={href}>
                <a href={href}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <form method="post" action="/preferences" className="theme">
          <input type="hidden" name="back" value={back} />
          <fieldset className="row">
            <legend className="vh">{text.theme.legend}</legend>
            {text.theme.options.map(({ value, name }) => (
              <button
                key={value}
                type="submit"
                className="link"
                name="theme"
                value={value}
                aria-pressed={value === theme}
              >
                {name}
              </button>
            ))}
          </fieldset>
        </form>
      </div>
    </div>
  </footer>
)
