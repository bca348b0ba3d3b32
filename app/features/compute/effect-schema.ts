import { z } from 'zod'
import { amountSchema, orNull, poolRefSchema } from '~/http/shapes'
import { simulatedShareSchema } from './schema'

const sides = z.strictObject({ before: z.int(), after: z.int() })

/** What calls would do to who gets compute, on the requests of the newest epoch that has some. */
export const capEffectSchema = z
  .strictObject({
    capBps: sides.meta({ description: 'What one party may get of a pool at most.' }),
    refused: z
      .boolean()
      .meta({ description: 'Whether the contract takes no such rules, so that nothing would change.' }),
    round: orNull(
      z.strictObject({
        epoch: z.int(),
        pool: poolRefSchema,
        cap: amountSchema,
        parties: z.array(simulatedShareSchema),
        largestBps: sides,
        nakamoto: sides,
      }),
    ).meta({ description: 'Null where nobody has asked for anything yet.' }),
  })
  .meta({ id: 'CapEffect', description: 'Share caps before and after, on the requests of the newest round.' })

export type PolicyEffect = z.infer<typeof capEffectSchema>
