import type { V1Job, V1NetworkPolicy, V1VolumeMount } from '@kubernetes/client-node'
import type { JobRequest } from '../runner'

/** What the cluster's owner decides. */
type JobPlace = {
  namespace: string
  /** A claim that pods can mount, with /input and /output below it. */
  claim: string
  gpu: boolean
  /** The account of jobs. */
  user: { uid: number; gid: number }
}

type Build = {
  request: JobRequest
  place: JobPlace
  image: string
  /** Of this very start, so that its own answer is known again when it got lost. */
  startId: string
  inputPath: string | null
  outputPath: string
}

export const lineage = { label: 'ostrakon.dev/lease', digest: 'ostrakon.dev/spec-digest' } as const
export const marks = { start: 'ostrakon.dev/start', notice: 'ostrakon.dev/notice' } as const
export const policyName = 'ostrakon-no-network'

export const nameOf = (lease: string) => `ostrakon-${lease}`

/** A Job that runs once, in one pod, without rights, network or a writable root. */
export const buildJob = ({ request, place, image, startId, inputPath, outputPath }: Build): V1Job => {
  const { lease, spec, specDigest, graceSeconds } = request
  const { memoryBytes, seconds, gpus, outputBytes } = spec.limits
  const limits = {
    memory: String(memoryBytes),
    'ephemeral-storage': String(outputBytes),
    ...(place.gpu ? { 'nvidia.com/gpu': String(gpus) } : { cpu: String(gpus) }),
  }
  const labels = { [lineage.label]: lease }
  const mounts: V1VolumeMount[] = [
    { name: 'data', mountPath: '/output', subPath: outputPath },
    ...(inputPath === null ? [] : [{ name: 'data', mountPath: '/input', subPath: inputPath, readOnly: true }]),
    { name: 'tmp', mountPath: '/tmp' },
  ]
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      ...{ name: nameOf(lease), namespace: place.namespace, labels },
      annotations: { [lineage.digest]: specDigest, [marks.start]: startId },
    },
    spec: {
      ...{ parallelism: 1, completions: 1, backoffLimit: 0, podReplacementPolicy: 'Failed' },
      activeDeadlineSeconds: seconds,
      template: {
        metadata: { labels },
        spec: {
          ...{
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            hostUsers: false,
          },
          terminationGracePeriodSeconds: graceSeconds,
          securityContext: {
            ...{ runAsNonRoot: true, runAsUser: place.user.uid, runAsGroup: place.user.gid, fsGroup: place.user.gid },
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              ...{ name: 'job', image, imagePullPolicy: 'IfNotPresent', command: spec.command.map(escapeDollars) },
              env: Object.entries(spec.env).map(([name, value]) => ({ name, value: escapeDollars(value) })),
              resources: { limits, requests: limits },
              volumeMounts: mounts,
              securityContext: {
                ...{ allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true },
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: place.claim } },
            { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: String(memoryBytes) } },
          ],
        },
      },
    },
  }
}

// Kubernetes puts variables in for $(NAME) and makes one $ of two, in commands too; a spec's texts are just texts.
const escapeDollars = (text: string) => text.split('$').join('$$')

/** No traffic to or from any job of ours; the cluster's network has to heed it. */
export const buildNetworkPolicy = (namespace: string): V1NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: policyName, namespace },
  spec: {
    podSelector: { matchExpressions: [{ key: lineage.label, operator: 'Exists' }] },
    policyTypes: ['Ingress', 'Egress'],
  },
})
