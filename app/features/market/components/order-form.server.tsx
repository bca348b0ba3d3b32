import { Breadcrumbs } from '~/components/breadcrumbs'
import { Callout } from '~/components/callout'
import { useIntl } from '~/i18n/intl-context'
import type { ORDER_FIELDS, OrderDraft } from '../acts/order-draft'
import { FormField } from './form-field.server'
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
  const field = (name: (typeof ORDER_FIELDS)[number], more: { unit?: string } = {}) => ({
    name,
    label: t(`orderForm.${name}`),
    help: t(`orderForm.${name}Help`),
    error: errors[name] === undefined ? null : t(`orderError.${errors[name]}`, { given: values[name] }),
    ...more,
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
          <FormField {...field('payer')}>
            {(input) => (
              <Select
                input={input}
                value={values.payer}
                choices={[{ value: '', text: t('market.ownMoney') }, ...parties]}
              />
            )}
          </FormField>
          <div className="two">
            <FormField {...field('pool')}>
              {(input) => <Select input={input} value={values.pool} choices={pools} />}
            </FormField>
            <FormField {...field('units')}>
              {(input) => <input {...input} inputMode="numeric" defaultValue={values.units} />}
            </FormField>
          </div>
          <div className="two">
            <FormField {...field('hours', { unit: t('draft.hoursUnit') })}>
              {(input) => <input {...input} inputMode="decimal" defaultValue={values.hours} />}
            </FormField>
            <FormField {...field('price', { unit })}>
              {(input) => <input {...input} inputMode="decimal" defaultValue={values.price} />}
            </FormField>
          </div>
          <div className="two">
            <FormField {...field('notice', { unit: t('draft.minutes') })}>
              {(input) => <input {...input} inputMode="numeric" defaultValue={values.notice} />}
            </FormField>
            <FormField {...field('attribute')}>
              {(input) => (
                <Select
                  input={input}
                  value={values.attribute}
                  choices={[{ value: '', text: t('orderForm.any') }, ...attributes]}
                />
              )}
            </FormField>
          </div>
          <FormField {...field('spec')}>
            {(input) => <input {...input} spellCheck={false} defaultValue={values.spec} />}
          </FormField>
          <button type="submit" className="btn">
            {t('orderForm.check')}
          </button>
        </form>
      </section>
    </>
  )
}
