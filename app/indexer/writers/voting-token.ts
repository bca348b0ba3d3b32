import type { CreateWriter } from './writer'

/** `Minted` repeats its `Transfer`, and `Approval` moves nothing: neither has rows. */
export const createVotingTokenWriter: CreateWriter<'VotingToken'> = () => ({
  Transfer: (args, write) => {
    write('token_transfers', { sender: args.from, recipient: args.to, value: args.value })
  },
  DelegateChanged: (args, write) => {
    const { delegator, fromDelegate: from_delegate, toDelegate: to_delegate } = args
    write('delegations', { house: 0, delegator, from_delegate, to_delegate })
  },
  DelegateVotesChanged: (args, write) => {
    const { delegate: account, previousVotes: previous_votes, newVotes: votes } = args
    write('vote_power_changes', { house: 0, account, previous_votes, votes })
  },
})
