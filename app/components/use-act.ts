import { useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Address } from 'viem'
import type {
  ChainAccess,
  Connected,
  Intent,
  Outcome,
  Progress,
  Refused,
  Signed,
  SignedIn,
  SignedTyped,
  TypedData,
  Wallet,
} from '~/domain/wallet'
import { formatWhole } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import type { ActStatus } from './act-notice'

const REFRESH_MS = 1_000

export type WalletProps = { access: ChainAccess; locale: Locale; wallet: Wallet }

/**
 * Acts with the reader's wallet and keeps the page true: after a connection, and from the block of an act until `shown`
 * says that the page shows it, its data is read again. What waits for other signers is waited for in peace: news of the
 * index bring it.
 */
export const useAct = ({ access, locale, wallet }: WalletProps, account: Address | null, shown: boolean) => {
  const [status, setStatus] = useState<ActStatus>({ step: 'idle' })
  const { revalidate, state } = useRevalidator()
  const waiting = status.step === 'indexing'
  const cosigning = status.step === 'cosigning'
  // What was dismissed, or overtaken by another act, tells nothing any more.
  const turn = useRef(0)

  useEffect(() => {
    if (!waiting) return
    if (shown) return setStatus((now) => (now.step === 'indexing' ? { step: 'done', block: now.block } : now))
    if (state !== 'idle') return
    const timer = setTimeout(revalidate, REFRESH_MS)
    return () => clearTimeout(timer)
  }, [waiting, shown, state, revalidate])

  useEffect(() => {
    if (cosigning && shown) setStatus({ step: 'idle' })
  }, [cosigning, shown])

  const begin = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    const tell = (next: ActStatus) => {
      if (turn.current === mine) setStatus(next)
    }
    const dismiss = () => {
      tell({ step: 'idle' })
      turn.current += 1
    }
    const onProgress = (step: Progress) => tell(step === 'cosigning' ? { step, dismiss } : { step })
    return { tell, onProgress }
  }, [])

  const connect = useCallback(async (): Promise<Connected> => {
    const { tell } = begin()
    tell({ step: 'loading' })
    const connected = await wallet.connect({ access, locale })
    tell(connected.ok ? { step: 'idle' } : { step: 'refused', message: connected.message })
    if (connected.ok) revalidate()
    return connected
  }, [access, locale, wallet, begin, revalidate])

  const act = useCallback(
    async (intent: Intent): Promise<Outcome> => {
      const { tell, onProgress } = begin()
      const outcome = await wallet.act(intent, { access, locale, account, onProgress })
      if (outcome.ok) tell({ step: 'indexing', block: formatWhole(locale, outcome.block) })
      else if (outcome.refusal !== null) tell({ step: 'refused', message: outcome.message })
      if (outcome.ok || outcome.refusal?.code === 'account-changed') revalidate()
      return outcome
    },
    [access, account, locale, wallet, begin, revalidate],
  )

  const settle = useCallback(
    <Done extends { ok: true }>(done: Done | Refused): Done | Refused => {
      setStatus(done.ok ? { step: 'idle' } : { step: 'refused', message: done.message })
      if (!done.ok && done.refusal.code === 'account-changed') revalidate()
      return done
    },
    [revalidate],
  )

  const sign = useCallback(
    async (asked: Parameters<Wallet['sign']>[0]): Promise<Signed> =>
      settle(await wallet.sign(asked, { access, locale, account, onProgress: begin().onProgress })),
    [access, account, locale, wallet, begin, settle],
  )

  const signTyped = useCallback(
    async (typedData: TypedData): Promise<SignedTyped> =>
      settle(await wallet.signTyped(typedData, { access, locale, account, onProgress: begin().onProgress })),
    [access, account, locale, wallet, begin, settle],
  )

  const signIn = useCallback(
    async (): Promise<SignedIn> =>
      settle(await wallet.signIn({ access, locale, account, onProgress: begin().onProgress })),
    [access, account, locale, wallet, begin, settle],
  )

  const busy = !['idle', 'cosigning', 'done', 'refused'].includes(status.step)
  return { status, busy, connect, act, sign, signTyped, signIn }
}
