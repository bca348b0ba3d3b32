import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '~/domain/errors'

const bytes = z
  .union([z.string().regex(/^([0-9a-fA-F]{2})+$/, 'is not hex'), z.array(z.number().int().min(0).max(255)).min(1)])
  .transform((value) => (typeof value === 'string' ? Buffer.from(value, 'hex') : Buffer.from(value)))

const pem = z.string().transform((text, context) => {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block))
  } catch {
    // Said below, together with what holds no block at all.
  }
  context.addIssue({ code: 'custom', message: 'is not a chain of certificates in PEM' })
  return z.NEVER
})

// The members of Intel's own answers, as its provisioning service and every cache of it give them. What else a file
// holds is left out: the library would prefer a `pck_certificate_chain` to the one inside the quote.
const schema = z.object({
  pck_crl_issuer_chain: pem,
  root_ca_crl: bytes,
  pck_crl: bytes,
  tcb_info_issuer_chain: pem,
  tcb_info: z.string(),
  tcb_info_signature: bytes,
  qe_identity_issuer_chain: pem,
  qe_identity: z.string(),
  qe_identity_signature: bytes,
})

/** Intel's word on a platform: revocations, security levels and the quoting enclave, each with who signed it. */
export type Collateral = z.infer<typeof schema>

/** Reads a collateral file (JSON). Throws `attest_bad_collateral` that names each member that does not fit. */
export const parseCollateral = (content: Uint8Array): Collateral => {
  const result = schema.safeParse(parseJson(content))
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  throw new AppError('attest_bad_collateral', `The collateral cannot be used: ${problems.join('; ')}.`)
}

const parseJson = (content: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch (cause) {
    throw new AppError('attest_bad_collateral', 'The collateral is not JSON: fetch it again from Intel or a cache.', {
      cause,
    })
  }
}
