import { z } from 'zod'
import {
  daoActivitySchema,
  daoContractsSchema,
  daoMembersSchema,
  daoProposalsSchema,
  daoSchema,
} from '~/features/erc4824/schema'
import { type Endpoint, nothing, page } from './endpoint.server'

const media = 'application/ld+json'

export const erc4824Endpoints = {
  dao: {
    path: '/dao',
    summary: 'The DAO in the words of ERC-4824, as daoURI of the governor names it',
    params: nothing,
    query: nothing,
    answer: daoSchema,
    media,
  },
  daoMembers: {
    path: '/dao/members',
    summary: 'Who can vote, as CAIP-10 ids',
    params: nothing,
    query: page,
    answer: daoMembersSchema,
    media,
  },
  daoProposals: {
    path: '/dao/proposals',
    summary: 'Proposals with what they call',
    params: nothing,
    query: page,
    answer: daoProposalsSchema,
    media,
  },
  daoActivity: {
    path: '/dao/activity',
    summary: 'Who proposed and who voted',
    params: nothing,
    query: page,
    answer: daoActivitySchema,
    media,
  },
  daoContracts: {
    path: '/dao/contracts',
    summary: 'The contracts of the deployment, as CAIP-10 ids',
    params: nothing,
    query: nothing,
    answer: daoContractsSchema,
    media,
  },
  daoGovernance: {
    path: '/dao/governance.md',
    summary: 'The rules by which the contracts govern, as Markdown',
    params: nothing,
    query: nothing,
    answer: z.string(),
    media: 'text/markdown',
  },
} as const satisfies Record<string, Endpoint>
