import type { Address } from 'viem'

/** From `fromEpoch` on, `account` (lower case) belongs to `party`, 0n to none; said at `time`. In the order of the chain. */
export type Membership = { account: Address; party: bigint; fromEpoch: number; time: number }

/** What is known of parties: memberships in the order of the chain, and when parties were closed. UNIX seconds. */
export type Memberships = { memberships: readonly Membership[]; closed: ReadonlyMap<bigint, number> }

/**
 * Makes the function that says which party an account (lower case) belonged to, 0n for none: as PartyRegistry.partyOf
 * in a block of that time. A party that was closed has no members from the next epoch on.
 */
export const buildPartyAt = (
  { memberships, closed }: Memberships,
  { time, epoch, epochStart }: { time: number; epoch: number; epochStart: number },
): ((account: Address) => bigint) => {
  const parties = new Map<Address, bigint>()
  for (const one of memberships) {
    if (one.time <= time && one.fromEpoch <= epoch) parties.set(one.account, one.party)
  }
  return (account) => {
    const party = parties.get(account) ?? 0n
    return (closed.get(party) ?? epochStart) < epochStart ? 0n : party
  }
}
