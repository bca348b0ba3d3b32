import { useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { Icon } from '~/components/icon'
import { useAct } from '~/components/use-act'
import type { BeforeAfter, DelegationCardProps } from './delegation-card-props'

type EffectsProps = { effects: readonly BeforeAfter[]; before: string; after: string }

const Effects = ({ effects, before, after }: EffectsProps) => (
  <table>
    <thead>
      <tr>
        <td />
        <th scope="col" className="num">
          {before}
        </th>
        <th scope="col" className="num">
          {after}
        </th>
      </tr>
    </thead>
    <tbody>
      {effects.map((effect) => (
        <tr key={effect.name}>
          <th scope="row">{effect.name}</th>
          <td className="num">{effect.before}</td>
          <td className="num">{effect.after}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** Delegates the viewer's votes to the one whom the page is about, and shows beforehand what it changes. */
export const DelegationCard = ({ card, access, locale, wallet }: DelegationCardProps) => {
  const { texts, viewer, submit } = card
  const [sent, setSent] = useState(false)
  const { status, busy, connect, act } = useAct({ access, locale, wallet }, viewer?.account ?? null, sent && !submit)

  const delegate = async () => {
    setSent(true)
    await act({ kind: 'delegate', to: card.delegate })
  }

  return (
    <section className="card" aria-busy={busy}>
      <h2>{texts.title}</h2>
      <p className="note">{texts.why}</p>
      {card.status !== '' && <p>{card.status}</p>}
      {card.effects.length > 0 && <Effects effects={card.effects} before={texts.before} after={texts.after} />}
      {card.warning !== null && (
        <p className="note">
          <Icon name="wait" tone="warn" /> {card.warning}
        </p>
      )}
      {viewer === null && (
        <button type="button" className="btn main wide" onClick={connect} disabled={busy}>
          {texts.connect}
        </button>
      )}
      {viewer !== null && submit !== null && (
        <button type="button" className="btn main wide" onClick={delegate} disabled={busy}>
          {submit}
        </button>
      )}
      <ActNotice status={status} texts={texts} />
      {viewer !== null && (
        <p className="row small">
          <span>{viewer.shown}</span>
          <button type="button" className="link" onClick={connect} disabled={busy}>
            {texts.change}
          </button>
        </p>
      )}
      <noscript>
        <p className="note">{texts.noScript}</p>
      </noscript>
    </section>
  )
}
