import { FoldTable } from '~/components/fold-table'
import { formatFlop, formatGpuTime } from '~/i18n/compute'
import { formatWhole } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Diff } from '../schema'
import { getReleaseName } from './release-name'

const SHOWN = 50

type Change = { name: string; before: string; after: string }

const shorten = (digest: string): string => `${digest.slice(2, 10)}…${digest.slice(-6)}`

const FileChanges = ({ lists }: { lists: NonNullable<Diff['lists']> }) => {
  const { t } = useIntl()
  const rows = [
    ...lists.changed.map(({ name, before, after }) => ({
      name,
      text: t('diff.changed', { before: shorten(before), after: shorten(after) }),
    })),
    ...lists.added.map(({ name, digest }) => ({ name, text: t('diff.added', { digest: shorten(digest) }) })),
    ...lists.removed.map(({ name }) => ({ name, text: t('diff.removed') })),
    ...lists.renamed.map(({ before, after }) => ({ name: after, text: t('diff.renamed', { before }) })),
  ]
  return (
    <>
      <p className="note">{t('diff.unchanged', { count: lists.unchanged })}</p>
      <ul className="plain">
        {rows.slice(0, SHOWN).map(({ name, text }) => (
          <li key={`${name} ${text}`}>
            <code className="long">{name}</code>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p className="note">{t('diff.more', { count: rows.length - SHOWN })}</p>}
    </>
  )
}

/** What is different from the parent: terms, size, compute, and file by file where both lists are here. */
export const ReleaseDiff = ({ diff }: { diff: Diff }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const whole = (value: string | number) => formatWhole(locale, BigInt(value))
  const changes: Change[] = [
    { name: t('models.licence'), ...diff.licence },
    { name: t('model.files'), before: whole(diff.files.before), after: whole(diff.files.after) },
    { name: t('model.size'), before: whole(diff.size.before), after: whole(diff.size.after) },
    {
      name: t('release.gpu'),
      before: formatGpuTime(intl, diff.gpuSeconds.before),
      after: formatGpuTime(intl, diff.gpuSeconds.after),
    },
    {
      name: t('release.training'),
      before: formatFlop(intl, diff.flop.before),
      after: formatFlop(intl, diff.flop.after),
    },
    {
      name: t('release.cumulative'),
      before: formatFlop(intl, diff.cumulativeFlop.before),
      after: formatFlop(intl, diff.cumulativeFlop.after),
    },
    { name: t('release.card'), before: shorten(diff.card.before), after: shorten(diff.card.after) },
  ]
  return (
    <section className="sec" aria-labelledby="diff">
      <h2 id="diff">{t('diff.title', { name: getReleaseName(intl, diff.against) })}</h2>
      <FoldTable
        caption={t('diff.caption')}
        rows={changes}
        rowKey={({ name }) => name}
        columns={[
          { name: t('diff.what'), cell: ({ name }) => name },
          { name: t('diff.before'), cell: ({ before }) => before },
          {
            name: t('diff.after'),
            cell: ({ before, after }) =>
              before === after ? <span className="quiet">{t('diff.same')}</span> : <strong>{after}</strong>,
          },
        ]}
      />
      {diff.lists === null ? (
        <p className="note">
          {t('diff.missing', { releases: diff.missing.map((one) => getReleaseName(intl, one)).join('; ') })}
        </p>
      ) : (
        <FileChanges lists={diff.lists} />
      )}
    </section>
  )
}
