import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))

/** ONNX Runtime for WebAssembly: its module, what that loads by its name from beside it, and the compiled program. */
export const runtimeFiles = {
  module: join(folder, 'ort.wasm.bundle.min.mjs'),
  loader: join(folder, 'ort-wasm-simd-threaded.mjs'),
  wasm: join(folder, 'ort-wasm-simd-threaded.wasm'),
} as const
