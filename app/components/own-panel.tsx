import type { ReactNode } from 'react'
import { ActNotice, type ActTexts } from './act-notice'
import { AlertLine } from './alert-line'
import type { OwnList } from './use-own-list'

type OwnPanelProps<Item> = {
  id: string
  own: OwnList<Item>
  isConnected: boolean
  texts: Readonly<Record<'title' | 'text' | 'connect' | 'open' | 'none' | 'noScript', string>>
  signTexts: ActTexts
  /** What was made or done last, with a secret that is shown this once. */
  said: { text: string; secret: string | null } | null
  row: (item: Item) => ReactNode
  /** The form that makes another. */
  children: ReactNode
}

/** A list that is the reader's own with the form that adds to it; a button that signs in until it is open. */
export const OwnPanel = <Item,>(props: OwnPanelProps<Item>) => {
  const { id, own, isConnected, texts, signTexts, said, row, children } = props
  const { status, busy, list, error, open } = own
  return (
    <section className="sec" aria-labelledby={id} aria-busy={busy}>
      <h2 id={id}>{texts.title}</h2>
      <p>{texts.text}</p>
      {list === null && (
        <button type="button" className="btn" disabled={busy} onClick={open}>
          {isConnected ? texts.open : texts.connect}
        </button>
      )}
      {list?.length === 0 && <p className="note">{texts.none}</p>}
      {list !== null && list.length > 0 && <ul className="list">{list.map(row)}</ul>}
      {list !== null && children}
      <div role="status">
        {said !== null && (
          <p className="long">
            {said.text} {said.secret !== null && <code>{said.secret}</code>}
          </p>
        )}
      </div>
      <ActNotice status={status} texts={signTexts} />
      <AlertLine message={error} />
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
