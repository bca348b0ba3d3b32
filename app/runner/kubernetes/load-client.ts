import { AppError } from '~/domain/errors'

/** The library that talks to Kubernetes. */
export type Kubernetes = typeof import('@kubernetes/client-node')

/** Loads the library, which is optional. Throws `kubernetes_missing` without it. */
export const loadClient = async (): Promise<Kubernetes> => {
  try {
    return await import('@kubernetes/client-node')
  } catch (cause) {
    const message =
      'The package @kubernetes/client-node is not installed. Install it with `npm install --include=optional`, or use the local runner.'
    throw new AppError('kubernetes_missing', message, { cause })
  }
}
