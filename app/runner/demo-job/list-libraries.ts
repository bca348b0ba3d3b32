import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The loader and the shared libraries that a program of this machine needs, by their paths here. */
export const listLibraries = async (program: string): Promise<string[]> => {
  const { stdout } = await promisify(execFile)('ldd', [program])
  return [...stdout.matchAll(/^\s*(?:\S+ => )?(\/\S+) \(0x/gm)].flatMap(([, path]) =>
    path === undefined ? [] : [path],
  )
}
