import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock'
import { type Envelope, signEnvelope, wrapBundle } from './oms-bundle'

/** Who signs here, and who vouches for that. */
export const identity = 'https://lab.example/release'
export const issuer = 'https://login.lab.example/oauth2'

const LOG = 'https://log.lab.example'
const ISSUER_EXTENSION = '1.3.6.1.4.1.57264.1.8'
const SHA256_OID = '2.16.840.1.101.3.4.2.1'

type Keys = { publicKey: KeyObject; privateKey: KeyObject }

const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const derOf = ({ publicKey }: Keys) => new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const base64 = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64')

/** A Sigstore of its own: certificate authority, both logs and time stamps, and the root that trusts them. */
export const startSigstore = async () => {
  // The authorities begin now; a certificate and its evidence have to lie within them.
  const clock = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000)
  const [caKeys, ctKeys, logKeys, tsaKeys] = [newKeys(), newKeys(), newKeys(), newKeys()]
  const authority = await initializeCA(caKeys, await initializeCTLog(ctKeys, clock), clock)
  const log = await initializeTLog(LOG, logKeys, clock)
  const stamper = await initializeTSA(tsaKeys, clock)

  const describeLog = (keys: Keys) => ({
    baseUrl: LOG,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(derOf(keys)), keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
    logId: { keyId: sha256(derOf(keys)).toString('base64') },
  })
  const describeAuthority = (...certificates: ArrayBufferView[]) => ({
    certChain: { certificates: certificates.map((certificate) => ({ rawBytes: base64(certificate) })) },
  })
  const trustedRoot = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [describeLog(logKeys)],
    ctlogs: [describeLog(ctKeys)],
    certificateAuthorities: [describeAuthority(authority.rootCertificate)],
    timestampAuthorities: [describeAuthority(stamper.intCertificate, stamper.rootCertificate)],
  })

  const signKeyless = async (statement: unknown): Promise<Buffer> => {
    const keys = newKeys()
    const extensions = [{ oid: ISSUER_EXTENSION, value: issuer }]
    const request = { publicKey: derOf(keys), subjectAltName: identity, extensions }
    const rawBytes = base64(await authority.issueCertificate(request))
    const envelope = signEnvelope(statement, keys.privateKey)
    const found: Record<string, LogEntry> = await log.log(describeEntry(envelope, rawBytes))
    const artifactHash = sha256(Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'))
    const query = { artifactHash, hashAlgorithmOID: SHA256_OID, nonce: 1, policyOID: '1.2.3.4' }
    const signedTimestamp = base64(await stamper.timestamp(query))
    return wrapBundle(envelope, {
      certificate: { rawBytes },
      tlogEntries: Object.values(found).map((entry) => toBundleEntry(entry, logKeys)),
      timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp }] },
    })
  }
  return { trustedRoot, signKeyless }
}

/** As the log answers. */
type LogEntry = {
  body: string
  integratedTime: number
  logID: string
  logIndex: number
  verification: { signedEntryTimestamp: string }
}

const describeEntry = (envelope: Envelope, certificate: string) => {
  const verifier = pemOf(certificate)
  const digest = (bytes: Buffer) => ({ algorithm: 'sha256', value: sha256(bytes).toString('hex') })
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: digest(Buffer.from(JSON.stringify(envelope))),
      payloadHash: digest(Buffer.from(envelope.payload, 'base64')),
      signatures: envelope.signatures.map(({ sig }) => ({ signature: sig, verifier })),
    },
  }
}

const pemOf = (certificate: string) =>
  Buffer.from(`-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`).toString('base64')

const toBundleEntry = ({ body, integratedTime, logID, logIndex, verification }: LogEntry, keys: Keys) => ({
  logIndex: String(logIndex),
  logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
  kindVersion: { kind: 'dsse', version: '0.0.1' },
  integratedTime: String(integratedTime),
  inclusionPromise: { signedEntryTimestamp: verification.signedEntryTimestamp },
  inclusionProof: proveInclusion(Buffer.from(body, 'base64'), keys),
  canonicalizedBody: body,
})

/** The mock's tree has one leaf and so a proof without hashes; this one has four, and the entry is its second. */
const proveInclusion = (body: Buffer, keys: Keys) => {
  const [left, right] = [sha256(Buffer.from('left')), sha256(Buffer.from('right'))]
  const [leafMark, nodeMark] = [Buffer.from([0]), Buffer.from([1])]
  const rootHash = sha256(nodeMark, sha256(nodeMark, left, sha256(leafMark, body)), right).toString('base64')
  const { host } = new URL(LOG)
  const note = `${host} - 1\n4\n${rootHash}\n`
  const signature = Buffer.concat([
    sha256(derOf(keys)).subarray(0, 4),
    sign('sha256', Buffer.from(note), keys.privateKey),
  ])
  return {
    logIndex: '1',
    treeSize: '4',
    rootHash,
    hashes: [left.toString('base64'), right.toString('base64')],
    checkpoint: { envelope: `${note}\n\u2014 ${host} ${signature.toString('base64')}\n` },
  }
}
