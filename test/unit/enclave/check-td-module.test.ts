import { describe, expect, test } from 'vitest'
import { checkTdModule } from '~/enclave/check-td-module'

const zeros = (length: number) => new Uint8Array(length)

const report = ({ svn = 6, version = 1, signer = zeros(48), attributes = zeros(8) } = {}) => ({
  teeTcbSvn: Uint8Array.of(svn, version, ...zeros(14)),
  mrSignerSeam: signer,
  seamAttributes: attributes,
})

const identity = { mrsigner: '00'.repeat(48), attributes: '00'.repeat(8), attributesMask: 'FF'.repeat(8) }
const info = {
  tdxModule: identity,
  tdxModuleIdentities: [
    {
      ...identity,
      id: 'TDX_01',
      tcbLevels: [
        { tcb: { isvsvn: 2 }, tcbStatus: 'OutOfDate' },
        { tcb: { isvsvn: 6 }, tcbStatus: 'UpToDate' },
      ],
    },
  ],
}

describe('the TDX module below a guest', () => {
  test('T3 has the status of the highest level that it reaches, whatever their order', () => {
    expect(checkTdModule(report({ svn: 6 }), info)).toBe('UpToDate')
    expect(checkTdModule(report({ svn: 9 }), info)).toBe('UpToDate')
    expect(checkTdModule(report({ svn: 5 }), info)).toBe('OutOfDate')
    expect(checkTdModule(report({ svn: 1 }), info)).toBe('OutOfDate')
    expect(checkTdModule(report({ version: 0 }), info)).toBe('UpToDate')
  })

  test('T2 has to be one that Intel signed and lists', () => {
    expect(() => checkTdModule(report({ version: 2 }), info)).toThrow(/lists no TDX module TDX_02/)
    for (const version of [0, 1]) {
      expect(() => checkTdModule(report({ version, signer: zeros(48).fill(1) }), info)).toThrow(
        /not one that Intel signed/,
      )
      expect(() => checkTdModule(report({ version, attributes: zeros(8).fill(1) }), info)).toThrow(/not one that Intel/)
    }
    expect(() => checkTdModule(report(), {})).toThrow(/says nothing of the TDX module/)
  })
})
