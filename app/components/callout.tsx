import type { ReactNode } from 'react'

type CalloutProps = { tone: 'result' | 'warn' | 'bad'; title: string; children?: ReactNode }

/** One per section: a result, what needs care, or what was refused. */
export const Callout = ({ tone, title, children }: CalloutProps) => (
  <div className={tone === 'result' ? 'callout' : `callout ${tone}`}>
    <p>
      <strong>{title}</strong>
    </p>
    {children}
  </div>
)
