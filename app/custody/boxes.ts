import { Decrypter, Encrypter } from 'age-encryption'
import type { Hex } from 'viem'
import { z } from 'zod'
import { AppError } from '~/domain/errors'
import { formatRecipient, parseRecipient } from './age-keys'
import type { Share } from './key-split'

/** A share as an age file to one recipient. */
export const closeBox = async (scalar: Uint8Array, recipient: Hex): Promise<Uint8Array> => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(formatRecipient(recipient))
  return encrypter.encrypt(scalar).catch((cause: unknown) => {
    const name = formatRecipient(recipient)
    throw new AppError('invalid_recipient', `Nothing can be encrypted to ${name}: it is no key of anyone.`, { cause })
  })
}

/** What is in a box, whatever it is; null when the identity does not open it. */
export const openBox = async (box: Uint8Array, identity: string): Promise<Uint8Array | null> => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(box).catch(() => null)
}

const boxSchema = z.object({
  index: z.number().int().min(0).max(31),
  seat: z.number().int().min(1),
  recipient: z.string(),
  /** The age file, in base64. */
  box: z.base64(),
})

const schema = z.object({ releaseId: z.number().int().min(1), boxes: z.array(boxSchema) })

/** The file with the encrypted shares of a seal; its digest is on chain. */
export type Boxes = z.infer<typeof schema>

type Holder = { seat: number; recipient: Hex }

/** Closes each share to the recipient of its holder; holders are in the order of the shares. */
export const buildBoxes = async (
  releaseId: number,
  { shares, holders }: { shares: readonly Share[]; holders: readonly Holder[] },
): Promise<Boxes> => {
  const boxes = shares.map(async ({ index, scalar }) => {
    const holder = holders[index]
    if (!holder) throw new Error(`share ${index} has no holder`)
    const box = Buffer.from(await closeBox(scalar, holder.recipient)).toString('base64')
    return { index, seat: holder.seat, recipient: formatRecipient(holder.recipient), box }
  })
  return { releaseId, boxes: await Promise.all(boxes) }
}

/** Reads the content of a boxes file; throws `invalid_boxes`. `source` names it. */
export const parseBoxes = (text: string, source: string): Boxes => {
  try {
    const boxes = schema.parse(JSON.parse(text))
    for (const { recipient } of boxes.boxes) parseRecipient(recipient)
    return boxes
  } catch (cause) {
    throw new AppError('invalid_boxes', `${source} is no file of boxes as \`ostrakon seal\` writes it.`, { cause })
  }
}
