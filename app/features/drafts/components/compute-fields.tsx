import { Field } from '~/components/field'
import { WithUnit } from '~/components/with-unit'
import { fillText } from '~/i18n/fill-text'
import type { DraftField } from '../schema'
import { type FieldsProps, Moves, Only } from './moves'

type TextFieldProps = FieldsProps & { name: DraftField; label: string; help: string; unit?: string; type?: 'date' }

/** A field of one line, with its unit. */
export const TextField = ({ name, label, help, unit, type, values, errors }: TextFieldProps) => (
  <Field name={name} label={label} help={help} error={errors[name]}>
    {(input) => {
      const field = <input {...input} type={type ?? 'text'} defaultValue={values[name] ?? ''} autoComplete="off" />
      return unit === undefined ? field : <WithUnit unit={unit}>{field}</WithUnit>
    }}
  </Field>
)

/** One of the pools that there are. */
export const PoolField = ({ form: { texts, pools }, values, errors }: FieldsProps) => (
  <Field name="pool" label={texts.pool} help={pools.length === 0 ? texts.noPools : texts.poolHelp} error={errors.pool}>
    {(input) => (
      <select {...input} defaultValue={values['pool'] ?? ''}>
        <option value="">{texts.choose}</option>
        {pools.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    )}
  </Field>
)

/** The cap of a party, and reserve and weight of each class. */
export const PolicyFields = (props: FieldsProps) => {
  const { form } = props
  const { texts, classes } = form
  return (
    <>
      <Moves moves={['share', 'lower']} {...props} />
      <TextField {...props} name="cap" label={texts.cap} help={texts.capHelp} unit="%" />
      <Only moves={['share']}>
        {classes.map((name, index) => (
          <div className="two" key={name}>
            <TextField
              {...props}
              name={`r${index}` as DraftField}
              label={fillText(texts.reserveOf, { name })}
              help={texts.reserveHelp}
              unit="%"
            />
            <TextField
              {...props}
              name={`w${index}` as DraftField}
              label={fillText(texts.weightOf, { name })}
              help={texts.weightHelp}
            />
          </div>
        ))}
      </Only>
    </>
  )
}

/** A pool's name and capacity. */
export const PoolFields = (props: FieldsProps) => {
  const { texts } = props.form
  return (
    <>
      <Moves moves={['open', 'resize', 'close']} {...props} />
      <Only moves={['open']}>
        <TextField {...props} name="poolName" label={texts.poolName} help={texts.poolNameHelp} />
      </Only>
      <Only moves={['resize', 'close']}>
        <PoolField {...props} />
      </Only>
      <Only moves={['open', 'resize']}>
        <TextField {...props} name="hours" label={texts.hours} help={texts.hoursHelp} unit="GPU-h" />
      </Only>
    </>
  )
}

/** What a pool gets per epoch, or what an account is paid. */
export const BudgetFields = (props: FieldsProps) => {
  const { texts, money } = props.form
  return (
    <>
      <Moves moves={['schedule', 'end', 'pay', 'stop']} {...props} />
      <Only moves={['schedule', 'end']}>
        <PoolField {...props} />
      </Only>
      <Only moves={['schedule']}>
        <div className="two">
          <TextField {...props} name="hours" label={texts.hours} help={texts.budgetHoursHelp} unit="GPU-h" />
          <TextField {...props} name="price" label={texts.price} help={texts.priceHelp} unit={money} />
        </div>
      </Only>
      <Only moves={['schedule', 'pay']}>
        <TextField {...props} name="money" label={texts.money} help={texts.moneyHelp} unit={money} />
      </Only>
      <Only moves={['pay']}>
        <TextField {...props} name="account" label={texts.payee} help={texts.otherHelp} />
        <div className="two">
          <TextField {...props} name="from" label={texts.from} help={texts.payHelp} type="date" />
          <TextField {...props} name="until" label={texts.until} help={texts.payHelp} type="date" />
        </div>
        <TextField {...props} name="cliff" label={texts.cliff} help={texts.cliffHelp} type="date" />
      </Only>
      <Only moves={['stop']}>
        <TextField {...props} name="grant" label={texts.moneyGrant} help={texts.moneyGrantHelp} />
      </Only>
    </>
  )
}
