import { parseArgs } from 'node:util'
import { formatEther } from 'viem'
import { addressOf } from '~/chain/addresses'
import { type ProvenVote, type VoteProof, verifyVoteProof } from '~/chain/proof/vote-proof'
import { AppError } from '~/domain/errors'
import { quoteName } from '~/domain/plain-text'
import { printResult } from './chain/arguments'
import { type ChainView, withChain } from './chain/connect'
import { sentenceOf } from './log'
import { parseAsked, readProof } from './receipt/read-proof'

const options = {
  proposal: { type: 'string' },
  voter: { type: 'string' },
  api: { type: 'string' },
  rpc: { type: 'string' },
  deployment: { type: 'string' },
  json: { type: 'boolean' },
} as const

const parse = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
    const [action, file, ...rest] = positionals
    if (action !== 'verify' || rest.length > 0) throw new Error('Say what to do: receipt verify [FILE].')
    return { ...values, file }
  } catch (cause) {
    throw new AppError('invalid_usage', `${sentenceOf(cause)} See \`ostrakon help\`.`, { cause })
  }
}

/** What the proof's own contents, the portal, or the chain's block say against it: an answer, and no failure. */
const refusals = new Set(['proof_wrong', 'proof_foreign', 'proof_reorged', 'no_ballot'])

type Verdict = { vote: ProvenVote; isFinal: boolean }

/** The node is asked for nothing but the hash at that height, and how high what is final reaches. */
const placeInChain = async (view: ChainView, vote: ProvenVote): Promise<Verdict> => {
  const { number, hash } = vote.block
  const found = number > view.head ? null : (await view.client.getBlock({ blockNumber: number })).hash
  if (found === hash) return { vote, isFinal: number <= view.final }
  const message = `Block ${number} of the chain is ${found ?? 'not there yet'}, and the proof is of ${hash}: a reorganisation has dropped it, or it never was.`
  throw new AppError('proof_reorged', message)
}

const verify = (flags: { rpc?: string | undefined; deployment?: string | undefined }, proof: VoteProof) =>
  withChain(flags, async (view) => {
    const { chainId } = view.deployment
    const votes = await verifyVoteProof(proof, { chainId, governor: addressOf(view.deployment, 'StewardGovernor') })
    return Promise.all(votes.map((vote) => placeInChain(view, vote)))
  })

const toTime = (seconds: bigint) => new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')

const show = ({ vote, isFinal }: Verdict) => ({
  house: vote.house,
  support: vote.support,
  weight: String(vote.weight),
  reason: vote.reason,
  block: Number(vote.block.number),
  hash: vote.block.hash,
  time: toTime(vote.block.timestamp),
  finality: isFinal ? 'final' : 'latest',
})

const say = ({ vote, isFinal }: Verdict): string => {
  const weight = vote.house === 'token' ? `${formatEther(vote.weight)} OST` : `${vote.weight} seat`
  const reason = vote.reason === '' ? '' : `, ${quoteName(vote.reason)}`
  const finality = isFinal ? 'final' : 'not final yet'
  return `${vote.house.padEnd(9)} ${vote.support} with ${weight}${reason}; block ${vote.block.number} of ${toTime(vote.block.timestamp)}, ${finality}`
}

/**
 * `ostrakon receipt verify [FILE] [--proposal N --voter ADDRESS] [--api URL]`: whether a ballot is in the chain, by a proof
 * that is checked here, from the event to the block's hash. A node is asked for that hash alone. 0 it is, and final; 1 it
 * is not, or the proof does not show it; 2 it is, but its block is not final yet; 3 usage or network.
 */
export const runReceipt = async (args: string[]): Promise<number> => {
  const { file, proposal, voter, api, json, ...flags } = parse(args)
  try {
    const proof = await readProof(file, parseAsked(proposal, voter), api)
    const found = await verify(flags, proof)
    const isFinal = found.every((one) => one.isFinal)
    const verdict = isFinal ? 'included' : 'included, not final yet'
    printResult(json, { verdict, proposal: proof.proposal, voter: proof.voter, ballots: found.map(show) }, [
      `proposal  ${proof.proposal}`,
      `voter     ${proof.voter}`,
      ...found.map(say),
      `verdict   ${verdict}`,
    ])
    return isFinal ? 0 : 2
  } catch (error) {
    if (!(error instanceof AppError) || !refusals.has(error.code)) throw error
    const result = { verdict: 'refused', code: error.code, reason: error.message }
    printResult(json, result, [`- ${error.message}`, 'verdict   refused'])
    return 1
  }
}
