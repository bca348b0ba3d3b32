import { type Abi, decodeFunctionResult, encodeFunctionData, erc20Abi, type Hex } from 'viem'
import { addressOf, type ContractName } from '../addresses'
import type { DecodedAction } from '../decode-action'
import type { Deployment } from '../deployment'
import { type EventContract, eventAbis } from '../events'
import type { Money } from '../rules.server'
import type { Read } from './run-calls.server'
import { showValue } from './show-value'

/** A value that proposals change, under the name of its view. */
export type View = Read & {
  contract: string
  name: string
  args: readonly string[]
  /** The value as text; null where the bytes are no such value. */
  decode: (data: Hex) => string | null
}

const SETTINGS = {
  StewardGovernor: ['votingDelay', 'votingPeriod', 'proposalThreshold', 'quorumNumerator'],
  VotingToken: ['totalSupply', 'nextMintAt'],
  StewardSeats: ['totalCapacity', 'seated'],
  Council: ['account', 'until', 'approval'],
  PartyRegistry: ['partyCount'],
  ModelRegistry: ['evaluators'],
  Custody: ['grantCount'],
  ComputeTreasury: ['freeBalance', 'grantedBalance', 'grantCount'],
  AllocationPolicy: ['poolCount'],
  ProviderRegistry: ['auditorCount', 'attributeCount'],
  OrderBook: ['termsVersion', 'pausedUntil'],
  Arbitration: ['panel'],
  TimelockController: ['getMinDelay'],
} as const satisfies Partial<Record<EventContract, readonly string[]>>

// What votes set counts from some epoch on, for ever; the last one sees all of it.
const LAST = 2 ** 48 - 1

type Asked = { contract: EventContract; name: string; args: readonly (number | string)[] }

const settings: readonly Asked[] = Object.entries(SETTINGS).flatMap(([contract, names]) =>
  names.map((name) => ({ contract: contract as keyof typeof SETTINGS, name, args: [] })),
)

const always: readonly Asked[] = [
  ...settings,
  { contract: 'StewardGovernor', name: 'charterQuorumNumerator', args: [LAST] },
  { contract: 'AllocationPolicy', name: 'versionAt', args: [LAST] },
  { contract: 'NodeRewards', name: 'rewardsAt', args: [LAST] },
]

const ofPool = (pool: number): Asked[] => [
  { contract: 'AllocationPolicy', name: 'capacityAt', args: [pool, LAST] },
  { contract: 'ComputeTreasury', name: 'termsAt', args: [pool, LAST] },
  { contract: 'NodeRewards', name: 'multiplierAt', args: [pool, LAST] },
]

/** What the calls name by number: pools, releases, grants. */
const ofCalls = (calls: readonly DecodedAction[]): Asked[] =>
  calls.flatMap(({ contract, arguments: given }): Asked[] => {
    const [first] = given
    if (contract === null || first?.type !== 'uint32') return []
    const id = Number(first.value)
    if (first.name === 'pool') return ofPool(id)
    if (contract === 'ModelRegistry' && first.name === 'releaseId') return [{ contract, name: 'stageOf', args: [id] }]
    if (contract === 'ComputeTreasury' && first.name === 'grantId')
      return [{ contract, name: 'moneyGrant', args: [id] }]
    return []
  })

/** Policies and terms of the market are kept by version, so those that the calls may add are asked for by number. */
const ofVersions = ({ policy, terms }: Versions, most: number): Asked[] =>
  Array.from({ length: most + 1 }, (_, index) => index).flatMap((index) => [
    { contract: 'AllocationPolicy' as const, name: 'policyOf', args: [policy + index] },
    { contract: 'OrderBook' as const, name: 'termsOf', args: [terms + index] },
  ])

const toView = (deployment: Deployment, { contract, name, args }: Asked): View => {
  const abi: Abi = eventAbis[contract]
  return {
    contract,
    name,
    args: args.map(String),
    target: addressOf(deployment, contract),
    calldata: encodeFunctionData({ abi, functionName: name, args }),
    decode: (data) => {
      try {
        return showValue(decodeFunctionResult({ abi, functionName: name, data }))
      } catch {
        return null
      }
    },
  }
}

const balanceOf = (deployment: Deployment, money: Money, holder: ContractName): View => ({
  contract: money.symbol,
  name: 'balanceOf',
  args: [addressOf(deployment, holder)],
  target: money.address,
  calldata: encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [addressOf(deployment, holder)] }),
  decode: (data) => (/^0x[0-9a-f]{64}$/.test(data) ? String(BigInt(data)) : null),
})

/** The newest version of the allocation policy and of the market's terms. */
export type Versions = { policy: number; terms: number }

/** The views that say what calls change: settings, caps, the ledger, and what the calls name. */
export const listViews = (
  calls: readonly DecodedAction[],
  { deployment, versions, money }: { deployment: Deployment; versions: Versions; money: Money },
): View[] => {
  const touches = (name: ContractName) => calls.filter(({ contract }) => contract === name).length
  const most = Math.max(touches('AllocationPolicy'), touches('OrderBook'))
  const asked = [...always, ...ofCalls(calls), ...(most > 0 ? ofVersions(versions, most) : [])]
  const byCall = new Map(asked.map((one) => [`${one.contract}.${one.name}(${one.args.join()})`, one]))
  return [
    ...[...byCall.values()].map((one) => toView(deployment, one)),
    balanceOf(deployment, money, 'ComputeTreasury'),
    balanceOf(deployment, money, 'TimelockController'),
  ]
}
