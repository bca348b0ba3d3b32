import { z } from 'zod'
import {
  accountSchema,
  addressSchema,
  amountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  partyKindSchema,
  partySchema,
  poolRefSchema,
  setBySchema,
} from '~/http/shapes'

const bpsSchema = z.int().min(0).max(10_000).meta({ description: 'Basis points: hundredths of a percent.' })
const weightSchema = z.int().min(1).max(65_535)
const epochSchema = z.int().min(0)

const termsSchema = z
  .strictObject({
    gpuSeconds: amountSchema,
    money: moneySchema,
    maxRate: decimalSchema.meta({
      description: 'Greatest rate of leases, 1e-6 base units per GPU-second; 0: free ones.',
    }),
  })
  .meta({ id: 'BudgetTerms', description: 'What a pool gets in each epoch.' })

const poolSchema = z
  .strictObject({
    ...poolRefSchema.shape,
    added: setBySchema,
    current: z.strictObject({ epoch: epochSchema, capacity: amountSchema, terms: orNull(termsSchema) }),
    next: z.strictObject({ epoch: epochSchema, capacity: amountSchema, terms: orNull(termsSchema) }),
    capacities: z
      .array(z.strictObject({ fromEpoch: epochSchema, capacity: amountSchema, setBy: setBySchema }))
      .meta({ description: 'What votes set, newest first; of those for one epoch the newest counts.' }),
    schedules: z
      .array(z.strictObject({ fromEpoch: epochSchema, terms: termsSchema, setBy: setBySchema }))
      .meta({ description: 'What the budget gives, newest first; of those for one epoch the newest counts.' }),
  })
  .meta({ id: 'Pool', description: 'A GPU class in a region. Capacities are voted; a budget covers what is shared.' })

const classRuleSchema = z.strictObject({ reserveBps: bpsSchema, weight: weightSchema })
const kindRuleSchema = z.strictObject({
  kind: partyKindSchema,
  class: orNull(z.int().min(0).max(7)).meta({ description: 'Null: parties of this kind cannot ask.' }),
  weight: orNull(weightSchema),
})

const policySchema = z
  .strictObject({
    version: z.int(),
    fromEpoch: epochSchema,
    status: z
      .enum(['current', 'next', 'later', 'past', 'replaced'])
      .meta({ description: 'replaced: a later vote for the same epoch took its place, and it never counted.' }),
    capBps: bpsSchema,
    classes: z.array(
      classRuleSchema.extend({ index: z.int(), kinds: z.array(partyKindSchema) }).meta({ id: 'ClassRule' }),
    ),
    kinds: z.array(kindRuleSchema.meta({ id: 'KindRule' })),
    setBy: setBySchema,
  })
  .meta({ id: 'Policy', description: 'How pools are shared.' })

const roundClassSchema = z
  .strictObject({
    index: z.int(),
    kinds: z.array(partyKindSchema),
    weight: weightSchema,
    reserveBps: bpsSchema,
    reserve: amountSchema,
    demand: amountSchema,
    available: amountSchema,
    allocated: amountSchema,
    level: orNull(decimalSchema).meta({ description: 'Null: everybody gets what they ask for.' }),
  })
  .meta({ id: 'RoundClass' })

const roundSchema = z
  .strictObject({
    pool: poolRefSchema,
    epoch: epochSchema,
    status: z.enum(['taking', 'settling', 'final']).meta({
      description: 'taking: requests still come. settling: anyone can prove the result. final: proven on chain.',
    }),
    policy: z.int().meta({ description: 'The version of the policy.' }),
    capacity: amountSchema,
    cap: amountSchema.meta({ description: 'The most that one party gets.' }),
    requests: z.int(),
    demand: amountSchema,
    allocated: amountSchema,
    dust: amountSchema,
    classLevel: orNull(decimalSchema).meta({ description: 'Null: everything fits.' }),
    classes: z.array(roundClassSchema),
    opened: setBySchema.omit({ proposal: true }).meta({ id: 'RoundOpening' }),
    settled: orNull(
      z
        .strictObject({
          at: momentSchema,
          transaction: hashSchema,
          keeper: accountSchema,
          levels: z.array(decimalSchema),
        })
        .meta({ id: 'RoundSettlement' }),
    ),
  })
  .meta({
    id: 'Round',
    description: 'A pool in an epoch. Until it is final, what would follow from the requests so far.',
  })

const epochRefSchema = z
  .strictObject({
    epoch: epochSchema,
    starts: momentSchema,
    ends: momentSchema,
    requestsFrom: momentSchema,
    requestsUntil: momentSchema,
    policy: z.int().meta({ description: 'The version of the policy that counts.' }),
    rounds: z.array(roundSchema),
  })
  .meta({ id: 'Epoch' })

const requestSchema = z
  .strictObject({
    party: partySchema,
    pool: poolRefSchema,
    epoch: epochSchema,
    want: amountSchema,
    seq: decimalSchema,
    agent: orNull(addressSchema).meta({ description: 'The agent that made it, where it was no member of the party.' }),
    counts: z.boolean().meta({ description: 'False: a later one took its place.' }),
    at: momentSchema,
    transaction: hashSchema,
  })
  .meta({ id: 'ComputeRequest' })

const allocationSchema = z
  .strictObject({
    party: partySchema,
    pool: poolRefSchema,
    epoch: epochSchema,
    final: z.boolean().meta({ description: 'False: what would follow from the requests so far.' }),
    class: orNull(z.int()),
    weight: orNull(weightSchema),
    want: amountSchema,
    units: amountSchema.meta({ description: 'What counts of it: at most the cap.' }),
    allocation: amountSchema,
    shareBps: bpsSchema.meta({ description: 'Of the capacity.' }),
    consumed: amountSchema,
  })
  .meta({ id: 'Allocation' })

/** The policy that is tried, as a person or a program writes it; kinds that are left out keep their rule. */
const trialPolicySchema = z
  .strictObject({
    capBps: bpsSchema,
    classes: z.array(classRuleSchema).min(1).max(8),
    kinds: z.array(kindRuleSchema).max(7).optional(),
  })
  .meta({ id: 'TrialPolicy' })

export const simulationBodySchema = z
  .strictObject({
    pool: z.string().regex(/^[1-9]\d{0,8}$/, 'is no id of a pool'),
    epoch: epochSchema,
    policy: trialPolicySchema,
    capacity: z
      .string()
      .regex(/^(0|[1-9]\d{0,15})$/, 'must be whole GPU-seconds')
      .refine((text) => Number(text) <= Number.MAX_SAFE_INTEGER, 'must be below 2^53')
      .optional()
      .meta({ description: 'GPU-seconds; the round’s own where it is left out.' }),
  })
  .meta({ id: 'SimulationBody' })

const outcomeSchema = z
  .strictObject({
    capacity: amountSchema,
    cap: amountSchema,
    classLevel: orNull(decimalSchema),
    classes: z.array(
      z
        .strictObject({
          index: z.int(),
          demand: amountSchema,
          available: amountSchema,
          allocated: amountSchema,
          level: orNull(decimalSchema),
        })
        .meta({ id: 'OutcomeClass' }),
    ),
    allocated: amountSchema,
    dust: amountSchema,
    largestBps: bpsSchema.meta({ description: 'The largest share of the capacity.' }),
  })
  .meta({ id: 'Outcome' })

export const simulatedShareSchema = z
  .strictObject({ party: partySchema, want: amountSchema, before: amountSchema, after: amountSchema })
  .meta({ id: 'SimulatedShare' })

const simulationSchema = z
  .strictObject({
    pool: poolRefSchema,
    epoch: epochSchema,
    before: outcomeSchema,
    after: outcomeSchema,
    parties: z.array(simulatedShareSchema),
  })
  .meta({
    id: 'Simulation',
    description: 'What a policy would give on the requests of a round, by the contract’s own rule.',
  })

export const poolListSchema = listOf(poolSchema).meta({ id: 'PoolList' })
export const policyListSchema = listOf(policySchema).meta({ id: 'PolicyList' })
export const epochListSchema = listOf(epochRefSchema).meta({ id: 'EpochList' })
export const epochOneSchema = oneOf(epochRefSchema).meta({ id: 'EpochAnswer' })
export const requestListSchema = listOf(requestSchema).meta({ id: 'ComputeRequestList' })
export const allocationListSchema = listOf(allocationSchema).meta({ id: 'AllocationList' })
export const simulationOneSchema = oneOf(simulationSchema).meta({ id: 'SimulationAnswer' })

export type Pool = z.infer<typeof poolSchema>
export type BudgetTerms = z.infer<typeof termsSchema>
export type Policy = z.infer<typeof policySchema>
export type Round = z.infer<typeof roundSchema>
export type RoundClass = z.infer<typeof roundClassSchema>
export type Epoch = z.infer<typeof epochRefSchema>
export type ComputeRequest = z.infer<typeof requestSchema>
export type Allocation = z.infer<typeof allocationSchema>
export type TrialPolicy = z.infer<typeof trialPolicySchema>
export type SimulationBody = z.infer<typeof simulationBodySchema>
export type Simulation = z.infer<typeof simulationSchema>
