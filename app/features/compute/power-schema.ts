import { z } from 'zod'
import { amountSchema, momentSchema, oneOf, orNull, partySchema } from '~/http/shapes'

const bpsSchema = z.int().min(0).max(10_000)

const pointSchema = z
  .strictObject({
    epoch: z.int(),
    starts: momentSchema,
    final: z.boolean().meta({ description: 'False: as the requests stand.' }),
    total: amountSchema,
    holders: z.int().meta({ description: 'Parties that got something.' }),
    nakamoto: z.int().meta({ description: 'The fewest parties with more than half; 0: nobody got anything.' }),
    hhi: z.int().meta({ description: 'Sum of squared percentages; 10,000 is a monopoly.' }),
    giniThousandths: z.int().meta({ description: 'Over all parties that asked: 0 equal, 1000 one has all.' }),
    largestBps: bpsSchema,
  })
  .meta({ id: 'ConcentrationPoint' })

const shareSchema = z
  .strictObject({ party: partySchema, amount: amountSchema, shareBps: bpsSchema, changeBps: orNull(z.int()) })
  .meta({ id: 'ComputeShare', description: '`changeBps` against the oldest epoch shown, in which it asked too.' })

const computePowerSchema = z
  .strictObject({
    epoch: z.int().meta({ description: 'The epoch of the shares.' }),
    capBps: bpsSchema.meta({ description: 'The most that one party gets of a pool, by the policy of that epoch.' }),
    points: z.array(pointSchema).meta({ description: 'Oldest first.' }),
    shares: z
      .array(shareSchema)
      .meta({ description: 'Largest first; of all that was allocated, in every pool together.' }),
  })
  .meta({ id: 'ComputePower', description: 'Who gets how much of the shared compute, over epochs.' })

export const computePowerOneSchema = oneOf(orNull(computePowerSchema)).meta({ id: 'ComputePowerAnswer' })

export type ComputePower = z.infer<typeof computePowerSchema>
