import { Icon } from '~/components/icon'
import { UtcTime } from '~/components/utc-time'
import { useIntl } from '~/i18n/intl-context'
import type { LadderStep, Release } from '../schema'

const STAGES = ['registered', 'red-team', 'gated', 'open'] as const
const UNDECIDED = ['pending', 'active', 'succeeded', 'queued']

const Reached = ({ step }: { step: LadderStep }) => {
  const { t, rich } = useIntl()
  const { proposal } = step
  return (
    <p className="note">
      {proposal === null
        ? t('release.byMaintainer')
        : rich('release.reachedBy', {
            link: () => <a href={`/proposals/${proposal.id}`}>{t('proposal.number', { id: proposal.id })}</a>,
          })}
    </p>
  )
}

type StepProps = { step: LadderStep; release: Release; isNext: boolean }

const Step = ({ step, release, isNext }: StepProps) => {
  const { t } = useIntl()
  const name = t(`stage.${step.stage}`)
  const open = release.proposals.find(({ state }) => UNDECIDED.includes(state))
  if (step.reached === null) {
    return (
      <li className="todo">
        <b>{name}</b>
        {isNext && open !== undefined ? (
          <p className="note">
            {t('release.voting')} <a href={`/proposals/${open.id}`}>{t('proposal.number', { id: open.id })}</a>
          </p>
        ) : (
          <p className="note">{t('release.notYet')}</p>
        )}
      </li>
    )
  }
  const now = step.stage === release.stage
  return (
    <li {...(now ? { className: 'now', 'aria-current': 'step' as const } : {})}>
      {now ? (
        <b className="c-clay">{t('release.now', { stage: name })}</b>
      ) : (
        <b>
          <Icon name="ok" tone="good" label={t('a11y.done')} /> {name}
        </b>
      )}
      <p>
        {now && t('release.since')} <UtcTime at={step.reached.time} />
      </p>
      <Reached step={step} />
    </li>
  )
}

/** Four rising steps from Registered to Open, each with its time and the proposal that moved it. */
export const ReleaseLadder = ({ release }: { release: Release }) => {
  const steps = STAGES.map(
    (stage): LadderStep =>
      release.ladder.find((step) => step.stage === stage) ?? {
        stage,
        reached: null,
        transaction: null,
        actor: null,
        proposal: null,
      },
  )
  const next = steps.find(({ reached }) => reached === null)
  return (
    <ol className="ladder">
      {steps.map((step) => (
        <Step key={step.stage} step={step} release={release} isNext={step === next && release.stage !== 'revoked'} />
      ))}
    </ol>
  )
}
