import type { CallText } from '~/domain/wallet'
import { withView } from '~/services.server'
import { listActionsOf } from './actions.server'
import type { Action } from './schema'

/** Calls that nobody has proposed yet, said in the same words as those on a proposal's page. */
export const describeCalls = (calls: readonly CallText[]): Promise<Action[]> =>
  withView((view) =>
    listActionsOf(view, {
      targets: calls.map(({ target }) => target),
      values: calls.map(({ value }) => BigInt(value)),
      calldatas: calls.map(({ calldata }) => calldata),
    }),
  )
