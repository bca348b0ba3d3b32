import type { ReactNode } from 'react'
import { Breadcrumbs } from '~/components/breadcrumbs'
import type { CallText } from '~/domain/wallet'
import { catalogues } from '~/i18n/catalogue.server'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import type { DraftDiff } from '../draft-schema'
import { type ActionPair, pairActions } from '../pair-actions'
import { nameKind } from './name-kind'

type Change = DraftDiff['text'][number]['change']

const Marked = ({ change, children }: { change: Change; children: ReactNode }) => {
  if (change === 'added') return <ins>{children}</ins>
  return change === 'removed' ? <del>{children}</del> : children
}

const isSame = (runs: readonly { change: Change }[]): boolean => runs.every(({ change }) => change === 'kept')

type Lines = DraftDiff['text']

const MOST_OPEN = 8

const Run = ({ run: { change, items }, changed }: { run: Lines[number]; changed: readonly string[] }) => {
  const { t } = useIntl()
  const lines = (
    <pre className="raw">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
        <Marked key={index} change={change}>
          <bdi>{item.replace(/\n$/, '') || '\u00a0'}</bdi>
          {!item.endsWith('\n') && changed.includes(`${item}\n`) && ` (${t('draftDiff.noNewline')})`}
          {'\n'}
        </Marked>
      ))}
    </pre>
  )
  if (change !== 'kept') return lines
  return (
    <details open={items.length <= MOST_OPEN}>
      <summary>{t('draftDiff.keptLines', { count: items.length })}</summary>
      {lines}
    </details>
  )
}

const LinesPart = ({ runs }: { runs: Lines }) => {
  const { t } = useIntl()
  if (runs.length === 0) return <p>{t('draftDiff.empty')}</p>
  if (isSame(runs)) return <p>{t('draftDiff.unchanged')}</p>
  const changed = runs.filter(({ change }) => change !== 'kept').flatMap(({ items }) => items)
  // biome-ignore lint/suspicious/noArrayIndexKey: runs have no name but their place
  return runs.map((run, index) => <Run key={index} run={run} changed={changed} />)
}

const nameField = ({ t }: IntlShape, field: string): string =>
  `draft.${field}` in catalogues.en ? t(`draft.${field}` as MessageKey) : field

const showValue = ({ t }: IntlShape, field: string, value: string): string =>
  field === 'move' && `draft.move.${value}` in catalogues.en ? t(`draft.move.${value}` as MessageKey) : value

const Value = ({ field, pair: { before, after } }: { field: string; pair: ActionPair }) => {
  const intl = useIntl()
  const [was, is] = [before?.[field], after?.[field]]
  const show = (value: string) => <bdi>{showValue(intl, field, value)}</bdi>
  if (was === is) return was === undefined ? null : show(was)
  return (
    <>
      {was !== undefined && <del>{show(was)}</del>} {is !== undefined && <ins>{show(is)}</ins>}
    </>
  )
}

const changeOf = ({ before, after }: ActionPair): 'added' | 'removed' | 'kept' | 'changed' => {
  if (before === null) return 'added'
  if (after === null) return 'removed'
  return before === after ? 'kept' : 'changed'
}

const ActionItem = ({ pair }: { pair: ActionPair }) => {
  const intl = useIntl()
  const { t } = intl
  const change = changeOf(pair)
  const fields = [...new Set([...Object.keys(pair.before ?? {}), ...Object.keys(pair.after ?? {})])]
  return (
    <li className="stack-2">
      <p>
        <span className="badge">{t(`draftDiff.${change}`)}</span>{' '}
        <Marked change={change === 'changed' ? 'kept' : change}>
          <strong>{nameKind(intl, (pair.after ?? pair.before)?.['kind'])}</strong>
        </Marked>
      </p>
      <dl className="kv">
        {fields
          .filter((field) => field !== 'kind')
          .map((field) => (
            <div className="contents" key={field}>
              <dt>{nameField(intl, field)}</dt>
              <dd className="long">
                <Value field={field} pair={pair} />
              </dd>
            </div>
          ))}
      </dl>
    </li>
  )
}

const ActionsPart = ({ runs }: { runs: DraftDiff['actions'] }) => {
  const { t } = useIntl()
  if (runs.length === 0) return <p>{t('draftDiff.empty')}</p>
  if (isSame(runs)) return <p>{t('draftDiff.unchanged')}</p>
  return (
    <ul className="list">
      {pairActions(runs).map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: actions have no name but their place
        <ActionItem key={index} pair={pair} />
      ))}
    </ul>
  )
}

/** Calls with what each would do, in words. */
type DescribedRun = { change: Change; items: readonly { call: CallText; sentence: string }[] }

const CallsPart = ({ runs }: { runs: readonly DescribedRun[] }) => {
  const { t } = useIntl()
  if (runs.length === 0) return <p>{t('draftDiff.empty')}</p>
  if (isSame(runs)) return <p>{t('draftDiff.unchanged')}</p>
  const calls = runs.flatMap(({ change, items }) => items.map((item) => ({ ...item, change })))
  return (
    <ul className="list">
      {calls.map(({ change, sentence, call: { target, value, calldata } }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls have no name but their place
        <li key={index} className="stack-2">
          <p className="long">
            <span className="badge">{t(`draftDiff.${change}`)}</span>{' '}
            <Marked change={change}>
              <bdi>{sentence}</bdi>
            </Marked>
          </p>
          <dl className="kv raw">
            <dt>{t('proposal.to')}</dt>
            <dd>
              <Marked change={change}>{target}</Marked>
            </dd>
            <dt>{t('proposal.value')}</dt>
            <dd>
              <Marked change={change}>{value} wei</Marked>
            </dd>
            <dt>{t('proposal.data')}</dt>
            <dd>
              <Marked change={change}>{calldata}</Marked>
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  )
}

const Compare = ({ id, from, to, newest }: { id: string; from: number; to: number; newest: number }) => {
  const { t } = useIntl()
  const bounds = { type: 'number', min: 1, max: newest, required: true, className: 'short' } as const
  return (
    <form className="row" method="get" action={`/drafts/${id}/diff`}>
      <label htmlFor="diff-from">{t('draftDiff.choose')}</label>
      <input {...bounds} id="diff-from" name="from" defaultValue={from} />
      <label htmlFor="diff-to">{t('draftDiff.with')}</label>
      <input {...bounds} id="diff-to" name="to" defaultValue={to} />
      <button type="submit" className="btn sm">
        {t('draftDiff.compare')}
      </button>
    </form>
  )
}

const Part = ({ name, children }: { name: 'title' | 'text' | 'actions' | 'calls'; children: ReactNode }) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby={name}>
      <h2 id={name}>{t(`draftDiff.part.${name}`)}</h2>
      {children}
    </section>
  )
}

type DraftDiffPageProps = {
  id: string
  newest: number
  diff: Omit<DraftDiff, 'calls'>
  calls: readonly DescribedRun[]
}

/** What one revision says otherwise than another, and what both say alike. */
export const DraftDiffPage = ({ id, newest, diff: { from, to, title, text, actions }, calls }: DraftDiffPageProps) => {
  const { t } = useIntl()
  return (
    <>
      <div className="head">
        <Breadcrumbs
          path={[
            { name: t('drafts.title'), href: '/drafts' },
            { name: t('draftPage.crumb', { id }), href: `/drafts/${id}` },
          ]}
        />
        <h1>{t('draftDiff.title', { from: from.revision, to: to.revision })}</h1>
        <p className="lede">{t('draftDiff.lede')}</p>
        <Compare id={id} from={from.revision} to={to.revision} newest={newest} />
      </div>
      <Part name="title">
        <LinesPart runs={title} />
      </Part>
      <Part name="text">
        <LinesPart runs={text} />
      </Part>
      <Part name="actions">
        <ActionsPart runs={actions} />
      </Part>
      <Part name="calls">
        <CallsPart runs={calls} />
      </Part>
    </>
  )
}
