import { listCharterRows } from '#db/queries/charter.server'
import { addressOf } from '~/chain/addresses'
import { type Call, type Tier, tierOfCalls } from '~/domain/tier'
import type { View } from '~/services.server'

/** Makes the function that derives the tier of calls from the charter as it stands now. */
export const buildTierOf = async (view: View): Promise<(calls: readonly Call[]) => Tier> => {
  const { deployment } = view.services
  const rows = await listCharterRows(view.sql)
  const alwaysCharter = [
    addressOf(deployment, 'AccessManager'),
    addressOf(deployment, 'StewardGovernor'),
    addressOf(deployment, 'VotingToken'),
    view.rules.money.address,
  ]
  return (calls) => tierOfCalls(calls, { rows, alwaysCharter })
}
