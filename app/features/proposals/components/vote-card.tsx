import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { ActNotice } from '~/components/act-notice'
import { HouseBadge } from '~/components/house-badge'
import { Icon } from '~/components/icon'
import { useAct } from '~/components/use-act'
import type { Choice, House } from '~/domain/ballot'
import { useKeptText } from './kept-text'
import { useWaitingBallot } from './use-waiting-ballot'
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

type HouseFactsProps = {
  house: VoteCardHouse
  texts: VoteCardData['texts']
  waiting: Choice | null
  onDismiss: () => void
}

const HouseFacts = ({ house, texts, waiting, onDismiss }: HouseFactsProps) => (
  <div className="stack-2">
    <p>
      <HouseBadge house={house.house} name={house.name} small />
    </p>
    <p className="note">
      {house.voted ?? house.power} {house.receipt !== null && <a href={house.receipt}>{texts.receipt}</a>}
    </p>
    <div role="status" className="stack-2">
      {waiting !== null && (
        <>
          <p className="small">
            <Icon name="wait" tone="warn" /> {house.waiting[waiting]}
          </p>
          <button type="button" className="link small" onClick={onDismiss}>
            {texts.dismiss}
          </button>
        </>
      )}
    </div>
  </div>
)

const useWaitingBallots = ({ access, card }: Pick<VoteCardProps, 'access' | 'card'>) => {
  const { viewer, open, proposalId } = card
  const key = `ostrakon.waiting.${access.chainId}.${proposalId}.${viewer?.account}`
  const isOver = (house: House) => !open || viewer?.houses.find((one) => one.house === house)?.voted !== null
  return {
    token: useWaitingBallot(`${key}.token`, isOver('token')),
    seat: useWaitingBallot(`${key}.seat`, isOver('seat')),
  }
}

/** One ballot: house, choice, reason, and a button that says what it does. Readable before any script has run. */
export const VoteCard = ({ card, access, locale, wallet }: VoteCardProps) => {
  const { texts, viewer } = card
  const id = useId()
  const [picked, setPicked] = useState<House | null>(null)
  const [choice, setChoice] = useState<Choice | null>(null)
  const [sent, setSent] = useState<{ house: House; choice: Choice } | null>(null)
  const written = useRef<HTMLTextAreaElement>(null)
  const reason = useKeptText(`ostrakon.reason.${access.chainId}.${card.proposalId}`, written)
  const form = useRef<HTMLFormElement>(null)
  // What a reader chose before the script ran is a choice too.
  useEffect(() => {
    const checked = form.current?.querySelector<HTMLInputElement>('input[name^=choice]:checked')
    if (checked) setChoice(checked.value as Choice)
  }, [])
  const waiting = useWaitingBallots({ access, card })
  const usable =
    viewer?.houses.filter(({ house, allowed }) => allowed.length > 0 && waiting[house].ballot === null) ?? []
  const house = usable.find((one) => one.house === picked) ?? usable[0] ?? null
  const shown = sent !== null && viewer?.houses.find((one) => one.house === sent.house)?.voted !== null
  const { status, busy, connect, act } = useAct({ access, locale, wallet }, viewer?.account ?? null, shown)
  const { step } = status
  const { keep } = waiting[sent?.house ?? 'token']
  useEffect(() => {
    if (step === 'cosigning' && sent !== null) keep(sent.choice)
  }, [step, sent, keep])
  const dismiss = (one: House) => {
    waiting[one].keep(null)
    if (status.step === 'cosigning') status.dismiss()
  }
  const offered = house?.allowed ?? order
  const chosen = choice !== null && offered.includes(choice) ? choice : null

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (viewer === null || house === null) return void (await connect())
    if (chosen === null) return
    const intent = { kind: 'vote', proposalId: card.proposalId, house: house.house, choice: chosen } as const
    setSent({ house: house.house, choice: chosen })
    const outcome = await act({ ...intent, reason: reason.text.trim() })
    if (!outcome.ok && outcome.refusal !== null) waiting[house.house].keep(null)
    if (!outcome.ok) return
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
        <HouseFacts
          key={one.house}
          house={one}
          texts={texts}
          waiting={one.voted === null && card.open ? waiting[one.house].ballot : null}
          onDismiss={() => dismiss(one.house)}
        />
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
      <ActNotice status={status.step === 'cosigning' ? { step: 'idle' } : status} texts={texts} />
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
