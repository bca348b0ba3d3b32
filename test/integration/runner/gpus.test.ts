import { chmodSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFolderWith } from '#test/support/folders'
import { startLocalRunner } from '#test/support/local-runner'
import { chooseUnits } from '~/runner/local/choose-units'
import { detectGpus, type Gpu } from '~/runner/local/detect-gpus'
import type { JobPlan } from '~/runner/local/lease-folder'

const one = '0, GPU-11111111-2222-3333-4444-555555555555, NVIDIA A100-SXM4-40GB, 40960, 00000000:01:00.0'
const two = '1, GPU-99999999-2222-3333-4444-555555555555, NVIDIA A100-SXM4-40GB, 40960, 00000000:E1:00.0'

/** A machine whose nvidia-smi is a script, and whose bus has two GPUs of NVIDIA, and other things. */
const createMachine = async (script: string) => {
  const folder = await createFolderWith({ 'nvidia-smi': `#!/bin/sh\n${script}\n` })
  chmodSync(join(folder, 'nvidia-smi'), 0o755)
  const devices: [string, string, string][] = [
    ['0000:01:00.0', '0x10de', '0x030200'],
    ['0000:e1:00.0', '0x10de', '0x030000'],
    ['0000:e1:00.1', '0x10de', '0x040300'],
    ['0000:02:00.0', '0x1002', '0x030000'],
  ]
  for (const [name, vendor, kind] of devices) {
    await mkdir(join(folder, 'pci', name), { recursive: true })
    await writeFile(join(folder, 'pci', name, 'vendor'), `${vendor}\n`)
    await writeFile(join(folder, 'pci', name, 'class'), `${kind}\n`)
  }
  await mkdir(join(folder, 'driver/0000:e1:00.0'), { recursive: true })
  await writeFile(join(folder, 'driver/0000:e1:00.0/information'), 'Model: \t A100\nDevice Minor: \t 7\n')
  return {
    ...{ command: join(folder, 'nvidia-smi'), pciFolder: join(folder, 'pci'), driverFolder: join(folder, 'driver') },
    timeoutMs: 2_000,
  }
}
const say = (...lines: string[]) => `cat <<'END'\n${lines.join('\n')}\nEND`

describe('GPUs', () => {
  test('P7 those that driver and bus agree on are counted', async () => {
    const { gpus, reason } = await detectGpus(await createMachine(say(one, two)))
    expect(reason).toBeNull()
    expect(gpus).toEqual([
      {
        uuid: one.split(', ')[1],
        name: 'NVIDIA A100-SXM4-40GB',
        memoryBytes: 40_960 * 2 ** 20,
        device: '/dev/nvidia0',
      },
      {
        uuid: two.split(', ')[1],
        name: 'NVIDIA A100-SXM4-40GB',
        memoryBytes: 40_960 * 2 ** 20,
        device: '/dev/nvidia7',
      },
    ])
  })

  test('P7 without nvidia-smi there is none, and it is said why', async () => {
    const machine = await createMachine('')
    expect(await detectGpus({ ...machine, command: '/nowhere/nvidia-smi' })).toEqual({
      gpus: [],
      reason: '/nowhere/nvidia-smi is not installed.',
    })
  })

  test('P7 an nvidia-smi that hangs is not waited for, even when no signal ends it', async () => {
    const machine = await createMachine("trap '' TERM INT HUP; sleep 30 & wait; sleep 30")
    const began = performance.now()
    const found = await detectGpus({ ...machine, timeoutMs: 300 })
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(found).toEqual({ gpus: [], reason: expect.stringMatching(/did not answer within 0.3 s/) })
  })

  test.each([
    ['words', say('NVIDIA-SMI has failed'), /cannot be read/],
    ['half a line', say(one.slice(0, 60)), /cannot be read/],
    ['a right line and a wrong one', say(one, 'No devices were found'), /cannot be read/],
    ['bytes', 'head -c 4096 /dev/urandom', /cannot be read/],
    ['not available', say(one.replace('40960', '[N/A]')), /cannot be read/],
    ['no end', 'yes 0, GPU', /failed|cannot be read/],
    ['an error', `${say(one)}\nexit 9`, /failed/],
    ['nothing', 'exit 0', /names no GPU/],
    ['a GPU that is not on the bus', say(one.replace('01:00.0', '03:00.0')), /the PCI bus has none there/],
    ['a GPU of another maker', say(one.replace('01:00.0', '02:00.0')), /the PCI bus has none there/],
    [
      'another device of a GPU',
      say(two.replace('.0', '.1').replace('E1:00.0', 'E1:00.1')),
      /the PCI bus has none there/,
    ],
    ['one GPU twice', say(one, one), /twice/],
  ])('P7 an nvidia-smi that says %s gives no GPU, and a reason', async (_, script, reason) => {
    const found = await detectGpus(await createMachine(script))
    expect(found).toEqual({ gpus: [], reason: expect.stringMatching(reason) })
  })

  test('P7 a runner without GPUs serves slots of CPU, with GPUs it serves those', async () => {
    const broken = await startLocalRunner({ cpuSlots: 3, gpus: await createMachine('exit 1') })
    expect(await broken.runner.probe()).toMatchObject({
      ...{ kind: 'cpu', units: 3, free: 3, gpus: [], reason: expect.stringMatching(/failed/) },
    })
    const whole = await startLocalRunner({ cpuSlots: 3, gpus: await createMachine(say(one, two)) })
    expect(await whole.runner.probe()).toMatchObject({ kind: 'gpu', units: 2, free: 2, reason: null })
  })

  test('P7 no GPU is given to two jobs', () => {
    const gpus = ['a', 'b', 'c'].map(
      (uuid, at): Gpu => ({ uuid, name: '', memoryBytes: 1, device: `/dev/nvidia${at}` }),
    )
    const plan = (held: string[]) => ({ gpus: held, units: held.length }) as unknown as JobPlan
    const choose = (wanted: number, held: JobPlan[]) => chooseUnits({ wanted, gpus, held, cpuSlots: 8 })
    expect(choose(2, [plan(['b'])])).toEqual({ units: 2, gpus: ['a', 'c'], devices: ['/dev/nvidia0', '/dev/nvidia2'] })
    expect(() => choose(2, [plan(['b', 'a'])])).toThrow(expect.objectContaining({ code: 'no_free_units' }))
    const slots = (held: number) =>
      chooseUnits({ wanted: 2, gpus: [], held: [plan(Array(held).fill(''))], cpuSlots: 4 })
    expect(slots(2)).toEqual({ units: 2, gpus: [], devices: [] })
    expect(() => slots(3)).toThrow(/wants 2 units, and 1 are free/)
  })
})
