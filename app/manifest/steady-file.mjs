// Plain JavaScript, since hashing threads load it and would otherwise each carry a compiler.
import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs'

/**
 * What must stay as it is while a file is read. The time of the last change of the inode is in it because anyone who
 * writes to a file can set the other time back.
 * @typedef {{ dev: bigint, ino: bigint, size: bigint, mtimeNs: bigint, ctimeNs: bigint }} FileState
 */

/** @param {import('node:fs').BigIntStats} stats @returns {FileState} */
export const readState = ({ dev, ino, size, mtimeNs, ctimeNs }) => ({ dev, ino, size, mtimeNs, ctimeNs })

/** @param {FileState} a @param {FileState} b */
export const isSameState = (a, b) =>
  a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs

/** What reading a file throws when it is no longer the file that the walk has seen. */
export const CHANGED = 'file_changed'

const changed = () => Object.assign(new Error('it changed while it was read'), { code: CHANGED })

/**
 * Opens the very file that the walk has seen: no link is followed, and a pipe put in its place keeps nobody waiting.
 * Throws an error with the code `CHANGED`, or the system's.
 * @param {string} path @param {FileState} state @returns {number} the file descriptor
 */
export const openSteady = (path, state) => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (isSameState(readState(fstatSync(descriptor, { bigint: true })), state)) return descriptor
    throw changed()
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/**
 * To be called once the last byte is read: throws an error with the code `CHANGED` when the open file is not as it was,
 * or when its name means another file by now.
 * @param {number} descriptor @param {string} path @param {FileState} state
 */
export const requireSteady = (descriptor, path, state) => {
  const open = readState(fstatSync(descriptor, { bigint: true }))
  const named = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (!named || !isSameState(open, state) || !isSameState(readState(named), state)) throw changed()
}
