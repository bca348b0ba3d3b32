import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { HouseBadge } from '~/components/house-badge'
import { Icon } from '~/components/icon'
import { useAct } from '~/components/use-act'
import type { Choice, House } from '~/domain/ballot'
import { useKeptText } from './kept-text'
import type { VoteCardData, VoteCardHouse, VoteCardProps } from './vote-card-props'
import { VoteElsewhere } from './vote-elsewhere'

const order: readonly Choice[] = ['for', 'against', 'abstain']

type RadioProps<Value extends string> = {
  name: string
  legend: string
  hideLegend?: boolean
  options: readonly {
    value: Value
    text: string
    icon: 'for' | 'against' | 'abstain' | 'token' | 'seat'
    tone?: Choice
  }[]
  value: Value | null
  onChange: (value: Value) => void
}

const Radios = <Value extends string>({ name, legend, hideLegend, options, value, onChange }: RadioProps<Value>) => (
  <fieldset>
    <legend className={hideLegend ? 'vh' : undefined}>{legend}</legend>
    <div className="choices">
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <Icon name={option.icon} {...(option.tone === undefined ? {} : { tone: option.tone })} />
          {option.text}
        </label>
      ))}
    </div>
  </fieldset>
)

const HouseFacts = ({ house, receipt }: { house: VoteCardHouse; receipt: string }) => (
  <div className="stack-2">
    <p>
      <HouseBadge house={house.house} name={house.name} small />
    </p>
    <p className="note">
      {house.voted ?? house.power} {house.receipt !== null && <a href={house.receipt}>{receipt}</a>}
    </p>
  </div>
)

const usableOf = (card: VoteCardData) => card.viewer?.houses.filter(({ allowed }) => allowed.length > 0) ?? []

/** One ballot: house, choice, reason, and a button that says what it does. Readable before any script has run. */
export const VoteCard = ({ card, access, locale, wallet }: VoteCardProps) => {
  const { texts, viewer } = card
  const id = useId()
  const [picked, setPicked] = useState<House | null>(null)
  const [choice, setChoice] = useState<Choice | null>(null)
  const [sent, setSent] = useState<House | null>(null)
  const written = useRef<HTMLTextAreaElement>(null)
  const reason = useKeptText(`ostrakon.reason.${access.chainId}.${card.proposalId}`, written)
  const form = useRef<HTMLFormElement>(null)
  // What a reader chose before the script ran is a choice too.
  useEffect(() => {
    const checked = form.current?.querySelector<HTMLInputElement>('input[name^=choice]:checked')
    if (checked) setChoice(checked.value as Choice)
  }, [])
  const usable = usableOf(card)
  const house = usable.find((one) => one.house === picked) ?? usable[0] ?? null
  const shown = sent !== null && viewer?.houses.find((one) => one.house === sent)?.voted !== null
  const { status, busy, connect, act } = useAct({ access, locale, wallet }, viewer?.account ?? null, shown)
  const offered = house?.allowed ?? order
  const chosen = choice !== null && offered.includes(choice) ? choice : null

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (viewer === null || house === null) return void (await connect())
    if (chosen === null) return
    const intent = { kind: 'vote', proposalId: card.proposalId, house: house.house, choice: chosen } as const
    const outcome = await act({ ...intent, reason: reason.text.trim() })
    if (!outcome.ok) return
    setSent(house.house)
    setChoice(null)
    reason.forget()
  }

  const canCast = card.open && (viewer === null || house !== null)
  const label = house === null ? texts.connect : chosen === null ? texts.choose : house.submit[chosen]
  return (
    <form ref={form} className="card" method="get" onSubmit={submit} aria-busy={busy} noValidate>
      <h2>{texts.title}</h2>
      {card.status !== '' && <p className="note">{card.status}</p>}
      {viewer?.houses.map((one) => (
        <HouseFacts key={one.house} house={one} receipt={texts.receipt} />
      ))}
      {canCast && (
        <>
          {usable.length > 1 && (
            <Radios
              name={`house-${id}`}
              legend={texts.house}
              options={usable.map((one) => ({ value: one.house, text: one.name, icon: one.house }))}
              value={house?.house ?? null}
              onChange={setPicked}
            />
          )}
          <Radios
            name={`choice-${id}`}
            legend={texts.legend}
            hideLegend
            options={order
              .filter((one) => offered.includes(one))
              .map((one) => ({ value: one, text: card.choices[one], icon: one, tone: one }))}
            value={chosen}
            onChange={setChoice}
          />
          <div className="field">
            <label htmlFor={`reason-${id}`}>
              {texts.reason} <span className="quiet">{texts.optional}</span>
            </label>
            <textarea
              ref={written}
              id={`reason-${id}`}
              className="reason"
              value={reason.text}
              onChange={(event) => reason.keep(event.target.value)}
              aria-describedby={`kept-${id}`}
            />
            <p className="note" id={`kept-${id}`}>
              {texts.kept}
            </p>
          </div>
          <button type="submit" className="btn main wide" aria-disabled={busy || (house !== null && chosen === null)}>
            {label}
          </button>
        </>
      )}
      <ActNotice status={status} texts={texts} />
      <ul className="note stack-2">
        {card.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {viewer !== null && (
        <p className="row small">
          <span>{viewer.shown}</span>
          <button type="button" className="link" onClick={connect} disabled={busy}>
            {texts.change}
          </button>
        </p>
      )}
      {card.open && <VoteElsewhere commands={card.commands} texts={texts} />}
    </form>
  )
}
