import { z } from 'zod'
import { OBSTACLES } from '~/domain/market/obstacle'
import { CASE_STATES, LEASE_STATES, ORDER_STATES } from '~/domain/market/states'
import {
  accountSchema,
  addressSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  partySchema,
  poolRefSchema,
  proposalRefSchema,
  setBySchema,
} from '~/http/shapes'

const bpsSchema = z.int().min(0).max(10_000).meta({ description: 'Basis points: hundredths of a percent.' })
const secondsSchema = z.int().min(0).meta({ description: 'Seconds.' })
const unitsSchema = z.int().min(0).meta({ description: 'GPUs, or CPU slots in a pool of those.' })
const rateSchema = decimalSchema.meta({ description: 'Millionths of a base unit of money per unit and second.' })
const placeSchema = z.strictObject({ at: momentSchema, transaction: hashSchema }).meta({ id: 'Occurrence' })

const providerRefSchema = z
  .strictObject({ id: decimalSchema, operator: accountSchema })
  .meta({ id: 'ProviderRef', description: 'A provider is one node of one pool.' })

const auditorSchema = z
  .strictObject({
    id: z.int(),
    account: accountSchema,
    appointed: z.boolean().meta({ description: 'False: dismissed, and none of its audits counts.' }),
    setBy: setBySchema,
  })
  .meta({ id: 'Auditor' })
const auditorRefSchema = auditorSchema.omit({ setBy: true }).meta({ id: 'AuditorRef' })

const attributeRefSchema = z
  .strictObject({ id: z.int().meta({ description: 'The bit.' }), name: z.string() })
  .meta({ id: 'AttributeRef' })

const payerSchema = z
  .strictObject({
    kind: z.enum(['tenant', 'budget']),
    line: z.string().nullable().meta({ description: 'The budget line, pool and epoch: 1-42.' }),
  })
  .meta({ id: 'Payer', description: 'Who pays: the tenant, or the line of an epoch.' })

const auditSchema = z
  .strictObject({
    auditor: auditorRefSchema,
    version: orNull(z.int()).meta({ description: 'The declaration that it confirms.' }),
    until: orNull(momentSchema),
    ...placeSchema.shape,
    status: z.enum(['counts', 'expired', 'outdated', 'dismissed', 'revoked', 'lapsed']).meta({
      description: 'counts: it confirms the declaration that counts. Else why it does not.',
    }),
  })
  .meta({ id: 'ProviderAudit', description: 'The last word of an auditor on a provider.' })

const reputationSchema = z
  .strictObject({
    leases: z.int(),
    completed: z.int().meta({ description: 'Ended, without notice of the provider, and no verdict stood against it.' }),
    noticed: z.int().meta({ description: 'Ended early by the provider.' }),
    disputes: z.int(),
    disputesLost: z.int(),
    disputesOpen: z.int(),
    gpuSeconds: decimalSchema.meta({ description: 'Of leases that are over.' }),
  })
  .meta({ id: 'Reputation', description: 'Counted from events of the chain alone; anyone can count again.' })

const stakeSchema = z
  .strictObject({
    amount: moneySchema,
    locked: moneySchema.meta({ description: 'By bids, leases and disputes.' }),
    free: moneySchema,
    enough: z.boolean().meta({ description: 'Whether it reaches the least stake of the present terms.' }),
  })
  .meta({ id: 'Stake' })

const providerSchema = z
  .strictObject({
    ...providerRefSchema.shape,
    status: z.enum(['offering', 'retired']),
    pool: poolRefSchema,
    units: unitsSchema,
    unitsInUse: unitsSchema,
    attributes: z.array(attributeRefSchema),
    hardware: hashSchema.meta({ description: 'SHA-256 of the sorted serial numbers of its devices.' }),
    endpoint: z.string().meta({ description: 'Where it takes jobs. Untrusted text.' }),
    version: z.int().meta({ description: 'Of its declaration; audits name it.' }),
    registered: placeSchema,
    declared: placeSchema,
    retired: orNull(placeSchema),
    stake: stakeSchema,
    audited: z.boolean().meta({ description: 'Whether any audit counts.' }),
    audits: z.array(auditSchema),
    reputation: reputationSchema,
  })
  .meta({ id: 'Provider' })

const orderLeaseSchema = z
  .strictObject({ provider: providerRefSchema, rate: rateSchema, ...placeSchema.shape })
  .meta({ id: 'OrderLease' })

const orderSchema = z
  .strictObject({
    id: decimalSchema,
    state: z.enum(ORDER_STATES).meta({ id: 'OrderState', description: 'expired: nobody took a bid in time.' }),
    tenant: accountSchema,
    party: orNull(partySchema).meta({ description: 'The tenant’s party when it was placed.' }),
    agent: orNull(decimalSchema).meta({ description: 'The agent that placed it for the party.' }),
    payer: payerSchema,
    pool: poolRefSchema,
    units: unitsSchema,
    duration: secondsSchema.meta({ description: 'The longest that the lease may last, in seconds.' }),
    notice: secondsSchema.meta({ description: 'What notice the provider must give, in seconds.' }),
    maxRate: rateSchema,
    attributes: z.array(attributeRefSchema).meta({ description: 'What the provider must have, audited.' }),
    auditors: z.array(auditorRefSchema).meta({ description: 'Who must confirm it; none: the bidder names one.' }),
    release: orNull(decimalSchema).meta({ description: 'An enclave must serve this release.' }),
    specDigest: hashSchema.meta({ description: 'SHA-256 of the RFC 8785 form of the workload.' }),
    terms: z.int().meta({ description: 'The version of the terms under which it was placed.' }),
    placed: placeSchema,
    bidsUntil: momentSchema.meta({ description: 'Of a budget order: from then on it is assigned.' }),
    openUntil: momentSchema,
    bids: z.int().meta({ description: 'How many it holds.' }),
    lowestRate: orNull(rateSchema),
    declined: orNull(decimalSchema).meta({ description: 'The provider that the tenant refused.' }),
    canceled: orNull(placeSchema),
    lease: orNull(orderLeaseSchema).meta({ description: 'The lease that it became; its id is the order’s.' }),
  })
  .meta({ id: 'Order' })

const bidSchema = z
  .strictObject({
    order: decimalSchema,
    provider: providerRefSchema,
    party: orNull(partySchema).meta({ description: 'The operator’s when it bid.' }),
    auditor: orNull(auditorRefSchema).meta({ description: 'On whom it relies where the order names nobody.' }),
    enclave: orNull(decimalSchema),
    rate: rateSchema,
    status: z.enum(['held', 'accepted', 'replaced', 'withdrawn', 'displaced', 'declined', 'released']).meta({
      description: 'held: its deposit is locked. displaced: a lower rate took its place. released: the order ended.',
    }),
    ...placeSchema.shape,
    ended: orNull(momentSchema),
  })
  .meta({ id: 'Bid' })

const rankedBidSchema = bidSchema
  .extend({
    rank: orNull(z.int().min(1)).meta({
      description: 'Among those that can be served now; null: it cannot, or is over.',
    }),
    obstacle: orNull(z.enum(OBSTACLES)).meta({ description: 'Why it cannot be served now.' }),
    decidedBy: orNull(z.enum(['rate', 'load', 'id'])).meta({
      description: 'What sets it apart from the winner, and the winner from the next.',
    }),
    load: orNull(decimalSchema).meta({ description: 'GPU-seconds that its party leased in the pool this epoch.' }),
  })
  .meta({ id: 'RankedBid' })

const assignmentSchema = z
  .strictObject({
    kind: z.enum(['assigned', 'suggested']).meta({
      description: 'assigned: a budget order goes to nobody else. suggested: the tenant may choose another.',
    }),
    provider: orNull(providerRefSchema).meta({ description: 'Null: no bidder can serve it now.' }),
    rate: orNull(rateSchema),
    from: orNull(momentSchema).meta({ description: 'From when on it can be accepted; null: at once.' }),
    canDecline: z.boolean().meta({ description: 'Whether the tenant still has its one refusal.' }),
  })
  .meta({
    id: 'Assignment',
    description: 'The lowest rate, then the party with the least leased this epoch, then the lowest id.',
  })

const orderDetailSchema = orderSchema
  .extend({ offers: z.array(rankedBidSchema), assignment: orNull(assignmentSchema) })
  .meta({ id: 'OrderDetail' })

const clockSchema = z
  .strictObject({
    rate: rateSchema,
    units: unitsSchema,
    start: secondsSchema.meta({ description: 'UNIX seconds.' }),
    end: secondsSchema.meta({ description: 'UNIX seconds.' }),
    contestedFrom: orNull(z.int()).meta({ description: 'UNIX seconds; while a dispute is open.' }),
  })
  .meta({
    id: 'LeaseClock',
    description: 'Earned at a second t: floor(rate × units × (min(t, end, contestedFrom) − start) / 10^6).',
  })

const leaseDisputeSchema = z
  .strictObject({ case: decimalSchema, from: momentSchema, at: momentSchema, upheld: orNull(z.boolean()) })
  .meta({ id: 'LeaseDispute', description: '`upheld` null: not settled.' })

const leaseSchema = z
  .strictObject({
    id: decimalSchema,
    state: z.enum(LEASE_STATES).meta({
      id: 'LeaseState',
      description: 'ended: over, but it holds its units until anybody closes it. released: its stake is free.',
    }),
    provider: providerRefSchema,
    providerParty: orNull(partySchema).meta({ description: 'The provider’s party when it bid.' }),
    tenant: accountSchema,
    party: orNull(partySchema).meta({ description: 'The tenant’s party when it placed the order.' }),
    agent: orNull(decimalSchema),
    payer: payerSchema,
    pool: poolRefSchema,
    units: unitsSchema,
    rate: rateSchema,
    start: momentSchema,
    end: momentSchema.meta({ description: 'When its money runs out, or when it ended.' }),
    mostSeconds: secondsSchema.meta({ description: 'The longest that it can be paid for.' }),
    notice: secondsSchema,
    deposit: moneySchema.meta({ description: 'What pays for all of it.' }),
    earned: moneySchema.meta({ description: 'At `earnedAt`; `clock` has what it takes to tell any other second.' }),
    earnedAt: momentSchema,
    withdrawn: moneySchema.meta({ description: 'What the provider took of it, fee included.' }),
    fee: moneySchema,
    clock: clockSchema,
    lock: moneySchema.meta({ description: 'What it locks of the provider’s stake; 0 once released.' }),
    noticed: orNull(momentSchema),
    closed: orNull(momentSchema),
    released: orNull(momentSchema),
    releasableFrom: momentSchema.meta({ description: 'From when on nobody can dispute it any more.' }),
    dispute: orNull(leaseDisputeSchema),
    release: orNull(decimalSchema),
    specDigest: hashSchema,
    terms: z.int(),
    transaction: hashSchema,
  })
  .meta({ id: 'Lease' })

const leaseEventSchema = z
  .strictObject({
    kind: z.enum(['started', 'extended', 'shortened', 'closed', 'withdrawn', 'released', 'disputed', 'settled']),
    by: orNull(accountSchema),
    end: orNull(momentSchema),
    deposit: orNull(moneySchema),
    withdrawn: orNull(moneySchema),
    ...placeSchema.shape,
  })
  .meta({ id: 'LeaseEvent' })

const leaseDetailSchema = leaseSchema.extend({ events: z.array(leaseEventSchema) }).meta({ id: 'LeaseDetail' })

const poolShareSchema = z
  .strictObject({
    auditedUnits: unitsSchema,
    countedUnits: unitsSchema.meta({ description: 'The audited ones, or the floor of the terms.' }),
    capBps: bpsSchema,
    parties: z.array(
      z
        .strictObject({
          party: orNull(partySchema).meta({ description: 'Null: all operators without a party together.' }),
          units: unitsSchema,
          shareBps: z.int().min(0),
        })
        .meta({ id: 'PoolSharePart' }),
    ),
  })
  .meta({ id: 'PoolShare', description: 'Units of its pool that providers of each party lease out now.' })

const reputationEventSchema = z
  .strictObject({
    kind: z.enum(['started', 'noticed', 'closed', 'disputed', 'upheld', 'rejected']),
    lease: decimalSchema,
    ...placeSchema.shape,
  })
  .meta({ id: 'ReputationEvent' })

const providerDetailSchema = providerSchema
  .extend({
    poolShare: poolShareSchema,
    leases: z.array(leaseSchema).meta({ description: 'Newest first, at most 50.' }),
    reputationEvents: z.array(reputationEventSchema).meta({ description: 'Newest first, at most 200.' }),
  })
  .meta({ id: 'ProviderDetail' })

const arbiterVoteSchema = z
  .strictObject({
    arbiter: accountSchema,
    vote: orNull(
      z
        .strictObject({ for: z.enum(['claimant', 'respondent']), reason: hashSchema, ...placeSchema.shape })
        .meta({ id: 'ArbiterBallot' }),
    ),
  })
  .meta({ id: 'ArbiterVote' })

const disputeSchema = z
  .strictObject({
    id: decimalSchema,
    state: z.enum(CASE_STATES).meta({
      id: 'CaseState',
      description: 'appealable: a vote of the DAO can still overturn it. undecided: no verdict came in time.',
    }),
    lease: orNull(decimalSchema),
    court: accountSchema,
    claimant: accountSchema,
    respondent: accountSchema,
    claimantParty: orNull(partySchema),
    respondentParty: orNull(partySchema),
    contested: orNull(
      z
        .strictObject({ from: momentSchema, end: momentSchema, earned: moneySchema })
        .meta({ id: 'ContestedTime', description: 'The seconds in dispute, and what they earned.' }),
    ),
    bond: orNull(moneySchema).meta({ description: 'What each side puts up.' }),
    opened: placeSchema,
    arbiters: z.array(arbiterVoteSchema),
    evidence: z.array(
      z.strictObject({ by: accountSchema, digest: hashSchema, ...placeSchema.shape }).meta({ id: 'Evidence' }),
    ),
    votingUntil: momentSchema,
    finalAt: momentSchema.meta({ description: 'From when on the present result is final.' }),
    verdict: orNull(
      z
        .strictObject({
          for: z.enum(['claimant', 'respondent']),
          byVote: z.boolean().meta({ description: 'A vote of the DAO gave it.' }),
          proposal: orNull(proposalRefSchema),
          ...placeSchema.shape,
        })
        .meta({ id: 'Verdict' }),
    ),
    settlement: orNull(
      z
        .strictObject({
          upheld: z.boolean(),
          damages: moneySchema,
          slashed: moneySchema.meta({ description: 'Of the damages what the stake paid.' }),
          penalty: moneySchema,
          ...placeSchema.shape,
        })
        .meta({ id: 'DisputeSettlement' }),
    ),
  })
  .meta({ id: 'Dispute' })

const termsSchema = z
  .strictObject({
    version: z.int(),
    maxBids: z.int(),
    feeBps: bpsSchema,
    burnBps: bpsSchema.meta({ description: 'Part of the fee that is burnt.' }),
    capBps: bpsSchema.meta({ description: 'The most of a pool’s audited units that one party leases out.' }),
    penaltyBps: bpsSchema.meta({ description: 'Part of the damages that the loser pays on top.' }),
    floorUnits: unitsSchema,
    bidSeconds: secondsSchema,
    orderSeconds: secondsSchema,
    minNotice: secondsSchema,
    disputeWindow: secondsSchema,
    maxDuration: secondsSchema,
    minStake: moneySchema,
    bidDeposit: moneySchema,
    disputeBond: moneySchema,
    setBy: setBySchema,
  })
  .meta({ id: 'MarketTerms', description: 'An order keeps the version under which it was placed.' })

const pauseSchema = z
  .strictObject({
    council: accountSchema,
    approval: decimalSchema.meta({ description: 'Of the council; one pause for each.' }),
    until: momentSchema,
    ...placeSchema.shape,
  })
  .meta({ id: 'MarketPause' })

const marketSchema = z
  .strictObject({
    address: addressSchema.meta({ description: 'The market, which takes stakes and deposits.' }),
    current: z.int().meta({ description: 'The version of orders placed now.' }),
    terms: z.array(termsSchema).meta({ description: 'Newest first.' }),
    paused: orNull(pauseSchema).meta({ description: 'The pause that is in effect.' }),
    pauses: z.array(pauseSchema).meta({ description: 'Newest first.' }),
    pauseSeconds: secondsSchema,
    verdictSeconds: secondsSchema,
    appealSeconds: secondsSchema,
    auditors: z.array(auditorSchema),
    attributes: z.array(attributeRefSchema.extend({ setBy: setBySchema }).meta({ id: 'Attribute' })),
    arbiters: z.array(
      z.strictObject({ account: accountSchema, appointed: z.boolean(), setBy: setBySchema }).meta({ id: 'Arbiter' }),
    ),
    feesDue: z.strictObject({ toTreasury: moneySchema, toBurn: moneySchema }).meta({ id: 'FeesDue' }),
  })
  .meta({ id: 'Market' })

const creditSchema = z
  .strictObject({ account: accountSchema, claimable: moneySchema })
  .meta({ id: 'Credit', description: 'What the market owes an account, which it takes itself.' })

export const creditOneSchema = oneOf(creditSchema).meta({ id: 'CreditAnswer' })
export const providerListSchema = listOf(providerSchema).meta({ id: 'ProviderList' })
export const providerOneSchema = oneOf(providerDetailSchema).meta({ id: 'ProviderAnswer' })
export const orderListSchema = listOf(orderSchema).meta({ id: 'OrderList' })
export const orderOneSchema = oneOf(orderDetailSchema).meta({ id: 'OrderAnswer' })
export const bidListSchema = listOf(bidSchema).meta({ id: 'BidList' })
export const leaseListSchema = listOf(leaseSchema).meta({ id: 'LeaseList' })
export const leaseOneSchema = oneOf(leaseDetailSchema).meta({ id: 'LeaseAnswer' })
export const disputeListSchema = listOf(disputeSchema).meta({ id: 'DisputeList' })
export const disputeOneSchema = oneOf(disputeSchema).meta({ id: 'DisputeAnswer' })
export const marketOneSchema = oneOf(marketSchema).meta({ id: 'MarketAnswer' })

export type Payer = z.infer<typeof payerSchema>
export type Occurrence = z.infer<typeof placeSchema>
export type ProviderRef = z.infer<typeof providerRefSchema>
export type AuditorRef = z.infer<typeof auditorRefSchema>
export type AttributeRef = z.infer<typeof attributeRefSchema>
export type ProviderAudit = z.infer<typeof auditSchema>
export type Provider = z.infer<typeof providerSchema>
export type ProviderDetail = z.infer<typeof providerDetailSchema>
export type PoolShare = z.infer<typeof poolShareSchema>
export type Order = z.infer<typeof orderSchema>
export type OrderDetail = z.infer<typeof orderDetailSchema>
export type Assignment = z.infer<typeof assignmentSchema>
export type Bid = z.infer<typeof bidSchema>
export type RankedBid = z.infer<typeof rankedBidSchema>
export type Lease = z.infer<typeof leaseSchema>
export type LeaseDetail = z.infer<typeof leaseDetailSchema>
export type LeaseEvent = z.infer<typeof leaseEventSchema>
export type Dispute = z.infer<typeof disputeSchema>
export type Credit = z.infer<typeof creditSchema>
export type MarketTerms = z.infer<typeof termsSchema>
export type Market = z.infer<typeof marketSchema>
