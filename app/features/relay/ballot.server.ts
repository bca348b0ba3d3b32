import { encodeFunctionData, type Hex } from 'viem'
import { findProposalRow } from '#db/queries/proposals.server'
import type { NewRelayJob } from '#db/queries/relay.server'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import { choiceSupport, houseIndex, houseParams } from '~/domain/ballot'
import { AppError } from '~/domain/errors'
import { withView } from '~/services.server'
import { checkJob, refuse } from './keep.server'
import { getRelay } from './relay.server'
import type { SignedBallot } from './schema'

// Until a proposal's creation is final, a reorganisation could put another one under the same number.
const requireFinalProposal = (id: string) =>
  withView(async (view) => {
    const row = await findProposalRow(view.sql, id)
    if (row === null)
      throw new AppError('proposal_unknown', `There is no proposal ${id}: /api/v1/proposals lists them.`)
    if (row.block_number > view.cursor.finalized) {
      refuse(
        `The creation of proposal ${id} is not final yet: block ${row.block_number}, final is ${view.cursor.finalized}. Try again later.`,
      )
    }
    return row.extended_deadline ?? row.deadline
  })

const encodeBallot = (ballot: SignedBallot): Hex => {
  const { proposal, support, voter, signature } = ballot
  const [id, choice] = [BigInt(proposal), choiceSupport[support]]
  return ballot.type === 'Ballot'
    ? encodeFunctionData({
        abi: stewardGovernorAbi,
        functionName: 'castVoteBySig',
        args: [id, choice, voter, signature],
      })
    : encodeFunctionData({
        abi: stewardGovernorAbi,
        functionName: 'castVoteWithReasonAndParamsBySig',
        args: [id, choice, voter, ballot.reason, houseParams[ballot.house], signature],
      })
}

/**
 * Makes a job of a signed ballot that the contract takes. Throws `relay_absent`, `proposal_unknown`, `ballot_refused` with
 * the contract's reason, and `relay_empty`.
 */
export const checkBallot = async (ballot: SignedBallot): Promise<NewRelayJob> => {
  const relay = await getRelay()
  const { proposal, voter, nonce } = ballot
  const governor = addressOf(relay.deployment, 'StewardGovernor')
  const due = await requireFinalProposal(proposal)
  const house = houseIndex[ballot.type === 'Ballot' ? 'token' : ballot.house]
  const job: NewRelayJob = {
    ...{ kind: 'vote', slot: `vote:${proposal}:${house}:${voter.toLowerCase()}`, signer: voter, nonce, due },
    ...{ proposal_id: BigInt(proposal), house, contract: governor, calldata: encodeBallot(ballot) },
  }
  return checkJob(relay, job, async () => {
    const args = [voter] as const
    const current = await relay.client.readContract({
      ...{ address: governor, abi: stewardGovernorAbi, functionName: 'nonces', args },
    })
    if (current !== nonce)
      refuse(`The nonce of ${voter} is ${current}, and the ballot names ${nonce}: sign it with that one.`)
  })
}
