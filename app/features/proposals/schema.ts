import { z } from 'zod'
import {
  accountSchema,
  addressSchema,
  amountSchema,
  decimalSchema,
  hashSchema,
  hexSchema,
  houseSchema,
  listOf,
  momentSchema,
  oneOf,
  orNull,
  proposalKindSchema,
  proposalStateSchema,
  releaseRefSchema,
  tierSchema,
} from '~/http/shapes'
import { gateSchema } from '~/http/stewardship'

const checkSchema = z
  .strictObject({
    rule: z.enum([
      'quorum',
      'majority',
      'supermajority',
      'seat-no-block',
      'seat-third',
      'seat-majority',
      'seat-more-for',
      'seat-two-thirds',
    ]),
    met: z.boolean(),
    comparison: z.enum(['at-least', 'more-than', 'at-most']),
    actual: amountSchema,
    needed: amountSchema,
    missing: amountSchema.meta({
      description: 'How much more For (for a quorum: For or Abstain) meets it; 0 when met, and for a block.',
    }),
  })
  .meta({ id: 'Check', description: 'One condition: `actual` must be `comparison` `needed`.' })

const houseTallySchema = z
  .strictObject({
    house: houseSchema,
    for: amountSchema,
    against: amountSchema,
    abstain: amountSchema,
    total: amountSchema.meta({ description: 'Past supply at the snapshot, or the seat capacity N.' }),
    notVoted: amountSchema,
    quorum: orNull(amountSchema).meta({ description: 'What For + Abstain must reach; null where no quorum binds.' }),
    forNeeded: orNull(amountSchema).meta({
      description: 'What For alone must reach given Against; null in tier 0 for seats.',
    }),
    passing: z.boolean(),
    checks: z.array(checkSchema),
  })
  .meta({ id: 'HouseTally' })

const tallySchema = z
  .strictObject({ token: houseTallySchema, seat: houseTallySchema, passing: z.boolean() })
  .meta({ id: 'Tally', description: 'Both houses; the proposal passes when both do.' })

const phaseSchema = z.enum(['upcoming', 'voting', 'objection', 'queueable', 'delayed', 'executable', 'closed']).meta({
  id: 'Phase',
  description:
    'Who may act now: nobody yet, voters, objectors, whoever queues, nobody until the eta, whoever executes, nobody ever.',
})

const proposalSummarySchema = z
  .strictObject({
    id: decimalSchema,
    title: z.string(),
    kind: proposalKindSchema,
    tier: tierSchema,
    state: proposalStateSchema,
    phase: phaseSchema,
    proposer: accountSchema,
    created: momentSchema,
    snapshot: momentSchema,
    deadline: momentSchema.meta({ description: 'With the objection period, once it opened.' }),
    decided: orNull(momentSchema).meta({ description: 'When it was executed, canceled, or its vote ended.' }),
    eta: orNull(momentSchema),
    recovery: z.boolean(),
    tally: tallySchema,
    voters: z.strictObject({ token: z.int(), seat: z.int() }),
  })
  .meta({ id: 'ProposalSummary' })

const argumentSchema = z
  .strictObject({ name: z.string(), type: z.string(), value: z.string() })
  .meta({ id: 'Argument', description: 'A decoded argument; lists and structs are JSON text.' })

const actionSchema = z
  .strictObject({
    index: z.int(),
    target: addressSchema,
    contract: z.string().nullable(),
    value: decimalSchema.meta({ description: 'Wei sent along.' }),
    selector: orNull(hexSchema),
    signature: z.string().nullable(),
    arguments: z.array(argumentSchema),
    calldata: hexSchema,
    tier: tierSchema,
    sentence: z.strictObject({ key: z.string(), params: z.record(z.string(), z.string()) }),
    release: orNull(releaseRefSchema),
    gate: orNull(gateSchema).meta({
      description: 'Of a call that advances a release whose turn it is: whether its gate would let it pass now.',
    }),
  })
  .meta({ id: 'Action', description: 'One call. `sentence` is a catalogue key with its parameters.' })

const timelineEntrySchema = z
  .strictObject({
    event: z.enum([
      'proposed',
      'voting-opens',
      'extended',
      'voting-ends',
      'queue-by',
      'queued',
      'executable',
      'execute-by',
      'executed',
      'canceled',
      'expired',
    ]),
    status: z.enum(['past', 'expected']),
    at: momentSchema,
    transaction: orNull(hashSchema),
    actor: orNull(accountSchema),
  })
  .meta({ id: 'TimelineEntry' })

const nextStepSchema = z
  .strictObject({
    act: z.enum(['vote', 'object', 'queue', 'execute', 'cancel', 'cancel-retiered']),
    who: z.enum(['voters', 'anyone', 'proposer', 'council']),
    account: orNull(accountSchema).meta({ description: 'The one account, where it is one.' }),
    from: orNull(momentSchema),
    until: orNull(momentSchema),
  })
  .meta({ id: 'NextStep', description: 'Who may act next, and when.' })

const timelineSchema = z.strictObject({ entries: z.array(timelineEntrySchema), next: z.array(nextStepSchema) }).meta({
  id: 'Timeline',
  description: 'In order of time. It names no present: the chain time now is in /status and in the headers.',
})

const scheduleSchema = z
  .strictObject({
    baseDeadline: momentSchema,
    objectionWindowFrom: momentSchema,
    objectionUntil: orNull(momentSchema),
    queueBy: momentSchema,
    delaySeconds: z.int().meta({ description: 'The delay of the tier, without dissent.' }),
    dissentSeconds: z.int().meta({ description: 'What dissent adds, from the tallies so far.' }),
    earliestExecution: orNull(momentSchema).meta({
      description: 'The eta once queued; before the vote ends, what it would be if queued at once. Else null.',
    }),
    executeBy: orNull(momentSchema),
  })
  .meta({ id: 'Schedule' })

const proposalSchema = z
  .strictObject({
    ...proposalSummarySchema.shape,
    description: z.string().meta({ description: 'Raw Markdown as it stands on chain; render it as untrusted.' }),
    descriptionHash: hashSchema,
    transaction: hashSchema,
    seatCapacity: z.int(),
    presentSeats: z.int().nullable().meta({ description: 'Only of a recovery proposal.' }),
    schedule: scheduleSchema,
    actions: z.array(actionSchema),
    timeline: timelineSchema,
  })
  .meta({ id: 'Proposal' })

const voteCardHouseSchema = z
  .strictObject({
    power: amountSchema.meta({ description: 'At the snapshot; before it, the power now.' }),
    ballot: z.enum(['against', 'for', 'abstain']).nullable(),
    allowed: z.array(z.enum(['against', 'for', 'abstain'])),
    refusal: z.enum(['not-open', 'closed', 'no-power', 'has-voted']).nullable(),
  })
  .meta({ id: 'VoteCardHouse' })

const viewerSchema = z
  .strictObject({
    account: accountSchema,
    delegate: orNull(accountSchema),
    balance: amountSchema,
    token: voteCardHouseSchema,
    seat: voteCardHouseSchema,
    acts: z
      .array(z.enum(['queue', 'execute', 'cancel', 'cancel-retiered']))
      .meta({ description: 'What the governor would accept from this account now, apart from ballots.' }),
  })
  .meta({ id: 'Viewer', description: 'What one account can do about one proposal.' })

const calldataSchema = z
  .strictObject({
    act: z.enum(['vote', 'queue', 'execute', 'cancel']),
    chainId: z.int(),
    to: addressSchema,
    value: decimalSchema,
    data: hexSchema,
    signature: z.string(),
    allowedNow: z.boolean(),
  })
  .meta({ id: 'Calldata', description: 'A transaction to sign with your own wallet.' })

export const proposalListSchema = listOf(proposalSummarySchema).meta({ id: 'ProposalList' })
export const proposalOneSchema = oneOf(proposalSchema).meta({ id: 'ProposalAnswer' })
export const tallyOneSchema = oneOf(tallySchema).meta({ id: 'TallyAnswer' })
export const timelineOneSchema = oneOf(timelineSchema).meta({ id: 'TimelineAnswer' })
export const actionsOneSchema = oneOf(z.array(actionSchema)).meta({ id: 'ActionsAnswer' })
export const calldataOneSchema = oneOf(calldataSchema).meta({ id: 'CalldataAnswer' })

export type Check = z.infer<typeof checkSchema>
export type HouseTally = z.infer<typeof houseTallySchema>
export type Tally = z.infer<typeof tallySchema>
export type ProposalSummary = z.infer<typeof proposalSummarySchema>
export type Action = z.infer<typeof actionSchema>
export type TimelineEntry = z.infer<typeof timelineEntrySchema>
export type NextStep = z.infer<typeof nextStepSchema>
export type Timeline = z.infer<typeof timelineSchema>
export type Proposal = z.infer<typeof proposalSchema>
export type VoteCardHouse = z.infer<typeof voteCardHouseSchema>
export type Viewer = z.infer<typeof viewerSchema>
export type Calldata = z.infer<typeof calldataSchema>
