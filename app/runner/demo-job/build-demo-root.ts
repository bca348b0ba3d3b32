import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hex } from 'viem'
import type { WorkloadSpec } from '~/domain/workload-spec'
import { buildTar, type TarFile } from '../tar/build-tar'
import { runtimeFiles } from './find-runtime'
import { listLibraries } from './list-libraries'

type Root = {
  /** Where the archive is written. */
  path: string
  /** A file of Silero VAD legacy. */
  model: string
  /** 16-bit PCM, one channel, 16 kHz. */
  wav: Uint8Array
}

const MIB = 1 << 20

/**
 * Writes the demo job's root tar: this machine's Node and the libraries that it loads, the job, its runtime, the model, and
 * the recording. Returns its SHA-256, which is the same as long as those are.
 */
export const buildDemoRoot = async ({ path, model, wav }: Root): Promise<Hex> => {
  const here = (name: string): TarFile => ({ from: fileURLToPath(new URL(name, import.meta.url)), isExecutable: false })
  const libraries = await listLibraries(process.execPath)
  return buildTar(path, {
    'bin/node': { from: process.execPath, isExecutable: true },
    ...Object.fromEntries(libraries.map((from) => [from.slice(1), { from, isExecutable: true }])),
    'job/main.mjs': here('./main.mjs'),
    'job/compute-answer.mjs': here('./compute-answer.mjs'),
    'job/detect-speech.mjs': here('./detect-speech.mjs'),
    'job/runtime.mjs': { from: runtimeFiles.module, isExecutable: false },
    [`job/${basename(runtimeFiles.loader)}`]: { from: runtimeFiles.loader, isExecutable: false },
    'job/runtime.wasm': { from: runtimeFiles.wasm, isExecutable: false },
    'job/model.onnx': { from: model, isExecutable: false },
    'input/audio.wav': { from: wav, isExecutable: false },
  })
}

/** The spec that runs the demo's job; its output is `speech.json`. */
export const buildDemoSpec = (image: Hex): WorkloadSpec => ({
  image,
  command: ['/bin/node', '/job/main.mjs', '/input/audio.wav', '/output/speech.json'],
  env: {},
  // Node alone has about a dozen threads.
  limits: { memoryBytes: 512 * MIB, processes: 64, seconds: 120, gpus: 1, outputBytes: MIB },
})
