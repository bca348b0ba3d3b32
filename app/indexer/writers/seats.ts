import type { CreateWriter } from './writer'

/** The seats' own events say all that their ERC-721 `Transfer` says, and more. */
export const createSeatsWriter: CreateWriter<'StewardSeats'> = () => ({
  SeatAdmitted: (args, write) => {
    const { seatId: seat_id, steward, party, constituency, termEnd: term_end, replaced } = args
    write('seat_events', { kind: 'admitted', seat_id, steward, party, constituency, term_end, replaced })
  },
  SeatVacated: (args, write) => {
    const { seatId: seat_id, steward, party, cause } = args
    write('seat_events', { kind: 'vacated', seat_id, steward, party, cause })
  },
  SeatRekeyed: (args, write) => {
    write('seat_events', { kind: 'rekeyed', seat_id: args.seatId, steward: args.to, previous_steward: args.from })
  },
  StewardPresent: (args, write) => {
    const { seatId: seat_id, steward, presentAt: present_at } = args
    write('seat_events', { kind: 'present', seat_id, steward, present_at })
  },
  CapacitiesSet: (args, write) => {
    write('seat_capacities', { capacities: args.capacities, total: args.total })
  },
  DelegateChanged: (args, write) => {
    const { delegator, fromDelegate: from_delegate, toDelegate: to_delegate } = args
    write('delegations', { house: 1, delegator, from_delegate, to_delegate })
  },
  DelegateVotesChanged: (args, write) => {
    const { delegate: account, previousVotes: previous_votes, newVotes: votes } = args
    write('vote_power_changes', { house: 1, account, previous_votes, votes })
  },
})
