import { type Address, getAddress } from 'viem'
import { type ActivityRow, listActivityRows, listCallsRows, listMemberRows } from '#db/queries/dao.server'
import { listProposalRows } from '#db/queries/proposals.server'
import { addressOf, contractNames } from '~/chain/addresses'
import { choiceOfNumber } from '~/domain/house'
import { toPlainText } from '~/domain/plain-text'
import { buildCursor, keyShapes, type Paging, parseCursor } from '~/http/cursor'
import { findPortal, type View, withView } from '~/services.server'
import { descriptions } from './descriptions'
import type { Dao, DaoActivity, DaoContracts, DaoMembers, DaoProposals } from './schema'

const DEFAULT_LIMIT = 100

const DESCRIPTION =
  'DAO governance for AI model stewardship: two houses, token holders and stewards, vote on chain about model releases, compute budgets and allocation policy.'

const headOf = (view: View) => ({
  '@context': 'http://www.daostar.org/schemas' as const,
  type: 'DAO' as const,
  id: idOf(view, addressOf(view.services.deployment, 'StewardGovernor')),
  name: 'Ostrakon',
})

// CAIP-10 of a chain by EIP-155.
const idOf = (view: View, address: Address): string =>
  `eip155:${view.services.deployment.chainId}:${getAddress(address)}`

const proposalIdOf = (view: View, id: bigint): string => `${headOf(view).id}?proposalId=${id}`

const memberOf = (view: View, address: Address) => ({ type: 'EthereumAddress' as const, id: idOf(view, address) })

const readKey = ({ cursor }: Paging, shapes: readonly RegExp[]): string[] | null =>
  cursor === undefined ? null : parseCursor(cursor, shapes).key

type Cut<Row> = { rows: Row[]; next: { next?: string } }
type Asked<Row> = { limit: number | undefined; address: string; keyOf: (row: Row) => string[] }

// Of up to one row more than `limit`: the page, and where the next one is.
const cut = <Row>(view: View, rows: Row[], { limit = DEFAULT_LIMIT, address, keyOf }: Asked<Row>): Cut<Row> => {
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return { rows, next: {} }
  const cursor = buildCursor({ direction: 'next', height: view.cursor.number, key: keyOf(last) })
  return { rows: rows.slice(0, limit), next: { next: `${address}?limit=${limit}&cursor=${cursor}` } }
}

/** The document that `daoURI` of the governor names (ERC-4824); links lead to the portal, else to `origin`. */
export const getDao = (origin: string): Promise<Dao> =>
  withView(async (view) => {
    const base = `${findPortal(view.services, origin)}/api/v1/dao`
    return {
      ...headOf(view),
      description: DESCRIPTION,
      membersURI: `${base}/members`,
      proposalsURI: `${base}/proposals`,
      activityLogURI: `${base}/activity`,
      governanceURI: `${base}/governance.md`,
      contractsURI: `${base}/contracts`,
    }
  })

/** Who can vote. Throws `invalid_cursor`. */
export const listMembers = (paging: Paging, origin: string): Promise<DaoMembers> =>
  withView(async (view) => {
    const { limit = DEFAULT_LIMIT } = paging
    const [from = null] = readKey(paging, [keyShapes.address]) ?? []
    const found = await listMemberRows(view.sql, { from: from as Address | null, limit: limit + 1 })
    const address = `${findPortal(view.services, origin)}/api/v1/dao/members`
    const { rows, next } = cut(view, found, { limit, address, keyOf: ({ account }) => [account] })
    return { ...headOf(view), members: rows.map(({ account }) => memberOf(view, account)), ...next }
  })

/** Proposals with their calls. Throws `invalid_cursor`. */
export const listDaoProposals = (paging: Paging, origin: string): Promise<DaoProposals> =>
  withView(async (view) => {
    const { limit = DEFAULT_LIMIT } = paging
    const [id] = readKey(paging, [keyShapes.count]) ?? []
    const found = await listProposalRows(view.sql, {
      ...{ state: null, kinds: null, proposer: null, text: null, from: null, to: null, sort: 'newest' },
      position: id === undefined ? null : { deadline: 0, id },
      backwards: false,
      height: view.cursor.number,
      now: view.now,
      windows: view.rules,
      limit: limit + 1,
    })
    const portal = findPortal(view.services, origin)
    const address = `${portal}/api/v1/dao/proposals`
    const { rows, next } = cut(view, found, { limit, address, keyOf: ({ proposal_id }) => [String(proposal_id)] })
    const ids = rows.map(({ proposal_id }) => proposal_id)
    const calls = new Map((await listCallsRows(view.sql, ids)).map((row) => [row.proposal_id, row]))
    const from = addressOf(view.services.deployment, 'TimelockController')
    const proposals = rows.map(async (row): Promise<DaoProposals['proposals'][number]> => {
      const { targets = [], values = [], calldatas = [] } = calls.get(row.proposal_id) ?? {}
      return {
        type: 'proposal',
        id: proposalIdOf(view, row.proposal_id),
        name: toPlainText(row.title),
        contentURI: `${portal}/proposals/${row.proposal_id}`,
        status: (await view.assess(row)).state,
        calls: targets.map((target, index) => ({
          type: 'CallDataEVM',
          operation: 'call',
          from: getAddress(from),
          to: getAddress(target),
          value: String(values[index] ?? 0n),
          data: calldatas[index] ?? '0x',
        })),
      }
    })
    return { ...headOf(view), proposals: await Promise.all(proposals), ...next }
  })

const acts = { against: 'voted against', for: 'voted for', abstain: 'abstained' } as const

const actOf = ({ support }: ActivityRow) => (support === null ? 'proposed' : acts[choiceOfNumber(support)])

/** Who proposed and voted. Throws `invalid_cursor`. */
export const listActivity = (paging: Paging, origin: string): Promise<DaoActivity> =>
  withView(async (view) => {
    const { limit = DEFAULT_LIMIT } = paging
    const key = readKey(paging, [keyShapes.count, keyShapes.count, keyShapes.index])
    const [proposal = '', block = '', log = ''] = key ?? []
    const from = key === null ? null : { proposal, block, log }
    const found = await listActivityRows(view.sql, { from, limit: limit + 1 })
    const address = `${findPortal(view.services, origin)}/api/v1/dao/activity`
    const keyOf = (row: ActivityRow) => [String(row.proposal_id), String(row.block_number), String(row.log_index)]
    const { rows, next } = cut(view, found, { limit, address, keyOf })
    const activities = rows.map((row): DaoActivity['activities'][number] => ({
      id: `eip155:${view.services.deployment.chainId}:${row.tx_hash}?logIndex=${row.log_index}`,
      type: 'activity',
      name: actOf(row),
      proposal: { type: 'proposal', id: proposalIdOf(view, row.proposal_id) },
      member: memberOf(view, row.member),
    }))
    return { ...headOf(view), activities, ...next }
  })

/** Every contract of the deployment. */
export const listDaoContracts = (): Promise<DaoContracts> =>
  withView(async (view) => ({
    ...headOf(view),
    contracts: contractNames.map((name) => ({
      ...memberOf(view, addressOf(view.services.deployment, name)),
      name,
      description: descriptions[name],
    })),
  }))
