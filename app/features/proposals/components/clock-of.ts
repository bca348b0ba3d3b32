import type { ProposalSummary } from '../schema'

type Timed = Pick<ProposalSummary, 'state' | 'snapshot' | 'deadline' | 'decided'>

/** Which time a proposal waits for, or when its vote ended, as a key of the catalogue and RFC 3339. */
export const clockOf = ({ state, snapshot, deadline, decided }: Timed) => {
  if (state === 'pending') return { key: 'proposal.opens', at: snapshot.time } as const
  if (state === 'active') return { key: 'proposal.ends', at: deadline.time } as const
  // One that was canceled may not have come so far.
  return {
    key: 'proposal.ended',
    at: decided !== null && decided.time < deadline.time ? decided.time : deadline.time,
  } as const
}
