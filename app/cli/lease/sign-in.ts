import { isHex, type LocalAccount } from 'viem'
import { AppError } from '~/domain/errors'
import { buildJobStatement } from '~/domain/lease-statement'
import { getSpecDigest, type LeaseFacts } from '../chain/lease-facts'
import { jobPlaceOf } from '../chain/statement-places'
import type { LeaseAnswer, LeaseCall } from './command'
import { parseAddress } from './parse-values'

const DAY = 86_400

/** The header by which a provider knows the tenant, or what a wallet has to sign for it. */
export type SignedIn = { authorization: string } | { authorization: null; answer: LeaseAnswer }

/**
 * Signs that the lease's provider may run what the order named, good for a day; with `--signature`, `--until` and `--as`
 * what a wallet signed before.
 */
export const signIn = async ({ view, values, account }: LeaseCall, lease: LeaseFacts): Promise<SignedIn> => {
  const by = account?.address ?? parseAddress(values.as, '--as') ?? lease.tenant
  const until = values.until === undefined ? Math.floor(Date.now() / 1000) + DAY : parseUntil(values.until)
  const specDigest = await getSpecDigest(view, lease.id)
  const message = { leaseId: lease.id, providerId: lease.providerId, specDigest, until }
  const statement = buildJobStatement(jobPlaceOf(view), message)
  const signature = values.signature === undefined ? await sign(account, statement) : parseSignature(values)
  if (signature !== null) return { authorization: `Ostrakon ${by} ${until} ${signature}` }
  const sign712 = { ...statement, message: { ...message, leaseId: String(lease.id) } }
  const sentence = `No key was given. Have ${by} sign this (EIP-712), and call again with --until ${until} --as ${by} --signature HEX:`
  const answer = {
    result: { signed: false, until, as: by, sign: sign712 },
    sentences: [sentence, JSON.stringify(sign712)],
  }
  return { authorization: null, answer }
}

const sign = async (account: LocalAccount | null, statement: ReturnType<typeof buildJobStatement>) =>
  (await account?.signTypedData(statement)) ?? null

const parseSignature = ({ signature, until }: { signature?: string | undefined; until?: string | undefined }) => {
  if (until === undefined) throw new AppError('invalid_usage', '--signature is over a time too: give it as --until.')
  if (isHex(signature)) return signature
  throw new AppError('invalid_usage', '--signature must be hex: 0x and the bytes of the signature.')
}

const parseUntil = (text: string): number => {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text)
  throw new AppError('invalid_usage', `--until must be UNIX seconds, not ${JSON.stringify(text)}.`)
}
