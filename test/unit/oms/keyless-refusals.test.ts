import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { verifyBundle } from '~/oms/verify-bundle'

const folder = 'test/fixtures/oms/bundles'
const original = readFileSync(`${folder}/reference/v1.1.0-sigstore.sig`, 'utf8')
const trust = {
  kind: 'keyless',
  trustedRoot: readFileSync(`${folder}/trusted_root.json`, 'utf8'),
  identity: 'stefanb@us.ibm.com',
  issuer: 'https://sigstore.verify.ibm.com/oauth2',
} as const

type Entry = {
  integratedTime: string
  inclusionPromise?: unknown
  inclusionProof?: { hashes: string[] }
  canonicalizedBody: string
}
type Bundle = {
  verificationMaterial: {
    certificate?: { rawBytes: string }
    publicKey?: { hint: string }
    tlogEntries: Entry[]
    timestampVerificationData?: unknown
  }
  dsseEnvelope: { payload: string }
}

const verify = (
  edit: (bundle: Bundle) => void = () => undefined,
  changes: Partial<Record<keyof typeof trust, string>> = {},
) => {
  const bundle: Bundle = JSON.parse(original)
  edit(bundle)
  const bytes = Buffer.from(JSON.stringify(bundle))
  return verifyBundle({ bytes, trust: { ...trust, ...changes, kind: 'keyless' }, time: 1_800_000_000n })
}

const editEntry = (edit: (entry: Entry) => void) => () =>
  verify(({ verificationMaterial }) => verificationMaterial.tlogEntries.forEach(edit))

describe('keyless', () => {
  test('the vector verifies, also long after its certificate ended', () => {
    expect(verify().signer).toContain('stefanb@us.ibm.com')
  })

  test('identity and issuer are compared letter by letter, never as patterns', () => {
    const wrong = /was signed by "stefanb@us\.ibm\.com" \(by "https:\/\/sigstore/
    for (const identity of ['.*', '', 'stefanb', 'stefanb@us.ibm.co.', 'stefanb@usXibm.com', 'Stefanb@us.ibm.com']) {
      expect(() => verify(undefined, { identity })).toThrow(wrong)
    }
    for (const issuer of ['', 'https://accounts.google.com', `${trust.issuer}/`]) {
      expect(() => verify(undefined, { issuer })).toThrow(wrong)
    }
  })

  test('a changed payload is refused', () => {
    expect(() =>
      verify((bundle) => {
        const { dsseEnvelope } = bundle
        const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString().replace('signme-1', 'signme-3')
        dsseEnvelope.payload = Buffer.from(payload).toString('base64')
      }),
    ).toThrow(/public log does not hold|signature is not of this payload/)
  })

  test('an entry of the public log that was altered or stripped is refused', () => {
    const refused = /public log|proof of inclusion|Nothing trusted says when|time|certificate/
    expect(
      editEntry((entry) => {
        entry.integratedTime = String(Number(entry.integratedTime) + 1)
      }),
    ).toThrow(refused)
    expect(
      editEntry((entry) => {
        entry.inclusionProof?.hashes.reverse()
      }),
    ).toThrow(/public log does not hold/)
    expect(
      editEntry((entry) => {
        const body = Buffer.from(entry.canonicalizedBody, 'base64').toString().replace('sha256', 'sha512')
        entry.canonicalizedBody = Buffer.from(body).toString('base64')
      }),
    ).toThrow(/public log does not hold/)
    expect(
      editEntry((entry) => {
        delete entry.inclusionProof
      }),
    ).toThrow(/without its proof of inclusion/)
  })

  test('without any trusted time it is refused', () => {
    expect(() =>
      verify(({ verificationMaterial }) => {
        delete verificationMaterial.timestampVerificationData
        for (const entry of verificationMaterial.tlogEntries) delete entry.inclusionPromise
      }),
    ).toThrow(/Nothing trusted says when/)
  })

  test('another trusted root knows neither certificate nor log', () => {
    const root = JSON.parse(trust.trustedRoot)
    const withoutCas = JSON.stringify({ ...root, certificateAuthorities: [] })
    expect(() => verify(undefined, { trustedRoot: withoutCas })).toThrow(/leads to no trusted root/)
    const withoutLogs = JSON.stringify({ ...root, tlogs: [] })
    expect(() => verify(undefined, { trustedRoot: withoutLogs })).toThrow(/public log does not hold/)
    const withoutCtLogs = JSON.stringify({ ...root, ctlogs: [] })
    expect(() => verify(undefined, { trustedRoot: withoutCtLogs })).toThrow(/leads to no trusted root: SCT/)
  })

  test.each(['', '{', '{}', 'null', '[]', '{"tlogs":[{"publicKey":{"rawBytes":"AAAA"}}]}'])(
    'the trusted root %j is refused',
    (trustedRoot) => {
      expect(() => verify(undefined, { trustedRoot })).toThrow(/trusted root/)
    },
  )

  test('a bundle signed in another way is named so', () => {
    const bytes = readFileSync(`${folder}/reference/v1.1.0-elliptic-key.sig`)
    expect(() => verifyBundle({ bytes, trust, time: 0n })).toThrow(/holds no Sigstore certificate/)
  })
})
