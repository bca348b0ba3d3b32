import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startKubernetesRunner } from '#test/support/kubernetes-runner'
import { type JobOptions, requestScript, startLocalRunner } from '#test/support/local-runner'
import { buildShellRoot } from '#test/support/root-tar'
import { createKubernetesRunner } from '~/runner/kubernetes/kubernetes-runner'
import { createLocalRunner } from '~/runner/local/local-runner'
import type { Runner } from '~/runner/runner'

type Place = { runner: Runner; folder: string; restart: () => Promise<Runner> }

const places: Record<Runner['kind'], () => Promise<Place>> = {
  local: async () => {
    const { runner, folder, settings } = await startLocalRunner({ cpuSlots: 8 })
    return { runner, folder, restart: () => createLocalRunner(settings) }
  },
  kubernetes: async () => {
    const { runner, folder, settings } = await startKubernetesRunner()
    return { runner, folder, restart: () => createKubernetesRunner(settings) }
  },
}

const root = await buildShellRoot()

describe.each(['local', 'kubernetes'] as const)('P1 the %s runner', (kind) => {
  const open = async () => {
    const place = await places[kind]()
    const request = (lease: string, script: string, options?: JobOptions) =>
      requestScript(root, { lease, script, folder: place.folder }, options)
    return { ...place, request }
  }

  test('P1 says what it can serve, and what of it is free', async () => {
    const { runner, request } = await open()
    expect(runner.kind).toBe(kind)
    expect(await runner.probe()).toEqual({ kind: 'cpu', units: 8, free: 8, gpus: [], reason: expect.any(String) })
    const job = await runner.start(request('one', 'sleep 60', { limits: { gpus: 3 } }))
    expect(await runner.probe()).toMatchObject({ units: 8, free: 5 })
    await expect(runner.start(request('two', 'exit 0', { limits: { gpus: 6 } }))).rejects.toMatchObject({
      code: 'no_free_units',
    })
    expect(await runner.adopt('two')).toBeNull()
    await job.stop(0)
    expect(await runner.probe()).toMatchObject({ units: 8, free: 8 })
  })

  test('P1 runs a job and says how it ended, again and again, also after a restart', async () => {
    const { runner, request, restart } = await open()
    const before = Math.floor(Date.now() / 1000)
    const given = request('one', 'sleep 1.5; exit 7')
    const job = await runner.start(given)
    expect(job).toMatchObject({ lease: 'one', specDigest: given.specDigest })
    const ended = await job.wait()
    expect(ended).toEqual({
      ...{ phase: 'ended', started: expect.any(Number), ended: expect.any(Number) },
      outcome: { kind: 'exited', code: 7 },
    })
    expect(ended.started).toBeGreaterThanOrEqual(before)
    expect(ended.ended).toBeGreaterThan(ended.started ?? 0)
    expect(await job.status()).toEqual(ended)
    expect(await job.stop(1)).toEqual(ended)
    const again = await (await restart()).adopt('one')
    expect(again).toMatchObject({ lease: 'one', specDigest: given.specDigest })
    expect(await again?.status()).toEqual(ended)
    expect(await (await runner.start(request('two', 'exit 0'))).wait()).toMatchObject({
      outcome: { kind: 'exited', code: 0 },
    })
    expect((await runner.leases()).sort()).toEqual(['one', 'two'])
  })

  test('P1 runs one job per lease, until it is removed', async () => {
    const { runner, request, restart } = await open()
    expect(await runner.adopt('one')).toBeNull()
    const job = await runner.start(request('one', 'sleep 60'))
    for (const other of [runner, await restart()]) {
      await expect(other.start(request('one', 'exit 0'))).rejects.toMatchObject({ code: 'lease_known' })
    }
    await expect(job.remove()).rejects.toMatchObject({ code: 'job_running' })
    expect(await job.stop(1)).toMatchObject({ outcome: { kind: 'killed', cause: 'notice' } })
    await expect(runner.start(request('one', 'exit 0'))).rejects.toMatchObject({ code: 'lease_known' })
    await job.remove()
    expect(await runner.adopt('one')).toBeNull()
    expect(await runner.leases()).toEqual([])
    expect(await (await runner.start(request('one', 'exit 0'))).wait()).toMatchObject({ outcome: { kind: 'exited' } })
  })

  test('P1 adopts a running job after a restart, and ends it with notice', async () => {
    const { runner, request, restart } = await open()
    const job = await runner.start(request('one', "trap '' TERM; sleep 60; sleep 60"))
    await expect.poll(() => job.status(), { timeout: 10_000 }).toMatchObject({ phase: 'running' })
    const adopted = await (await restart()).adopt('one')
    expect(await adopted?.status()).toEqual(await job.status())
    const began = performance.now()
    const [ended, seen] = await Promise.all([adopted?.stop(2), job.wait()])
    expect(performance.now() - began).toBeGreaterThan(1_000)
    expect(ended).toMatchObject({ phase: 'ended', outcome: { kind: 'killed', cause: 'notice' } })
    expect(seen).toEqual(ended)
  })

  test('P1 says which limit ended a job', async () => {
    const { runner, request } = await open()
    const scripts: [string, string, JobOptions][] = [
      ['memory', 'tail /dev/zero', { limits: { memoryBytes: 1 << 26 } }],
      ['time', 'sleep 60', { limits: { seconds: 2 } }],
      ['output', 'head -c 200000 /dev/zero > /output/x', { limits: { outputBytes: 100_000 } }],
    ]
    for (const [cause, script, options] of scripts) {
      const job = await runner.start(request(cause, script, options))
      expect(await job.wait()).toMatchObject({ outcome: { kind: 'killed', cause } })
    }
  })

  test.each<[string, string, (place: Awaited<ReturnType<typeof open>>) => object]>([
    ['another spec than was ordered', 'wrong_spec', () => ({ specDigest: `0x${'0'.repeat(64)}` })],
    [
      'another tar than the spec names',
      'wrong_image',
      ({ folder }) => {
        writeFileSync(join(folder, 'other.tar'), 'other')
        return { rootTar: join(folder, 'other.tar') }
      },
    ],
    ['a tar that is not there', 'bad_image', () => ({ rootTar: '/nowhere/root.tar' })],
    ['a lease that climbs', 'invalid_job', () => ({ lease: '../one' })],
    ['an output by a relative path', 'invalid_job', () => ({ outputFolder: 'output' })],
    ['a grace without end', 'invalid_job', () => ({ graceSeconds: 1e9 })],
  ])('P1 refuses %s, and keeps nothing of it', async (_, code, change) => {
    const place = await open()
    const given = place.request('one', 'exit 0')
    await expect(place.runner.start({ ...given, ...change(place) })).rejects.toMatchObject({ code })
    expect(await place.runner.leases()).toEqual([])
    expect(await place.runner.adopt('../one')).toBeNull()
  })
})
