import { assertBundleLatest } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { type Signer, toTrustMaterial, Verifier } from '@sigstore/verify'
import { AppError } from '~/domain/errors'
import { type OmsBundle, show } from './parse-bundle'
import { buildSignedEntity, sayRefusal } from './signed-entity'

type KeylessTrust = {
  /** The JSON of a Sigstore trusted root: https://github.com/sigstore/root-signing */
  trustedRoot: string
  /** Whose certificate it has to be: an e-mail address or a URI, compared letter by letter. */
  identity: string
  /** Who has to have vouched for the identity: the URL of an OpenID provider. */
  issuer: string
}

/**
 * Verifies a keyless bundle without a network: short-lived certificate, certificate log, entry in the public log, time
 * of signing, identity and issuer. Returns who signed. Throws `oms_wrong_method`, `oms_wrong_identity`,
 * `oms_not_logged`, `oms_no_time`, `oms_untrusted_certificate` or `oms_wrong_signature`.
 */
export const verifyKeyless = (oms: OmsBundle, { trustedRoot, identity, issuer }: KeylessTrust): string => {
  const { content, tlogEntries } = oms.bundle.verificationMaterial
  if (content.$case !== 'certificate') {
    throw new AppError('oms_wrong_method', 'The bundle holds no Sigstore certificate: it was signed in another way.')
  }
  if (tlogEntries.length === 0) {
    throw new AppError('oms_not_logged', 'The bundle holds no entry of a public log, which a keyless signature needs.')
  }
  requireProofs(oms.bundle)
  const verifier = new Verifier(parseTrustedRoot(trustedRoot))
  const entity = buildSignedEntity(oms)
  requireIdentity(
    verify(() => verifier.verify(entity)),
    { identity, issuer },
  )
  return `${show(identity)}, vouched for by ${show(issuer)}`
}

/** The library would read the identity as a pattern: `a@b.example` would also be met by `xa@b-example.evil`. */
const requireIdentity = ({ identity: found }: Signer, expected: { identity: string; issuer: string }) => {
  const { subjectAlternativeName: name = 'nobody', extensions: { issuer = 'nobody' } = {} } = found ?? {}
  if (found?.subjectAlternativeName === expected.identity && found.extensions?.issuer === expected.issuer) return
  const message = `The bundle was signed by ${show(name)} (by ${show(issuer)}), not by ${show(expected.identity)} (by ${show(expected.issuer)}).`
  throw new AppError('oms_wrong_identity', message)
}

const verify = (run: () => Signer) => {
  try {
    return run()
  } catch (error) {
    throw sayRefusal(error)
  }
}

const requireProofs = (bundle: OmsBundle['bundle']) => {
  try {
    assertBundleLatest(bundle)
  } catch (cause) {
    throw new AppError('oms_not_logged', 'The bundle’s log entry comes without its proof of inclusion.', { cause })
  }
}

const parseTrustedRoot = (json: string) => {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(json))
    if (root.mediaType.startsWith('application/vnd.dev.sigstore.trustedroot')) return toTrustMaterial(root)
  } catch (cause) {
    throw new AppError('invalid_usage', 'The trusted root cannot be read: give Sigstore’s trusted_root.json.', {
      cause,
    })
  }
  throw new AppError('invalid_usage', 'The file given as trusted root is none: give Sigstore’s trusted_root.json.')
}
