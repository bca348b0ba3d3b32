import { z } from 'zod'
import { addressSchema, decimalSchema, hexSchema, proposalStateSchema } from '~/http/shapes'

// ERC-4824 (https://eips.ethereum.org/EIPS/eip-4824): what a field has no value for is left out.

const head = {
  '@context': z.literal('http://www.daostar.org/schemas'),
  type: z.literal('DAO'),
  id: z.string().meta({ description: 'The governor as a CAIP-10 id.' }),
  name: z.string(),
}
const next = { next: z.url().optional().meta({ description: 'The next page; left out where there is none.' }) }
const memberSchema = z
  .strictObject({ type: z.literal('EthereumAddress'), id: z.string() })
  .meta({ id: 'DaoMember', description: 'An account; `id` is its CAIP-10 id.' })

export const daoSchema = z
  .strictObject({
    ...head,
    description: z.string(),
    membersURI: z.url(),
    proposalsURI: z.url(),
    activityLogURI: z.url(),
    governanceURI: z.url(),
    contractsURI: z.url(),
  })
  .meta({ id: 'Dao' })

export const daoMembersSchema = z.strictObject({ ...head, members: z.array(memberSchema), ...next }).meta({
  id: 'DaoMembers',
  description: 'Accounts with votes in either house, by address.',
})

const callSchema = z
  .strictObject({
    type: z.literal('CallDataEVM'),
    operation: z.literal('call'),
    from: addressSchema.meta({ description: 'The timelock, which executes.' }),
    to: addressSchema,
    value: decimalSchema,
    data: hexSchema,
  })
  .meta({ id: 'DaoCall' })

export const daoProposalsSchema = z
  .strictObject({
    ...head,
    proposals: z.array(
      z.strictObject({
        type: z.literal('proposal'),
        id: z.string().meta({ description: 'The CAIP-10 id of the governor, with ?proposalId=.' }),
        name: z.string(),
        contentURI: z.url(),
        status: proposalStateSchema,
        calls: z.array(callSchema),
      }),
    ),
    ...next,
  })
  .meta({ id: 'DaoProposals', description: 'Newest first.' })

export const daoActivitySchema = z
  .strictObject({
    ...head,
    activities: z.array(
      z.strictObject({
        id: z.string(),
        type: z.literal('activity'),
        name: z.enum(['proposed', 'voted against', 'voted for', 'abstained']),
        proposal: z.strictObject({ type: z.literal('proposal'), id: z.string() }),
        member: memberSchema,
      }),
    ),
    ...next,
  })
  .meta({ id: 'DaoActivity', description: 'Who proposed and who voted, the newest proposal first.' })

export const daoContractsSchema = z
  .strictObject({
    ...head,
    contracts: z.array(
      z.strictObject({ type: z.literal('EthereumAddress'), id: z.string(), name: z.string(), description: z.string() }),
    ),
  })
  .meta({ id: 'DaoContracts' })

export type Dao = z.infer<typeof daoSchema>
export type DaoMembers = z.infer<typeof daoMembersSchema>
export type DaoProposals = z.infer<typeof daoProposalsSchema>
export type DaoActivity = z.infer<typeof daoActivitySchema>
export type DaoContracts = z.infer<typeof daoContractsSchema>
