import { Field } from '~/components/field'
import { WithUnit } from '~/components/with-unit'
import { useIntl } from '~/i18n/intl-context'
import type { OrderDetail } from '../schema/orders'

type AcceptFormProps = {
  order: OrderDetail
  values: { provider: string; hours: string }
  /** What was typed for hours, where that is no time the order allows. */
  wrong: string | null
}

/** Which bid to take, where the tenant may choose, and for how long to pay now. */
export const AcceptForm = ({ order, values, wrong }: AcceptFormProps) => {
  const { t } = useIntl()
  const bids = order.offers.filter(({ rank }) => rank !== null)
  return (
    <section className="sec" aria-labelledby="take">
      <h2 id="take">{t('acceptForm.title')}</h2>
      <form className="stack" action={`/compute/orders/${order.id}`}>
        {order.payer.kind === 'tenant' && (
          <Field name="provider" label={t('market.provider')} help={t('acceptForm.providerHelp')} error={undefined}>
            {(input) => (
              <select {...input} defaultValue={values.provider}>
                {bids.map(({ provider }) => (
                  <option key={provider.id} value={provider.id}>
                    {t('market.node', { id: provider.id })}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field
          name="hours"
          label={t('acceptForm.hours')}
          help={t('acceptForm.hoursHelp')}
          error={wrong === null ? undefined : t('orderError.hours', { given: wrong })}
        >
          {(input) => (
            <WithUnit unit={t('draft.hoursUnit')}>
              <input {...input} inputMode="decimal" defaultValue={values.hours} />
            </WithUnit>
          )}
        </Field>
        <button type="submit" className="btn">
          {t('acceptForm.show')}
        </button>
      </form>
    </section>
  )
}

type BidFormProps = {
  order: OrderDetail
  nodes: readonly { id: string }[]
  values: { node: string; price: string }
  wrong: string | null
  unit: string
}

/** With which node to bid, and at what price. */
export const BidForm = ({ order, nodes, values, wrong, unit }: BidFormProps) => {
  const { t } = useIntl()
  return (
    <section className="sec" aria-labelledby="bid">
      <h2 id="bid">{t('bidForm.title')}</h2>
      <form className="stack" action={`/compute/orders/${order.id}`}>
        <div className="two">
          <Field name="node" label={t('bidForm.node')} help={t('bidForm.nodeHelp')} error={undefined}>
            {(input) => (
              <select {...input} defaultValue={values.node}>
                {nodes.map(({ id }) => (
                  <option key={id} value={id}>
                    {t('market.node', { id })}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field
            name="price"
            label={t('orderForm.price')}
            help={t('bidForm.priceHelp')}
            error={wrong === null ? undefined : t('orderError.price', { given: wrong })}
          >
            {(input) => (
              <WithUnit unit={unit}>
                <input {...input} inputMode="decimal" defaultValue={values.price} />
              </WithUnit>
            )}
          </Field>
        </div>
        <button type="submit" className="btn">
          {t('bidForm.show')}
        </button>
      </form>
    </section>
  )
}
