import { type Address, getAddress, type Hex } from 'viem'
import { addressOf } from '../addresses'
import type { Deployment } from '../deployment'
import { buildEventDecoder, type ChainEvent, type ChainLog } from '../events'
import type { Money } from '../rules.server'
import { showText, showValue } from './show-value'

/** An event that calls would emit; of a contract that is not ours only who emitted it and under which topic. */
export type ShownEvent = {
  address: Address
  contract: string | null
  name: string | null
  topic: Hex | null
  arguments: { name: string; value: string }[]
}

/** Money or voting tokens that calls would move, base units. Both null ends: made or destroyed. */
export type Flow = { token: 'money' | 'voting'; from: Address | null; to: Address | null; amount: string }

type RawLog = { address: Address; topics: readonly Hex[]; data: Hex }

// keccak256("Transfer(address,address,uint256)"), of ERC-20.
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

const partyOf = (topic: Hex | undefined): Address | null => {
  if (topic === undefined || BigInt(topic) === 0n) return null
  return getAddress(`0x${topic.slice(-40)}`)
}

/** Makes the functions that read logs. Anyone can emit a Transfer: only those of the two tokens themselves are flows. */
export const buildLogReader = (deployment: Deployment, { address: money }: Pick<Money, 'address'>) => {
  const decode = buildEventDecoder(deployment)
  const tokens = new Map<string, Flow['token']>([
    [money.toLowerCase(), 'money'],
    [addressOf(deployment, 'VotingToken').toLowerCase(), 'voting'],
  ])
  const tryDecode = (log: RawLog): ChainEvent | undefined => {
    try {
      return decode({ ...log, address: log.address.toLowerCase() as Hex } as ChainLog)
    } catch {
      return undefined
    }
  }
  return {
    toFlow: ({ address, topics, data }: RawLog): Flow | null => {
      const token = tokens.get(address.toLowerCase())
      if (token === undefined || topics[0] !== TRANSFER || topics.length !== 3 || data.length !== 66) return null
      return { token, from: partyOf(topics[1]), to: partyOf(topics[2]), amount: String(BigInt(data)) }
    },
    toEvent: (log: RawLog): ShownEvent => {
      const event = tryDecode(log)
      const given = Object.entries(event?.args ?? {})
      return {
        address: getAddress(log.address),
        contract: event?.contract ?? null,
        name: event?.name ?? null,
        topic: log.topics[0] ?? null,
        arguments: given.map(([name, value]) => ({ name: showText(name), value: showValue(value) })),
      }
    },
  }
}
