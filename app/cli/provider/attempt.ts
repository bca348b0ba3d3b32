import { AppError } from '~/domain/errors'
import { type ContractCall, submit } from '../chain/submit'
import type { Agent } from './agent'

type Wish = { act: string; about: string; facts?: Record<string, unknown> }

/**
 * Sends a call and says what it did. What the contract refuses is said and left to the next look: somebody was faster,
 * or the chain moved on; nothing was sent then.
 */
export const attempt = async (
  { view, account, say }: Agent,
  { contract, data }: Pick<ContractCall, 'contract' | 'data'>,
  { act, about, facts = {} }: Wish,
): Promise<boolean> => {
  try {
    const submitted = await submit(view, { contract, data }, account)
    const transaction = submitted.sent ? submitted.transaction : null
    say({ act, ...facts, transaction, sentence: `${about} Transaction ${transaction}.` })
    return true
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'refused')) throw error
    say({ act: 'refused', wanted: act, ...facts, reason: error.message, sentence: `${about} ${error.message}` })
    return false
  }
}
