import type { Hex } from 'viem'
import { collectShares, type OfferedShare, type WrongShare } from '~/custody/collect-shares'
import { isSplitOfRecipient, rebuildIdentity } from '~/custody/key-split'
import { makeFolder, requireFree } from '~/custody/new-folder'
import { openFiles } from '~/custody/open-files'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { walkDirectory } from '~/manifest/walk-directory'
import { parseArguments, parseNumber, printResult, requireGiven } from './chain/arguments'
import { type ChainView, withChain } from './chain/connect'
import { getGranted, getRegistered, getSealed, listPublishedShares, listReleasedShares } from './custody/events'
import { readIdentity } from './custody/identity-file'
import { requireRegistered } from './custody/require-registered'
import { watchFiles } from './custody/watch-files'

const options = {
  grant: { type: 'string' },
  seal: { type: 'string' },
  identity: { type: 'string' },
  out: { type: 'string' },
} as const

/**
 * `ostrakon unseal DIR --grant GRANT --identity FILE --out DIR`: rebuilds the key from the shares in the chain's events
 * and decrypts. `--seal SEAL` instead of grant and identity takes the shares of an open release. Wrong shares are named;
 * they stop it only where too few others are left. 0 done, 1 not, 3 usage or network.
 */
export const runUnseal = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, options)
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new AppError('invalid_usage', 'Name one sealed folder.')
  const out = requireGiven(values.out, '--out DIR')
  const source = parseSource(values)
  await requireFree(out)
  return withChain(values, async (view) => {
    const { sealId, split, releaseId, fitting, wrong } = await gather(view, source)
    for (const share of wrong) process.stderr.write(`${sayWrong(share)}\n`)
    const identity = rebuildIdentity(split, fitting)
    const registered = await getRegistered(view, releaseId, view.head)
    const { manifest, files } = await makeFolder(out, (target) => decrypt({ folder, target, identity, registered }))
    const used = fitting.map(({ index }) => index)
    printResult(values.json, { out, release: releaseId, seal: sealId, manifest, files, shares: used, wrong }, [
      `${out} holds release ${releaseId}: ${files} files, whose manifest is the registered one (${manifest}).`,
      `The key was rebuilt from shares ${used.slice(0, split.commitments.length).join(', ')} of seal ${sealId}.`,
    ])
    return 0
  })
}

type Source = { grantId: number; identity: string } | { sealId: number }

const parseSource = ({ grant, seal, identity }: { grant?: string; seal?: string; identity?: string }): Source => {
  if ((grant === undefined) === (seal === undefined)) {
    throw new AppError('invalid_usage', 'Give --grant GRANT and --identity FILE, or --seal SEAL of an open release.')
  }
  if (grant === undefined) return { sealId: parseNumber(seal, '--seal') }
  const file = requireGiven(identity, '--identity FILE')
  return { grantId: parseNumber(grant, '--grant'), identity: readIdentity(file) }
}

/** All from events: what was sealed, and the shares that stewards gave to the grant or to everyone. */
const gather = async (view: ChainView, source: Source) => {
  const sealId = 'grantId' in source ? (await getGranted(view, source.grantId, view.head)).sealId : source.sealId
  const sealed = await getSealed(view, sealId, view.head)
  if (!isSplitOfRecipient(sealed)) {
    throw new AppError('bad_commitments', `The commitments of seal ${sealId} are not of the key that its files use.`)
  }
  const released = 'grantId' in source ? await listReleasedShares(view, source.grantId, view.head) : []
  const offered: OfferedShare[] = [...released, ...(await listPublishedShares(view, sealId, view.head))]
  const identity = 'identity' in source ? source.identity : null
  return { sealId, split: sealed, releaseId: sealed.releaseId, ...(await collectShares(sealed, offered, identity)) }
}

const sayWrong = ({ index, steward, problem }: WrongShare) => `WRONG share ${index} of ${steward}: ${problem}.`

type Decryption = { folder: string; target: string; identity: string; registered: { root: Hex; manifest: Hex } }

const decrypt = async ({ folder, target, identity, registered }: Decryption) => {
  const walk = await walkDirectory(folder)
  if (walk.files.length === 0) throw new AppError('unfit_folder', `${quoteName(folder)} holds no sealed files.`)
  const opened = await watchFiles(walk.files, (watch) => openFiles({ walk, identity, target, ...watch }))
  await requireRegistered({ walk: await walkDirectory(target), found: opened, registered })
  return { manifest: registered.manifest, files: walk.files.length }
}
