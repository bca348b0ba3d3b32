import { Callout } from '~/components/callout'
import { Choices } from '~/components/choices'
import { Field } from '~/components/field'
import { WithUnit } from '~/components/with-unit'
import { useIntl } from '~/i18n/intl-context'
import type { OrderDraft, OrderField } from '../acts/order-draft'
import { MarketHead } from './market-head.server'

type Choice = { value: string; text: string }

export type OrderFormProps = {
  draft: Pick<OrderDraft, 'values' | 'chosen' | 'errors'>
  choices: {
    pools: readonly Choice[]
    /** For which the reader may order: its own, or the one whose agent it is. */
    parties: readonly Choice[]
    attributes: readonly Choice[]
    auditors: readonly Choice[]
    releases: readonly Choice[]
  }
  unit: string
  /** What it would come to, in a sentence; null while something is wrong or missing. */
  sentence: string | null
}

const Select = ({ input, value, choices }: { input: object; value: string; choices: readonly Choice[] }) => (
  <select {...input} defaultValue={value}>
    {choices.map((choice) => (
      <option key={choice.value} value={choice.value}>
        {choice.text}
      </option>
    ))}
  </select>
)

/** What a tenant wants, as an address; and what it would cost at most, before anything is signed. */
export const OrderForm = ({ draft, choices, unit, sentence }: OrderFormProps) => {
  const { t } = useIntl()
  const { values, chosen, errors } = draft
  const field = (name: OrderField) => {
    const wrong = errors[name]
    return {
      name,
      label: t(`orderForm.${name}`),
      help: t(`orderForm.${name}Help`),
      error: wrong && t(`orderError.${wrong.key}`, { given: wrong.given }),
    }
  }
  return (
    <>
      <MarketHead place="orders" name={t('orderForm.title')} lede={t('orderForm.lede')} />
      <section className="sec" aria-labelledby="wish">
        <h2 id="wish">{t('orders.wants')}</h2>
        {sentence !== null && <Callout tone="result" title={sentence} />}
        <form className="stack" action="/compute/orders/new">
          <Field {...field('payer')}>
            {(input) => (
              <Select
                input={input}
                value={values.payer}
                choices={[{ value: '', text: t('market.ownMoney') }, ...choices.parties]}
              />
            )}
          </Field>
          <div className="two">
            <Field {...field('pool')}>
              {(input) => <Select input={input} value={values.pool} choices={choices.pools} />}
            </Field>
            <Field {...field('units')}>
              {(input) => <input {...input} inputMode="numeric" defaultValue={values.units} />}
            </Field>
          </div>
          <div className="two">
            <Field {...field('hours')}>
              {(input) => (
                <WithUnit unit={t('draft.hoursUnit')}>
                  <input {...input} inputMode="decimal" defaultValue={values.hours} />
                </WithUnit>
              )}
            </Field>
            <Field {...field('price')}>
              {(input) => (
                <WithUnit unit={unit}>
                  <input {...input} inputMode="decimal" defaultValue={values.price} />
                </WithUnit>
              )}
            </Field>
          </div>
          <div className="two">
            <Field {...field('notice')}>
              {(input) => (
                <WithUnit unit={t('draft.minutes')}>
                  <input {...input} inputMode="numeric" defaultValue={values.notice} />
                </WithUnit>
              )}
            </Field>
            <Field {...field('release')}>
              {(input) => (
                <Select
                  input={input}
                  value={values.release}
                  choices={[{ value: '', text: t('orderForm.noRelease') }, ...choices.releases]}
                />
              )}
            </Field>
          </div>
          <div className="two">
            <Choices {...field('attribute')} choices={choices.attributes} chosen={chosen.attribute} />
            <Choices {...field('auditor')} choices={choices.auditors} chosen={chosen.auditor} />
          </div>
          <Field {...field('spec')}>
            {(input) => <input {...input} spellCheck={false} defaultValue={values.spec} />}
          </Field>
          <button type="submit" className="btn">
            {t('orderForm.check')}
          </button>
        </form>
      </section>
    </>
  )
}
