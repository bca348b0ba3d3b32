import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { type Hex, hexToBytes, sha256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { assessReceipt, type ReceiptClaim } from '~/domain/assess-receipt'
import {
  buildReceiptMessage,
  type InferenceReceipt,
  isReceiptSigned,
  parseReceipt,
  type SignedReceipt,
  signReceipt,
} from '~/domain/inference-receipt'

const word = (digit: string): Hex => `0x${digit.repeat(64)}`
const request = Buffer.from('What is said?')
const response = Buffer.from('Nothing.')
const privateKey = new Uint8Array(32).fill(7)
const receipt: InferenceReceipt = {
  ...{ chainId: 31_337, enclaves: '0x1111111111111111111111111111111111111111', enclaveId: 3 },
  ...{ binding: word('a'), releaseRoot: word('b'), requestHash: sha256(request), responseHash: sha256(response) },
  ...{ nonce: word('c'), sequence: 12, at: 1_800_000_000 },
}
const signed = signReceipt(receipt, privateKey)
const claim: ReceiptClaim = {
  ...{
    chainId: receipt.chainId,
    enclaves: receipt.enclaves,
    id: 3,
    binding: receipt.binding,
    root: receipt.releaseRoot,
  },
  ...{ serviceKey: signed.key, expirationTime: receipt.at + 1, standing: 'live' },
}
const right = { signed, requestHash: receipt.requestHash, responseHash: receipt.responseHash, key: null, claim }
const codesOf = (change: Partial<Parameters<typeof assessReceipt>[0]>) =>
  assessReceipt({ ...right, ...change }).map(({ code, kind }) => `${kind} ${code}`)

describe('N7 a receipt', () => {
  test('N7 is right when hashes, signature, key and claim are', () => {
    expect(codesOf({})).toEqual([])
    expect(codesOf({ key: signed.key })).toEqual([])
  })

  test('N7 is signed as RFC 8032 has it: Node verifies it, and what Node signs verifies', () => {
    const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
    const own = createPrivateKey({ key: Buffer.concat([prefix, privateKey]), format: 'der', type: 'pkcs8' })
    const message = buildReceiptMessage(receipt)
    expect(verify(null, message, createPublicKey(own), hexToBytes(signed.signature))).toBe(true)
    expect(`0x${sign(null, message, own).toString('hex')}`).toBe(signed.signature)
    expect(Buffer.from(message).toString()).toMatch(/^ostrakon inference receipt v1\0\{"at":1800000000,"binding":/)
  })

  test('N7 of another request or another response is wrong, each in its own words', () => {
    expect(codesOf({ requestHash: word('1') })).toEqual(['wrong other_request'])
    expect(codesOf({ responseHash: word('1') })).toEqual(['wrong other_response'])
    expect(codesOf({ requestHash: receipt.responseHash, responseHash: receipt.requestHash })).toEqual([
      ...['wrong other_request', 'wrong other_response'],
    ])
  })

  test('N7 that was changed in any member, or in its signature, is not signed', () => {
    for (const [name, value] of Object.entries(receipt)) {
      const changed = typeof value === 'number' ? value + 1 : value.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      expect(isReceiptSigned({ ...signed, receipt: { ...receipt, [name]: changed } }), name).toBe(false)
    }
    for (const at of [0, 31, 32, 63]) {
      const bytes = hexToBytes(signed.signature)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      expect(isReceiptSigned({ ...signed, signature: `0x${Buffer.from(bytes).toString('hex')}` })).toBe(false)
    }
    expect(codesOf({ signed: { ...signed, receipt: { ...receipt, sequence: 13 } } })).toEqual(['wrong bad_signature'])
  })

  test('N7 that another key signed is told apart from one that is badly signed', () => {
    const other = signReceipt(receipt, new Uint8Array(32).fill(8))
    expect(codesOf({ signed: other })).toEqual(['wrong other_key'])
    expect(codesOf({ signed: { ...other, key: signed.key } })).toEqual(['wrong bad_signature'])
    expect(codesOf({ key: other.key })).toEqual(['wrong other_key'])
    expect(codesOf({ signed: other, key: other.key })).toEqual(['wrong other_key'])
  })

  test('N7 by a key for which any signature would do is not signed', () => {
    const neutral: SignedReceipt = { receipt, key: `0x01${'00'.repeat(31)}`, signature: `0x01${'00'.repeat(63)}` }
    expect(isReceiptSigned(neutral)).toBe(false)
  })

  test('N7 of another chain, enclave or release is wrong', () => {
    const of = (change: Partial<ReceiptClaim>) => codesOf({ claim: { ...claim, ...change } })
    expect(of({ chainId: 1 })).toEqual(['wrong other_chain'])
    expect(of({ enclaves: '0x2222222222222222222222222222222222222222' })).toEqual(['wrong other_chain'])
    expect(of({ id: 4 })).toEqual(['wrong other_enclave'])
    expect(of({ binding: word('d') })).toEqual(['wrong other_enclave'])
    expect(of({ root: word('d') })).toEqual(['wrong other_release'])
    expect(of({ serviceKey: word('d') })).toEqual(['wrong other_key'])
  })

  test('N7 is right and no more when its claim was not live, or nobody could tell', () => {
    const of = (change: Partial<ReceiptClaim>) => codesOf({ claim: { ...claim, ...change } })
    expect(of({ standing: 'unclaimed' })).toEqual(['not-live claimed_later'])
    expect(of({ standing: 'ended' })).toEqual(['not-live ended'])
    expect(of({ expirationTime: receipt.at })).toEqual(['not-live expired'])
    expect(of({ expirationTime: receipt.at, standing: 'ended' })).toEqual(['not-live expired'])
    expect(of({ standing: 'later' })).toEqual(['unchecked not_final'])
    expect(of({ standing: 'unknown' })).toEqual(['unchecked no_state'])
    expect(codesOf({ claim: null, key: signed.key })).toEqual(['unchecked claim_unchecked'])
  })
})

describe('N7 parseReceipt', () => {
  test('N7 reads what was signed and nothing else', () => {
    expect(parseReceipt(JSON.stringify(signed))).toEqual(signed)
  })

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /not JSON/],
    ['a list', [], /The receipt must be an object/],
    ['a member that nobody knows', { ...signed, note: 'x' }, /the member "note"/],
    ['a receipt with one', { ...signed, receipt: { ...receipt, model: 'x' } }, /the member "model"/],
    ['one that lacks its time', { ...signed, receipt: { ...receipt, at: undefined } }, /lacks the member at/],
    ['a time as text', { ...signed, receipt: { ...receipt, at: '1' } }, /at must be a whole number/],
    ['a sequence below zero', { ...signed, receipt: { ...receipt, sequence: -1 } }, /sequence must be/],
    ['a short hash', { ...signed, receipt: { ...receipt, binding: '0x12' } }, /binding must be/],
    ['capitals', { ...signed, receipt: { ...receipt, binding: `0x${'A'.repeat(64)}` } }, /binding must be/],
    ['another address', { ...signed, receipt: { ...receipt, enclaves: '0x12' } }, /enclaves must be/],
    ['a short signature', { ...signed, signature: word('1') }, /signature must be/],
    ['a long text', 'x'.repeat(20_000), /longer than/],
  ])('N7 %s is refused', (_, value, reason) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    expect(() => parseReceipt(text)).toThrow(expect.objectContaining({ code: 'invalid_receipt' }))
    expect(() => parseReceipt(text)).toThrow(reason)
  })
})
