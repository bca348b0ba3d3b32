import { Field } from '~/components/field'
import type { TermFieldName } from '../market-fields'
import { PoolField, TextField } from './compute-fields'
import { type FieldsProps, Moves, Only } from './moves'

const PERCENT = ['tFee', 'tBurn', 'tCap', 'tPenalty'] as const
const MINUTES = ['tBidTime', 'tNotice', 'tWindow'] as const
const HOURS = ['tOrderTime', 'tLongest'] as const
const COUNTS = ['tBids', 'tFloor'] as const
const MONEY = ['tStake', 'tDeposit', 'tBond'] as const

const Terms = (props: FieldsProps) => {
  const { texts, money } = props.form
  const draw = (names: readonly TermFieldName[], unit?: string) =>
    names.map((name) => (
      <TextField
        {...props}
        key={name}
        name={name}
        label={texts[name]}
        help={texts[`${name}Help` as const]}
        {...(unit === undefined ? {} : { unit })}
      />
    ))
  return (
    <>
      <div className="two">{draw(PERCENT, '%')}</div>
      <div className="two">
        {draw(MINUTES, texts.minutes)}
        {draw(HOURS, texts.hoursUnit)}
      </div>
      <div className="two">{draw(COUNTS)}</div>
      <div className="two">{draw(MONEY, money)}</div>
    </>
  )
}

/** The market's terms, its auditors and arbiters, verdicts, and what nodes are rewarded. */
export const MarketFields = (props: FieldsProps) => {
  const { form, values } = props
  const { texts } = form
  return (
    <>
      <Moves
        moves={[
          ...(['terms', 'appointAuditor', 'dismissAuditor', 'removeAudit', 'attribute'] as const),
          ...(['appointArbiter', 'dismissArbiter', 'overturn', 'rewards', 'multiplier'] as const),
        ]}
        {...props}
      />
      <Only moves={['terms']}>
        <Terms {...props} />
      </Only>
      <Only moves={['appointAuditor', 'appointArbiter', 'dismissArbiter']}>
        <TextField {...props} name="account" label={texts.account} help={texts.evaluatorHelp} />
      </Only>
      <Only moves={['removeAudit']}>
        <TextField {...props} name="provider" label={texts.provider} help={texts.providerHelp} />
      </Only>
      <Only moves={['dismissAuditor', 'removeAudit']}>
        <TextField {...props} name="auditor" label={texts.auditor} help={texts.auditorHelp} />
      </Only>
      <Only moves={['attribute']}>
        <TextField {...props} name="attribute" label={texts.attribute} help={texts.attributeHelp} />
      </Only>
      <Only moves={['rewards']}>
        <TextField {...props} name="reward" label={texts.reward} help={texts.rewardHelp} unit={form.money} />
        <TextField {...props} name="freeNodes" label={texts.freeNodes} help={texts.freeNodesHelp} />
      </Only>
      <Only moves={['multiplier']}>
        <PoolField {...props} />
        <TextField {...props} name="multiplier" label={texts.multiplier} help={texts.multiplierHelp} unit="%" />
      </Only>
      <Only moves={['overturn']}>
        <TextField {...props} name="case" label={texts.case} help={texts.caseHelp} />
        <Field name="verdict" label={texts.verdict} help={texts.verdictHelp} error={props.errors.verdict}>
          {(input) => (
            <select {...input} defaultValue={values['verdict'] ?? 'tenant'}>
              <option value="tenant">{texts['verdict.tenant']}</option>
              <option value="provider">{texts['verdict.provider']}</option>
            </select>
          )}
        </Field>
      </Only>
    </>
  )
}
