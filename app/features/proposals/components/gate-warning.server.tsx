import { Callout } from '~/components/callout'
import type { Gate } from '~/http/stewardship'
import { useIntl } from '~/i18n/intl-context'

/** Says before anyone signs that executing would revert as things stand, and why; nothing while the gates are met. */
export const GateWarning = ({ gate }: { gate: Gate }) => {
  const { t } = useIntl()
  if (gate.met) return null
  const { id, version, model } = gate.release
  const name = t('release.title', { model: model.name, version })
  const reasons = gate.unmet.map((reason) => t(`gate.reason.${reason}`)).join(t('registerPage.comma'))
  return (
    <Callout tone="warn" title={t('gate.warnTitle')}>
      <p>{t('gate.warnDetail', { reasons })}</p>
      <p>
        <a href={`/releases/${id}#gates`}>{t('gate.see', { name })}</a>
      </p>
    </Callout>
  )
}
