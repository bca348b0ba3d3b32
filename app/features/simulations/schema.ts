import { z } from 'zod'
import { bodyCallsSchema } from '~/http/calls'
import { addressSchema, decimalSchema, hashSchema, hexSchema, oneOf, orNull } from '~/http/shapes'

const argumentSchema = z.strictObject({ name: z.string(), value: z.string() }).meta({ id: 'SimulatedArgument' })

const revertSchema = z
  .strictObject({
    error: z.string().nullable(),
    arguments: z.array(argumentSchema),
    reason: z.string().nullable().meta({ description: 'What came back where it is no error of ours; untrusted, cut.' }),
  })
  .meta({ id: 'SimulatedRevert' })

const eventSchema = z
  .strictObject({
    address: addressSchema,
    contract: z.string().nullable(),
    name: z.string().nullable(),
    topic: orNull(hashSchema),
    arguments: z.array(argumentSchema),
  })
  .meta({ id: 'SimulatedEvent', description: 'Of contracts that are not ours only the emitter and the first topic.' })

const flowSchema = z
  .strictObject({
    token: z.enum(['money', 'voting']),
    from: orNull(addressSchema),
    to: orNull(addressSchema),
    amount: decimalSchema,
  })
  .meta({ id: 'TokenFlow', description: 'Base units that would move; `from` null: made, `to` null: destroyed.' })

const actionSchema = z
  .strictObject({
    index: z.int(),
    target: addressSchema,
    outcome: z.enum(['success', 'reverted', 'not-reached']),
    gas: orNull(decimalSchema),
    returnedBytes: z.int(),
    revert: orNull(revertSchema),
    events: z.array(eventSchema).nullable(),
    moreEvents: z.int(),
    flows: z.array(flowSchema),
  })
  .meta({ id: 'SimulatedAction' })

const changeSchema = z
  .strictObject({
    contract: z.string(),
    view: z.string(),
    args: z.array(z.string()),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'SimulatedChange', description: 'A view of a contract whose value would differ after execution.' })

const reportSchema = z
  .strictObject({
    version: z.literal(1),
    chainId: z.int(),
    block: z.strictObject({ number: z.int(), hash: hashSchema, time: z.int() }),
    calls: hashSchema.meta({ description: 'keccak256 of abi.encode(targets, values, calldatas).' }),
    method: z.enum(['eth_simulateV1', 'eth_call']).meta({
      description: 'What the node was asked. With eth_call it tells no gas, events and changes.',
    }),
    executable: z.boolean(),
    revert: orNull(revertSchema).meta({ description: 'Why one transaction cannot hold calls that succeed alone.' }),
    gas: z.strictObject({ used: orNull(decimalSchema), blockLimit: decimalSchema }),
    wei: z.strictObject({ sent: decimalSchema, held: decimalSchema }),
    actions: z.array(actionSchema),
    changes: z.array(changeSchema).nullable(),
  })
  .meta({ id: 'SimulationReport', description: 'What execution by the timelock on this block would do.' })

export const simulationSchema = z
  .strictObject({
    hash: hexSchema.meta({ description: 'SHA-256 of `report` as canonical JSON (RFC 8785).' }),
    report: reportSchema,
    age: z.strictObject({ blocks: z.int(), seconds: z.int() }),
    fresh: z.boolean().meta({ description: 'Whether it is of the newest block; false while no node answers.' }),
  })
  .meta({ id: 'ProposalSimulation' })

export const simulationOneSchema = oneOf(simulationSchema).meta({ id: 'ProposalSimulationAnswer' })

/** What /drafts:simulate takes. */
export const callsBodySchema = z.strictObject({ calls: bodyCallsSchema })

export type Simulation = z.infer<typeof simulationSchema>
