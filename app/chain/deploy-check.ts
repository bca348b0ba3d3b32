import { type Address, type Client, isAddressEqual, toFunctionSelector } from 'viem'
import { readContract } from 'viem/actions'
import { AppError } from '~/domain/errors'
import {
  accessManagerAbi,
  custodyAbi,
  enclavesAbi,
  modelRegistryAbi,
  stewardGovernorAbi,
  timelockControllerAbi,
  votingTokenAbi,
} from './abi/generated'
import type { Addresses } from './deploy-plan'
import { roles } from './deploy-wiring'
import { charter, type Genesis } from './profile'

type CheckOptions = { client: Client; at: Addresses; deployer: Address; genesis: Genesis }

/**
 * Reads back from the chain what the deployment promises: the deployer holds no role and no token, the timelock holds
 * the charter, the governor is the timelock's only proposer, and nobody is its admin. Throws `deploy_failed`.
 */
export const checkDeployment = async ({ client, at, deployer, genesis }: CheckOptions) => {
  for (const [name, role] of Object.entries(roles)) {
    const [deployerHas] = await readRole(client, at, role, deployer)
    require(!deployerHas, `the deployer still holds ${name}`)
    const [timelockHas, executionDelay] = await readRole(client, at, role, at.TimelockController)
    require(timelockHas && executionDelay === 0, `the timelock does not hold ${name} without a delay`)
  }
  for (const { contract, signature, role } of charter) {
    const found = await readContract(client, {
      address: at.AccessManager,
      abi: accessManagerAbi,
      functionName: 'getTargetFunctionRole',
      args: [at[contract], toFunctionSelector(signature)],
    })
    require(found === roles[role], `${contract}.${signature} has role ${found}, not ${role}`)
  }
  await checkTimelock(client, at, deployer)
  const timelock = await readContract(client, {
    address: at.StewardGovernor,
    abi: stewardGovernorAbi,
    functionName: 'timelock',
  })
  require(isAddressEqual(timelock, at.TimelockController), `the governor's timelock is ${timelock}`)
  await checkStewardship(client, at)
  await checkToken({ client, at, deployer, genesis })
}

/** The registry was told the address of a contract that came after it: the two must have met. */
const checkStewardship = async (client: Client, at: Addresses) => {
  const registry = { address: at.ModelRegistry, abi: modelRegistryAbi } as const
  const council = await readContract(client, { ...registry, functionName: 'council' })
  require(isAddressEqual(council, at.Council), `the registry's council is ${council}`)
  const custody = await readContract(client, { ...registry, functionName: 'custody' })
  require(isAddressEqual(custody, at.Custody), `the registry's custody is ${custody}`)
  for (const [name, abi] of [
    ['Custody', custodyAbi],
    ['Enclaves', enclavesAbi],
  ] as const) {
    const found = await readContract(client, { address: at[name], abi, functionName: 'registry' })
    require(isAddressEqual(found, at.ModelRegistry), `the registry of ${name} is ${found}`)
  }
}

const checkTimelock = async (client: Client, at: Addresses, deployer: Address) => {
  const timelock = { address: at.TimelockController, abi: timelockControllerAbi } as const
  for (const role of ['DEFAULT_ADMIN_ROLE', 'PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'] as const) {
    const id = await readContract(client, { ...timelock, functionName: role })
    const has = (account: Address) =>
      readContract(client, { ...timelock, functionName: 'hasRole', args: [id, account] })
    require(!(await has(deployer)), `the deployer holds ${role} of the timelock`)
    const governorHas = await has(at.StewardGovernor)
    require(governorHas === (role !== 'DEFAULT_ADMIN_ROLE'), `the governor's ${role} of the timelock is ${governorHas}`)
  }
}

const checkToken = async ({ client, at, deployer, genesis }: CheckOptions) => {
  const token = { address: at.VotingToken, abi: votingTokenAbi } as const
  const balance = await readContract(client, { ...token, functionName: 'balanceOf', args: [deployer] })
  require(balance === 0n, `the deployer holds ${balance} tokens`)
  const supply = await readContract(client, { ...token, functionName: 'totalSupply' })
  const promised = genesis.tokens.reduce((sum, { amount }) => sum + amount, 0n)
  require(supply === promised, `the token supply is ${supply}, not ${promised}`)
}

const readRole = (client: Client, at: Addresses, role: bigint, account: Address) =>
  readContract(client, {
    address: at.AccessManager,
    abi: accessManagerAbi,
    functionName: 'hasRole',
    args: [role, account],
  })

const require = (holds: boolean, problem: string) => {
  if (!holds) throw new AppError('deploy_failed', `The deployed system is not as promised, do not use it: ${problem}.`)
}
