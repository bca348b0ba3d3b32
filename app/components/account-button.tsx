import type { Address } from 'viem'
import { AddressChip } from './address-chip'
import { useAct, type WalletProps } from './use-act'

type AccountButtonProps = WalletProps & {
  viewer: Address | null
  texts: { connect: string; change: string }
}

/** In the header: connects, or shows whose power the pages speak of. */
export const AccountButton = ({ viewer, texts, ...props }: AccountButtonProps) => {
  const { status, busy, connect } = useAct(props, viewer, true)
  const refused = status.step === 'refused' ? status.message : ''
  return (
    <>
      <button
        type="button"
        className="btn sm"
        disabled={busy}
        onClick={connect}
        title={viewer === null ? '' : texts.change}
      >
        {viewer === null ? texts.connect : <AddressChip value={viewer} />}
      </button>
      <span role="alert" className="vh">
        {refused}
      </span>
    </>
  )
}
