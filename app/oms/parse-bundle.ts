import { assertBundle, BUNDLE_V03_MEDIA_TYPE, type Bundle, type Envelope } from '@sigstore/bundle'
import { Bundle as BundleMessage } from '@sigstore/protobuf-specs'
import { AppError } from '~/domain/errors'
import { toPlainText } from '~/domain/plain-text'

/** A signature file as it was read: nothing of it is verified yet. */
export type OmsBundle = { bundle: Bundle; envelope: Envelope }

const PAYLOAD_TYPE = 'application/vnd.in-toto+json'

/**
 * Reads the bytes of an OMS signature file: a Sigstore bundle (v0.3) with a DSSE envelope around an in-toto statement.
 * Throws `oms_invalid_bundle`.
 */
export const parseBundle = (bytes: Uint8Array): OmsBundle => {
  const bundle = readBundle(parseJsonBytes(bytes, 'The bundle'))
  if (bundle.mediaType !== BUNDLE_V03_MEDIA_TYPE) {
    throw invalidBundle(`is of type ${show(bundle.mediaType)}, not ${BUNDLE_V03_MEDIA_TYPE}`)
  }
  if (bundle.content.$case !== 'dsseEnvelope') throw invalidBundle('holds no DSSE envelope (dsseEnvelope)')
  const envelope = bundle.content.dsseEnvelope
  if (envelope.payloadType !== PAYLOAD_TYPE) {
    throw invalidBundle(`signs a payload of type ${show(envelope.payloadType)}, not ${PAYLOAD_TYPE}`)
  }
  return { bundle, envelope }
}

/** Strict UTF-8 and JSON; throws `oms_invalid_bundle` that begins with `what`. */
export const parseJsonBytes = (bytes: Uint8Array, what: string): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('oms_invalid_bundle', `${what} is not JSON. Is this a signature file (often model.sig)?`, {
      cause,
    })
  }
}

/** Untrusted text in a message: quoted, plain, and cut. */
export const show = (text: string): string => JSON.stringify(toPlainText(text.slice(0, 120)))

const readBundle = (json: unknown): Bundle => {
  // `bundleFromJSON` refuses the certificate chains that OMS puts into v0.3 bundles; this checks all else as it does.
  try {
    const bundle = BundleMessage.fromJSON(json)
    assertBundle(bundle)
    return bundle
  } catch (cause) {
    const fields = (cause as { fields?: string[] }).fields ?? []
    const missing = fields.length > 0 ? fields.map(toPlainText).join(', ') : 'verificationMaterial or dsseEnvelope'
    throw new AppError('oms_invalid_bundle', `The bundle lacks or garbles ${missing}. Ask the signer for another.`, {
      cause,
    })
  }
}

const invalidBundle = (problem: string) =>
  new AppError('oms_invalid_bundle', `The bundle ${problem}: this is no OMS v1.0 signature.`)
