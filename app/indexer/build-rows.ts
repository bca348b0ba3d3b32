import type { Header } from '~/chain/client.server'
import type { Deployment } from '~/chain/deployment'
import { buildEventDecoder, type ChainEvent, type ChainLog } from '~/chain/events'
import { AppError } from '~/domain/errors'
import { createWrite, type Rows, rowsOf, type Write } from './rows'
import { createAllocationWriter } from './writers/allocation'
import { createArbitrationWriter } from './writers/arbitration'
import { createCharterWriter } from './writers/charter'
import { createCouncilWriter } from './writers/council'
import { createCustodyWriter } from './writers/custody'
import { createEnclavesWriter } from './writers/enclaves'
import { createGovernorWriter } from './writers/governor'
import { createJobsWriter } from './writers/jobs'
import { createMarketWriter } from './writers/market'
import { createOrderBookWriter } from './writers/order-book'
import { createPartiesWriter } from './writers/parties'
import { createProvidersWriter } from './writers/providers'
import { createRegistryWriter } from './writers/registry'
import { createRewardsWriter } from './writers/rewards'
import { createSeatsWriter } from './writers/seats'
import { createTimelockWriter } from './writers/timelock'
import { createTreasuryWriter } from './writers/treasury'
import { createUsageWriter } from './writers/usage'
import { createVotingTokenWriter } from './writers/voting-token'

type AnyHandlers = Record<string, ((args: ChainEvent['args'], write: Write) => void) | undefined>

const createWriters = (deployment: Deployment) =>
  ({
    AccessManager: createCharterWriter(deployment),
    TimelockController: createTimelockWriter(deployment),
    PartyRegistry: createPartiesWriter(deployment),
    VotingToken: createVotingTokenWriter(deployment),
    StewardSeats: createSeatsWriter(deployment),
    Council: createCouncilWriter(deployment),
    StewardGovernor: createGovernorWriter(deployment),
    ModelRegistry: createRegistryWriter(deployment),
    Custody: createCustodyWriter(deployment),
    Enclaves: createEnclavesWriter(deployment),
    AllocationPolicy: createAllocationWriter(deployment),
    ComputeTreasury: createTreasuryWriter(deployment),
    ProviderRegistry: createProvidersWriter(deployment),
    ComputeMarket: createMarketWriter(deployment),
    OrderBook: createOrderBookWriter(deployment),
    Arbitration: createArbitrationWriter(deployment),
    MilestoneLeases: createJobsWriter(deployment),
    NodeRewards: createRewardsWriter(deployment),
    UsageReceipts: createUsageWriter(deployment),
    // The decoder has checked each log against the ABI from which the handlers' types come.
  }) as unknown as Partial<Record<ChainEvent['contract'], AnyHandlers>>

/** Makes the function that turns logs, in chain order, with the headers of their blocks, into rows. */
export const createRowBuilder = (deployment: Deployment) => {
  const decode = buildEventDecoder(deployment)
  return (logs: readonly ChainLog[], headers: ReadonlyMap<string, Header>): Rows => {
    const writers = createWriters(deployment)
    const rows: Rows = new Map()
    for (const log of logs) {
      const event = decode(log)
      if (!event) continue
      const handler = writers[event.contract]?.[event.name]
      if (!handler) continue
      const header = headers.get(log.blockHash)
      if (!header) throw new AppError('unexpected_log', `A log names block ${log.blockHash}, which has no header.`)
      handler(event.args, createWrite(rows, log, header))
    }
    for (const { proposal_id, tier } of rowsOf(rows, 'proposals')) {
      if (tier === null) throw new AppError('unexpected_log', `Proposal ${proposal_id} was created, but not frozen.`)
    }
    return rows
  }
}

export type BuildRows = ReturnType<typeof createRowBuilder>
