import { describe, expect, test } from 'vitest'
import { listProblems } from '#test/support/kubernetes/check-model'
import { drop, fail } from '#test/support/kubernetes/stub'
import { startKubernetesRunner } from '#test/support/kubernetes-runner'
import { type JobOptions, requestScript } from '#test/support/local-runner'
import { buildShellRoot } from '#test/support/root-tar'
import { createKubernetesRunner } from '~/runner/kubernetes/kubernetes-runner'

const root = await buildShellRoot()

const open = async () => {
  const place = await startKubernetesRunner()
  const request = (script: string, options?: JobOptions) =>
    requestScript(root, { lease: 'one', script, folder: place.folder }, options)
  const countOf = (pattern: RegExp) => place.cluster.asked.filter(({ request: line }) => pattern.test(line)).length
  return { ...place, request, countOf }
}
const exited = { phase: 'ended', outcome: { kind: 'exited', code: 4 } }

describe('what a cluster is asked for', () => {
  test('P3 a pod without network, rights, secrets of the cluster, or a writable root', async () => {
    const { runner, cluster, request, published } = await open()
    expect([...cluster.policies.values()]).toMatchObject([
      {
        metadata: { name: 'ostrakon-no-network', namespace: 'jobs' },
        spec: {
          podSelector: { matchExpressions: [{ key: 'ostrakon.dev/lease', operator: 'Exists' }] },
          policyTypes: ['Ingress', 'Egress'],
        },
      },
    ])
    const given = request('echo $$ $(x); exit 4', { env: { PRICE: '$(HOME)' } })
    expect(await (await runner.start(given)).wait()).toMatchObject(exited)
    const job = cluster.asked.find(({ request: line }) => /^POST .*\/jobs$/.test(line))?.body
    expect(published).toEqual([root.image])
    expect(job.spec).toMatchObject({ backoffLimit: 0, parallelism: 1, completions: 1, activeDeadlineSeconds: 60 })
    const { spec, metadata } = job.spec.template
    expect(metadata.labels).toEqual({ 'ostrakon.dev/lease': 'one' })
    expect(spec).toMatchObject({
      ...{ restartPolicy: 'Never', automountServiceAccountToken: false, enableServiceLinks: false, hostUsers: false },
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    })
    for (const name of ['hostNetwork', 'hostPID', 'hostIPC', 'serviceAccountName'])
      expect(spec).not.toHaveProperty(name)
    const [container] = spec.containers
    expect(container).toMatchObject({
      image: `registry.example/roots@sha256:${root.image.slice(2)}`,
      command: ['/bin/bash', '-c', 'echo $$$$ $$(x); exit 4'],
      env: [{ name: 'PRICE', value: '$$(HOME)' }],
      securityContext: {
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, privileged: false },
        capabilities: { drop: ['ALL'] },
      },
      resources: { limits: { memory: String(1 << 27), cpu: '1', 'ephemeral-storage': String(1 << 20) } },
    })
    expect(spec.volumes.map((volume: Record<string, unknown>) => Object.keys(volume).sort())).toEqual([
      ['name', 'persistentVolumeClaim'],
      ['emptyDir', 'name'],
    ])
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/output', subPath: 'outputs/one' })
  })

  test('P6 without the policy that takes the network there is no service', async () => {
    const { cluster, settings, runner, request } = await open()
    const [policy] = cluster.policies.values()
    policy.spec.policyTypes = ['Ingress']
    await expect(createKubernetesRunner(settings)).rejects.toMatchObject({ code: 'no_sandbox' })
    await expect(runner.start(request('exit 4'))).rejects.toMatchObject({ code: 'no_sandbox' })
    expect(cluster.controller.jobs.size).toBe(0)
  })

  test('P7 GPUs are those of nodes that take pods; none of them is said, with a reason', async () => {
    const { runner, cluster, request } = await open()
    cluster.setNodes(
      [{ cpu: '8', 'nvidia.com/gpu': '4' }],
      [
        { cpu: '8', 'nvidia.com/gpu': '2' },
        { name: 'off', ready: 'False' },
      ],
      [
        { cpu: '8', 'nvidia.com/gpu': '2' },
        { name: 'drained', unschedulable: true },
      ],
    )
    expect(await runner.probe()).toEqual({ kind: 'gpu', units: 4, free: 4, gpus: [], reason: null })
    await runner.start(request('sleep 9', { limits: { gpus: 3 } }))
    expect(await runner.probe()).toMatchObject({ kind: 'gpu', units: 4, free: 1 })
    const job = cluster.asked.find(({ request: line }) => /^POST .*\/jobs$/.test(line))?.body
    expect(job.spec.template.spec.containers[0].resources.limits).toMatchObject({ 'nvidia.com/gpu': '3' })
    cluster.setNodes([{ cpu: '3920m', 'nvidia.com/gpu': 'many' }])
    expect(await runner.probe()).toMatchObject({ kind: 'cpu', units: 3, reason: expect.stringMatching(/No node/) })
  })
})

describe('faults of a cluster', () => {
  test('a server that is busy (429) is asked again, not before it says so', async () => {
    const { runner, cluster, request, countOf } = await open()
    cluster.faults.push({ request: /^POST .*\/jobs$/, answer: fail(429, 'TooManyRequests', { 'retry-after': '1' }) })
    cluster.faults.push({ request: /^WATCH/, answer: fail(429, 'TooManyRequests') })
    const began = performance.now()
    const job = await runner.start(request('sleep 1; exit 4'))
    expect(performance.now() - began).toBeGreaterThan(1_000)
    expect(countOf(/^POST .*\/jobs$/)).toBe(2)
    expect(await job.wait()).toMatchObject(exited)
    expect(cluster.faults).toEqual([])
  })

  test('P4 an answer that got lost (then 409) makes no second job, and the first is known again', async () => {
    const { runner, cluster, request, countOf } = await open()
    cluster.faults.push({ request: /^POST .*\/jobs$/, answer: drop, late: true })
    const job = await runner.start(request('exit 4'))
    expect(countOf(/^POST .*\/jobs$/)).toBe(2)
    expect(cluster.controller.jobs.size).toBe(1)
    expect(await job.wait()).toMatchObject(exited)
  })

  test('P4 a job of the name that another agent just made (409) is not taken for the own', async () => {
    const { runner, cluster, request, settings } = await open()
    const other = await createKubernetesRunner(settings)
    const results = await Promise.allSettled([runner.start(request('exit 4')), other.start(request('exit 4'))])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'lease_known' } })
    expect(cluster.controller.jobs.size).toBe(1)
    expect(await (await runner.adopt('one'))?.wait()).toMatchObject(exited)
  })

  test.each([
    ['drops', (cluster: Awaited<ReturnType<typeof open>>['cluster']) => cluster.dropWatches()],
    [
      'says that its version is too old (410)',
      (cluster: Awaited<ReturnType<typeof open>>['cluster']) => cluster.tellGone(),
    ],
  ])('a watch that %s costs nothing: the job is read anew and watched again', async (_, disturb) => {
    const { runner, cluster, request, countOf } = await open()
    const job = await runner.start(request('sleep 2; exit 4'))
    const ended = job.wait()
    for (let times = 1; times <= 3; times += 1) {
      await expect.poll(() => countOf(/^WATCH/), { timeout: 10_000 }).toBeGreaterThan(times)
      disturb(cluster)
    }
    expect(await ended).toMatchObject(exited)
  })

  test('a watch that is refused with 410, or whose end nobody sees, is begun anew', async () => {
    const { runner, cluster, request } = await open()
    cluster.faults.push({ request: /^WATCH/, answer: fail(410, 'Expired') })
    cluster.faults.push({ request: /^WATCH/, answer: drop })
    cluster.faults.push({ request: /^GET .*\/jobs\/ostrakon-one$/, answer: fail(503, 'ServiceUnavailable') })
    expect(await (await runner.start(request('sleep 1; exit 4'))).wait()).toMatchObject(exited)
    expect(cluster.faults).toEqual([])
  })

  test('a cluster that refuses says so at once, and one that is away is waited for in vain', async () => {
    const { runner, cluster, request, countOf } = await open()
    cluster.faults.push({ request: /^POST .*\/jobs$/, answer: fail(403, 'Forbidden') })
    await expect(runner.start(request('exit 4'))).rejects.toMatchObject({
      ...{
        code: 'cluster_refused',
        retryable: false,
        message: expect.stringMatching(/\(403\): Forbidden, as the test/),
      },
    })
    expect(countOf(/^POST .*\/jobs$/)).toBe(1)
    await cluster.stop()
    await expect(runner.probe()).rejects.toMatchObject({ code: 'cluster_unreachable', retryable: true })
  })

  test('a pod that was evicted for another reason, or is gone, is no failure of the job', async () => {
    const { runner, cluster, request } = await open()
    const job = await runner.start(request('sleep 60'))
    await expect.poll(() => job.status()).toMatchObject({ phase: 'running' })
    const [pod] = cluster.controller.pods.keys()
    cluster.controller.deletePod(pod ?? '', 0)
    expect(await job.wait()).toMatchObject({ outcome: { kind: 'lost' } })
  })
})

test('the check of what is said finds what Kubernetes would not take', () => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'x' },
    spec: { template: { spec: { containers: [{ name: 'x' }] } } },
  }
  expect(listProblems(job, 'V1Job')).toEqual([])
  const wrong = {
    ...job,
    speck: 1,
    metadata: { labels: { a: 1 } },
    spec: { backoffLimit: '0', template: { spec: {} } },
  }
  expect(listProblems(wrong, 'V1Job').sort()).toEqual([
    'V1Job has no member speck',
    'V1Job.metadata.labels.a is no string: 1',
    'V1Job.spec.backoffLimit is no number: "0"',
    'V1Job.spec.template.spec lacks containers',
  ])
})
