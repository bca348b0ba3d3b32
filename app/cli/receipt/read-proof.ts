import { readFile } from 'node:fs/promises'
import { getAddress, isAddress } from 'viem'
import { parseVoteProof, type VoteProof } from '~/chain/proof/vote-proof'
import { AppError } from '~/domain/errors'
import { quoteName, toPlainText } from '~/domain/plain-text'
import { readEnv } from '~/env.server'
import { sentenceOf } from '../log'
import { findRunning } from '../up/running'

const MOST_BYTES = 16_000_000
const TIMEOUT_MS = 30_000

/** Whose ballot the caller asked for. */
export type Asked = { proposal: string; voter: string }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Of an answer of the API only `data` is proved; what stands around it is not looked at.
const parse = (text: string): VoteProof => {
  const value = (() => {
    try {
      return JSON.parse(text) as unknown
    } catch (cause) {
      throw new AppError('proof_wrong', 'The proof is no JSON.', { cause })
    }
  })()
  return parseVoteProof(isRecord(value) && 'data' in value ? value['data'] : value)
}

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`)
    chunks.push(part.value)
  }
  return Buffer.concat(chunks).toString()
}

const fetchProof = async (api: string, { proposal, voter }: Asked): Promise<VoteProof> => {
  const address = `${api.replace(/\/+$/, '')}/api/v1/proposals/${proposal}/receipts/${voter}/proof`
  const { status, text } = await (async () => {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { status: response.status, text: await readText(response) }
  })().catch((cause: unknown) => {
    throw new AppError('api_unreachable', `No usable answer from ${address}: ${sentenceOf(cause)}`, { cause })
  })
  if (status === 200) return parse(text)
  const detail = /"detail":"((?:[^"\\]|\\.){1,500})"/.exec(text)?.[1] ?? ''
  const code = status === 404 ? 'no_ballot' : 'api_unreachable'
  throw new AppError(code, `${address} answered ${status}. ${toPlainText(detail)}`)
}

/** What the flags ask for; throws `invalid_usage`. Null where they name neither a proposal nor a voter. */
export const parseAsked = (proposal: string | undefined, voter: string | undefined): Asked | null => {
  if (proposal === undefined && voter === undefined) return null
  if (proposal === undefined || !/^(0|[1-9][0-9]{0,17})$/.test(proposal)) {
    throw new AppError('invalid_usage', `--proposal must be a decimal number, not ${JSON.stringify(proposal ?? '')}.`)
  }
  if (voter === undefined || !isAddress(voter)) {
    throw new AppError('invalid_usage', `--voter must be an address, not ${JSON.stringify(voter ?? '')}.`)
  }
  return { proposal, voter: getAddress(voter) }
}

/**
 * The proof in a file, or of the ballot asked for from a portal. Throws `invalid_usage`, `api_unreachable`, `no_ballot`,
 * and `proof_wrong` where it is none or of another ballot than the one asked for.
 */
export const readProof = async (
  file: string | undefined,
  asked: Asked | null,
  api: string | undefined,
): Promise<VoteProof> => {
  if (file !== undefined && api !== undefined) {
    throw new AppError('invalid_usage', 'Name a proof file or --api URL, not both.')
  }
  const proof = await (file === undefined ? findProof(asked, api) : readFileOf(file))
  if (asked === null || (proof.proposal === asked.proposal && proof.voter === asked.voter)) return proof
  const message = `The proof is about ${proof.voter} on proposal ${proof.proposal}, not ${asked.voter} on ${asked.proposal}.`
  throw new AppError('proof_wrong', message)
}

const findProof = (asked: Asked | null, api: string | undefined): Promise<VoteProof> => {
  const portal = api ?? findRunning(readEnv().DATA_DIR)?.url
  if (asked !== null && portal !== undefined) return fetchProof(portal, asked)
  const usage = 'Name a proof file, or --proposal N --voter ADDRESS --api URL. See `ostrakon help`.'
  throw new AppError('invalid_usage', usage)
}

const readFileOf = async (file: string): Promise<VoteProof> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('invalid_usage', `${quoteName(file)} cannot be read.`, { cause })
  })
  return parse(text)
}
