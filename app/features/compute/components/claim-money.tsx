import { useState } from 'react'
import type { Address } from 'viem'
import { ActNotice, type ActTexts } from '~/components/act-notice'
import { useAct, type WalletProps } from '~/components/use-act'

/** A grant to the reader from which something can be paid now; `claimed` in base units. */
export type ClaimableGrant = { id: number; claimed: string; text: string }

type ClaimMoneyProps = WalletProps & {
  viewer: Address
  grants: readonly ClaimableGrant[]
  texts: ActTexts & { title: string }
}

/** Has what has accrued of the reader's grants paid out. */
export const ClaimMoney = ({ viewer, grants, texts, ...props }: ClaimMoneyProps) => {
  const [sent, setSent] = useState<ClaimableGrant | null>(null)
  const isShown = sent !== null && !grants.some(({ id, claimed }) => id === sent.id && claimed === sent.claimed)
  const { status, busy, act } = useAct(props, viewer, isShown)
  if (grants.length === 0 && status.step === 'idle') return null

  const claim = async (grant: ClaimableGrant) => {
    setSent(grant)
    await act({ kind: 'claim-money', grantId: grant.id })
  }
  return (
    <section className="card" aria-busy={busy}>
      <h2>{texts.title}</h2>
      {grants.map((grant) => (
        <button key={grant.id} type="button" className="btn main" disabled={busy} onClick={() => claim(grant)}>
          {grant.text}
        </button>
      ))}
      <ActNotice status={status} texts={texts} />
    </section>
  )
}
