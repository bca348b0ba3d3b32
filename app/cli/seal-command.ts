import { AppError } from '~/domain/errors'
import { parseArguments, parseNumber, printResult, requireGiven } from './chain/arguments'
import { withChain } from './chain/connect'
import { findSigner } from './chain/signer'
import { saySubmitted, submit } from './chain/submit'
import { sealRelease } from './custody/seal-release'

const options = {
  release: { type: 'string' },
  threshold: { type: 'string' },
  seats: { type: 'string' },
  out: { type: 'string' },
} as const

/**
 * `ostrakon seal DIR --release ID --threshold K --seats 1,2,3 --out DIR`: encrypts a release and splits its key over
 * the seats. 0 done, 1 the files are not the release or it cannot be sealed, 3 usage or network.
 */
export const runSeal = (args: string[]): Promise<number> => seal(args, false)

/** `ostrakon seal` for a release that has a seal: a new identity and new ciphertext, for changed stewards. */
export const sealAgain = (args: string[]): Promise<number> => seal(args, true)

const seal = async (args: string[], again: boolean) => {
  const { values, positionals } = parseArguments(args, options)
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new AppError('invalid_usage', 'Name one folder to seal.')
  const out = requireGiven(values.out, '--out DIR')
  const releaseId = parseNumber(values.release, '--release')
  const threshold = parseNumber(values.threshold, '--threshold')
  const seats = parseSeats(requireGiven(values.seats, '--seats 1,2,3'))
  const account = findSigner(values['key-file'])
  return withChain(values, async (view) => {
    const from = account?.address
    const { data, input, holders } = await sealRelease(view, { folder, out, releaseId, threshold, seats, again, from })
    const submitted = await submit(view, { contract: 'Custody', data }, account)
    printResult(values.json, { out, ...input, holders, ...submitted }, [
      `${out} holds ciphertext/ and boxes.json. Hand both to the stewards; neither is a secret.`,
      `Release ${releaseId}: any ${threshold} of ${seats.length} shares rebuild the key.`,
      ...holders.map(
        ({ seat, steward, recipient }, index) => `  share ${index}: seat ${seat}, ${steward}, ${recipient}`,
      ),
      saySubmitted(submitted),
    ])
    return 0
  })
}

const parseSeats = (text: string): number[] => {
  const seats = text.split(',').map((part) => parseNumber(part.trim(), 'A seat'))
  const sorted = [...new Set(seats)].sort((a, b) => a - b)
  if (sorted.length === seats.length) return sorted
  throw new AppError('invalid_usage', `--seats ${text} names a seat twice.`)
}
