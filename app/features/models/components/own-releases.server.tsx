import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { OwnRelease } from '../own.server'
import { getReleaseName } from './release-name'

const describe = ({ t }: IntlShape, { gate, proposal }: OwnRelease): string => {
  const stage = t(`stage.${gate.to}`)
  if (proposal !== null) return t('home.releaseProposed', { stage, id: proposal.id })
  if (gate.met) return t('home.releaseReady', { stage })
  const reasons = gate.unmet.map((reason) => t(`gate.reason.${reason}`)).join(t('registerPage.comma'))
  return t('home.releaseWaits', { stage, reasons })
}

const NextStep = ({ gate: { met, release }, proposal }: OwnRelease) => {
  const intl = useIntl()
  const { t } = intl
  const [href, text] =
    proposal !== null
      ? [`/proposals/${proposal.id}`, t('home.seeProposal', { id: proposal.id })]
      : met
        ? [`/proposals/new?kind=release&release=${release.id}`, t('home.propose')]
        : [`/releases/${release.id}#gates`, t('home.seeGates')]
  return (
    <a className="btn sm" href={href}>
      {text}
      <span className="vh"> {getReleaseName(intl, release)}</span>
    </a>
  )
}

/** Releases of the reader's party that wait for their next stage, and what each of them waits for. */
export const OwnReleases = ({ releases }: { releases: readonly OwnRelease[] }) => {
  const intl = useIntl()
  const { t } = intl
  return (
    <section className="sec" aria-labelledby="own-releases">
      <h2 id="own-releases">{t('home.ownReleases')}</h2>
      <ul className="list">
        {releases.map((own) => (
          <li key={own.gate.release.id} className="todo-item">
            <div>
              <a href={`/releases/${own.gate.release.id}`}>
                <strong>{getReleaseName(intl, own.gate.release)}</strong>
              </a>
              <p className="note">{describe(intl, own)}</p>
            </div>
            <NextStep {...own} />
          </li>
        ))}
      </ul>
    </section>
  )
}
