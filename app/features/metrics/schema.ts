import { z } from 'zod'
import { amountSchema, houseSchema, listOf, momentSchema, oneOf, orNull, proposalRefSchema } from '~/http/shapes'

export const METRICS = ['nakamoto', 'gini', 'hhi'] as const

const bpsSchema = z.int().min(0).max(10_000)

const measureSchema = z
  .strictObject({
    holders: z.int(),
    total: amountSchema,
    largestBps: bpsSchema,
    nakamoto: z.int().optional().meta({ description: 'The fewest with more than half; 0: nobody has any.' }),
    giniThousandths: z.int().optional().meta({ description: 'Of those with votes: 0 equal, 1000 one has all.' }),
    hhi: z.int().optional().meta({ description: 'Sum of squared percentages; 10,000 is a monopoly.' }),
  })
  .meta({ id: 'Measure', description: 'Whole numbers, rounded down; the metrics that were asked for.' })

const measured = {
  house: houseSchema,
  byAccount: measureSchema,
  byParty: measureSchema.meta({ description: 'Accounts of no party count for themselves.' }),
}

const concentrationSchema = z
  .strictObject({
    at: momentSchema.meta({ description: 'The newest block up to what was asked that the index keeps.' }),
    epoch: z.int(),
    houses: z.array(z.strictObject(measured)),
  })
  .meta({ id: 'Concentration' })

const concentrationPointSchema = z
  .strictObject({
    at: momentSchema,
    epoch: z.int(),
    proposal: orNull(proposalRefSchema).meta({ description: 'Whose snapshot it is; null over epochs.' }),
    ...measured,
  })
  .meta({ id: 'PowerConcentrationPoint' })

const turnoutSchema = z
  .strictObject({
    proposal: proposalRefSchema,
    snapshot: momentSchema,
    houses: z.array(
      z.strictObject({
        house: houseSchema,
        cast: amountSchema,
        total: amountSchema.meta({ description: 'Token supply, or seats that existed, at the snapshot.' }),
        turnoutBps: bpsSchema,
        voters: z.int(),
      }),
    ),
  })
  .meta({ id: 'Turnout', description: 'Of a proposal whose vote is not over, as it stands.' })

export const concentrationOneSchema = oneOf(concentrationSchema).meta({ id: 'ConcentrationAnswer' })
export const concentrationListSchema = listOf(concentrationPointSchema).meta({ id: 'ConcentrationHistory' })
export const turnoutListSchema = listOf(turnoutSchema).meta({ id: 'TurnoutList' })

export type Measure = z.infer<typeof measureSchema>
export type Concentration = z.infer<typeof concentrationSchema>
export type ConcentrationPoint = z.infer<typeof concentrationPointSchema>
export type Turnout = z.infer<typeof turnoutSchema>
