import { encodeFunctionData, erc20Abi } from 'viem'
import { AppError } from '~/domain/errors'
import { findEndpoint } from '../chain/find-endpoint'
import { marketOf } from '../chain/market-contracts'
import { listEvents } from '../verify/list-events'
import type { Agent } from './agent'
import { attempt } from './attempt'

/** The own provider with the hardware that the settings name; null where there is none. */
const findOwn = async ({ view, account, config }: Agent) => {
  const { client, deployment } = view
  const { registry } = marketOf(view)
  const declared = await listEvents({
    ...{ client, ...registry, eventName: 'ProviderDeclared', args: { operator: account.address } },
    ...{ from: BigInt(deployment.contracts.ProviderRegistry.block), to: await client.getBlockNumber() },
  })
  for (const providerId of new Set(declared.map(({ args }) => args.providerId))) {
    const found = await client.readContract({ ...registry, functionName: 'provider', args: [providerId] })
    if (found.retired || found.declaration.hardware !== config.hardware) continue
    return { providerId, declaration: found.declaration, endpoint: await findEndpoint(view, providerId) }
  }
  return null
}

const toBits = (attributes: readonly number[]) => attributes.reduce((bits, index) => bits | (1n << BigInt(index)), 0n)

/**
 * Registers the provider, or adopts the one that this operator registered for the same hardware, and brings what it
 * declares and where it serves into line with the settings. Answers its id. While something of it is leased, no new
 * declaration is taken, and the old one is served on.
 */
export const setUpProvider = async (agent: Agent): Promise<number> => {
  const { config } = agent
  const { pool, units, attributes, endpoint } = config.provider
  const wanted = { pool, units, attributes: toBits(attributes), hardware: config.hardware }
  const { abi } = marketOf(agent.view).registry
  const own = await findOwn(agent)
  if (own === null) {
    const data = encodeFunctionData({ abi, functionName: 'register', args: [wanted, endpoint] })
    const about = `Registering ${units} units of pool ${pool}.`
    await attempt(agent, { contract: 'ProviderRegistry', data }, { act: 'register', about })
    const made = await findOwn(agent)
    if (made) return made.providerId
    throw new AppError('not_registered', 'The provider is not registered yet: see what the contract refused.')
  }
  const { providerId, declaration } = own
  const isSame =
    declaration.pool === pool && declaration.units === units && declaration.attributes === wanted.attributes
  const facts = { provider: providerId }
  if (!isSame) {
    const data = encodeFunctionData({ abi, functionName: 'declare', args: [providerId, wanted, endpoint] })
    const about = `Declaring ${units} units of pool ${pool} for provider ${providerId}, which ends its audits.`
    await attempt(agent, { contract: 'ProviderRegistry', data }, { act: 'declare', about, facts })
  } else if (own.endpoint !== endpoint) {
    const data = encodeFunctionData({ abi, functionName: 'setEndpoint', args: [providerId, endpoint] })
    const about = `Provider ${providerId} serves at ${endpoint}.`
    await attempt(agent, { contract: 'ProviderRegistry', data }, { act: 'endpoint', about, facts })
  }
  return providerId
}

/** Adds to the stake what is missing from what the settings say, if the operator has it. */
export const fillStake = async (agent: Agent, providerId: number): Promise<void> => {
  const { view, account, config } = agent
  const { client } = view
  const { market } = marketOf(view)
  const { amount } = await client.readContract({ ...market, functionName: 'stakeOf', args: [providerId] })
  const missing = config.stake - amount
  if (missing <= 0n || agent.isDraining) return
  const address = await client.readContract({ ...market, functionName: 'money' })
  const money = { address, abi: erc20Abi } as const
  const balance = await client.readContract({ ...money, functionName: 'balanceOf', args: [account.address] })
  const facts = { provider: providerId, amount: String(missing) }
  if (balance < missing) {
    const sentence = `The stake is ${amount}, ${missing} below what is configured, and ${account.address} has ${balance}: send it money.`
    agent.say({ act: 'waits', reason: 'stake', ...facts, sentence })
    return
  }
  const args = [account.address, market.address] as const
  if ((await client.readContract({ ...money, functionName: 'allowance', args })) < missing) {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [market.address, missing] })
    const about = `Letting the market take ${missing} base units.`
    if (!(await attempt(agent, { contract: address, data }, { act: 'approve', about, facts }))) return
  }
  const data = encodeFunctionData({ abi: market.abi, functionName: 'addStake', args: [providerId, missing] })
  const about = `Adding ${missing} base units to the stake of provider ${providerId}.`
  await attempt(agent, { contract: 'ComputeMarket', data }, { act: 'stake', about, facts })
}

/** Auditors whose confirmation of the present declaration counts now. */
export const listAuditors = async ({ view }: Agent, providerId: number): Promise<number[]> => {
  const { registry } = marketOf(view)
  const count = await view.client.readContract({ ...registry, functionName: 'auditorCount' })
  const ids = Array.from({ length: count }, (_, index) => index + 1)
  const counts = await Promise.all(
    ids.map((id) => view.client.readContract({ ...registry, functionName: 'isAudited', args: [providerId, id] })),
  )
  return ids.filter((_, index) => counts[index])
}
