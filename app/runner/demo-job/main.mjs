// What the sandbox runs: /job holds this file and all that it needs, /input/audio.wav goes in, /output/speech.json comes out.
import { readFileSync, writeFileSync } from 'node:fs'
import { computeAnswer } from './compute-answer.mjs'

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, import.meta.url))

// By a name that nothing but the archive has.
const runtime = await import(new URL('runtime.mjs', import.meta.url).href)
const [input, output] = [process.argv[2] ?? '/input/audio.wav', process.argv[3] ?? '/output/speech.json']
const wav = readFileSync(input)
writeFileSync(output, await computeAnswer({ runtime, wasm: read('runtime.wasm'), model: read('model.onnx'), wav }))
