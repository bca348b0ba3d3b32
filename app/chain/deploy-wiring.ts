import { type Address, encodeFunctionData, type Hex, toFunctionSelector } from 'viem'
import { accessManagerAbi } from './abi/generated'
import type { Addresses } from './deploy-plan'
import { charter } from './profile'

/** Role ids of the charter (AccessManager); ADMIN is the stock id for whatever is not listed. */
export const roles = { ADMIN: 0n, ROUTINE: 1n, POLICY: 2n } as const

/**
 * The calls that turn the fresh AccessManager into the charter: roles per function, all three to the timelock without
 * an execution delay, and at last the deployer's own role away. They go into one transaction: all of them, or none.
 */
export const buildWiring = (at: Addresses, deployer: Address): Hex[] => {
  const labels = (['ROUTINE', 'POLICY'] as const).map((role) =>
    encodeFunctionData({ abi: accessManagerAbi, functionName: 'labelRole', args: [roles[role], role] }),
  )
  const functions = charter.map(({ contract, signature, role }) =>
    encodeFunctionData({
      abi: accessManagerAbi,
      functionName: 'setTargetFunctionRole',
      args: [at[contract], [toFunctionSelector(signature)], roles[role]],
    }),
  )
  const grants = Object.values(roles).map((role) =>
    encodeFunctionData({ abi: accessManagerAbi, functionName: 'grantRole', args: [role, at.TimelockController, 0] }),
  )
  const renounce = encodeFunctionData({
    abi: accessManagerAbi,
    functionName: 'renounceRole',
    args: [roles.ADMIN, deployer],
  })
  return [...labels, ...functions, ...grants, renounce]
}
