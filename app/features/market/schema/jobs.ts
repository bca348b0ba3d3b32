import { z } from 'zod'
import { JOB_STATES, MILESTONE_STATES } from '~/domain/market/states'
import {
  accountSchema,
  decimalSchema,
  hashSchema,
  listOf,
  momentSchema,
  moneySchema,
  oneOf,
  orNull,
  partySchema,
} from '~/http/shapes'
import { placeSchema, providerRefSchema } from './parts'

const milestoneSchema = z
  .strictObject({
    index: z.int().min(0),
    state: z.enum(MILESTONE_STATES).meta({
      id: 'MilestoneState',
      description: 'rejected: before the arbiters. returned: they found for the tenant.',
    }),
    amount: moneySchema.meta({ description: 'What it pays, fee included.' }),
    deadline: momentSchema,
    digest: orNull(hashSchema).meta({ description: 'SHA-256 of what was delivered.' }),
    delivered: orNull(placeSchema),
    payableFrom: orNull(momentSchema).meta({ description: 'From when on anybody can have it paid.' }),
    rejected: orNull(placeSchema),
    dispute: orNull(decimalSchema),
    settled: orNull(placeSchema),
    paid: orNull(placeSchema),
    fee: orNull(moneySchema),
  })
  .meta({ id: 'Milestone' })

const jobSchema = z
  .strictObject({
    id: decimalSchema,
    state: z.enum(JOB_STATES).meta({
      id: 'JobState',
      description:
        'done: every milestone was paid or returned. ended: the provider let a deadline pass. withdrawn: never accepted.',
    }),
    tenant: accountSchema,
    party: orNull(partySchema).meta({ description: 'The tenant’s when it offered the job.' }),
    provider: providerRefSchema,
    providerParty: orNull(partySchema).meta({ description: 'The operator’s when the job was offered.' }),
    amount: moneySchema.meta({ description: 'Of all milestones.' }),
    undelivered: moneySchema.meta({ description: 'In escrow for milestones to come.' }),
    unpaid: moneySchema.meta({ description: 'In escrow for what was delivered.' }),
    fee: moneySchema,
    bond: moneySchema.meta({ description: 'What a delivery, and a rejection, puts up.' }),
    delivered: z.int(),
    milestones: z.array(milestoneSchema),
    specDigest: hashSchema.meta({ description: 'SHA-256 of the RFC 8785 form of what is agreed.' }),
    terms: z.int(),
    offered: placeSchema,
    accepted: orNull(placeSchema),
    ended: orNull(placeSchema),
    returned: orNull(moneySchema).meta({ description: 'What the tenant took back of what was not delivered.' }),
  })
  .meta({ id: 'Job', description: 'One agreement, paid by the milestone.' })

export const jobListSchema = listOf(jobSchema).meta({ id: 'JobList' })
export const jobOneSchema = oneOf(jobSchema).meta({ id: 'JobAnswer' })

export type Job = z.infer<typeof jobSchema>
export type Milestone = z.infer<typeof milestoneSchema>
