/** What a delegation would move; amounts in base units. */
export type DelegationFacts = {
  /** Votes of the delegate now. */
  votes: bigint
  /** Balance of whoever delegates. */
  balance: bigint
  /** Whether that balance already counts for the delegate. */
  already: boolean
  /** The most votes that anybody else has. */
  largestOther: bigint
}

/** Votes before and after, and whether the delegate would newly be the largest of all. */
export type DelegationEffect = { before: bigint; after: bigint; becomesLargest: boolean }

/** What the token's `delegate` would change; it moves the whole balance, as ERC-5805 has it. */
export const delegationEffect = ({ votes, balance, already, largestOther }: DelegationFacts): DelegationEffect => {
  const after = already ? votes : votes + balance
  return { before: votes, after, becomesLargest: after > votes && after > largestOther && votes <= largestOther }
}
