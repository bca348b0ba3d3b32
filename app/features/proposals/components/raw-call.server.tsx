import { Fragment } from 'react'
import { formatQuantity } from '~/i18n/format'
import { useIntl } from '~/i18n/intl-context'
import type { Action } from '../schema'

const SELECTOR_END = 10
const HALF_WORD = 32
// Four words show the arguments of every call of the charter; a proposer may attach far more.
const SHOWN_LINES = 8
const ETHER_DECIMALS = 18

const split = (digits: string): string[] => digits.match(new RegExp(`.{1,${HALF_WORD}}`, 'g')) ?? []

const Lines = ({ lines }: { lines: string[] }) =>
  lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one constant, which may repeat
    <Fragment key={index}>
      <br />
      {line}
    </Fragment>
  ))

const Data = ({ calldata }: { calldata: string }) => {
  const { t } = useIntl()
  const lines = split(calldata.slice(SELECTOR_END))
  const rest = lines.slice(SHOWN_LINES)
  return (
    <>
      <b>{calldata.slice(0, SELECTOR_END)}</b>
      <Lines lines={lines.slice(0, SHOWN_LINES)} />
      {rest.length > 0 && (
        <details>
          <summary>{t('proposal.moreData', { count: rest.join('').length / 2 })}</summary>
          <Lines lines={rest} />
        </details>
      )}
    </>
  )
}

const callOf = ({ signature, arguments: args }: Action): string | null =>
  signature === null ? null : `${signature.split('(')[0]}(${args.map(({ value }) => value).join(', ')})`

/** The call exactly as it stands on chain: selector bold, one 32-byte word in two lines. */
export const RawCall = ({ action }: { action: Action }) => {
  const { t, locale } = useIntl()
  return (
    <dl className="kv raw">
      <dt>{t('proposal.to')}</dt>
      <dd>
        {action.contract !== null && (
          <>
            <b>{action.contract}</b>
            <br />
          </>
        )}
        {action.target.slice(0, 22)}
        <wbr />
        {action.target.slice(22)}
      </dd>
      <dt>{t('proposal.value')}</dt>
      <dd>
        <b>{formatQuantity(locale, { value: action.value, decimals: ETHER_DECIMALS })}</b> ETH
      </dd>
      <dt>{t('proposal.call')}</dt>
      <dd>
        <b>{callOf(action) ?? t('proposal.unknownCall')}</b>
      </dd>
      <dt>{t('proposal.data')}</dt>
      <dd>
        <Data calldata={action.calldata} />
      </dd>
    </dl>
  )
}
