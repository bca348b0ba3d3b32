import { closeSync, fstatSync, openSync } from 'node:fs'
import { openSteady, requireSteady } from '../manifest/steady-file.mjs'
import { decryptPayload, encryptPayload } from './age-payload.mjs'

/**
 * One file for a worker thread; `target` must not exist yet.
 * @typedef {{
 *   kind: 'encrypt' | 'decrypt', path: string, state: import('../manifest/steady-file.mjs').FileState, target: string,
 *   header: Uint8Array, payloadKey: Uint8Array,
 * }} PayloadTask
 */

/** @typedef {{ plaintext: string, ciphertext?: string }} Digests */

// What was encrypted is there to be handed on; what was decrypted is its owner's alone.
const MODES = { encrypt: 0o644, decrypt: 0o600 }

/** Blocks its thread. @param {PayloadTask} task @param {(bytes: number) => void} onRead @returns {Digests} */
export const runPayloadTask = ({ kind, path, state, target, header, payloadKey }, onRead) => {
  const source = openSteady(path, state)
  try {
    const written = openSync(target, 'wx', MODES[kind])
    try {
      const transfer = { source, target: written, header, payloadKey, onRead }
      const size = Number(fstatSync(source, { bigint: true }).size)
      const digests =
        kind === 'encrypt'
          ? encryptPayload({ ...transfer, size })
          : decryptPayload({ ...transfer, size: size - header.length })
      requireSteady(source, path, state)
      return digests
    } finally {
      closeSync(written)
    }
  } finally {
    closeSync(source)
  }
}
