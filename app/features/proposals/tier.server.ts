import { listCharterRows } from '#db/queries/charter.server'
import { addressOf } from '~/chain/addresses'
import { type Call, type Charter, type Tier, tierOfCalls } from '~/domain/tier'
import type { View } from '~/services.server'

/** All that decides tiers, as the charter stands now. */
export const loadCharter = async (view: View): Promise<Charter> => {
  const { deployment } = view.services
  const alwaysCharter = [
    addressOf(deployment, 'AccessManager'),
    addressOf(deployment, 'StewardGovernor'),
    addressOf(deployment, 'VotingToken'),
    view.rules.money.address,
  ]
  return { rows: await listCharterRows(view.sql), alwaysCharter }
}

/** Makes the function that derives the tier of calls from the charter as it stands now. */
export const buildTierOf = async (view: View): Promise<(calls: readonly Call[]) => Tier> => {
  const charter = await loadCharter(view)
  return (calls) => tierOfCalls(calls, charter)
}
