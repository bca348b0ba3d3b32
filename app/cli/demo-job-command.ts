import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sha256 } from 'viem'
import { makeFolder } from '~/custody/new-folder'
import { AppError } from '~/domain/errors'
import { digestOutput } from '~/domain/output-digest'
import { quoteName } from '~/domain/plain-text'
import { specDigest } from '~/domain/workload-spec'
import { buildDemoRoot, buildDemoSpec } from '~/runner/demo-job/build-demo-root'
import { runDemoJob } from '~/runner/demo-job/run-demo-job'
import { synthesiseWav } from '~/runner/demo-job/synthesise-wav'
import { printResult } from './chain/arguments'
import { findWeights, releaseFiles } from './demo/weights'
import { sentenceOf } from './log'

const SECONDS = 30

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean' } }, strict: true, allowPositionals: true })
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

/**
 * `ostrakon demo-job DIR [--json]`: writes `spec.json` and `root.tar`, as `ostrakon lease` takes them, of a job that
 * finds speech in a recording with the open release of the demo's model, and computes here the digest of its output.
 */
export const writeDemoJob = async (args: string[]): Promise<number> => {
  const { values, positionals } = parse(args)
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new AppError('invalid_usage', 'Name one folder, to be made.')
  const [weights] = releaseFiles.legacy
  const [model, wav] = [findWeights(weights), synthesiseWav(SECONDS)]
  const { image, digest } = await makeFolder(folder, async (place) => {
    const root = await buildDemoRoot({ path: join(place, 'root.tar'), model, wav })
    const spec = buildDemoSpec(root)
    await writeFile(join(place, 'spec.json'), JSON.stringify(spec))
    return { image: root, digest: specDigest(spec) }
  })
  const speech = await runDemoJob({ model, wav })
  const output = digestOutput([{ name: 'speech.json', size: speech.length, sha256: sha256(speech) }])
  printResult(values.json, { spec: digest, image, output }, [
    `spec.json (digest ${digest}) and root.tar are in ${quoteName(folder)}: they look for speech in ${SECONDS} s of sound.`,
    `Computed here, its output has the digest ${output}: let \`ostrakon lease fetch\` --expect it.`,
  ])
  return 0
}
