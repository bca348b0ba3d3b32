import { z } from 'zod'
import { LEASE_STATES } from '~/domain/market/states'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  partySchema,
  poolRefSchema,
} from '~/http/shapes'
import { payerSchema, placeSchema, providerRefSchema, rateSchema, secondsSchema, unitsSchema } from './parts'

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

export const leaseSchema = z
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
    confirmed: orNull(decimalSchema).meta({ description: 'GPU-seconds that its tenant confirmed to have used.' }),
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
    kind: z.enum([
      ...(['started', 'extended', 'shortened', 'closed', 'withdrawn', 'released', 'disputed', 'settled'] as const),
      'confirmed',
    ]),
    by: orNull(accountSchema),
    end: orNull(momentSchema),
    deposit: orNull(moneySchema),
    withdrawn: orNull(moneySchema),
    gpuSeconds: orNull(decimalSchema).meta({ description: 'Confirmed since the lease began.' }),
    ...placeSchema.shape,
  })
  .meta({ id: 'LeaseEvent' })

const leaseDetailSchema = leaseSchema.extend({ events: z.array(leaseEventSchema) }).meta({ id: 'LeaseDetail' })

export const leaseListSchema = listOf(leaseSchema).meta({ id: 'LeaseList' })
export const leaseOneSchema = oneOf(leaseDetailSchema).meta({ id: 'LeaseAnswer' })

export type Lease = z.infer<typeof leaseSchema>
export type LeaseDetail = z.infer<typeof leaseDetailSchema>
export type LeaseEvent = z.infer<typeof leaseEventSchema>
