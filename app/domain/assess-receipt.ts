import type { Address, Hex } from 'viem'
import { isReceiptSigned, type SignedReceipt } from './inference-receipt'

/** What the chain says of the claim that a receipt names. */
export type ReceiptClaim = {
  chainId: number
  enclaves: Address
  id: number
  binding: Hex
  root: Hex
  serviceKey: Hex
  /** UNIX seconds. */
  expirationTime: number
  /**
   * Whether it counted at the receipt's time: `unclaimed` before it was made, `ended` when it was taken back, or its
   * measurement or release no longer counted; `later` when that time is not final yet, `unknown` when the node keeps no
   * state so old.
   */
  standing: 'live' | 'unclaimed' | 'ended' | 'later' | 'unknown'
}

type Given = {
  signed: SignedReceipt
  /** SHA-256 of what the reader asked, and of what it was answered. */
  requestHash: Hex
  responseHash: Hex
  /** The key that the reader knows to be the attested one; the claim's has to be that one too. */
  key: Hex | null
  /** Null when no chain was asked. */
  claim: ReceiptClaim | null
}

/** `wrong` makes a receipt worth nothing; `not-live` and `unchecked` leave it right, and say what it lacks. */
export type ReceiptObjection = { code: string; kind: 'wrong' | 'not-live' | 'unchecked'; text: string }

/** All that speaks against a receipt; empty when nothing does. */
export const assessReceipt = ({ signed, requestHash, responseHash, key, claim }: Given): ReceiptObjection[] => {
  const { receipt } = signed
  const objections: ReceiptObjection[] = []
  const object = (code: string, text: string, kind: ReceiptObjection['kind'] = 'wrong') => {
    objections.push({ code, kind, text })
  }
  if (receipt.requestHash !== requestHash) {
    object('other_request', `Another request: its SHA-256 is ${requestHash}, the receipt says ${receipt.requestHash}.`)
  }
  if (receipt.responseHash !== responseHash) {
    object(
      'other_response',
      `Another response: its SHA-256 is ${responseHash}, the receipt says ${receipt.responseHash}.`,
    )
  }
  if (!isReceiptSigned(signed))
    object('bad_signature', `The signature is not of the key ${signed.key} on this receipt.`)
  const stranger = [key, claim?.serviceKey ?? null].find((attested) => attested !== null && attested !== signed.key)
  if (stranger)
    object('other_key', `Another key: the receipt is signed by ${signed.key}, the attested key is ${stranger}.`)
  if (claim === null) object('claim_unchecked', 'No chain was asked whether the key was attested.', 'unchecked')
  else objections.push(...listClaimObjections(signed, claim))
  return objections
}

const listClaimObjections = ({ receipt }: SignedReceipt, claim: ReceiptClaim): ReceiptObjection[] => {
  const objections: ReceiptObjection[] = []
  const object = (code: string, text: string, kind: ReceiptObjection['kind'] = 'wrong') => {
    objections.push({ code, kind, text })
  }
  const at = new Date(receipt.at * 1000).toISOString()
  if (receipt.chainId !== claim.chainId || receipt.enclaves !== claim.enclaves) {
    object(
      'other_chain',
      `Another chain: the receipt is of chain ${receipt.chainId} and the contract ${receipt.enclaves}.`,
    )
  }
  if (receipt.enclaveId !== claim.id || receipt.binding !== claim.binding) {
    object('other_enclave', `Another enclave: the receipt is of ${receipt.enclaveId}, bound by ${receipt.binding}.`)
  }
  if (receipt.releaseRoot !== claim.root) {
    object('other_release', `Another release: the receipt is of ${receipt.releaseRoot}, the claim of ${claim.root}.`)
  }
  if (claim.standing === 'unclaimed') {
    object('claimed_later', `Not live: at ${at} nobody had claimed enclave ${claim.id} yet.`, 'not-live')
  } else if (receipt.at >= claim.expirationTime) {
    object('expired', `Not live: the claim of enclave ${claim.id} had expired at ${at}.`, 'not-live')
  } else if (claim.standing === 'ended') {
    const text = `Not live: at ${at} enclave ${claim.id} was taken back, or its measurement or release did not count.`
    object('ended', text, 'not-live')
  } else if (claim.standing === 'later') {
    object('not_final', `Not checked: ${at} is later than the final block. Ask again when it is final.`, 'unchecked')
  } else if (claim.standing === 'unknown') {
    object('no_state', `Not checked: the node has no state of ${at}. Ask one that keeps all states.`, 'unchecked')
  }
  return objections
}
