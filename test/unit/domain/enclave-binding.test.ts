import { concat, type Hex, pad, sha256, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { buildEnclaveBinding, type EnclaveBinding } from '~/domain/enclave-binding'

const word = (digit: string): Hex => `0x${digit.repeat(64)}`

const binding: EnclaveBinding = {
  chainId: 31_337n,
  enclaves: '0x1111111111111111111111111111111111111111',
  registry: '0x2222222222222222222222222222222222222222',
  operator: '0x3333333333333333333333333333333333333333',
  root: word('4'),
  serviceKey: word('5'),
  nonce: word('6'),
}

describe('N5 the binding of a quote', () => {
  test('N5 is SHA-256 over seven words', () => {
    const { chainId, enclaves, registry, operator, root, serviceKey, nonce } = binding
    const words = [toHex(chainId), enclaves, registry, operator, root, serviceKey, nonce].map((value) => pad(value))
    expect(buildEnclaveBinding(binding)).toBe(sha256(concat(words)))
  })

  test('N5 differs with each of them', () => {
    const changes: Partial<EnclaveBinding>[] = [
      { chainId: 1n },
      { enclaves: binding.operator },
      { registry: binding.operator },
      { operator: binding.registry },
      { root: word('7') },
      { serviceKey: word('7') },
      { nonce: word('7') },
    ]
    const all = [binding, ...changes.map((change) => ({ ...binding, ...change }))].map(buildEnclaveBinding)
    expect(new Set(all).size).toBe(all.length)
  })
})
