import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { computeAnswer } from './compute-answer.mjs'
import { runtimeFiles } from './find-runtime'

type Given = {
  /** A file of Silero VAD legacy. */
  model: string
  /** 16-bit PCM, one channel, 16 kHz. */
  wav: Uint8Array
}

/** Computes here what the demo's job writes as `speech.json`, to compare with what a provider delivered. */
export const runDemoJob = async ({ model, wav }: Given): Promise<Uint8Array> => {
  const runtime = await import(pathToFileURL(runtimeFiles.module).href)
  const [wasm, weights] = await Promise.all([readFile(runtimeFiles.wasm), readFile(model)])
  return Buffer.from(await computeAnswer({ runtime, wasm, model: weights, wav }))
}
