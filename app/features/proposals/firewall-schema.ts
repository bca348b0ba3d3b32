import { z } from 'zod'
import { accountSchema, amountSchema, momentSchema, orNull, partySchema } from '~/http/shapes'

const electorSchema = z
  .strictObject({
    party: orNull(partySchema),
    account: orNull(accountSchema).meta({ description: 'Null where a party stands for all its accounts.' }),
    votes: amountSchema,
    seats: amountSchema,
  })
  .meta({ id: 'Elector', description: 'Who votes as one.' })

const powerSchema = z
  .strictObject({
    needs: z.strictObject({
      votes: orNull(amountSchema),
      seats: orNull(amountSchema),
      both: z.boolean().meta({ description: 'True: both are needed. False: either of them is enough.' }),
    }),
    alone: z.array(electorSchema).meta({ description: 'Who can by itself, the largest first, at most 20.' }),
    aloneCount: z.int(),
    fewest: orNull(z.int()).meta({ description: 'The size of the smallest coalition that can; null: nobody can.' }),
    coalition: z.array(electorSchema).meta({ description: 'One of that size, its first 20.' }),
  })
  .meta({ id: 'Power', description: '`needs` is null where even all together are not enough in that house.' })

const powersSchema = z
  .strictObject({
    electors: z.int(),
    unopposed: powerSchema.meta({ description: 'Passes it while nobody else votes.' }),
    opposed: powerSchema.meta({ description: 'Passes it while everybody else votes Against.' }),
    block: powerSchema.meta({ description: 'Stops it while everybody else votes For.' }),
  })
  .meta({ id: 'Powers' })

export const firewallSchema = z
  .strictObject({
    snapshot: momentSchema,
    provisional: z.boolean().meta({ description: 'The snapshot is to come, so this is of now.' }),
    byAccount: powersSchema,
    byParty: powersSchema.meta({ description: 'Accounts of one party are one; accounts without a party stay alone.' }),
    cancel: z
      .array(z.strictObject({ role: z.enum(['council', 'proposer']), account: accountSchema }))
      .meta({ description: 'Who alone could cancel it now, whatever the votes say.' }),
  })
  .meta({
    id: 'Firewall',
    description: 'Who holds a proposal in their hands, before any ballot, by the rules that count it.',
  })

export type Firewall = z.infer<typeof firewallSchema>
