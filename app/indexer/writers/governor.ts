import { buildContractsByAddress } from '~/chain/addresses'
import { AppError } from '~/domain/errors'
import { listKinds } from '../proposal-kinds'
import { parseTitle } from '../proposal-title'
import type { Row } from '../tables'
import type { CreateWriter } from './writer'

/** Partitions and links hold proposal ids as int8; the governor counts them up from 1. */
const parseId = (id: bigint) => {
  if (id < 2n ** 63n) return id
  throw new AppError('unexpected_log', `Proposal id ${id} is no sequence number: is this an Ostrakon governor?`)
}

export const createGovernorWriter: CreateWriter<'StewardGovernor'> = (deployment) => {
  const contracts = buildContractsByAddress(deployment)
  // ProposalFrozen follows in the same transaction and completes the row.
  const created = new Map<bigint, Row>()
  const vote = (args: { proposalId: bigint; voter: string; support: number; weight: bigint; reason: string }) => ({
    chain_id: deployment.chainId,
    proposal_id: parseId(args.proposalId),
    voter: args.voter,
    support: args.support,
    weight: args.weight,
    reason: args.reason,
  })
  type Frozen = { proposalId: bigint; tier: number; seatCapacity: number; presentSeats: number; recovery: boolean }
  const freeze = ({ proposalId, tier, seatCapacity, presentSeats, recovery }: Frozen) => {
    const row = created.get(proposalId)
    if (!row) throw new AppError('unexpected_log', `Proposal ${proposalId} was frozen, but not created, in its block.`)
    Object.assign(row, {
      tier: BigInt(tier),
      seat_capacity: BigInt(seatCapacity),
      present_seats: BigInt(presentSeats),
      recovery,
    })
  }
  return {
    ProposalCreated: (args, write) => {
      const row = write('proposals', {
        proposal_id: parseId(args.proposalId),
        proposer: args.proposer,
        targets: args.targets,
        values: args.values,
        signatures: args.signatures,
        calldatas: args.calldatas,
        snapshot: args.voteStart,
        deadline: args.voteEnd,
        title: parseTitle(args.description),
        description: args.description,
        kinds: listKinds(args.targets, contracts),
      })
      created.set(args.proposalId, row)
    },
    ProposalFrozen: freeze,
    ProposalExtended: (args, write) => {
      write('proposal_events', { proposal_id: parseId(args.proposalId), kind: 'extended', at: args.extendedDeadline })
    },
    ProposalQueued: (args, write) => {
      write('proposal_events', { proposal_id: parseId(args.proposalId), kind: 'queued', at: args.etaSeconds })
    },
    ProposalExecuted: (args, write) => {
      write('proposal_events', { proposal_id: parseId(args.proposalId), kind: 'executed' })
    },
    ProposalCanceled: (args, write) => {
      write('proposal_events', { proposal_id: parseId(args.proposalId), kind: 'canceled' })
    },
    VoteCast: (args, write) => {
      write('votes', { ...vote(args), house: 0 })
    },
    VoteCastWithParams: (args, write) => {
      write('votes', { ...vote(args), house: args.params === '0x01' ? 1 : 0 })
    },
    BallotsInvalidated: (args, write) => {
      write('ballot_invalidations', { voter: args.voter, nonce: args.nonce })
    },
    VotingDelaySet: (args, write) => {
      write('setting_changes', { name: 'votingDelay', old_value: args.oldVotingDelay, new_value: args.newVotingDelay })
    },
    VotingPeriodSet: (args, write) => {
      const { oldVotingPeriod, newVotingPeriod } = args
      write('setting_changes', { name: 'votingPeriod', old_value: oldVotingPeriod, new_value: newVotingPeriod })
    },
    ProposalThresholdSet: (args, write) => {
      const { oldProposalThreshold: old_value, newProposalThreshold: new_value } = args
      write('setting_changes', { name: 'proposalThreshold', old_value, new_value })
    },
    QuorumNumeratorUpdated: (args, write) => {
      const { oldQuorumNumerator: old_value, newQuorumNumerator: new_value } = args
      write('setting_changes', { name: 'quorumNumerator', old_value, new_value })
    },
    CharterQuorumUpdated: (args, write) => {
      const { oldNumerator: old_value, newNumerator: new_value } = args
      write('setting_changes', { name: 'charterQuorumNumerator', old_value, new_value })
    },
  }
}
