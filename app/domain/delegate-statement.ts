import type { Address, TypedDataDomain } from 'viem'
import type { PollPlace } from './poll'

/** What a delegate says of itself; `text` and `interests` are Markdown, an empty text withdraws. UNIX milliseconds. */
export type DelegateStatement = { delegate: Address; text: string; interests: string; issuedAt: number }

/** Characters that a statement may have. */
export const statementBounds = { text: 10_000, interests: 2_000 } as const

/** The EIP-712 form of a delegate's statement, bound to the governor of one chain. */
export const buildDelegateStatement = ({ chainId, governor }: PollPlace, message: DelegateStatement) =>
  ({
    domain: {
      ...{ name: 'Ostrakon Delegate', version: '1', chainId, verifyingContract: governor },
    } satisfies TypedDataDomain,
    types: {
      Statement: [
        { name: 'delegate', type: 'address' },
        { name: 'text', type: 'string' },
        { name: 'interests', type: 'string' },
        { name: 'issuedAt', type: 'uint48' },
      ],
    },
    primaryType: 'Statement',
    message,
  }) as const
