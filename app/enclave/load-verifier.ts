import { AppError } from '~/domain/errors'

type Verifier = typeof import('@phala/dcap-qvl')

/**
 * Loads the library that verifies quotes, which is optional. Throws `verifier_missing` without it: nothing was verified
 * then, and nobody may take it for more.
 */
export const loadVerifier = async (): Promise<Verifier> => {
  try {
    const { default: library } = await import('@phala/dcap-qvl')
    return library
  } catch (cause) {
    const message =
      'Not verified: the package @phala/dcap-qvl is not installed. Install it with `npm install --include=optional`.'
    throw new AppError('verifier_missing', message, { cause })
  }
}
