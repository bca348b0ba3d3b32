import { useIntl } from '~/i18n/intl-context'
import type { EnteredDigest } from '../acts/parse-digest'
import { DigestField } from './digest-field.server'

type DisputeFormProps = {
  id: string
  role: 'arbiter' | 'side'
  entered: EnteredDigest
}

/** The digest of an arbiter's reasons, without which it cannot vote; or of more evidence of a side. */
export const DisputeForm = ({ id, role, entered }: DisputeFormProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="part">
      <h2 id="part">{t(`disputeForm.${role}`)}</h2>
      <form className="stack" action={`/compute/disputes/${id}`}>
        <DigestField
          name="digest"
          label={t(`disputeForm.${role}Digest`)}
          help={t(`disputeForm.${role}Help`)}
          {...entered}
        />
        <button type="submit" className="btn">
          {t(`disputeForm.${role}Show`)}
        </button>
      </form>
    </section>
  )
}
