import { z } from 'zod'
import { hashSchema, momentSchema, oneOf, orNull, proposalRefSchema } from '~/http/shapes'

const parameterSchema = z
  .strictObject({
    key: z.string().meta({ description: 'Stable name, such as StewardGovernor.votingPeriod; also the catalogue key.' }),
    contract: z.string(),
    value: z.string().meta({ description: 'A decimal string, an address, or text, as `unit` says.' }),
    unit: z.enum(['seconds', 'OST', 'money', 'units', 'seats', 'bps', 'count', 'time', 'address', 'text']),
    symbol: z.string().nullable().meta({ description: 'Of money: what its token calls itself.' }),
    decimals: z.int(),
    bounds: z
      .strictObject({ min: z.string(), max: z.string() })
      .nullable()
      .meta({ description: 'Immutable limits of what a vote can set.' }),
    changeable: z.boolean().meta({ description: 'False: fixed in bytecode for ever.' }),
    setBy: z
      .strictObject({
        how: z.enum(['deployment', 'proposal']),
        at: momentSchema,
        transaction: orNull(hashSchema),
        proposal: orNull(proposalRefSchema),
      })
      .meta({ description: 'What last set it.' }),
  })
  .meta({ id: 'Parameter' })

const constituencySchema = z
  .strictObject({ index: z.int(), capacity: z.int(), seated: z.int() })
  .meta({ id: 'Constituency' })

const parametersSchema = z
  .strictObject({
    profile: z.string(),
    parameters: z.array(parameterSchema),
    constituencies: z.array(constituencySchema),
  })
  .meta({ id: 'Parameters' })

export const parametersOneSchema = oneOf(parametersSchema).meta({ id: 'ParametersAnswer' })

export type Parameter = z.infer<typeof parameterSchema>
export type Parameters = z.infer<typeof parametersSchema>
