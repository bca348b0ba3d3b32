import { createHash } from 'node:crypto'
import { detectSpeech } from './detect-speech.mjs'

/** @typedef {{ runtime: import('./detect-speech.mjs').Runtime, wasm: Uint8Array, model: Uint8Array, wav: Uint8Array }} Given */

/** @param {Uint8Array} bytes */
const digestOf = (bytes) => `0x${createHash('sha256').update(bytes).digest('hex')}`

/**
 * The job's answer as the text that it writes, byte by byte: JSON with sorted members, of whole numbers. WebAssembly
 * computes alike on every processor, so whoever has recording and model computes the same.
 * @param {Given} given @returns {Promise<string>}
 */
export const computeAnswer = async ({ runtime, wasm, model, wav }) => {
  runtime.env.wasm.numThreads = 1
  runtime.env.wasm.wasmBinary = wasm
  const { frames, permille, segments } = await detectSpeech({ runtime, model, wav })
  return `${JSON.stringify({ frames, input: digestOf(wav), model: digestOf(model), permille, segments })}\n`
}
