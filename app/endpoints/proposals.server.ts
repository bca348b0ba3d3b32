import { z } from 'zod'
import { capEffectSchema } from '~/features/compute/effect-schema'
import { firewallSchema } from '~/features/proposals/firewall-schema'
import { oembedSchema } from '~/features/proposals/oembed-schema'
import {
  actionsOneSchema,
  calldataOneSchema,
  proposalListSchema,
  proposalOneSchema,
  tallyOneSchema,
  timelineOneSchema,
} from '~/features/proposals/schema'
import { nonVoterListSchema, receiptOneSchema, voteListSchema, voteProofOneSchema } from '~/features/votes/schema'
import {
  addressParameter,
  idParameter,
  listParameter,
  pageParameters,
  textParameter,
  timeParameter,
} from '~/http/query'
import { houseSchema, oneOf, orNull, proposalStateSchema } from '~/http/shapes'
import { byId, type Endpoint, nothing } from './endpoint.server'

const support = z.enum(['against', 'for', 'abstain'])

/** What proposals are about. */
export const kinds = ['release', 'budget', 'policy', 'market', 'membership', 'charter'] as const

const proposalQuery = z.strictObject({
  state: proposalStateSchema.optional(),
  kind: listParameter(kinds).optional(),
  proposer: addressParameter.optional(),
  q: textParameter.optional(),
  from: timeParameter.optional(),
  to: timeParameter.optional(),
  sort: z.enum(['newest', 'oldest', 'deadline']).optional(),
  ...pageParameters,
})

const voteQuery = z.strictObject({
  house: houseSchema.optional(),
  support: support.optional(),
  sort: z.enum(['newest', 'oldest', 'reasons']).optional(),
  ...pageParameters,
})

const calldataQuery = z.strictObject({
  support: support.optional(),
  house: houseSchema.optional(),
  reason: z.string().max(5_000).optional(),
})

const pixelsParameter = z.coerce.number('must be a number of pixels').int().min(1).optional()

const oembedQuery = z.strictObject({
  url: z.url('is no address').max(500),
  format: z.enum(['json']).optional(),
  maxwidth: pixelsParameter,
  maxheight: pixelsParameter,
})

export const proposalsEndpoints = {
  proposals: {
    path: '/proposals',
    summary: 'Proposals, filtered and sorted',
    params: nothing,
    query: proposalQuery,
    answer: proposalListSchema,
  },
  proposal: {
    path: '/proposals/{id}',
    summary: 'One proposal, whole',
    params: byId,
    query: nothing,
    answer: proposalOneSchema,
  },
  actions: {
    path: '/proposals/{id}/actions',
    summary: 'What it calls, in words and as calldata',
    params: byId,
    query: nothing,
    answer: actionsOneSchema,
  },
  tally: {
    path: '/proposals/{id}/tally',
    summary: 'Both houses with every condition',
    params: byId,
    query: nothing,
    answer: tallyOneSchema,
  },
  timeline: {
    path: '/proposals/{id}/timeline',
    summary: 'Every transition, and who may act next',
    params: byId,
    query: nothing,
    answer: timelineOneSchema,
  },
  firewall: {
    path: '/proposals/{id}/firewall',
    summary: 'Who could pass or block it alone, the smallest coalitions, and what it does to share caps',
    params: byId,
    query: nothing,
    answer: oneOf(
      firewallSchema
        .extend({ caps: orNull(capEffectSchema).meta({ description: 'Null where it changes no pooled compute.' }) })
        .meta({ id: 'FirewallWithCaps' }),
    ).meta({ id: 'FirewallAnswer' }),
  },
  votes: {
    path: '/proposals/{id}/votes',
    summary: 'Its ballots',
    params: byId,
    query: voteQuery,
    answer: voteListSchema,
  },
  nonVoters: {
    path: '/proposals/{id}/non-voters',
    summary: 'Who could vote at the snapshot and has not',
    params: byId,
    query: z.strictObject({ house: houseSchema.optional(), ...pageParameters }),
    answer: nonVoterListSchema,
  },
  receipt: {
    path: '/proposals/{id}/receipts/{voter}',
    summary: 'The ballots of one account',
    params: z.strictObject({ id: idParameter, voter: addressParameter }),
    query: nothing,
    answer: receiptOneSchema,
  },
  receiptProof: {
    path: '/proposals/{id}/receipts/{voter}/proof',
    summary: 'A proof that these ballots are in the chain, from receipt to block header',
    params: z.strictObject({ id: idParameter, voter: addressParameter }),
    query: nothing,
    answer: voteProofOneSchema,
  },
  calldata: {
    path: '/proposals/{id}/calldata/{act}',
    summary: 'A transaction for your own wallet to sign; a vote takes support, house and reason',
    params: z.strictObject({ id: idParameter, act: z.enum(['vote', 'queue', 'execute', 'cancel']) }),
    query: calldataQuery,
    answer: calldataOneSchema,
  },
  oembed: {
    path: '/oembed',
    summary: 'How another site shows a proposal, of the address of its page (oEmbed 1.0)',
    params: nothing,
    query: oembedQuery,
    answer: oembedSchema,
    media: 'application/json',
  },
} as const satisfies Record<string, Endpoint>
