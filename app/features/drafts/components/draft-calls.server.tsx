import type { ReactNode } from 'react'
import { Callout } from '~/components/callout'
import type { Tier, TierReason } from '~/domain/tier'
import { useIntl } from '~/i18n/intl-context'
import { describeErrors } from './build-draft-form.server'
import type { ShownDraft } from './draft-page-props'
import { nameKind } from './name-kind'

const Missing = ({ draft: { actions, faults } }: { draft: ShownDraft }) => {
  const intl = useIntl()
  const { t } = intl
  if (actions.length === 0) return <p>{t('draftPage.noActions')}</p>
  return (
    <Callout tone="warn" title={t('draftPage.missing')}>
      <ul className="checks">
        {faults.flatMap(({ index, errors }) =>
          Object.entries(describeErrors(intl, errors)).map(([field, error]) => (
            <li key={`${index} ${field}`}>
              {t('draftPage.missingAt', {
                number: index + 1,
                kind: nameKind(intl, actions[index]?.['kind']),
                error,
              })}
            </li>
          )),
        )}
      </ul>
    </Callout>
  )
}

type DraftCallsProps = {
  draft: ShownDraft
  /** Whether the form of a new proposal can hold it, and the reader open it there. */
  isEditable: boolean
  /** Each call in words and as it would be sent; nothing while they are not complete. */
  children?: ReactNode
}

/** What the draft would do, or what is missing until it does something. */
export const DraftCalls = ({ draft, isEditable, children }: DraftCallsProps) => {
  const { t } = useIntl()
  return (
    <>
      <header>
        <h2 id="actions">{t('draftPage.actions')}</h2>
        {isEditable && (
          <a className="small" href={`/proposals/new?draft=${draft.id}`}>
            {t('draftPage.open')}
          </a>
        )}
      </header>
      {children ?? <Missing draft={draft} />}
    </>
  )
}

type DraftTierProps = { calls: readonly { tier: Tier; reason: TierReason }[] }

/** What each call's tier comes from. */
export const DraftTier = ({ calls }: DraftTierProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="tier">
      <h2 id="tier">{t('draftPage.tier')}</h2>
      <p className="note">{t('draftPage.tierNote')}</p>
      <ul className="checks">
        {calls.map(({ tier, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: calls have no name but their place
          <li key={index}>
            {t('draftPage.tierOfCall', {
              number: index + 1,
              tier: t(`tier.${tier}`),
              reason: t(`draftPage.reason.${reason}`),
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}
