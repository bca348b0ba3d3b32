import { type AbiEvent, decodeEventLog, encodeAbiParameters, encodeEventTopics, type Hex, keccak256, toHex } from 'viem'
import { expect, test } from 'vitest'
import { contractNames } from '~/chain/addresses'
import { type Deployment, parseDeployment } from '~/chain/deployment'
import { buildEventDecoder, eventAbis } from '~/chain/events'

const addressAt = (index: number): Hex => `0x${(index + 1).toString(16).padStart(40, 'a')}`
const deployment: Deployment = parseDeployment(
  {
    chainId: 31337,
    profile: 'demo',
    finality: 8,
    contracts: Object.fromEntries(
      contractNames.map((name, index) => [name, { address: addressAt(index), block: 1, codeHash: keccak256('0x') }]),
    ),
  },
  'test',
)

/** A value of a parameter that differs from that of its neighbours. */
const sample = (type: string, seed: number, components?: AbiEvent['inputs']): unknown => {
  const list = /^(.+)\[(\d*)\]$/.exec(type)
  if (list?.[1]) {
    const [, part, length] = list
    return Array.from({ length: Number(length || 2) }, (_, index) => sample(part, seed + index, components))
  }
  if (type === 'tuple') {
    const parts = (components ?? []).map(({ name, type: part, ...rest }, index) => {
      const inner = 'components' in rest ? (rest.components as AbiEvent['inputs']) : undefined
      return [name, sample(part, seed + index, inner)]
    })
    return Object.fromEntries(parts)
  }
  if (type === 'address') return addressAt(seed * 7)
  if (type === 'bool') return seed % 2 === 0
  if (type === 'string') return `text ${seed} – 文字`
  if (type === 'bytes') return toHex(`bytes ${seed}`)
  if (type.startsWith('bytes')) return toHex(seed + 1, { size: Number(type.slice(5)) })
  const bits = Number(type.replace('uint', ''))
  return bits <= 48 ? seed + 1 : 2n ** BigInt(bits - 1) + BigInt(seed)
}

const events = Object.entries(eventAbis).flatMap(([contract, abi]) =>
  (abi as readonly { type: string }[])
    .filter((item): item is AbiEvent => item.type === 'event')
    .map((event) => ({ name: `${contract}.${event.name}`, contract, event })),
)

test.each(events)('decodes $name as viem does', ({ contract, event }) => {
  const args = Object.fromEntries(
    event.inputs.map(({ name, type, ...rest }, index) => [
      name,
      sample(type, index, 'components' in rest ? (rest.components as AbiEvent['inputs']) : undefined),
    ]),
  )
  const plain = event.inputs.filter(({ indexed }) => !indexed)
  const topics = encodeEventTopics({ abi: [event], eventName: event.name, args } as never) as Hex[]
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name }) => args[name ?? '']),
  )
  const { address } = deployment.contracts[contract as keyof typeof eventAbis]
  const place = { blockNumber: 1n, blockHash: keccak256('0x'), logIndex: 0, transactionHash: keccak256('0x') }
  const log = { address: address.toLowerCase() as Hex, topics, data, ...place }
  const decoded = buildEventDecoder(deployment)(log)
  const expected = decodeEventLog({ abi: [event], topics: topics as [Hex, ...Hex[]], data })
  expect(decoded?.name).toBe(event.name)
  expect(lowerAddresses(decoded?.args)).toEqual(lowerAddresses(expected.args ?? {}))
})

/** Both spell addresses in either case. */
const lowerAddresses = (value: unknown): unknown => {
  if (typeof value === 'string') return /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(lowerAddresses)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lowerAddresses(item)]))
}

test('a log of another contract, or of no known event, is none of ours', () => {
  const decode = buildEventDecoder(deployment)
  const place = { blockNumber: 1n, blockHash: keccak256('0x'), logIndex: 0, transactionHash: keccak256('0x') }
  expect(decode({ address: addressAt(99), topics: [keccak256('0x')], data: '0x', ...place })).toBeUndefined()
  const { address } = deployment.contracts.StewardGovernor
  const known = address.toLowerCase() as Hex
  expect(decode({ address: known, topics: [keccak256('0x')], data: '0x', ...place })).toBeUndefined()
})

test('a deployment file with a bad field is refused with its name', () => {
  const contracts = { ...deployment.contracts, Council: { ...deployment.contracts.Council, address: '0x12' } }
  expect(() => parseDeployment({ ...deployment, contracts }, 'x.json')).toThrow(/x\.json.*contracts\.Council\.address/)
})
