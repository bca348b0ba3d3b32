import { useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'
import type { Address } from 'viem'
import type {
  ChainAccess,
  Connected,
  Intent,
  Outcome,
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
 * says that the page shows it, its data is read again.
 */
export const useAct = ({ access, locale, wallet }: WalletProps, account: Address | null, shown: boolean) => {
  const [status, setStatus] = useState<ActStatus>({ step: 'idle' })
  const { revalidate, state } = useRevalidator()
  const waiting = status.step === 'indexing'

  useEffect(() => {
    if (!waiting) return
    if (shown) return setStatus((now) => (now.step === 'indexing' ? { step: 'done', block: now.block } : now))
    if (state !== 'idle') return
    const timer = setTimeout(revalidate, REFRESH_MS)
    return () => clearTimeout(timer)
  }, [waiting, shown, state, revalidate])

  const connect = useCallback(async (): Promise<Connected> => {
    setStatus({ step: 'loading' })
    const connected = await wallet.connect({ access, locale })
    setStatus(connected.ok ? { step: 'idle' } : { step: 'refused', message: connected.message })
    if (connected.ok) revalidate()
    return connected
  }, [access, locale, wallet, revalidate])

  const act = useCallback(
    async (intent: Intent): Promise<Outcome> => {
      const onProgress = (step: Exclude<ActStatus['step'], 'idle' | 'refused' | 'indexing' | 'done'>) =>
        setStatus({ step })
      const outcome = await wallet.act(intent, { access, locale, account, onProgress })
      if (outcome.ok) setStatus({ step: 'indexing', block: formatWhole(locale, outcome.block) })
      else setStatus({ step: 'refused', message: outcome.message })
      if (outcome.ok || outcome.refusal.code === 'account-changed') revalidate()
      return outcome
    },
    [access, account, locale, wallet, revalidate],
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
      settle(await wallet.sign(asked, { access, locale, account, onProgress: (step) => setStatus({ step }) })),
    [access, account, locale, wallet, settle],
  )

  const signTyped = useCallback(
    async (typedData: TypedData): Promise<SignedTyped> =>
      settle(await wallet.signTyped(typedData, { access, locale, account, onProgress: (step) => setStatus({ step }) })),
    [access, account, locale, wallet, settle],
  )

  const signIn = useCallback(
    async (): Promise<SignedIn> =>
      settle(await wallet.signIn({ access, locale, account, onProgress: (step) => setStatus({ step }) })),
    [access, account, locale, wallet, settle],
  )

  const busy = !['idle', 'done', 'refused'].includes(status.step)
  return { status, busy, connect, act, sign, signTyped, signIn }
}
