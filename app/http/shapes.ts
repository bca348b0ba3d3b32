import { z } from 'zod'

// The JSON shapes that every resource shares. `.meta({ id })` names a component of the OpenAPI document.

/** A component or null; the generator loses the null of `.nullable()` on components. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()])

export const decimalSchema = z
  .string()
  .regex(/^(0|[1-9][0-9]*)$/)
  .meta({ id: 'Decimal', description: 'A whole number as a decimal string, because JSON numbers lose digits.' })

export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .meta({ id: 'Address', description: 'A checksummed address (ERC-55).' })

export const hashSchema = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .meta({ id: 'Hash', description: '32 bytes in hex.' })

export const hexSchema = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/)
  .meta({ id: 'Hex', description: 'Bytes in hex.' })

export const timeSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
  .meta({ id: 'Time', description: 'RFC 3339, UTC, whole seconds.' })

const unitSchema = z.enum(['OST', 'seat', 'GPU-s'])

export const amountSchema = z
  .strictObject({ value: decimalSchema, decimals: z.int().min(0), unit: unitSchema })
  .meta({ id: 'Amount', description: 'An amount in base units: value / 10^decimals of the unit.' })

export const momentSchema = z
  .strictObject({ time: timeSchema, block: z.int().nullable() })
  .meta({ id: 'Moment', description: 'A time on the chain; `block` is null where no block is bound to it.' })

export const houseSchema = z.enum(['token', 'seat']).meta({ id: 'HouseName' })

export const tierSchema = z.enum(['routine', 'policy', 'charter']).meta({ id: 'Tier' })

export const proposalStateSchema = z
  .enum(['pending', 'active', 'canceled', 'defeated', 'succeeded', 'queued', 'expired', 'executed'])
  .meta({ id: 'ProposalState', description: 'As state(id) of the governor says at the chain time of `asOf`.' })

export const proposalKindSchema = z
  .enum(['release', 'budget', 'policy', 'market', 'membership', 'charter'])
  .meta({ id: 'ProposalKind', description: 'What its actions are about.' })

export const stageSchema = z
  .enum(['registered', 'red-team', 'gated', 'open', 'revoked'])
  .meta({ id: 'Stage', description: 'The stage of a release.' })

export const partyKindSchema = z
  .enum(['unspecified', 'lab', 'university', 'gpu-provider', 'public-interest', 'simulation', 'aggregator'])
  .meta({ id: 'PartyKind' })

export const partySchema = z
  .strictObject({ id: decimalSchema, kind: partyKindSchema })
  .meta({ id: 'Party', description: 'An admitted party.' })

export const accountSchema = z
  .strictObject({
    address: addressSchema,
    party: orNull(partySchema),
    seat: orNull(decimalSchema),
    contract: z.string().nullable(),
  })
  .meta({
    id: 'Account',
    description: 'An account; `party` where it belongs to one, `seat` where it holds one, `contract` where it is ours.',
  })

const asOfSchema = z
  .strictObject({ block: z.int(), hash: hashSchema, time: timeSchema, finality: z.enum(['latest', 'final']) })
  .meta({ id: 'AsOf', description: 'The block of the last change to what is shown, and whether it is final.' })

export const proposalRefSchema = z
  .strictObject({ id: decimalSchema, title: z.string(), state: proposalStateSchema })
  .meta({ id: 'ProposalRef' })

export const setBySchema = z
  .strictObject({ at: momentSchema, transaction: hashSchema, proposal: orNull(proposalRefSchema) })
  .meta({ id: 'SetBy', description: 'What set it; `proposal` null: the deployment.' })

export const poolRefSchema = z
  .strictObject({ id: decimalSchema, name: z.string().meta({ description: 'As the vote called it.' }) })
  .meta({ id: 'PoolRef' })

const recallSchema = z
  .strictObject({ until: momentSchema, reason: z.string().meta({ description: 'Untrusted text.' }) })
  .meta({ id: 'Recall', description: 'The council warns of this release: nobody should use it until then.' })

export const releaseRefSchema = z
  .strictObject({
    id: decimalSchema,
    version: z.string(),
    stage: stageSchema,
    model: z.strictObject({ id: decimalSchema, name: z.string() }),
    recall: orNull(recallSchema).meta({ description: 'The recall that is in effect, if one is.' }),
  })
  .meta({ id: 'ReleaseRef' })

export const voteSchema = z
  .strictObject({
    proposal: proposalRefSchema,
    house: houseSchema,
    voter: accountSchema,
    support: z.enum(['against', 'for', 'abstain']),
    weight: amountSchema,
    reason: z.string(),
    at: momentSchema,
    transaction: hashSchema,
    logIndex: z.int(),
  })
  .meta({ id: 'Vote' })

export const pageSchema = z
  .strictObject({ next: z.string().nullable(), prev: z.string().nullable() })
  .meta({ id: 'Page', description: 'Opaque cursors; null where there is nothing further.' })

/** The shape of every list answer. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), page: pageSchema, asOf: asOfSchema })

/** The shape of every answer about one thing. */
export const oneOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ data: item, asOf: asOfSchema })

export const moneySchema = z
  .strictObject({ value: decimalSchema, decimals: z.int().min(0), unit: z.string() })
  .meta({ id: 'Money', description: 'Money of the budgets in base units; `unit` is what its token calls itself.' })

export type Money = z.infer<typeof moneySchema>
export type Amount = z.infer<typeof amountSchema>
export type Moment = z.infer<typeof momentSchema>
export type Account = z.infer<typeof accountSchema>
export type Party = z.infer<typeof partySchema>
export type AsOf = z.infer<typeof asOfSchema>
export type Page = z.infer<typeof pageSchema>
export type ProposalRef = z.infer<typeof proposalRefSchema>
export type PoolRef = z.infer<typeof poolRefSchema>
export type ReleaseRef = z.infer<typeof releaseRefSchema>
export type Vote = z.infer<typeof voteSchema>
export type List<Item> = { data: Item[]; page: Page; asOf: AsOf }
export type One<Item> = { data: Item; asOf: AsOf }
