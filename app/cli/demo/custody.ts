import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesToHex, encodeFunctionData, type Hex, sha256, stringToBytes } from 'viem'
import { custodyAbi } from '~/chain/abi/generated'
import type { Addresses } from '~/chain/deploy-plan'
import { buildBoxes, closeBox } from '~/custody/boxes'
import { createIdentity, recipientOf, splitIdentity } from '~/custody/key-split'
import { sealFiles } from '~/custody/seal-files'
import { buildCanonicalJson } from '~/domain/canonical-json'
import { walkDirectory } from '~/manifest/walk-directory'
import { maintainer, stewards } from './cast'
import type { Step } from './chain-writer'
import type { Happening } from './timeline'
import { findWeights, releaseFiles } from './weights'

const DAY = 86_400
const abi = custodyAbi
const RELEASE = 3
const THRESHOLD = 3
/** Seats 2 to 6 hold the shares; seat i + 1 is steward i's. */
const holders = stewards.slice(1, 6)
/** Who of them gave its share to the grantee, and when, in days before the end. */
const given = [
  { share: 0, days: 13.2 },
  { share: 2, days: 12.6 },
]

/** Encrypts the release's real file; the ciphertext is not kept, its digests are. */
const sealWeights = async (recipient: Hex) => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-demo-'))
  try {
    const [source, target] = [join(folder, 'weights'), join(folder, 'ciphertext')]
    mkdirSync(source)
    mkdirSync(target)
    for (const name of releaseFiles.v6) copyFileSync(findWeights(name), join(source, name))
    const walk = await walkDirectory(source)
    const signal = new AbortController().signal
    const { ciphertext } = await sealFiles({ walk, recipient, target, onRead: () => undefined, signal })
    return ciphertext
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Keys, shares and boxes of the demo's one seal: fresh ones at each start, which nobody keeps. */
export const createCustody = async () => {
  const recipients = holders.map(() => recipientOf(createIdentity()))
  const grantee = recipientOf(createIdentity())
  const { recipient, commitments, shares } = splitIdentity(createIdentity(), {
    threshold: THRESHOLD,
    shares: holders.length,
  })
  const seats = holders.map((_, index) => index + 2)
  const { root: ciphertextRoot, manifest: ciphertextManifest } = await sealWeights(recipient)
  const places = recipients.map((key, index) => ({ seat: seats[index] ?? 0, recipient: key }))
  const boxes = await buildBoxes(RELEASE, { shares, holders: places })
  const boxesDigest = sha256(stringToBytes(buildCanonicalJson(boxes)))
  const input = {
    releaseId: RELEASE,
    ciphertextRoot,
    ciphertextManifest,
    recipient,
    threshold: THRESHOLD,
    commitments,
    seats,
    boxesDigest,
  }
  const released = await Promise.all(
    given.map(async ({ share, days }) => {
      const scalar = shares[share]?.scalar ?? new Uint8Array()
      return { share, days, box: bytesToHex(await closeBox(scalar, grantee)) }
    }),
  )
  return { recipients, grantee, input, released }
}

type Custody = Awaited<ReturnType<typeof createCustody>>

/** Registered keys, the seal, its acknowledgements, and the shares that were given out to the voted grant. */
export const tellCustody = (
  { recipients, input, released }: Custody,
  { at, end }: { at: Addresses; end: number },
): Happening[] => {
  const step = (from: Step['from'] | undefined, data: Hex, label: string): Step => ({
    from: from ?? maintainer,
    to: at.Custody,
    gas: 1_000_000n,
    data,
    label,
  })
  const day = (days: number) => Math.floor(end - days * DAY)
  return [
    {
      at: day(34.7),
      steps: () =>
        holders.map((holder, index) => {
          const args = [recipients[index] ?? '0x'] as const
          return step(holder, encodeFunctionData({ abi, functionName: 'registerRecipient', args }), `key ${index}`)
        }),
    },
    {
      at: day(34.5),
      steps: () => [step(maintainer, encodeFunctionData({ abi, functionName: 'seal', args: [input] }), 'seal of v6')],
    },
    ...holders.map((holder, index) => ({
      at: day(33.4 - index * 0.6),
      steps: () => [
        step(holder, encodeFunctionData({ abi, functionName: 'ackShare', args: [1, index] }), `ack ${index}`),
      ],
    })),
    ...released.map(({ share, days, box }) => ({
      at: day(days),
      steps: () => [
        step(
          holders[share],
          encodeFunctionData({ abi, functionName: 'releaseShare', args: [1, share, box] }),
          `share ${share}`,
        ),
      ],
    })),
  ]
}
