import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isHash } from 'viem'
import { z } from 'zod'
import { makeFolder } from '~/custody/new-folder'
import { AppError } from '~/domain/errors'
import { digestOutput, type OutputEntry } from '~/domain/output-digest'
import { quoteName } from '~/domain/plain-text'
import { cleanName } from '~/runner/tar/entry-name'
import { parseNumber, requireGiven } from '../chain/arguments'
import { getLease } from '../chain/lease-facts'
import type { LeaseCommand } from './command'
import { parseOrderId } from './parse-values'
import { askFile, askJson, findProviderUrl } from './provider-client'
import { signIn } from './sign-in'

const DEFAULT_MAX_BYTES = 2 ** 30

const list = z.object({
  files: z
    .array(
      z.object({
        name: z.string().max(4_000),
        size: z.number().int().min(0),
        sha256: z.custom<`0x${string}`>((value) => typeof value === 'string' && isHash(value)),
      }),
    )
    .max(100_000),
})

/**
 * `lease fetch LEASE --out DIR [--expect SHA-256]`: takes what the job left, and compares its digest. 1 where it is not
 * the expected one; the files are kept then, as evidence.
 */
export const fetchOutput: LeaseCommand = async (call) => {
  const { view, values } = call
  const leaseId = parseOrderId(call.id)
  const out = requireGiven(values.out, '--out DIR')
  const { expect } = values
  if (expect !== undefined && !isHash(expect)) {
    throw new AppError('invalid_usage', `--expect ${quoteName(expect)} is no SHA-256 (0x and 64 digits).`)
  }
  const most = values['max-bytes'] === undefined ? DEFAULT_MAX_BYTES : parseNumber(values['max-bytes'], '--max-bytes')
  const lease = await getLease(view, leaseId)
  const signed = await signIn(call, lease)
  if (signed.authorization === null) return signed.answer
  const { authorization } = signed
  const url = await findProviderUrl(view, lease.providerId, values.endpoint)
  const path = `/leases/${leaseId}/output`
  const files = checkList(await askJson(url, path, { method: 'GET', authorization }), most)
  await makeFolder(out, async (folder) => {
    for (const file of files) {
      const stream = await askFile(url, `${path}?file=${encodeURIComponent(file.name)}`, authorization)
      await keepFile(join(folder, file.name), file, stream)
    }
  })
  const digest = digestOutput(files)
  const matches = expect === undefined ? null : expect.toLowerCase() === digest
  const verdict = matches === null ? 'nothing to compare it with' : matches ? 'as expected' : `expected ${expect}`
  const sentence = `${files.length} files in ${quoteName(out)}, digest ${digest}: ${verdict}.`
  const next = `If it should be otherwise: \`ostrakon lease dispute ${leaseId} --evidence ${digest}\`.`
  return {
    result: { lease: String(leaseId), out, digest, matches, files },
    sentences: matches === false ? [sentence, next] : [sentence],
    code: matches === false ? 1 : 0,
  }
}

/** A stranger wrote it: names stay below the folder, appear once, and all of it is no more than was agreed to. */
const checkList = (answer: unknown, most: number): OutputEntry[] => {
  const parsed = list.safeParse(answer)
  if (!parsed.success) throw new AppError('bad_output', 'The provider’s list of files is none.')
  const { files } = parsed.data
  const names = new Set<string>()
  for (const { name } of files) {
    if (name === '' || cleanName(name) !== name || names.has(name)) {
      throw new AppError('bad_output', `The provider lists a file under the name ${quoteName(name.slice(0, 80))}.`)
    }
    names.add(name)
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  if (bytes <= most) return files
  throw new AppError('bad_output', `The output has ${bytes} bytes, more than ${most}: allow them with --max-bytes.`)
}

const keepFile = async (path: string, { name, size, sha256 }: OutputEntry, stream: AsyncIterable<Buffer>) => {
  await mkdir(dirname(path), { recursive: true })
  const hash = createHash('sha256')
  let left = size
  await pipeline(
    stream,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        left -= chunk.length
        if (left < 0) break
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(path, { flags: 'wx' }),
  )
  if (left === 0 && `0x${hash.digest('hex')}` === sha256) return
  throw new AppError(
    'bad_output',
    `The provider sent other bytes for ${quoteName(name)} than it lists: nothing was kept.`,
  )
}
