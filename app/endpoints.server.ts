import { z } from 'zod'
import { LEASE_STATES, ORDER_STATES } from '~/domain/market/states'
import { ledgerOneSchema, lineListSchema, treasuryOneSchema } from '~/features/compute/budget-schema'
import { computePowerOneSchema } from '~/features/compute/power-schema'
import {
  allocationListSchema,
  epochListSchema,
  epochOneSchema,
  policyListSchema,
  poolListSchema,
  requestListSchema,
  simulationBodySchema,
  simulationOneSchema,
} from '~/features/compute/schema'
import { custodyOneSchema } from '~/features/custody/schema'
import {
  delegateListSchema,
  delegateOneSchema,
  delegatorListSchema,
  powerHistorySchema,
} from '~/features/delegates/schema'
import { enclavesOneSchema, measurementsOneSchema } from '~/features/enclaves/schema'
import { evaluatorListSchema, evaluatorOneSchema } from '~/features/evaluations/schema'
import { guardiansOneSchema } from '~/features/guardians/schema'
import {
  bidListSchema,
  creditOneSchema,
  disputeListSchema,
  disputeOneSchema,
  leaseListSchema,
  leaseOneSchema,
  marketOneSchema,
  orderListSchema,
  orderOneSchema,
  providerListSchema,
  providerOneSchema,
} from '~/features/market/schema'
import {
  attestationsOneSchema,
  diffOneSchema,
  gateOneSchema,
  manifestBodySchema,
  manifestOneSchema,
  modelListSchema,
  modelOneSchema,
  releaseListSchema,
  releaseOneSchema,
  verificationOneSchema,
  verifyBodySchema,
} from '~/features/models/schema'
import { parametersOneSchema } from '~/features/parameters/schema'
import {
  actionsOneSchema,
  calldataOneSchema,
  proposalListSchema,
  proposalOneSchema,
  tallyOneSchema,
  timelineOneSchema,
} from '~/features/proposals/schema'
import { contractsOneSchema, healthSchema, statusOneSchema } from '~/features/status/schema'
import { nonVoterListSchema, receiptOneSchema, voteListSchema } from '~/features/votes/schema'
import {
  addressParameter,
  epochParameter,
  idParameter,
  listParameter,
  pageParameters,
  textParameter,
  timeParameter,
} from '~/http/query'
import { houseSchema, proposalStateSchema, stageSchema } from '~/http/shapes'

const nothing = z.strictObject({})
const byId = z.strictObject({ id: idParameter })
const byAddress = z.strictObject({ address: addressParameter })
const page = z.strictObject(pageParameters)
const support = z.enum(['against', 'for', 'abstain'])
const kinds = ['release', 'budget', 'policy', 'market', 'membership', 'charter'] as const

const proposalQuery = z.strictObject({
  state: proposalStateSchema.optional(),
  kind: listParameter(kinds).optional(),
  proposer: addressParameter.optional(),
  q: textParameter.optional(),
  from: timeParameter.optional(),
  to: timeParameter.optional(),
  sort: z.enum(['newest', 'oldest', 'deadline']).optional(),
  ...pageParameters,
})

const voteQuery = z.strictObject({
  house: houseSchema.optional(),
  support: support.optional(),
  sort: z.enum(['newest', 'oldest', 'reasons']).optional(),
  ...pageParameters,
})

const releaseQuery = z.strictObject({
  model: idParameter.optional(),
  stage: stageSchema.optional(),
  licence: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({ param: { description: 'As it stands on chain, exactly.' } }),
  recalled: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  ...pageParameters,
})

const requestQuery = z.strictObject({
  epoch: epochParameter.optional(),
  pool: idParameter.optional(),
  party: idParameter.optional(),
  ...pageParameters,
})

const providerQuery = z.strictObject({
  pool: idParameter.optional(),
  operator: addressParameter.optional(),
  ...pageParameters,
})

const orderQuery = z.strictObject({
  state: z.enum(ORDER_STATES).optional(),
  pool: idParameter.optional(),
  tenant: addressParameter.optional(),
  ...pageParameters,
})

const bidQuery = z.strictObject({ order: idParameter.optional(), provider: idParameter.optional(), ...pageParameters })

const leaseQuery = z.strictObject({
  state: z.enum(LEASE_STATES).optional(),
  tenant: addressParameter.optional(),
  provider: idParameter.optional(),
  ...pageParameters,
})

const exportedFiles = ['providers.csv', 'orders.csv', 'leases.csv', 'disputes.csv'] as const

const calldataQuery = z.strictObject({
  support: support.optional(),
  house: houseSchema.optional(),
  reason: z.string().max(5_000).optional(),
})

/** What a resource does: its path below /api/v1, what it takes, and the shape of its answer. */
export type Endpoint = {
  path: string
  /** GET where none is given. */
  method?: 'put' | 'post'
  /** What PUT and POST take, as JSON. */
  body?: z.ZodType
  /** The media type of the answer where it is no JSON envelope. */
  media?: string
  summary: string
  params: z.ZodObject
  query: z.ZodObject
  answer: z.ZodType
}

/** Everything that the API does; routes validate with it and the OpenAPI document is made of it. */
export const endpoints = {
  proposals: {
    path: '/proposals',
    summary: 'Proposals, filtered and sorted',
    params: nothing,
    query: proposalQuery,
    answer: proposalListSchema,
  },
  proposal: {
    path: '/proposals/{id}',
    summary: 'One proposal, whole',
    params: byId,
    query: nothing,
    answer: proposalOneSchema,
  },
  actions: {
    path: '/proposals/{id}/actions',
    summary: 'What it calls, in words and as calldata',
    params: byId,
    query: nothing,
    answer: actionsOneSchema,
  },
  tally: {
    path: '/proposals/{id}/tally',
    summary: 'Both houses with every condition',
    params: byId,
    query: nothing,
    answer: tallyOneSchema,
  },
  timeline: {
    path: '/proposals/{id}/timeline',
    summary: 'Every transition, and who may act next',
    params: byId,
    query: nothing,
    answer: timelineOneSchema,
  },
  votes: {
    path: '/proposals/{id}/votes',
    summary: 'Its ballots',
    params: byId,
    query: voteQuery,
    answer: voteListSchema,
  },
  nonVoters: {
    path: '/proposals/{id}/non-voters',
    summary: 'Who could vote at the snapshot and has not',
    params: byId,
    query: z.strictObject({ house: houseSchema.optional(), ...pageParameters }),
    answer: nonVoterListSchema,
  },
  receipt: {
    path: '/proposals/{id}/receipts/{voter}',
    summary: 'The ballots of one account',
    params: z.strictObject({ id: idParameter, voter: addressParameter }),
    query: nothing,
    answer: receiptOneSchema,
  },
  calldata: {
    path: '/proposals/{id}/calldata/{act}',
    summary: 'A transaction for your own wallet to sign; a vote takes support, house and reason',
    params: z.strictObject({ id: idParameter, act: z.enum(['vote', 'queue', 'execute', 'cancel']) }),
    query: calldataQuery,
    answer: calldataOneSchema,
  },
  delegates: {
    path: '/delegates',
    summary: 'Accounts with votes, the largest first',
    params: nothing,
    query: page,
    answer: delegateListSchema,
  },
  delegate: {
    path: '/delegates/{address}',
    summary: 'One account',
    params: byAddress,
    query: nothing,
    answer: delegateOneSchema,
  },
  ballots: {
    path: '/delegates/{address}/votes',
    summary: 'Its ballots, newest proposal first',
    params: byAddress,
    query: page,
    answer: voteListSchema,
  },
  delegators: {
    path: '/delegates/{address}/delegators',
    summary: 'Who delegates to it, the largest first',
    params: byAddress,
    query: page,
    answer: delegatorListSchema,
  },
  powerHistory: {
    path: '/delegates/{address}/history',
    summary: 'Its voting power after each change, newest first',
    params: byAddress,
    query: page,
    answer: powerHistorySchema,
  },
  models: { path: '/models', summary: 'Models, newest first', params: nothing, query: page, answer: modelListSchema },
  model: {
    path: '/models/{id}',
    summary: 'One model with its releases',
    params: byId,
    query: nothing,
    answer: modelOneSchema,
  },
  releases: {
    path: '/releases',
    summary: 'Releases, newest first',
    params: nothing,
    query: releaseQuery,
    answer: releaseListSchema,
  },
  release: {
    path: '/releases/{id}',
    summary: 'One release, whole',
    params: byId,
    query: nothing,
    answer: releaseOneSchema,
  },
  modelFeed: {
    path: '/models/{id}/feed.atom',
    summary: 'An Atom feed of what happens to the releases of a model, recalls above all',
    params: byId,
    query: nothing,
    answer: z.string(),
    media: 'application/atom+xml',
  },
  manifest: {
    path: '/releases/{id}/manifest',
    summary: 'The list of its files, where somebody brought it',
    params: byId,
    query: nothing,
    answer: manifestOneSchema,
  },
  storeManifest: {
    path: '/releases/{id}/manifest',
    method: 'put',
    summary: 'Brings the list of its files; only the one whose digest is on chain is taken, from anybody',
    params: byId,
    query: nothing,
    body: manifestBodySchema,
    answer: manifestOneSchema,
  },
  diff: {
    path: '/releases/{id}/diff',
    summary: 'What differs from its first parent, or from the release named by against',
    params: byId,
    query: z.strictObject({ against: idParameter.optional() }),
    answer: diffOneSchema,
  },
  gate: {
    path: '/releases/{id}/gate',
    summary: 'What its next stage needs and what of it is there; null at open and revoked',
    params: byId,
    query: nothing,
    answer: gateOneSchema,
  },
  attestations: {
    path: '/releases/{id}/attestations',
    summary: 'What evaluators stated about it, newest first',
    params: byId,
    query: nothing,
    answer: attestationsOneSchema,
  },
  custody: {
    path: '/releases/{id}/custody',
    summary: 'Who holds shares of its key, grants, and every share that was given out',
    params: byId,
    query: nothing,
    answer: custodyOneSchema,
  },
  enclaves: {
    path: '/releases/{id}/enclaves',
    summary: 'What operators claim of enclaves that serve it, newest first',
    params: byId,
    query: nothing,
    answer: enclavesOneSchema,
  },
  bom: {
    path: '/releases/{id}/bom.json',
    summary: 'Its bill of materials (CycloneDX 1.6, machine-learning model)',
    params: byId,
    query: nothing,
    answer: z.looseObject({ bomFormat: z.literal('CycloneDX'), specVersion: z.literal('1.6') }).meta({ id: 'Bom' }),
    media: 'application/vnd.cyclonedx+json',
  },
  verifyReleases: {
    path: '/releases:verify',
    method: 'post',
    summary: 'Which releases have these digests, and whether they may be used',
    params: nothing,
    query: nothing,
    body: verifyBodySchema,
    answer: verificationOneSchema,
  },
  evaluators: {
    path: '/evaluators',
    summary: 'Who is or was an evaluator; those who are first',
    params: nothing,
    query: nothing,
    answer: evaluatorListSchema,
  },
  evaluator: {
    path: '/evaluators/{address}',
    summary: 'What an evaluator stated, and what waits for it',
    params: byAddress,
    query: nothing,
    answer: evaluatorOneSchema,
  },
  measurements: {
    path: '/measurements',
    summary: 'Measurements of enclaves that a vote allowed, newest first',
    params: nothing,
    query: nothing,
    answer: measurementsOneSchema,
  },
  guardians: {
    path: '/guardians',
    summary: 'The guardian council: its term, its powers, and each use ever made',
    params: nothing,
    query: nothing,
    answer: guardiansOneSchema,
  },
  pools: {
    path: '/compute/pools',
    summary: 'Pools of compute with capacities and budgets',
    params: nothing,
    query: nothing,
    answer: poolListSchema,
  },
  policies: {
    path: '/compute/policies',
    summary: 'Every policy by which pools are shared, newest first',
    params: nothing,
    query: nothing,
    answer: policyListSchema,
  },
  epochs: {
    path: '/compute/epochs',
    summary: 'Epochs in which compute was asked for, newest first, with the outcome of each pool',
    params: nothing,
    query: page,
    answer: epochListSchema,
  },
  epoch: {
    path: '/compute/epochs/{epoch}',
    summary: 'One epoch; also current and next',
    params: z.strictObject({ epoch: z.union([z.enum(['current', 'next']), epochParameter]) }),
    query: nothing,
    answer: epochOneSchema,
  },
  computeRequests: {
    path: '/compute/requests',
    summary: 'Requests as they were made, newest first',
    params: nothing,
    query: requestQuery,
    answer: requestListSchema,
  },
  allocations: {
    path: '/compute/allocations',
    summary: 'What each party gets in an epoch, the current one where none is named',
    params: nothing,
    query: requestQuery,
    answer: allocationListSchema,
  },
  simulateAllocations: {
    path: '/compute/allocations:simulate',
    method: 'post',
    summary: 'What another policy would give on the requests of a round',
    params: nothing,
    query: nothing,
    body: simulationBodySchema,
    answer: simulationOneSchema,
  },
  budgets: {
    path: '/compute/budgets',
    summary: 'Budget lines, a pool in an epoch each, newest first',
    params: nothing,
    query: z.strictObject({ pool: idParameter.optional(), ...pageParameters }),
    answer: lineListSchema,
  },
  budgetLedger: {
    path: '/compute/budgets/{id}/ledger',
    summary: 'One budget line with everything that moved on it',
    params: z.strictObject({ id: z.string().max(32) }),
    query: nothing,
    answer: ledgerOneSchema,
  },
  computeConcentration: {
    path: '/compute/concentration',
    summary: 'How concentrated the shared compute is by party, over epochs; null where nobody asked yet',
    params: nothing,
    query: nothing,
    answer: computePowerOneSchema,
  },
  providers: {
    path: '/compute/providers',
    summary: 'Providers of compute, newest first: capacity, audits, stake and reputation',
    params: nothing,
    query: providerQuery,
    answer: providerListSchema,
  },
  provider: {
    path: '/compute/providers/{id}',
    summary: 'One provider with its leases, the share of its pool by party, and the events behind its reputation',
    params: byId,
    query: nothing,
    answer: providerOneSchema,
  },
  orders: {
    path: '/compute/orders',
    summary: 'Orders on the compute market, newest first',
    params: nothing,
    query: orderQuery,
    answer: orderListSchema,
  },
  order: {
    path: '/compute/orders/{id}',
    summary: 'One order with its bids, who would win now and why',
    params: byId,
    query: nothing,
    answer: orderOneSchema,
  },
  bids: {
    path: '/compute/bids',
    summary: 'Bids as they were made, newest first, and what became of them',
    params: nothing,
    query: bidQuery,
    answer: bidListSchema,
  },
  leases: {
    path: '/compute/leases',
    summary: 'Leases, newest order first; what they earned can be told by the second',
    params: nothing,
    query: leaseQuery,
    answer: leaseListSchema,
  },
  lease: {
    path: '/compute/leases/{id}',
    summary: 'One lease with everything that happened to it; its id is its order’s',
    params: byId,
    query: nothing,
    answer: leaseOneSchema,
  },
  disputes: {
    path: '/compute/disputes',
    summary: 'Cases before the arbiters, newest first',
    params: nothing,
    query: page,
    answer: disputeListSchema,
  },
  dispute: {
    path: '/compute/disputes/{id}',
    summary: 'One case: sides, arbiters and their votes, evidence, clock and settlement',
    params: byId,
    query: nothing,
    answer: disputeOneSchema,
  },
  market: {
    path: '/compute/market',
    summary: 'The terms of the market by version and what set them, its pause, auditors, attributes and arbiters',
    params: nothing,
    query: nothing,
    answer: marketOneSchema,
  },
  credit: {
    path: '/compute/credits/{address}',
    summary: 'What the market owes an account',
    params: byAddress,
    query: nothing,
    answer: creditOneSchema,
  },
  exports: {
    path: '/export/{file}',
    summary: 'A whole table as CSV (RFC 4180) as of one block, which the name of the file tells',
    params: z.strictObject({ file: z.enum(exportedFiles) }),
    query: nothing,
    answer: z.string(),
    media: 'text/csv',
  },
  treasury: {
    path: '/treasury',
    summary: 'The money for compute: what is there, what it is set aside for, grants and flows',
    params: nothing,
    query: nothing,
    answer: treasuryOneSchema,
  },
  parameters: {
    path: '/parameters',
    summary: 'Every value, its bounds and what set it',
    params: nothing,
    query: nothing,
    answer: parametersOneSchema,
  },
  contracts: {
    path: '/contracts',
    summary: 'The contracts of the deployment',
    params: nothing,
    query: nothing,
    answer: contractsOneSchema,
  },
  status: {
    path: '/status',
    summary: 'Indexer, head, lag, last reorg',
    params: nothing,
    query: nothing,
    answer: statusOneSchema,
  },
  healthz: {
    path: '/healthz',
    summary: 'Whether the process lives',
    params: nothing,
    query: nothing,
    answer: healthSchema,
  },
  readyz: {
    path: '/readyz',
    summary: 'Whether reads are answered; 503 says why not',
    params: nothing,
    query: nothing,
    answer: healthSchema,
  },
} as const satisfies Record<string, Endpoint>
