import { Icon } from '~/components/icon'
import { useIntl } from '~/i18n/intl-context'
import type { Asking } from '../tenant.server'

type AskFormProps = { asking: Asking; values: { pool: string; hours: string }; isUnusable: boolean }

/** Which pool, and how much of it: an address, so that what would come of it works without a script. */
export const AskForm = ({ asking: { pools }, values, isUnusable }: AskFormProps) => {
  const { t } = useIntl()
  return (
    <form className="stack" action="/compute/request">
      <div className="two">
        <div className="field">
          <label htmlFor="pool">{t('compute.pool')}</label>
          <select id="pool" name="pool" defaultValue={values.pool}>
            {pools.map(({ pool }) => (
              <option key={pool.id} value={pool.id}>
                {pool.name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="hours">{t('ask.hours')}</label>
          <div className="unit">
            <input
              id="hours"
              name="hours"
              inputMode="decimal"
              defaultValue={values.hours}
              aria-describedby="hours-note"
              {...(isUnusable ? { 'aria-invalid': true as const } : {})}
            />
            <span>GPU-h</span>
          </div>
          {isUnusable ? (
            <p className="err" id="hours-note">
              <Icon name="wait" />
              <span>{t('ask.hoursError', { given: values.hours })}</span>
            </p>
          ) : (
            <p className="note" id="hours-note">
              {t('ask.hoursHelp')}
            </p>
          )}
        </div>
      </div>
      <button type="submit" className="btn">
        {t('ask.show')}
      </button>
    </form>
  )
}
