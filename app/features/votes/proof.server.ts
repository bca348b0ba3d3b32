import type { Address, Hex } from 'viem'
import { listReceipts } from '#db/queries/votes.server'
import { addressOf } from '~/chain/addresses'
import { type BlockProver, openBlock } from '~/chain/proof/prove-block.server'
import type { VoteProof } from '~/chain/proof/vote-proof'
import { AppError } from '~/domain/errors'
import type { One } from '~/http/shapes'
import { getServices, withView } from '~/services.server'
import { getProposalRow } from './read.server'

// A block of Ethereum takes a few megabytes; the ballots of one are often asked for together.
const BLOCKS_KEPT = 8
const opened = new Map<Hex, Promise<BlockProver>>()

const findBlock = async (hash: Hex): Promise<BlockProver> => {
  const { client } = await getServices()
  const found = opened.get(hash) ?? openBlock(client, hash)
  opened.delete(hash)
  opened.set(hash, found)
  found.catch(() => opened.delete(hash))
  for (const oldest of opened.keys()) {
    if (opened.size <= BLOCKS_KEPT) break
    opened.delete(oldest)
  }
  return found
}

/**
 * Proves the ballots of one account on one proposal. Throws `ballot_unknown` where it cast none, `proof_unavailable`
 * (retryable) and `proof_unsupported` where the node's answers make no proof.
 */
export const getVoteProof = async (proposalId: string, voter: Address): Promise<One<VoteProof>> => {
  // The node is asked after the view is closed, which holds a connection to the database.
  const { rows, asOf, deployment } = await withView(async (view) => {
    await getProposalRow(view, proposalId)
    const rows = await listReceipts(view.sql, proposalId, voter)
    const changes = rows.map((row) => ({ block: row.block_number, hash: row.block_hash, time: row.block_time }))
    return { rows, asOf: await view.asOf(changes), deployment: view.services.deployment }
  })
  if (rows.length === 0) {
    throw new AppError(
      'ballot_unknown',
      `${voter} has cast no ballot on proposal ${proposalId}: there is nothing to prove.`,
    )
  }
  const prove = async (house: number) => {
    const row = rows.find((one) => one.house === house)
    if (row === undefined) return null
    const block = await findBlock(row.block_hash)
    return block({ transaction: row.tx_hash, logIndex: row.log_index })
  }
  const [token, seat] = [await prove(0), await prove(1)]
  const governor = addressOf(deployment, 'StewardGovernor')
  return { data: { chainId: deployment.chainId, governor, proposal: proposalId, voter, token, seat }, asOf }
}
