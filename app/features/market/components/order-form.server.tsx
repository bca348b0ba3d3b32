import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { Field } from '~/components/field'
import { WithUnit } from '~/components/with-unit'
import { useIntl } from '~/i18n/intl-context'
import type { ORDER_FIELDS, OrderDraft } from '../acts/order-draft'
import { MarketNav } from './market-nav.server'

type Choice = { value: string; text: string }

export type OrderFormProps = {
  draft: OrderDraft
  pools: readonly Choice[]
  attributes: readonly Choice[]
  /** Parties for which the reader may order: its own, or the one whose agent it is. */
  parties: readonly Choice[]
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
export const OrderForm = ({ draft, pools, attributes, parties, unit, sentence }: OrderFormProps) => {
  const { t } = useIntl()
  const { values, errors } = draft
  const field = (name: (typeof ORDER_FIELDS)[number]) => ({
    name,
    label: t(`orderForm.${name}`),
    help: t(`orderForm.${name}Help`),
    error: errors[name] && t(`orderError.${errors[name]}`, { given: values[name] }),
  })
  return (
    <>
      <div className="head">
        <Breadcrumbs
          path={[
            { name: t('compute.title'), href: '/compute' },
            { name: t('market.orders'), href: '/compute/orders' },
            { name: t('orderForm.title') },
          ]}
        />
        <h1>{t('orderForm.title')}</h1>
        <p className="lede">{t('orderForm.lede')}</p>
        <MarketNav here={null} />
      </div>
      <section className="sec" aria-labelledby="wish">
        <h2 id="wish">{t('orders.wants')}</h2>
        {sentence !== null && <Callout tone="result" title={sentence} />}
        <form className="stack" action="/compute/orders/new">
          <Field {...field('payer')}>
            {(input) => (
              <Select
                input={input}
                value={values.payer}
                choices={[{ value: '', text: t('market.ownMoney') }, ...parties]}
              />
            )}
          </Field>
          <div className="two">
            <Field {...field('pool')}>{(input) => <Select input={input} value={values.pool} choices={pools} />}</Field>
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
            <Field {...field('attribute')}>
              {(input) => (
                <Select
                  input={input}
                  value={values.attribute}
                  choices={[{ value: '', text: t('orderForm.any') }, ...attributes]}
                />
              )}
            </Field>
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
