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
  poolRefSchema,
  proposalRefSchema,
} from '~/http/shapes'

const lineSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Pool and epoch: 1-42.' }),
    pool: poolRefSchema,
    epoch: z.int(),
    status: z.enum(['next', 'live', 'over']),
    maxRate: decimalSchema.meta({ description: '1e-6 base units per GPU-second.' }),
    granted: moneySchema.meta({ description: 'What was set aside.' }),
    committed: moneySchema.meta({ description: 'What leases hold while the epoch runs.' }),
    spent: moneySchema.meta({ description: 'What leases held when the epoch was over.' }),
    expired: moneySchema.meta({ description: 'What nobody drew until the epoch was over: free again.' }),
    left: moneySchema.meta({ description: 'What can still be drawn.' }),
    gpuSeconds: z
      .strictObject({
        granted: amountSchema,
        committed: amountSchema,
        spent: amountSchema,
        expired: amountSchema,
        left: amountSchema,
      })
      .meta({ id: 'LineGpuSeconds' }),
    proposal: orNull(proposalRefSchema).meta({ description: 'The vote that set the schedule of this line.' }),
    opened: momentSchema,
    transaction: hashSchema,
  })
  .meta({ id: 'BudgetLine', description: 'A pool in an epoch: what its budget set aside and what became of it.' })

const movementSchema = z
  .strictObject({
    kind: z.enum(['opened', 'drawn', 'refunded']),
    money: moneySchema,
    gpuSeconds: amountSchema,
    at: momentSchema,
    transaction: hashSchema,
  })
  .meta({ id: 'LineMovement' })

const ledgerSchema = z
  .strictObject({ line: lineSchema, movements: z.array(movementSchema) })
  .meta({ id: 'BudgetLedger' })

const moneyGrantSchema = z
  .strictObject({
    id: decimalSchema,
    recipient: accountSchema,
    amount: moneySchema,
    starts: momentSchema,
    cliff: momentSchema,
    ends: momentSchema,
    accrued: moneySchema,
    claimed: moneySchema,
    status: z.enum(['waiting', 'accruing', 'accrued', 'canceled']),
    granted: momentSchema,
    proposal: orNull(proposalRefSchema),
    canceled: orNull(
      z.strictObject({ at: momentSchema, proposal: orNull(proposalRefSchema) }).meta({ id: 'MoneyGrantEnd' }),
    ),
  })
  .meta({ id: 'MoneyGrant' })

const flowSchema = z
  .strictObject({
    kind: z.enum(['funded', 'withdrawn', 'swept']),
    account: accountSchema,
    token: orNull(addressSchema),
    amount: decimalSchema.meta({ description: 'Base units of the money token, or of `token` where it was swept.' }),
    at: momentSchema,
    transaction: hashSchema,
    proposal: orNull(proposalRefSchema),
  })
  .meta({ id: 'TreasuryFlow' })

const treasurySchema = z
  .strictObject({
    token: z.strictObject({ address: addressSchema, symbol: z.string(), decimals: z.int() }).meta({ id: 'MoneyToken' }),
    balance: moneySchema.meta({ description: 'All that lies in the treasury at the indexed block.' }),
    free: moneySchema.meta({ description: 'What is set aside for nothing.' }),
    grants: moneySchema.meta({ description: 'What grants will still pay.' }),
    lines: z.array(z.strictObject({ epoch: z.int(), money: moneySchema })).meta({
      description: 'What lines of the current epoch and the next hold and leases have not drawn.',
    }),
    perEpoch: moneySchema.meta({ description: 'What the schedules take for each epoch, as of the last vote.' }),
    runwayEpochs: orNull(z.int()).meta({
      description: 'Whole epochs that free money pays for; null: nothing is scheduled.',
    }),
    flows: z.array(flowSchema).meta({ description: 'Newest first, at most 100.' }),
    moneyGrants: z.array(moneyGrantSchema).meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'Treasury' })

export const lineListSchema = listOf(lineSchema).meta({ id: 'BudgetLineList' })
export const ledgerOneSchema = oneOf(ledgerSchema).meta({ id: 'BudgetLedgerAnswer' })
export const treasuryOneSchema = oneOf(treasurySchema).meta({ id: 'TreasuryAnswer' })

export type BudgetLine = z.infer<typeof lineSchema>
export type BudgetLedger = z.infer<typeof ledgerSchema>
export type MoneyGrant = z.infer<typeof moneyGrantSchema>
export type Treasury = z.infer<typeof treasurySchema>
