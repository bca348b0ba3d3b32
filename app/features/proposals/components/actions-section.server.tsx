import { Icon } from '~/components/icon'
import { formatQuantity } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Action, Proposal } from '../schema'
import { describeAction } from './describe-action'
import { RawCall } from './raw-call.server'

const ETHER_DECIMALS = 18

const ActionWords = ({ action }: { action: Action }) => {
  const intl = useIntl()
  const { t, locale } = intl
  const amount = formatQuantity(locale, { value: action.value, decimals: ETHER_DECIMALS })
  return (
    <div className="stack-2">
      <h3>{t('proposal.inWords')}</h3>
      <p>{describeAction(intl, action)}</p>
      {action.release !== null && (
        <p>
          <a href={`/releases/${action.release.id}`}>
            {action.release.model.name} {action.release.version}
          </a>
        </p>
      )}
      <ul className="checks">
        <li>
          <Icon name={action.value === '0' ? 'ok' : 'wait'} tone={action.value === '0' ? 'good' : 'warn'} />
          <span>{action.value === '0' ? t('proposal.sendsNothing') : t('proposal.sends', { amount })}</span>
        </li>
        <li>
          <Icon name="ok" tone="good" />
          <span>{t('proposal.callTier', { tier: t(`tier.${action.tier}`) })}</span>
        </li>
      </ul>
    </div>
  )
}

const headingOf = (state: Proposal['state']) => {
  if (state === 'executed') return 'proposal.actionsDone'
  if (state === 'canceled' || state === 'defeated' || state === 'expired') return 'proposal.actionsNever'
  return 'proposal.actions'
}

/** Each call as a sentence, with what is sent beside it. */
export const ActionList = ({ actions }: { actions: readonly Action[] }) => {
  const { t } = useIntl()
  const total = actions.length
  return actions.map((action) => (
    <div key={action.index} className="stack-2">
      {total > 1 && <p className="small quiet">{t('proposal.actionNumber', { number: action.index + 1, total })}</p>}
      <div className="two">
        <ActionWords action={action} />
        <div className="stack-2">
          <h3>{t('proposal.asSent')}</h3>
          <RawCall action={action} />
        </div>
      </div>
    </div>
  ))
}

/** What a proposal does. */
export const ActionsSection = ({ proposal }: { proposal: Proposal }) => {
  const { t } = useIntl()
  return (
    <>
      <h2 id="actions">{t(headingOf(proposal.state))}</h2>
      <ActionList actions={proposal.actions} />
    </>
  )
}
