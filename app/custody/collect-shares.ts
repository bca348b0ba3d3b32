import { type Hex, hexToBytes } from 'viem'
import { openBox } from './boxes'
import { isShareOf, type KeySplit, type Share } from './key-split'

/** A share as an event carries it: in a box to the grantee, or as it is. */
export type OfferedShare = { index: number; steward: string } & ({ box: Hex } | { share: Hex })

/** A share that does not fit, and why, for people. */
export type WrongShare = { index: number; steward: string; problem: string }

/**
 * Opens and checks what stewards gave out: the shares that fit, each index once, and the others with what is wrong with
 * them. Boxes need the grantee's identity.
 */
export const collectShares = async (
  split: Pick<KeySplit, 'commitments'>,
  offered: readonly OfferedShare[],
  identity: string | null,
): Promise<{ fitting: Share[]; wrong: WrongShare[] }> => {
  const fitting: Share[] = []
  const wrong: WrongShare[] = []
  for (const offer of offered) {
    const scalar = await readScalar(offer, identity)
    const share = scalar && { index: offer.index, scalar }
    if (share && isShareOf(split, share)) {
      if (!fitting.some(({ index }) => index === share.index)) fitting.push(share)
    } else {
      wrong.push({ index: offer.index, steward: offer.steward, problem: findProblem(split, scalar) })
    }
  }
  return { fitting, wrong }
}

const readScalar = async (offer: OfferedShare, identity: string | null) => {
  if ('share' in offer) return hexToBytes(offer.share)
  return identity === null ? null : openBox(hexToBytes(offer.box), identity)
}

// A seal has at most 32 shares, so all their places can be tried.
const PLACES = 32

const findProblem = (split: Pick<KeySplit, 'commitments'>, scalar: Uint8Array | null) => {
  if (!scalar) return 'its box does not open to this identity'
  if (scalar.length !== 32) return `its box holds ${scalar.length} bytes, a share has 32`
  const place = Array.from({ length: PLACES }, (_, index) => index).find((index) => isShareOf(split, { index, scalar }))
  if (place !== undefined) return `it is share ${place} under another number`
  return 'it is no share of this key'
}
