import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Address, encodeFunctionData, type Hex, sha256, stringToBytes } from 'viem'
import { custodyAbi, modelRegistryAbi, partyRegistryAbi, stewardSeatsAbi } from '~/chain/abi/generated'
import { formatRecipient } from '~/custody/age-keys'
import { buildBoxes } from '~/custody/boxes'
import { createIdentity, splitIdentity } from '~/custody/key-split'
import { makeFolder, requireFree } from '~/custody/new-folder'
import { sealFiles } from '~/custody/seal-files'
import { buildCanonicalJson } from '~/domain/canonical-json'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { walkDirectory } from '~/manifest/walk-directory'
import { type ChainView, requireCode } from '../chain/connect'
import { requireRegistered } from './require-registered'
import { watchFiles } from './watch-files'

const ZERO: Hex = `0x${'00'.repeat(32)}`
const OPEN = 4

/** What to seal; `again` for a release that has a seal already. */
export type SealOptions = {
  folder: string
  out: string
  releaseId: number
  threshold: number
  seats: readonly number[]
  again: boolean
  /** Who will send it, where that is known. */
  from: Address | undefined
}

type Holder = { seat: number; steward: Address; recipient: Hex }

/**
 * Encrypts the files of a registered release to a new identity, splits it over the seats, and writes `ciphertext/` and
 * `boxes.json` to a new folder, which is not there before all is well: the plaintext is what was registered. Answers the
 * call that makes it a seal. The identity itself is in memory only and gone with it.
 */
export const sealRelease = async (view: ChainView, options: SealOptions) => {
  const { folder, out, releaseId, threshold, again } = options
  await requireFree(out)
  requireThreshold(threshold, options.seats.length)
  await requireCode(view, ['Custody', 'ModelRegistry', 'StewardSeats'])
  await requireSealable(view, releaseId, again)
  const holders = await Promise.all(options.seats.map((seat) => getHolder(view, seat)))
  const registered = await readRelease(view, releaseId)
  if (options.from) await requireMaintainer(view, options.from, registered.party)
  const identity = createIdentity()
  const split = splitIdentity(identity, { threshold, shares: holders.length })

  return makeFolder(out, async (temporary) => {
    const target = join(temporary, 'ciphertext')
    const walk = await walkFiles(folder)
    await mkdir(target)
    const { recipient } = split
    const sealed = await watchFiles(walk.files, (watch) => sealFiles({ walk, recipient, target, ...watch }))
    await requireRegistered({ walk, found: sealed.plaintext, registered })
    const boxes = buildCanonicalJson(await buildBoxes(releaseId, { shares: split.shares, holders }))
    await writeFile(join(temporary, 'boxes.json'), boxes)
    const input = {
      releaseId,
      ciphertextRoot: sealed.ciphertext.root,
      ciphertextManifest: sealed.ciphertext.manifest,
      recipient: split.recipient,
      threshold,
      commitments: split.commitments,
      seats: options.seats,
      boxesDigest: sha256(stringToBytes(boxes)),
    }
    const data = encodeFunctionData({ abi: custodyAbi, functionName: 'seal', args: [input] })
    // Kept with what it is about: whatever happens to this command, any wallet can still send it.
    const { chainId, contracts } = view.deployment
    const transaction = { chainId, to: contracts.Custody.address, data, value: '0x0' }
    await writeFile(join(temporary, 'transaction.json'), JSON.stringify(transaction))
    return {
      data,
      input,
      holders: holders.map((holder) => ({ ...holder, recipient: formatRecipient(holder.recipient) })),
    }
  })
}

const walkFiles = async (folder: string) => {
  const walk = await walkDirectory(folder)
  if (walk.files.length > 0) return walk
  throw new AppError('unfit_folder', `${quoteName(folder)} holds no files to seal.`)
}

const requireThreshold = (threshold: number, shares: number) => {
  if (threshold >= 2 && threshold <= shares && 3 * threshold > shares && shares <= 32) return
  const message = `A threshold of ${threshold} of ${shares} seats cannot be: at least 2, more than a third, and at most 32 seats.`
  throw new AppError('invalid_usage', message)
}

const requireSealable = async ({ client, deployment, final }: ChainView, releaseId: number, again: boolean) => {
  const { Custody, ModelRegistry } = deployment.contracts
  const at = { args: [releaseId], blockNumber: final } as const
  const stage = await client.readContract({
    address: ModelRegistry.address,
    abi: modelRegistryAbi,
    functionName: 'stageOf',
    ...at,
  })
  if (stage === 0) throw new AppError('unknown_release', `There is no release ${releaseId} at block ${final}.`)
  if (stage >= OPEN)
    throw new AppError('wrong_stage', `Release ${releaseId} is open or revoked: there is nothing to seal.`)
  const sealId = await client.readContract({ address: Custody.address, abi: custodyAbi, functionName: 'sealOf', ...at })
  if (again === sealId > 0) return
  const message = again
    ? `Release ${releaseId} has no seal yet: use \`ostrakon seal\`.`
    : `Release ${releaseId} has seal ${sealId} already: \`ostrakon reseal\` makes another with a new key and new ciphertext.`
  throw new AppError('sealed_before', message)
}

const requireMaintainer = async ({ client, deployment, final }: ChainView, account: Address, party: number) => {
  const { address } = deployment.contracts.PartyRegistry
  const at = { args: [account], blockNumber: final } as const
  const own = await client.readContract({ address, abi: partyRegistryAbi, functionName: 'partyNow', ...at })
  if (own === party) return
  throw new AppError('not_maintainer', `${account} is not of party ${party}, whose release it is: nothing was sealed.`)
}

const readRelease = ({ client, deployment, final }: ChainView, releaseId: number) =>
  client.readContract({
    address: deployment.contracts.ModelRegistry.address,
    abi: modelRegistryAbi,
    functionName: 'release',
    args: [releaseId],
    blockNumber: final,
  })

/** Who gets the share of a seat: read at the final block, as a secret will be encrypted to it. */
const getHolder = async ({ client, deployment, final }: ChainView, seat: number): Promise<Holder> => {
  const { Custody, StewardSeats } = deployment.contracts
  const seats = { address: StewardSeats.address, abi: stewardSeatsAbi }
  const steward = await client
    .readContract({ ...seats, functionName: 'ownerOf', args: [BigInt(seat)], blockNumber: final })
    .catch((cause: unknown) => {
      throw new AppError('unknown_seat', `Seat ${seat} is held by nobody at block ${final}.`, { cause })
    })
  const recipient = await client.readContract({
    ...{ address: Custody.address, abi: custodyAbi, functionName: 'recipientOf', args: [steward], blockNumber: final },
  })
  if (recipient !== ZERO) return { seat, steward, recipient }
  const message = `${steward}, the steward of seat ${seat}, has registered no recipient (\`ostrakon recipient\`) that is final at block ${final}.`
  throw new AppError('no_recipient', message)
}
