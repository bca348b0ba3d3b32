import { writeFile } from 'node:fs/promises'
import { AppError } from '~/domain/errors'
import { toPlainJson } from '~/domain/plain-text'
import { parseArguments } from './chain/arguments'
import { withChain } from './chain/connect'
import { readRecord } from './poll/read-record'
import { sayVerified } from './poll/say-verified'
import { verifyRecord } from './poll/verify-record'

/**
 * `ostrakon poll verify ID|FILE [--url PORTAL] [--rpc URL --deployment FILE] [--out FILE]`: counts a temperature check
 * again from the messages that were signed and from what any node says of the snapshot. 0 all of it is right; 1 something
 * is not; 3 usage or network. `--out` keeps what was checked, for others to check.
 */
export const runPoll = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, { url: { type: 'string' }, out: { type: 'string' } })
  const [action, source, ...rest] = positionals
  if (action !== 'verify' || source === undefined || rest.length > 0) {
    throw new AppError('invalid_usage', 'Say what to check: ostrakon poll verify ID|FILE. See `ostrakon help`.')
  }
  const record = await readRecord(source, values)
  const verified = await withChain(values, (view) => verifyRecord(view, record))
  if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(record)}\n`)
  process.stdout.write(`${values.json ? toPlainJson(verified) : sayVerified(record, verified)}\n`)
  return verified.objections.length === 0 ? 0 : 1
}
