import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCli } from '#test/support/cli'
import { startLocalRunner } from '#test/support/local-runner'
import { findWeights, releaseFiles } from '~/cli/demo/weights'
import { digestOutput } from '~/domain/output-digest'
import { parseWorkloadSpec, specDigest, type WorkloadSpec } from '~/domain/workload-spec'
import { buildDemoRoot, buildDemoSpec } from '~/runner/demo-job/build-demo-root'
import { runDemoJob } from '~/runner/demo-job/run-demo-job'
import { synthesiseWav } from '~/runner/demo-job/synthesise-wav'
import { readOutput } from '~/runner/read-output'

const folder = mkdtempSync(join(tmpdir(), 'ostrakon-demo-job-'))
afterAll(() => rmSync(folder, { recursive: true }))
const digestOf = (bytes: Uint8Array) => `0x${createHash('sha256').update(bytes).digest('hex')}` as const

const [file] = releaseFiles.legacy
const model = findWeights(file)

/** Runs the demo's job on a recording. */
const run = async (wav: Uint8Array, unsafeNoSandbox = false) => {
  const rootTar = join(mkdtempSync(join(folder, 'root-')), 'root.tar')
  const image = await buildDemoRoot({ path: rootTar, model, wav })
  return runRoot(rootTar, buildDemoSpec(image), unsafeNoSandbox)
}

const runRoot = async (rootTar: string, spec: WorkloadSpec, unsafeNoSandbox = false) => {
  const { runner, folder: place, leaseFolder } = await startLocalRunner({ unsafeNoSandbox })
  const outputFolder = join(place, 'output')
  const job = await runner.start({
    ...{ lease: 'demo', spec, specDigest: specDigest(spec), rootTar, outputFolder },
    ...{ inputFolder: null, graceSeconds: 5 },
  })
  const { outcome } = await job.wait()
  const log = readFileSync(join(leaseFolder('demo'), 'log'), 'utf8')
  return { outcome, log, outputFolder, files: await readOutput(outputFolder) }
}

test('the demo’s job finds speech in the sandbox, and the tenant computes the very same bytes', async () => {
  const wav = synthesiseWav(6)
  const { outcome, log, outputFolder, files } = await run(wav)
  expect(log).toBe('')
  expect(outcome).toEqual({ kind: 'exited', code: 0 })
  const expected = await runDemoJob({ model, wav })
  expect(files).toEqual([{ name: 'speech.json', size: expected.length, sha256: digestOf(expected) }])
  const answer = JSON.parse(readFileSync(join(outputFolder, 'speech.json'), 'utf8'))
  expect(answer).toMatchObject({ frames: 187, input: digestOf(wav), model: digestOf(readFileSync(model)) })
  // Two stretches of syllables, each from half a second to two and a half.
  expect(answer.segments.length).toBe(2)
  for (const [index, { from, to }] of answer.segments.entries()) {
    expect(Math.abs(from - (3000 * index + 500))).toBeLessThan(100)
    expect(Math.abs(to - (3000 * index + 2500))).toBeLessThan(100)
  }
  expect(await runDemoJob({ model, wav })).toEqual(expected)
  expect(digestOf(await runDemoJob({ model, wav: synthesiseWav(3) }))).not.toBe(digestOf(expected))
})

test('the demo’s root and recording are the same to the bit whenever they are made', async () => {
  const build = (name: string) => buildDemoRoot({ path: join(folder, name), model, wav: synthesiseWav(3) })
  expect(await build('one.tar')).toBe(await build('two.tar'))
  expect(digestOf(synthesiseWav(6))).toBe(digestOf(synthesiseWav(6)))
  // Written down, so that another engine that rounds otherwise would be noticed.
  expect(digestOf(synthesiseWav(6))).toBe('0xeb1e2a5598a498173b383b525f687b17e89a839bfdf54b5ef9ee89e393e103ce')
})

test('the demo’s job also runs where there is no sandbox and that is wanted', async () => {
  const wav = synthesiseWav(3)
  const { outcome, files } = await run(wav, true)
  expect(outcome).toEqual({ kind: 'exited', code: 0 })
  expect(files.map(({ sha256 }) => sha256)).toEqual([digestOf(await runDemoJob({ model, wav }))])
})

test('a recording that is none ends the job with an error, here and there', async () => {
  const { outcome, files } = await run(Buffer.from('noise'))
  expect(outcome).toMatchObject({ kind: 'exited', code: 1 })
  expect(files).toEqual([])
  await expect(runDemoJob({ model, wav: Buffer.from('noise') })).rejects.toThrow(/no WAV file/)
})

test('`ostrakon demo-job` writes what a lease takes, and computes the output that a provider has to deliver', async () => {
  const place = join(folder, 'job')
  const said = await runCli(['demo-job', place, '--json'])
  expect(said).toMatchObject({ code: 0, stderr: '' })
  const { spec, image, output } = JSON.parse(said.stdout)
  const text = readFileSync(join(place, 'spec.json'), 'utf8')
  expect(specDigest(parseWorkloadSpec(text))).toBe(spec)
  const rootTar = join(place, 'root.tar')
  expect(digestOf(readFileSync(rootTar))).toBe(image)
  const { outcome, files } = await runRoot(rootTar, buildDemoSpec(image))
  expect(outcome).toEqual({ kind: 'exited', code: 0 })
  expect(digestOutput(files)).toBe(output)
  expect(await runCli(['demo-job', place])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is there already'),
  })
  expect(await runCli(['demo-job'])).toMatchObject({ code: 3, stderr: 'Name one folder, to be made.\n' })
})
