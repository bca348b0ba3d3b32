import { type Address, parseAbiItem, toFunctionSelector } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAnvil } from '#test/support/anvil'
import { accessManagerAbi, timelockControllerAbi } from '~/chain/abi/generated'
import { deployDemoMoney } from '~/chain/demo-money'
import { deploy } from '~/chain/deploy'
import { roles } from '~/chain/deploy-wiring'
import { charter, type Genesis, getProfile } from '~/chain/profile'

let chain: Awaited<ReturnType<typeof startAnvil>>

beforeAll(async () => {
  chain = await startAnvil()
})

afterAll(() => chain.stop())

const profile = getProfile('demo')

const buildGenesis = async (first: Address): Promise<Genesis> => {
  const accounts = [first, ...Array.from({ length: 5 }, () => privateKeyToAccount(generatePrivateKey()).address)]
  return {
    tokens: [{ account: first, amount: profile.token.supply }],
    parties: accounts.map((controller) => ({ controller, kind: 1 })),
    seats: accounts.map((steward, index) => ({ steward, party: index + 1, constituency: index % 4 })),
    council: null,
    money: await createMoney(),
  }
}

const createMoney = async () => {
  const account = await createDeployer()
  return deployDemoMoney({ client: chain.client, account, holder: account.address })
}

const createDeployer = async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await chain.client.setBalance({ address: account.address, value: 10n ** 18n })
  return account
}

const someone = () => privateKeyToAccount(generatePrivateKey()).address

/** Who holds what after the events, in order: role -> members. */
const replay = (events: readonly { role: string; account: string; granted: boolean }[]) => {
  const members = new Map<string, Set<string>>()
  for (const { role, account, granted } of events) {
    const set = members.get(role) ?? new Set()
    if (granted) set.add(account)
    else set.delete(account)
    members.set(role, set)
  }
  return new Map([...members].map(([role, set]) => [role, [...set]]))
}

test('B2 after the deployment only the timelock and the governor hold roles, by every role event from block 0', async () => {
  const account = await createDeployer()
  const { contracts } = await deploy({ client: chain.client, account, profile, genesis: await buildGenesis(someone()) })
  const manager = contracts.AccessManager.address
  const timelock = contracts.TimelockController.address
  const governor = contracts.StewardGovernor.address

  const logs = await chain.client.getLogs({
    address: manager,
    events: accessManagerAbi.filter((item) => item.type === 'event'),
    fromBlock: 0n,
    strict: true,
  })
  const charterEvents = logs.flatMap((log) => {
    if (log.eventName === 'RoleGranted') return [{ ...toEvent(log.args), granted: true }]
    if (log.eventName === 'RoleRevoked') return [{ ...toEvent(log.args), granted: false }]
    return []
  })
  const held = replay(charterEvents)
  expect(Object.values(roles).map((role) => held.get(String(role)))).toEqual([[timelock], [timelock], [timelock]])
  expect(held.size).toBe(Object.keys(roles).length)

  const listed = logs.flatMap(({ eventName, args }) =>
    eventName === 'TargetFunctionRoleUpdated' ? [`${args.target} ${args.selector} ${args.roleId}`] : [],
  )
  const promised = charter.map(
    ({ contract, signature, role }) => `${contracts[contract].address} ${toFunctionSelector(signature)} ${roles[role]}`,
  )
  expect(listed.sort()).toEqual(promised.sort())

  const timelockLogs = await chain.client.getLogs({
    address: timelock,
    events: [
      parseAbiItem('event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)'),
      parseAbiItem('event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)'),
    ],
    fromBlock: 0n,
    strict: true,
  })
  const timelockRoles = replay(
    timelockLogs.map(({ eventName, args }) => ({ ...args, granted: eventName === 'RoleGranted' })),
  )
  const read = (functionName: 'DEFAULT_ADMIN_ROLE' | 'PROPOSER_ROLE' | 'CANCELLER_ROLE' | 'EXECUTOR_ROLE') =>
    chain.client.readContract({ address: timelock, abi: timelockControllerAbi, functionName })
  expect(Object.fromEntries(timelockRoles)).toEqual({
    [await read('DEFAULT_ADMIN_ROLE')]: [timelock],
    [await read('PROPOSER_ROLE')]: [governor],
    [await read('CANCELLER_ROLE')]: [governor],
    [await read('EXECUTOR_ROLE')]: [governor],
  })
})

const toEvent = ({ roleId, account }: { roleId: bigint; account: Address }) => ({ role: String(roleId), account })

test('refuses a genesis that names the deployer, and one whose tokens do not sum to the supply', async () => {
  const account = await createDeployer()
  const invalid = expect.objectContaining({ code: 'invalid_genesis' })
  const named = deploy({ client: chain.client, account, profile, genesis: await buildGenesis(account.address) })
  await expect(named).rejects.toEqual(invalid)
  const genesis = { ...(await buildGenesis(someone())), tokens: [{ account: someone(), amount: 1n }] }
  await expect(deploy({ client: chain.client, account, profile, genesis })).rejects.toEqual(invalid)
  expect(await chain.client.getTransactionCount({ address: account.address })).toBe(0)
})

test('refuses the demo profile on any chain but a local one before it sends anything', async () => {
  const other = await startAnvil({ args: ['--chain-id', '1'] })
  const account = privateKeyToAccount(generatePrivateKey())
  const refused = deploy({ client: other.client, account, profile, genesis: await buildGenesis(someone()) })
  await expect(refused).rejects.toEqual(expect.objectContaining({ code: 'wrong_chain' }))
  expect(await other.client.getBlockNumber()).toBe(0n)
  await other.stop()
})
