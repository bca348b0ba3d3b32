import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { V1Job } from '@kubernetes/client-node'
import type { Hex } from 'viem'
import { AppError } from '~/domain/errors'
import { checkRequest, isLease } from '../check-request'
import type { Capacity, Job, JobRequest, Runner } from '../runner'
import { askCluster, statusOf } from './ask-cluster'
import { buildJob, buildNetworkPolicy, lineage, marks, nameOf, policyName } from './build-job'
import { type Cluster, connectCluster } from './connect'
import { countUnits } from './count-units'
import { ignoreMissing, openJob } from './kubernetes-job'

export type KubernetesRunnerOptions = {
  /** The text of a kubeconfig; null takes the environment's, or a pod's own. */
  kubeconfig: string | null
  namespace: string
  /** A volume that pods can mount, and where it is mounted here; inputs and outputs lie below. */
  volume: { claim: string; folder: string }
  /** Puts a root tar where nodes find it; answers an image by digest. */
  publish: (tar: { path: string; digest: Hex }) => Promise<string>
  user?: { uid: number; gid: number }
}

/**
 * Runs jobs as Jobs of a cluster: one pod each, without network, rights or a writable root. Throws `kubernetes_missing`,
 * `invalid_kubeconfig`, and `no_sandbox` when the cluster would give jobs a network.
 */
export const createKubernetesRunner = async (options: KubernetesRunnerOptions): Promise<Runner> => {
  const { kubeconfig, namespace, volume, publish, user = { uid: 65_534, gid: 65_534 } } = options
  const cluster = await connectCluster(kubeconfig, namespace)
  const { batch, core } = cluster
  await requirePolicy(cluster)

  const listJobs = async (): Promise<V1Job[]> =>
    (await askCluster(() => batch.listNamespacedJob({ namespace, labelSelector: lineage.label }))).items
  const probe = async (): Promise<Capacity> => {
    const { items } = await askCluster(() => core.listNode())
    return countUnits(items, await listJobs())
  }
  const start = async (request: JobRequest): Promise<Job> => {
    checkRequest(request)
    const { lease, spec, specDigest, rootTar, inputFolder, outputFolder } = request
    const toPath = (folder: string) => findBelow(volume.folder, folder)
    const paths = { inputPath: inputFolder === null ? null : toPath(inputFolder), outputPath: toPath(outputFolder) }
    if (await adopt(lease)) throw known(lease)
    await requireImage(rootTar, spec.image)
    await requirePolicy(cluster)
    const { kind, free } = await probe()
    const wanted = spec.limits.gpus
    if (wanted > free) throw new AppError('no_free_units', `The job wants ${wanted} units, and ${free} are free.`)
    const image = await publish({ path: rootTar, digest: spec.image })
    await mkdir(outputFolder, { recursive: true })
    const place = { namespace, claim: volume.claim, gpu: kind === 'gpu', user }
    const startId = randomUUID()
    const body = buildJob({ request, place, image, startId, ...paths })
    await askCluster(() => batch.createNamespacedJob({ namespace, body })).catch(async (error: unknown) => {
      if (statusOf(error) !== 409) throw error
      // Of an earlier try of this start, the answer may have been lost; any other job of the name is another's.
      const found = await askCluster(() => batch.readNamespacedJob({ name: nameOf(lease), namespace }))
      if (found.metadata?.annotations?.[marks.start] !== startId) throw known(lease)
    })
    return openJob(cluster, lease, specDigest)
  }
  const adopt = async (lease: string): Promise<Job | null> => {
    if (!isLease(lease)) return null
    const job = await askCluster(() => batch.readNamespacedJob({ name: nameOf(lease), namespace })).catch(ignoreMissing)
    const digest = job?.metadata?.annotations?.[lineage.digest]
    return digest === undefined ? null : openJob(cluster, lease, digest as Hex)
  }
  const leases = async () =>
    (await listJobs()).map(({ metadata }) => metadata?.labels?.[lineage.label] ?? '').filter(isLease)
  return { kind: 'kubernetes', probe, start, adopt, leases }
}

const known = (lease: string) => new AppError('lease_known', `Lease ${lease} has a job already: adopt it.`)

/** Makes the policy that no job has a network, and refuses another one under its name. Throws `no_sandbox`. */
const requirePolicy = async ({ networking, namespace }: Cluster): Promise<void> => {
  const body = buildNetworkPolicy(namespace)
  const created = await askCluster(() => networking.createNamespacedNetworkPolicy({ namespace, body })).catch(
    (error: unknown) => {
      if (statusOf(error) === 409) return null
      throw error
    },
  )
  const { spec } =
    created ?? (await askCluster(() => networking.readNamespacedNetworkPolicy({ name: policyName, namespace })))
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown
  if (isDeepStrictEqual(plain(spec), plain(body.spec))) return
  const message = `The policy ${policyName} in ${namespace} is not ours: jobs might have a network. Delete it, or use another namespace.`
  throw new AppError('no_sandbox', message)
}

const findBelow = (folder: string, path: string): string => {
  const below = relative(folder, path)
  if (below !== '' && !below.startsWith('..') && !isAbsolute(below)) return below
  throw new AppError('invalid_job', `${path} is not below ${folder}, which pods can mount.`)
}

const requireImage = async (path: string, expected: Hex): Promise<void> => {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk)
  } catch (cause) {
    throw new AppError('bad_image', `The root tar ${JSON.stringify(path)} cannot be read.`, { cause })
  }
  const found = hash.digest('hex')
  if (`0x${found}` === expected) return
  throw new AppError('wrong_image', `The root tar's SHA-256 is 0x${found}, the spec asks for ${expected}.`)
}
