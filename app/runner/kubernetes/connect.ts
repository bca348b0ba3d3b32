import type { BatchV1Api, CoreV1Api, NetworkingV1Api, Watch } from '@kubernetes/client-node'
import { AppError } from '~/domain/errors'
import { loadClient } from './load-client'

/** The parts of a cluster's API that a runner uses. */
export type Cluster = {
  namespace: string
  batch: BatchV1Api
  core: CoreV1Api
  networking: NetworkingV1Api
  watch: Watch
  asMergePatch: Parameters<BatchV1Api['patchNamespacedJob']>[1]
}

/** Connects as a kubeconfig says, or as the environment and a pod's service account do. Throws `kubernetes_missing` and `invalid_kubeconfig`. */
export const connectCluster = async (kubeconfig: string | null, namespace: string): Promise<Cluster> => {
  const client = await loadClient()
  const config = new client.KubeConfig()
  try {
    if (kubeconfig === null) config.loadFromDefault()
    else config.loadFromString(kubeconfig)
    return {
      namespace,
      batch: config.makeApiClient(client.BatchV1Api),
      core: config.makeApiClient(client.CoreV1Api),
      networking: config.makeApiClient(client.NetworkingV1Api),
      watch: new client.Watch(config),
      asMergePatch: client.setHeaderOptions('Content-Type', client.PatchStrategy.MergePatch),
    }
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('invalid_kubeconfig', `The kubeconfig names no cluster that can be asked: ${said}.`, { cause })
  }
}
