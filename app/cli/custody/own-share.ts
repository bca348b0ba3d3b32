import { readFileSync } from 'node:fs'
import { type Address, isAddressEqual, sha256 } from 'viem'
import { stewardSeatsAbi } from '~/chain/abi/generated'
import { formatRecipient } from '~/custody/age-keys'
import { type Boxes, openBox, parseBoxes } from '~/custody/boxes'
import { isShareOf, isSplitOfRecipient, recipientOf, type Share } from '~/custody/key-split'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import type { ChainView } from '../chain/connect'
import { getSealed, type Sealed } from './events'

type Query = { sealId: number; boxesFile: string; identity: string; account: Address | undefined }

/** A steward's own share of a final seal, checked, and who has to send what is done with it. */
export type OwnShare = { sealed: Sealed; share: Share; steward: Address }

/**
 * Finds the box that this identity opens, and checks what no contract can: that the commitments are those of the very
 * key that the files use, and that the share is the one of its place. Throws `bad_commitments`, `boxes_mismatch`,
 * `not_shareholder`, and `bad_share` when the dealer lied.
 */
export const openOwnShare = async (view: ChainView, { sealId, ...query }: Query): Promise<OwnShare> => {
  const sealed = await getSealed(view, sealId)
  if (!isSplitOfRecipient(sealed)) {
    const message = `The commitments of seal ${sealId} are not of the key that its files use: the maintainer has to seal again.`
    throw new AppError('bad_commitments', message)
  }
  const boxes = readBoxes(query.boxesFile, sealed)
  const { box, steward } = await findOwnBox(view, { boxes, ...query })
  const scalar = await openBox(Buffer.from(box.box, 'base64'), query.identity)
  const share = scalar && { index: box.index, scalar }
  if (share && isShareOf(sealed, share)) return { sealed, share, steward }
  const what = share ? 'holds no share of the key that its files use' : 'does not open'
  throw new AppError(
    'bad_share',
    `Box ${box.index} of seal ${sealId} ${what}: do not acknowledge it, the maintainer has to seal again.`,
  )
}

const readBoxes = (file: string, { boxesDigest, releaseId, seats }: Sealed): Boxes => {
  const content = readFile(file)
  const digest = sha256(content)
  if (digest !== boxesDigest) {
    const message = `${quoteName(file)} is not the file of this seal: its SHA-256 is ${digest}, the chain says ${boxesDigest}.`
    throw new AppError('boxes_mismatch', message)
  }
  const boxes = parseBoxes(content.toString(), quoteName(file))
  const isOfSeal =
    boxes.releaseId === releaseId && boxes.boxes.every(({ index, seat }) => seats[index] === seat) && seats.length > 0
  if (isOfSeal) return boxes
  throw new AppError('boxes_mismatch', `${quoteName(file)} speaks of other seats or another release than the chain.`)
}

const readFile = (file: string) => {
  try {
    return readFileSync(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new AppError('invalid_usage', `${quoteName(file)} cannot be read (${code}).`, { cause })
  }
}

type Search = { boxes: Boxes; identity: string; account: Address | undefined }

/** By the recipient that the boxes name; where one key has several seats, the account that sends decides. */
const findOwnBox = async (view: ChainView, { boxes, identity, account }: Search) => {
  const recipient = formatRecipient(recipientOf(identity))
  const own = boxes.boxes.filter((box) => box.recipient === recipient)
  if (own.length === 0)
    throw new AppError('not_shareholder', `No box is to ${recipient}, the recipient of this identity.`)
  const held = await Promise.all(own.map(async (box) => ({ box, steward: await findSteward(view, box.seat) })))
  const fitting = held.flatMap(({ box, steward }) =>
    steward && (!account || isAddressEqual(steward, account)) ? [{ box, steward }] : [],
  )
  const [found, ...more] = fitting
  if (found && more.length === 0) return found
  const seats = own.map(({ seat }) => seat).join(', ')
  if (found)
    throw new AppError('not_shareholder', `This identity opens the boxes of seats ${seats}: give a key to say whose.`)
  throw new AppError(
    'not_shareholder',
    `${account ?? 'Nobody'} is the steward of seat ${seats} at block ${view.final}.`,
  )
}

const findSteward = async ({ client, deployment, final }: ChainView, seat: number): Promise<Address | null> => {
  const { address } = deployment.contracts.StewardSeats
  const args = [BigInt(seat)] as const
  const parameters = { address, abi: stewardSeatsAbi, functionName: 'ownerOf', args, blockNumber: final } as const
  // Reverts once the seat is vacated.
  return client.readContract(parameters).catch(() => null)
}
