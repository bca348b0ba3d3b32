import { z } from 'zod'
import { OBSTACLES } from '~/domain/market/obstacle'
import { ORDER_STATES } from '~/domain/market/states'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
  partySchema,
  poolRefSchema,
} from '~/http/shapes'
import {
  attributeRefSchema,
  auditorRefSchema,
  payerSchema,
  placeSchema,
  providerRefSchema,
  rateSchema,
  secondsSchema,
  unitsSchema,
} from './parts'

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

export const orderListSchema = listOf(orderSchema).meta({ id: 'OrderList' })
export const orderOneSchema = oneOf(orderDetailSchema).meta({ id: 'OrderAnswer' })
export const bidListSchema = listOf(bidSchema).meta({ id: 'BidList' })

export type Order = z.infer<typeof orderSchema>
export type OrderDetail = z.infer<typeof orderDetailSchema>
export type Assignment = z.infer<typeof assignmentSchema>
export type Bid = z.infer<typeof bidSchema>
export type RankedBid = z.infer<typeof rankedBidSchema>
