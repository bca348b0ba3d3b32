import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createKubernetesRunner, type KubernetesRunnerOptions } from '~/runner/kubernetes/kubernetes-runner'
import { startKubernetes } from './kubernetes/stub'

/** A runner of a cluster that is a stub; after the test, nothing that was said may have been wrong. */
export const startKubernetesRunner = async () => {
  const cluster = await startKubernetes()
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-kubernetes-'))
  const published: string[] = []
  const settings: KubernetesRunnerOptions = {
    ...{ kubeconfig: cluster.kubeconfig, namespace: 'jobs', volume: { claim: 'shared', folder } },
    publish: async ({ digest }) => {
      published.push(digest)
      return `registry.example/roots@sha256:${digest.slice(2)}`
    },
  }
  onTestFinished(async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
    expect(cluster.problems).toEqual([])
  })
  return { runner: await createKubernetesRunner(settings), cluster, folder, settings, published }
}
