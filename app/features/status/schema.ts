import { z } from 'zod'
import { addressSchema, hashSchema, oneOf, orNull, timeSchema } from '~/http/shapes'

const blockSchema = z.strictObject({ number: z.int(), hash: hashSchema, time: timeSchema }).meta({ id: 'Block' })

const statusSchema = z
  .strictObject({
    chainId: z.int(),
    profile: z.string(),
    health: z.enum(['ok', 'lagging', 'starting']),
    indexed: orNull(blockSchema),
    finalBlock: z.int().nullable(),
    head: z.int().nullable().meta({ description: 'The head that the node shows; null when it does not answer.' }),
    lagBlocks: z.int().nullable(),
    lagSeconds: z
      .int()
      .nullable()
      .meta({ description: 'Seconds by which the index trails the head that the indexer last saw.' }),
    maxLagSeconds: z.int(),
    lastReorg: z
      .strictObject({ at: timeSchema, depth: z.int() })
      .nullable()
      .meta({ description: 'The last time that blocks were withdrawn.' }),
    totals: z.strictObject({
      proposals: z.int(),
      votes: z.int(),
      delegates: z.int(),
      models: z.int(),
      releases: z.int(),
    }),
  })
  .meta({ id: 'Status' })

const contractSchema = z
  .strictObject({
    name: z.string(),
    address: addressSchema,
    block: z.int(),
    codeHash: hashSchema,
    account: z.string().meta({ description: 'CAIP-10 id.' }),
  })
  .meta({ id: 'Contract' })

const contractsSchema = z
  .strictObject({ chainId: z.int(), profile: z.string(), contracts: z.array(contractSchema) })
  .meta({ id: 'Contracts' })

export const statusOneSchema = z.strictObject({ data: statusSchema }).meta({ id: 'StatusAnswer' })
export const contractsOneSchema = oneOf(contractsSchema).meta({ id: 'ContractsAnswer' })

export const healthSchema = z.strictObject({ status: z.enum(['ok', 'unavailable']) }).meta({ id: 'Health' })

export type Status = z.infer<typeof statusSchema>
export type Contract = z.infer<typeof contractSchema>
export type Contracts = z.infer<typeof contractsSchema>
