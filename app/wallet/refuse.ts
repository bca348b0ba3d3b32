import type { Refusal } from '~/domain/refusal'
import type { Refused, WalletRequest } from '~/domain/wallet'
import { describeRefusal } from '~/i18n/describe-refusal'
import type { RefusalContext } from '~/wallet/read-refusal'
import { loadWords } from '~/wallet/words'

/** The refusal with its words in the reader's language. */
export const refuse = async ({ locale }: WalletRequest, refusal: Refusal): Promise<Refused> => ({
  ok: false,
  refusal,
  message: describeRefusal(refusal, { words: await loadWords(locale), locale }),
})

/** What the words of a refusal need to know of who was refused, and where. */
export const contextOf = ({ access }: WalletRequest, account: string): RefusalContext => ({
  account,
  chainName: access.name,
  chainId: access.chainId,
})
