export type ProblemText = {
  title: string
  detail: string
  next: string
  links: { href: string; name: string }[]
}

/** An error as a page: what failed, with which value, and what to do next. */
export const ProblemNotice = ({ title, detail, next, links }: ProblemText) => (
  <div className="head">
    <h1>{title}</h1>
    <p className="lede">{detail}</p>
    <p>{next}</p>
    <ul className="row">
      {links.map(({ href, name }) => (
        <li key={href}>
          <a href={href}>{name}</a>
        </li>
      ))}
    </ul>
  </div>
)
