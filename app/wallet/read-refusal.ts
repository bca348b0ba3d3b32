import { findRevertData, type Layer, listLayers } from '~/chain/find-revert-data'
import type { Refusal } from '~/domain/refusal'

/** What a refusal's words need to know beyond the error. */
export type RefusalContext = { account: string; chainName: string; chainId: number }

type Told = Layer & { code?: unknown; message?: unknown }

const isRejection = (code: unknown) => code === 4001 || code === 'ACTION_REJECTED'

/** Puts what a wallet or a node threw into one of the reasons that a reader can act on. */
export const readRefusal = async (error: unknown, context: RefusalContext): Promise<Refusal> => {
  const layers: Told[] = listLayers(error)
  const codes = layers.map(({ code }) => code)
  const texts = layers.flatMap(({ message }) => (typeof message === 'string' ? [message] : []))
  const detail = texts[0] ?? String(error)
  if (codes.some(isRejection)) return { code: 'rejected' }
  if (codes.includes(-32002)) return { code: 'busy' }
  const data = findRevertData(error)
  // The ABIs of all contracts come only when there is something to decode.
  if (data !== null) return (await import('~/chain/decode-revert')).decodeRevert(data)
  if (texts.some((text) => /insufficient funds/i.test(text))) {
    return { code: 'insufficient-funds', account: context.account }
  }
  if (codes.includes(4902)) return { code: 'wrong-chain', name: context.chainName, chainId: String(context.chainId) }
  if (texts.some((text) => /revert/i.test(text))) return { code: 'reverted', reason: detail }
  return { code: 'unreachable', detail }
}
