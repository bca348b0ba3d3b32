import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  decodeFunctionData,
  formatUnits,
  getAddress,
  type Hex,
} from 'viem'
import { toFunctionSelector, toFunctionSignature } from 'viem/utils'
import type { Call } from '~/domain/tier'
import { epochClockAbi, governorBoundsAbi } from './abi/generated'
import type { ContractName } from './addresses'
import { eventAbis } from './events'

const abis: Record<ContractName, Abi> = { ...eventAbis, EpochClock: epochClockAbi, GovernorBounds: governorBoundsAbi }

/** Every sentence that says what a call does; pages have a text for each. */
export const sentenceKeys = [
  'action.advanceToRedTeam',
  'action.advanceToGated',
  'action.advanceToOpen',
  'action.revoke',
  'action.appointEvaluator',
  'action.dismissEvaluator',
  'action.overrule',
  'action.setGatedRule',
  'action.setOpenRule',
  'action.grant',
  'action.revokeGrant',
  'action.allowMeasurement',
  'action.removeMeasurement',
  'action.addPool',
  'action.setCapacity',
  'action.closePool',
  'action.setPolicy',
  'action.lowerCap',
  'action.setSchedule',
  'action.endSchedule',
  'action.grantMoney',
  'action.cancelMoneyGrant',
  'action.withdraw',
  'action.sweep',
  'action.setTerms',
  'action.appointAuditor',
  'action.dismissAuditor',
  'action.addAttribute',
  'action.removeAudit',
  'action.appointArbiter',
  'action.dismissArbiter',
  'action.overturnForClaimant',
  'action.overturnForRespondent',
  'action.setRewards',
  'action.setMultiplier',
  'action.admitParty',
  'action.admitParties',
  'action.mint',
  'action.admitSeat',
  'action.removeSeat',
  'action.rekeySeat',
  'action.setCapacities',
  'action.appointCouncil',
  'action.endCouncil',
  'action.setVotingDelay',
  'action.setVotingPeriod',
  'action.setProposalThreshold',
  'action.updateQuorumNumerator',
  'action.updateCharterQuorumNumerator',
  'action.send',
  'action.call',
  'action.unknown',
] as const

type SentenceKey = (typeof sentenceKeys)[number]

/** What a call does, as a key of a text with its parameters. */
type Sentence = { key: SentenceKey; params: Record<string, string> }

/** A decoded argument; lists and structs are JSON text. */
type Argument = { name: string; type: string; value: string }

/** What a call of a proposal says. `signature` is null where the function is not one of the contract's. */
export type DecodedAction = {
  contract: ContractName | null
  selector: Hex | null
  signature: string | null
  arguments: Argument[]
  sentence: Sentence
  /** The release that the call moves, if it does. */
  release: bigint | null
}

const showValue = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}

const findFunction = (name: ContractName, selector: Hex): AbiFunction | undefined =>
  abis[name].find((item): item is AbiFunction => item.type === 'function' && toFunctionSelector(item) === selector)

// Calldata that does not decode, or that does not encode back, executes something else than its words would say.
const decodeArguments = (item: AbiFunction, calldata: Hex): unknown[] | null => {
  try {
    return [...(decodeFunctionData({ abi: [item], data: calldata }).args ?? [])]
  } catch {
    return null
  }
}

const percent = (bps: string): string => formatUnits(BigInt(bps), 2)
const tokens = (amount: string): string => formatUnits(BigInt(amount), 18)

type Texts = readonly string[]
type Describe = (values: Texts) => Sentence

const releaseMove =
  (key: SentenceKey): Describe =>
  ([release = '']) => ({ key, params: { release } })

const GATED = '3'

const gateRule: Describe = ([flopClass = '', stage = '', rule = '{}']) => {
  const { passes = [], dwell = 0 } = JSON.parse(rule) as { passes?: number[]; dwell?: number }
  return {
    key: stage === GATED ? 'action.setGatedRule' : 'action.setOpenRule',
    params: { flopClass, passes: passes.join(', '), seconds: String(dwell) },
  }
}

const policy: Describe = ([text = '{}']) => {
  const {
    capBps = 0,
    classes = [],
    kinds = [],
  } = JSON.parse(text) as {
    capBps?: number
    classes?: { reserveBps: number; weight: number }[]
    kinds?: { class: number; weight: number }[]
  }
  return {
    key: 'action.setPolicy',
    params: {
      percent: percent(String(capBps)),
      reserves: classes.map(({ reserveBps }) => `${percent(String(reserveBps))}%`).join(', '),
      weights: classes.map(({ weight }) => weight).join(', '),
      kinds: JSON.stringify(kinds),
    },
  }
}

// `money` is in base units of the money token, `rate` in 1e-6 of those per GPU-second: who shows it knows the token.
const schedule: Describe = ([pool = '', text = '{}']) => {
  const { gpuSeconds = '0', money = '0', maxRate = '0' } = JSON.parse(text) as Record<string, string>
  return gpuSeconds === '0'
    ? { key: 'action.endSchedule', params: { pool } }
    : { key: 'action.setSchedule', params: { pool, gpuSeconds, money, rate: maxRate } }
}

const termTimes = ['bidTime', 'orderTime', 'minNotice', 'disputeWindow', 'maxDuration']
const termParts = ['feeBps', 'burnBps', 'capBps', 'penaltyBps']

// Amounts are in base units of the money token, times in seconds: who shows them knows how.
const terms: Describe = ([text = '{}']) => {
  const given = JSON.parse(text) as Record<string, string | number>
  const pick = (names: readonly string[], map: (value: string) => string = (value) => value) =>
    Object.fromEntries(names.map((name) => [name, map(String(given[name] ?? 0))]))
  return {
    key: 'action.setTerms',
    params: {
      ...pick(['maxBids', 'floorUnits', 'minStake', 'bidDeposit', 'disputeBond', ...termTimes]),
      ...pick(termParts, percent),
    },
  }
}

const rewards: Describe = ([text = '{}']) => {
  const { base = '0', freeNodes = 0 } = JSON.parse(text) as { base?: string; freeNodes?: number }
  return { key: 'action.setRewards', params: { reward: base, freeNodes: String(freeNodes) } }
}

const CLAIMANT = '2'
const RESPONDENT = '3'

const overturn: Describe = ([id = '', verdict = '']) => {
  if (verdict === CLAIMANT) return { key: 'action.overturnForClaimant', params: { case: id } }
  if (verdict === RESPONDENT) return { key: 'action.overturnForRespondent', params: { case: id } }
  return { key: 'action.call', params: { contract: 'Arbitration', call: 'overturn' } }
}

const describers: Partial<Record<ContractName, Record<string, Describe>>> = {
  ModelRegistry: {
    'advanceToRedTeam(uint32)': releaseMove('action.advanceToRedTeam'),
    'advanceToGated(uint32)': releaseMove('action.advanceToGated'),
    'advanceToOpen(uint32)': releaseMove('action.advanceToOpen'),
    'revoke(uint32)': releaseMove('action.revoke'),
    'appointEvaluator(address)': ([account = '']) => ({ key: 'action.appointEvaluator', params: { account } }),
    'dismissEvaluator(address)': ([account = '']) => ({ key: 'action.dismissEvaluator', params: { account } }),
    'overrule(uint32)': ([uid = '']) => ({ key: 'action.overrule', params: { uid } }),
    'setGateRule(uint8,uint8,(uint8[6],uint48,uint48))': gateRule,
  },
  Custody: {
    'grant(uint32,address,bytes32,uint48)': ([seal = '', account = '', recipient = '', until = '']) => ({
      key: 'action.grant',
      params: { seal, account, recipient, until },
    }),
    'revokeGrant(uint32)': ([grant = '']) => ({ key: 'action.revokeGrant', params: { grant } }),
  },
  Enclaves: {
    // Without the description: it is the proposer's word.
    'allowMeasurement(bytes32,string)': ([measurement = '']) => ({
      key: 'action.allowMeasurement',
      params: { measurement },
    }),
    'removeMeasurement(bytes32)': ([measurement = '']) => ({
      key: 'action.removeMeasurement',
      params: { measurement },
    }),
  },
  AllocationPolicy: {
    'addPool(string,uint64)': ([name = '', gpuSeconds = '']) => ({
      key: 'action.addPool',
      params: { name, gpuSeconds },
    }),
    'setCapacity(uint32,uint64)': ([pool = '', gpuSeconds = '']) => ({
      key: 'action.setCapacity',
      params: { pool, gpuSeconds },
    }),
    'closePool(uint32)': ([pool = '']) => ({ key: 'action.closePool', params: { pool } }),
    'setPolicy((uint16,(uint16,uint16)[],(uint8,uint16)[7]))': policy,
    'lowerCap(uint16)': ([bps = '0']) => ({ key: 'action.lowerCap', params: { percent: percent(bps) } }),
  },
  ComputeTreasury: {
    'setSchedule(uint32,(uint64,uint128,uint128))': schedule,
    'grantMoney(address,uint128,uint48,uint48,uint48)': ([
      account = '',
      money = '',
      from = '',
      cliff = '',
      until = '',
    ]) => ({
      key: 'action.grantMoney',
      params: { account, money, from, cliff, until },
    }),
    'cancelMoneyGrant(uint32)': ([grant = '']) => ({ key: 'action.cancelMoneyGrant', params: { grant } }),
    'withdraw(address,uint256)': ([account = '', money = '']) => ({
      key: 'action.withdraw',
      params: { account, money },
    }),
    'sweep(address,address,uint256)': ([token = '', account = '', amount = '']) => ({
      key: 'action.sweep',
      params: { token, account, amount },
    }),
  },
  ProviderRegistry: {
    'appointAuditor(address)': ([account = '']) => ({ key: 'action.appointAuditor', params: { account } }),
    'dismissAuditor(uint16)': ([auditor = '']) => ({ key: 'action.dismissAuditor', params: { auditor } }),
    'addAttribute(string)': ([name = '']) => ({ key: 'action.addAttribute', params: { name } }),
    'removeAudit(uint32,uint16)': ([provider = '', auditor = '']) => ({
      key: 'action.removeAudit',
      params: { provider, auditor },
    }),
  },
  OrderBook: {
    'setTerms((uint8,uint16,uint16,uint16,uint16,uint32,uint24,uint24,uint24,uint24,uint32,uint96,uint80,uint80))':
      terms,
  },
  Arbitration: {
    'appointArbiter(address)': ([account = '']) => ({ key: 'action.appointArbiter', params: { account } }),
    'dismissArbiter(address)': ([account = '']) => ({ key: 'action.dismissArbiter', params: { account } }),
    'overturn(uint64,uint8)': overturn,
  },
  NodeRewards: {
    'setRewards((uint96,uint16))': rewards,
    'setMultiplier(uint32,uint32)': ([pool = '', bps = '0']) => ({
      key: 'action.setMultiplier',
      params: { pool, percent: percent(bps) },
    }),
  },
  PartyRegistry: {
    'admit(address,uint8)': ([account = '', kind = '']) => ({ key: 'action.admitParty', params: { account, kind } }),
    'admitMany(address[],uint8)': ([accounts = '[]', kind = '']) => ({
      key: 'action.admitParties',
      params: { count: String((JSON.parse(accounts) as unknown[]).length), kind },
    }),
  },
  VotingToken: {
    'mint(address,uint256)': ([account = '', amount = '0']) => ({
      key: 'action.mint',
      params: { account, amount: tokens(amount) },
    }),
  },
  StewardSeats: {
    'admit(address,uint32,uint8)': ([account = '', party = '', constituency = '']) => ({
      key: 'action.admitSeat',
      params: { account, party, constituency },
    }),
    'remove(uint256)': ([seat = '']) => ({ key: 'action.removeSeat', params: { seat } }),
    'rekey(uint256,address)': ([seat = '', account = '']) => ({ key: 'action.rekeySeat', params: { seat, account } }),
    'setCapacities(uint8[])': ([capacities = '[]']) => {
      const list = JSON.parse(capacities) as number[]
      const total = list.reduce((sum, one) => sum + one, 0)
      return { key: 'action.setCapacities', params: { capacities: list.join(', '), total: String(total) } }
    },
  },
  Council: {
    'appoint(address,uint48)': ([account = '', until = '']) =>
      BigInt(account || 0) === 0n
        ? { key: 'action.endCouncil', params: {} }
        : { key: 'action.appointCouncil', params: { account, until } },
  },
  StewardGovernor: {
    'setVotingDelay(uint48)': ([seconds = '']) => ({ key: 'action.setVotingDelay', params: { seconds } }),
    'setVotingPeriod(uint32)': ([seconds = '']) => ({ key: 'action.setVotingPeriod', params: { seconds } }),
    'setProposalThreshold(uint256)': ([amount = '0']) => ({
      key: 'action.setProposalThreshold',
      params: { amount: tokens(amount) },
    }),
    'updateQuorumNumerator(uint256)': ([bps = '0']) => ({
      key: 'action.updateQuorumNumerator',
      params: { percent: percent(bps) },
    }),
    'updateCharterQuorumNumerator(uint256)': ([bps = '0']) => ({
      key: 'action.updateCharterQuorumNumerator',
      params: { percent: percent(bps) },
    }),
  },
}

const unknownCall = (call: Call, contract: ContractName | null, selector: Hex | null): DecodedAction => ({
  contract,
  selector,
  signature: null,
  arguments: [],
  sentence:
    selector === null && call.value > 0n
      ? { key: 'action.send', params: { wei: String(call.value), account: getAddress(call.target) } }
      : { key: 'action.unknown', params: { target: getAddress(call.target), selector: selector ?? '0x' } },
  release: null,
})

/** Says what a call does. Never throws: what cannot be decoded is said to be unknown, never guessed. */
export const decodeAction = (call: Call, contracts: ReadonlyMap<string, ContractName>): DecodedAction => {
  const contract = contracts.get(call.target.toLowerCase()) ?? null
  const selector = call.calldata.length >= 10 ? (call.calldata.slice(0, 10).toLowerCase() as Hex) : null
  const item = contract !== null && selector !== null ? findFunction(contract, selector) : undefined
  const values = item && decodeArguments(item, call.calldata)
  if (contract === null || item === undefined || !values) return unknownCall(call, contract, selector)
  const signature = toFunctionSignature(item)
  const texts = values.map(showValue)
  const describe = describers[contract]?.[signature]
  const sentence = describe?.(texts) ?? { key: 'action.call' as const, params: { contract, call: item.name } }
  const isMove = contract === 'ModelRegistry' && 'release' in sentence.params
  return {
    contract,
    selector,
    signature,
    arguments: item.inputs.map((input: AbiParameter, index) => ({
      name: input.name ?? '',
      type: input.type,
      value: texts[index] ?? '',
    })),
    sentence,
    release: isMove ? BigInt(texts[0] ?? '0') : null,
  }
}
