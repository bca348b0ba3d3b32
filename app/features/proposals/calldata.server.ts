import { encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import type { ProposalDetailRow } from '#db/queries/proposals.server'
import { stewardGovernorAbi } from '~/chain/abi/generated'
import { addressOf } from '~/chain/addresses'
import type { Assessment } from '~/domain/assess-proposal'
import { type Choice, choiceSupport, type House, houseParams } from '~/domain/ballot'
import { AppError } from '~/domain/errors'
import type { View } from '~/services.server'
import { callsOf } from './actions.server'
import type { Calldata } from './schema'

/** What a vote says. */
export type Ballot = { house: House; support: Choice; reason: string }

type Encoded = { data: Hex; signature: string }

const encodeBallot = (id: bigint, { house, support, reason }: Ballot): Encoded => ({
  data: encodeFunctionData({
    abi: stewardGovernorAbi,
    functionName: 'castVoteWithReasonAndParams',
    args: [id, choiceSupport[support], reason, houseParams[house]],
  }),
  signature: 'castVoteWithReasonAndParams(uint256,uint8,string,bytes)',
})

const encodeAct = (row: ProposalDetailRow, act: 'queue' | 'execute' | 'cancel'): Encoded => {
  const calls = callsOf(row)
  return {
    data: encodeFunctionData({
      abi: stewardGovernorAbi,
      functionName: act,
      args: [
        calls.map(({ target }) => target),
        calls.map(({ value }) => value),
        calls.map(({ calldata }) => calldata),
        keccak256(stringToHex(row.description)),
      ],
    }),
    signature: `${act}(address[],uint256[],bytes[],bytes32)`,
  }
}

const isAllowed = (act: Calldata['act'], { phase }: Assessment, ballot: Ballot | undefined): boolean => {
  switch (act) {
    case 'vote':
      return phase === 'voting' || (phase === 'objection' && ballot?.support === 'against')
    case 'queue':
      return phase === 'queueable'
    case 'execute':
      return phase === 'executable'
    case 'cancel':
      return phase !== 'closed'
  }
}

/** The transaction that does `act`, for any wallet to sign; whether that account may do it is the contract's to say. */
export const buildCalldata = (
  view: View,
  row: ProposalDetailRow,
  { act, ballot, assessment }: { act: Calldata['act']; ballot: Ballot | undefined; assessment: Assessment },
): Calldata => {
  if (act === 'vote' && ballot === undefined) {
    throw new AppError('invalid_parameter', 'A vote needs support=for, against or abstain.')
  }
  const encoded = act === 'vote' && ballot ? encodeBallot(row.proposal_id, ballot) : encodeAct(row, act as 'queue')
  const { deployment } = view.services
  return {
    act,
    chainId: deployment.chainId,
    to: addressOf(deployment, 'StewardGovernor'),
    value: '0',
    data: encoded.data,
    signature: encoded.signature,
    allowedNow: isAllowed(act, assessment, ballot),
  }
}
