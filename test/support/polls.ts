import type { Hex, LocalAccount } from 'viem'
import { addressOf } from '~/chain/addresses'
import {
  buildCommitment,
  buildOpenBallot,
  buildPollStatement,
  buildSealedBallot,
  type PollTerms,
  pollIdOf,
} from '~/domain/poll'
import type { TestApi } from './api'
import type { TestChain } from './chain'

export const salt = `0x${'5a'.repeat(32)}` as const

/** What tests ask; the snapshot is a block that is final, and ballots are taken at once. */
export const buildTerms = async ({ client }: TestChain, changes: Partial<PollTerms> & Pick<PollTerms, 'author'>) => {
  const head = await client.getBlock({ blockTag: 'latest' })
  // The demo profile's blocks are final after 8.
  const block = await client.getBlock({ blockNumber: head.number - 12n })
  const end = Number(head.timestamp) + 600
  const terms: PollTerms = {
    question: 'Shall the next release be trained?',
    body: 'Think of the **power** that it takes.',
    choices: ['Yes', 'No', 'Later'],
    houses: 'both',
    snapshotBlock: Number(block.number),
    snapshot: Number(block.timestamp),
    start: Number(head.timestamp),
    end,
    revealEnd: changes.mode === 'private' ? end + 600 : end,
    quorumBps: 1_500,
    mode: 'public',
    draft: '',
    ...changes,
  }
  return terms
}

/** Signs what a test sends, for the deployment of that chain. */
export const createPollSigner = ({ deployment }: Pick<TestChain, 'deployment'>) => {
  const place = { chainId: deployment.chainId, governor: addressOf(deployment, 'StewardGovernor') }
  const poll = async (account: LocalAccount, message: PollTerms) => ({
    id: pollIdOf(place, message),
    body: { message, signature: await account.signTypedData(buildPollStatement(place, message)) },
  })
  const open = async (
    account: LocalAccount,
    given: { poll: Hex; choice: number; issuedAt: number; reason?: string },
  ) => {
    const message = { voter: account.address, reason: '', ...given }
    return { message, signature: await account.signTypedData(buildOpenBallot(place, message)) }
  }
  const sealed = async (account: LocalAccount, given: { poll: Hex; commitment: Hex; issuedAt: number }) => {
    const message = { voter: account.address, ...given }
    return { message, signature: await account.signTypedData(buildSealedBallot(place, message)) }
  }
  const commit = (account: LocalAccount, secret: { poll: Hex; choice: number }) =>
    buildCommitment({ ...secret, voter: account.address, salt })
  return { place, poll, open, sealed, commit }
}

/** Sends JSON; answers status, code of the problem if there is one, and the data. */
export const sendJson = async (api: TestApi, path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') => {
  const text = JSON.stringify(body)
  const answer = await api.send(path, { method, body: text, headers: { 'Content-Type': 'application/json' } })
  const code = answer.status < 400 ? null : (answer.body.type.split('/').at(-1) ?? '')
  return { status: answer.status, code, data: answer.body.data, detail: answer.body.detail }
}
