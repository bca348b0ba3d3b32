import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { identity, issuer, startSigstore } from '#test/support/keyless'
import { buildStatement, resource } from '#test/support/oms-bundle'
import { signByKey } from '#test/support/signed-model'
import { verifyBundle } from '~/oms/verify-bundle'

const statement = buildStatement([resource('config.json'), resource('weights.bin')])
let original: string
let trust: { kind: 'keyless'; trustedRoot: string; identity: string; issuer: string }

beforeAll(async () => {
  const { trustedRoot, signKeyless } = await startSigstore()
  original = (await signKeyless(statement)).toString()
  trust = { kind: 'keyless', trustedRoot, identity, issuer }
})

afterEach(() => {
  vi.useRealTimers()
})

type Entry = {
  integratedTime: string
  inclusionPromise?: unknown
  inclusionProof?: { hashes: string[]; checkpoint: { envelope: string } }
  canonicalizedBody: string
}
type Bundle = {
  verificationMaterial: {
    certificate: { rawBytes: string }
    tlogEntries: Entry[]
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] }
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
  test('a bundle verifies, also long after its certificate ended', () => {
    expect(verify().signer).toContain(identity)
    vi.useFakeTimers({ now: Date.now() + 20 * 365 * 86_400_000, toFake: ['Date'] })
    expect(verify().signer).toContain(identity)
  })

  test('identity and issuer are compared letter by letter, never as patterns', () => {
    const wrong = /was signed by "https:\/\/lab\.example\/release" \(by "https:\/\/login\.lab/
    const looksAlike = ['https://labXexample/release', 'https://lab.example/releas.', 'https://Lab.example/release']
    for (const other of ['.*', '', 'lab', `${identity}/`, ...looksAlike]) {
      expect(() => verify(undefined, { identity: other })).toThrow(wrong)
    }
    for (const other of ['', '.*', 'https://accounts.example', `${issuer}/`]) {
      expect(() => verify(undefined, { issuer: other })).toThrow(wrong)
    }
  })

  test('a changed payload is refused', () => {
    expect(() =>
      verify((bundle) => {
        const { dsseEnvelope } = bundle
        const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString().replace('config.json', 'Config.json')
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

  test('a proof of inclusion under another checkpoint, or with a hash more or less, is refused', () => {
    const edits: ((proof: NonNullable<Entry['inclusionProof']>) => void)[] = [
      ({ hashes }) => hashes.pop(),
      ({ hashes }) => hashes.push(hashes[0] ?? ''),
      ({ checkpoint }) => {
        checkpoint.envelope = checkpoint.envelope.replace('\n4\n', '\n3\n')
      },
    ]
    for (const edit of edits) {
      expect(
        editEntry(({ inclusionProof }) => {
          if (inclusionProof) edit(inclusionProof)
        }),
      ).toThrow(/public log does not hold/)
    }
  })

  test('the entry of another signature by the same signer is refused', async () => {
    const { trustedRoot, signKeyless } = await startSigstore()
    const [one, two] = await Promise.all([signKeyless(statement), signKeyless(statement)])
    const bundle: Bundle = JSON.parse(one.toString())
    const other: Bundle = JSON.parse(two.toString())
    bundle.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries
    const check = (bytes: Buffer) => () => verifyBundle({ bytes, trust: { ...trust, trustedRoot }, time: 0n })
    expect(check(one)().resources).toHaveLength(2)
    expect(check(Buffer.from(JSON.stringify(bundle)))).toThrow(/public log does not hold/)
  })

  test('another certificate of the same signer is refused', async () => {
    const { trustedRoot, signKeyless } = await startSigstore()
    const [one, two] = await Promise.all([signKeyless(statement), signKeyless(statement)])
    const bundle: Bundle = JSON.parse(one.toString())
    const other: Bundle = JSON.parse(two.toString())
    bundle.verificationMaterial.certificate = other.verificationMaterial.certificate
    const bytes = Buffer.from(JSON.stringify(bundle))
    expect(() => verifyBundle({ bytes, trust: { ...trust, trustedRoot }, time: 0n })).toThrow(
      /signature is not of this/,
    )
  })

  test('a time stamp is a trusted time as well, if it is of this signature', async () => {
    const withoutPromise = (edit: (bundle: Bundle) => void) => () =>
      verify((bundle) => {
        for (const entry of bundle.verificationMaterial.tlogEntries) delete entry.inclusionPromise
        edit(bundle)
      })
    expect(withoutPromise(() => undefined)().signer).toContain(identity)
    const { signKeyless } = await startSigstore()
    const foreign: Bundle = JSON.parse((await signKeyless(statement)).toString())
    expect(
      withoutPromise(({ verificationMaterial }) => {
        Object.assign(verificationMaterial, {
          timestampVerificationData: foreign.verificationMaterial.timestampVerificationData,
        })
      }),
    ).toThrow(/Nothing trusted says when/)
  })

  test('without any trusted time it is refused', () => {
    expect(() =>
      verify(({ verificationMaterial }) => {
        delete verificationMaterial.timestampVerificationData
        for (const entry of verificationMaterial.tlogEntries) delete entry.inclusionPromise
      }),
    ).toThrow(/Nothing trusted says when/)
  })

  test('a Sigstore of the same names and other keys is not trusted', async () => {
    const { trustedRoot } = await startSigstore()
    expect(() => verify(undefined, { trustedRoot })).toThrow(/Nothing trusted|no trusted root|public log does not hold/)
  })

  test('another trusted root knows neither certificate nor log', () => {
    const root = JSON.parse(trust.trustedRoot)
    const withoutCas = JSON.stringify({ ...root, certificateAuthorities: [] })
    expect(() => verify(undefined, { trustedRoot: withoutCas })).toThrow(/leads to no trusted root/)
    const withoutLogs = JSON.stringify({ ...root, tlogs: [] })
    expect(() => verify(undefined, { trustedRoot: withoutLogs })).toThrow(/public log does not hold/)
    const withoutCtLogs = JSON.stringify({ ...root, ctlogs: [] })
    expect(() => verify(undefined, { trustedRoot: withoutCtLogs })).toThrow(/leads to no trusted root: SCT/)
    const withoutStamps = JSON.stringify({ ...root, timestampAuthorities: [] })
    expect(() => verify(undefined, { trustedRoot: withoutStamps })).toThrow(/Nothing trusted says when/)
  })

  test.each(['', '{', '{}', 'null', '[]', '{"tlogs":[{"publicKey":{"rawBytes":"AAAA"}}]}'])(
    'the trusted root %j is refused',
    (trustedRoot) => {
      expect(() => verify(undefined, { trustedRoot })).toThrow(/trusted root/)
    },
  )

  test('a bundle signed in another way is named so', () => {
    const { bytes } = signByKey(statement)
    expect(() => verifyBundle({ bytes, trust, time: 0n })).toThrow(/holds no Sigstore certificate/)
  })
})
