import { Icon } from '~/components/icon'
import {
  listPolicyFields,
  type PolicyFieldError,
  type PolicyFields,
  showPercent,
} from '~/domain/allocation/policy-fields'
import { useIntl } from '~/i18n/intl-context'
import type { Policy } from '../schema'
import { describeClass } from './class-name'

type FormProps = {
  policy: Policy
  trial: PolicyFields | null
  bounds: { min: number; max: number }
  /** What the address keeps beside the policy: epoch and pool. */
  hidden: Record<string, string>
}

const ErrorLine = ({ error, bounds }: { error: PolicyFieldError; bounds: FormProps['bounds'] }) => {
  const { t } = useIntl()
  const values = { given: error.given, min: showPercent(bounds.min), max: showPercent(bounds.max) }
  return (
    <p className="err">
      <Icon name="wait" />
      <span>{t(`simulator.error.${error.key}`, values)}</span>
    </p>
  )
}

/** The policy to try, as fields of an address that can be shared; it works without a script. */
export const SimulatorForm = ({ policy, trial, bounds, hidden }: FormProps) => {
  const intl = useIntl()
  const { t } = intl
  const values = trial?.values ?? listPolicyFields(policy)
  const errorsOf = (field: string) => trial?.errors.filter((error) => error.field === field) ?? []
  const invalid = (field: string) => (errorsOf(field).length > 0 ? { 'aria-invalid': true as const } : {})
  return (
    <form className="side card" aria-label={t('simulator.form')} action="/compute#simulator">
      <h3>{t('simulator.form')}</h3>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="field">
        <label htmlFor="cap">{t('simulator.cap')}</label>
        <div className="unit">
          <input id="cap" name="cap" inputMode="decimal" defaultValue={values['cap']} {...invalid('cap')} />
          <span>{t('simulator.ofPool')}</span>
        </div>
        {errorsOf('cap').map((error) => (
          <ErrorLine key={error.key} error={error} bounds={bounds} />
        ))}
        <p className="note">
          {t('simulator.capNow', {
            now: showPercent(policy.capBps),
            min: showPercent(bounds.min),
            max: showPercent(bounds.max),
          })}
        </p>
      </div>
      {policy.classes.map((one) => {
        const name = describeClass(intl, one)
        return (
          <fieldset className="field" key={one.index}>
            <legend>{name}</legend>
            <div className="pair">
              <div className="unit">
                <input
                  name={`r${one.index}`}
                  aria-label={t('simulator.reserveOf', { name })}
                  inputMode="decimal"
                  defaultValue={values[`r${one.index}`]}
                  {...invalid(`r${one.index}`)}
                />
                <span>%</span>
              </div>
              <div className="unit">
                <span>{t('simulator.weight')}</span>
                <input
                  name={`w${one.index}`}
                  aria-label={t('simulator.weightOf', { name })}
                  inputMode="numeric"
                  defaultValue={values[`w${one.index}`]}
                  {...invalid(`w${one.index}`)}
                />
              </div>
            </div>
            {[...errorsOf(`r${one.index}`), ...errorsOf(`w${one.index}`)].map((error) => (
              <ErrorLine key={error.key} error={error} bounds={bounds} />
            ))}
          </fieldset>
        )
      })}
      <button type="submit" className="btn wide">
        {t('simulator.show')}
      </button>
    </form>
  )
}
