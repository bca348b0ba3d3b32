import fc from 'fast-check'
import { encodeFunctionData, type Hex, pad, parseEther } from 'viem'
import { expect, test } from 'vitest'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeTreasuryAbi,
  councilAbi,
  custodyAbi,
  enclavesAbi,
  modelRegistryAbi,
  orderBookAbi,
  providerRegistryAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
  votingTokenAbi,
} from '~/chain/abi/generated'
import { contractNames } from '~/chain/addresses'
import { decodeAction, sentenceKeys } from '~/chain/decode-action'

const addressAt = (index: number): Hex => `0x${String(index + 1).padStart(40, '0')}`
const contracts = new Map(contractNames.map((name, index) => [addressAt(index), name]))
const of = (name: (typeof contractNames)[number]): Hex => addressAt(contractNames.indexOf(name))
const somebody = '0x00000000000000000000000000000000000000AA'

const none = { class: 0, weight: 0 }

const decode = (target: Hex, calldata: Hex, value = 0n) => decodeAction({ target, calldata, value }, contracts)

test('says in words what a move of a release does', () => {
  const calldata = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'advanceToOpen', args: [42] })
  expect(decode(of('ModelRegistry'), calldata)).toEqual({
    contract: 'ModelRegistry',
    selector: calldata.slice(0, 10),
    signature: 'advanceToOpen(uint32)',
    arguments: [{ name: 'releaseId', type: 'uint32', value: '42' }],
    sentence: { key: 'action.advanceToOpen', params: { release: '42' } },
    release: 42n,
  })
})

test.each([
  [
    'a mint',
    of('VotingToken'),
    encodeFunctionData({ abi: votingTokenAbi, functionName: 'mint', args: [somebody, parseEther('1500.5')] }),
    { key: 'action.mint', params: { account: somebody, amount: '1500.5' } },
  ],
  [
    'the end of the council',
    of('Council'),
    encodeFunctionData({ abi: councilAbi, functionName: 'appoint', args: [`0x${'0'.repeat(40)}`, 0] }),
    { key: 'action.endCouncil', params: {} },
  ],
  [
    'capacities',
    of('StewardSeats'),
    encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'setCapacities', args: [[3, 3, 4, 4]] }),
    { key: 'action.setCapacities', params: { capacities: '3, 3, 4, 4', total: '14' } },
  ],
  [
    'an overruling',
    of('ModelRegistry'),
    encodeFunctionData({ abi: modelRegistryAbi, functionName: 'overrule', args: [7] }),
    { key: 'action.overrule', params: { uid: '7' } },
  ],
  [
    'a rule for Open',
    of('ModelRegistry'),
    encodeFunctionData({
      abi: modelRegistryAbi,
      functionName: 'setGateRule',
      args: [2, 4, { passes: [2, 2, 2, 2, 1, 1], dwell: 2_592_000, maxReportAge: 15_552_000 }],
    }),
    {
      key: 'action.setOpenRule',
      params: { flopClass: '2', passes: '2, 2, 2, 2, 1, 1', seconds: '2592000' },
    },
  ],
  [
    'a rule for Gated',
    of('ModelRegistry'),
    encodeFunctionData({
      abi: modelRegistryAbi,
      functionName: 'setGateRule',
      args: [0, 3, { passes: [0, 0, 0, 0, 0, 1], dwell: 60, maxReportAge: 1 }],
    }),
    { key: 'action.setGatedRule', params: { flopClass: '0', passes: '0, 0, 0, 0, 0, 1', seconds: '60' } },
  ],
  [
    'a grant',
    of('Custody'),
    encodeFunctionData({ abi: custodyAbi, functionName: 'grant', args: [3, somebody, pad('0x0b'), 1_800_000_000] }),
    {
      key: 'action.grant',
      params: { seal: '3', account: somebody, recipient: pad('0x0b'), until: '1800000000' },
    },
  ],
  [
    'a measurement, without the words of who proposes it',
    of('Enclaves'),
    encodeFunctionData({ abi: enclavesAbi, functionName: 'allowMeasurement', args: [pad('0x0c'), 'Perfectly safe'] }),
    { key: 'action.allowMeasurement', params: { measurement: pad('0x0c') } },
  ],
  [
    'a quorum',
    of('StewardGovernor'),
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'updateQuorumNumerator', args: [1250n] }),
    { key: 'action.updateQuorumNumerator', params: { percent: '12.5' } },
  ],
  [
    'a policy, with the class of each kind of party',
    of('AllocationPolicy'),
    encodeFunctionData({
      abi: allocationPolicyAbi,
      functionName: 'setPolicy',
      args: [
        {
          capBps: 1250,
          classes: [
            { reserveBps: 2000, weight: 2 },
            { reserveBps: 50, weight: 1 },
          ],
          kinds: [none, { class: 1, weight: 3 }, none, none, none, none, none],
        },
      ],
    }),
    {
      key: 'action.setPolicy',
      params: {
        percent: '12.5',
        reserves: '20%, 0.5%',
        weights: '2, 1',
        kinds: JSON.stringify([none, { class: 1, weight: 3 }, none, none, none, none, none]),
      },
    },
  ],
  [
    'a lower cap',
    of('AllocationPolicy'),
    encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'lowerCap', args: [999] }),
    { key: 'action.lowerCap', params: { percent: '9.99' } },
  ],
  [
    'new terms of the market',
    of('OrderBook'),
    encodeFunctionData({
      abi: orderBookAbi,
      functionName: 'setTerms',
      args: [
        {
          maxBids: 8,
          feeBps: 125,
          burnBps: 2_000,
          capBps: 3_300,
          penaltyBps: 0,
          floorUnits: 48,
          bidTime: 60,
          orderTime: 43_200,
          minNotice: 300,
          disputeWindow: 3_600,
          maxDuration: 2_592_000,
          minStake: 2n ** 96n - 1n,
          bidDeposit: 1n,
          disputeBond: 2n ** 80n - 1n,
        },
      ],
    }),
    {
      key: 'action.setTerms',
      params: {
        maxBids: '8',
        feeBps: '1.25',
        burnBps: '20',
        capBps: '33',
        penaltyBps: '0',
        floorUnits: '48',
        bidTime: '60',
        orderTime: '43200',
        minNotice: '300',
        disputeWindow: '3600',
        maxDuration: '2592000',
        minStake: String(2n ** 96n - 1n),
        bidDeposit: '1',
        disputeBond: String(2n ** 80n - 1n),
      },
    },
  ],
  [
    'an auditor',
    of('ProviderRegistry'),
    encodeFunctionData({ abi: providerRegistryAbi, functionName: 'appointAuditor', args: [somebody] }),
    { key: 'action.appointAuditor', params: { account: somebody } },
  ],
  [
    'an auditor that is dismissed',
    of('ProviderRegistry'),
    encodeFunctionData({ abi: providerRegistryAbi, functionName: 'dismissAuditor', args: [3] }),
    { key: 'action.dismissAuditor', params: { auditor: '3' } },
  ],
  [
    'an attribute',
    of('ProviderRegistry'),
    encodeFunctionData({ abi: providerRegistryAbi, functionName: 'addAttribute', args: ['In the EU'] }),
    { key: 'action.addAttribute', params: { name: 'In the EU' } },
  ],
  [
    'an audit that ends',
    of('ProviderRegistry'),
    encodeFunctionData({ abi: providerRegistryAbi, functionName: 'removeAudit', args: [7, 3] }),
    { key: 'action.removeAudit', params: { provider: '7', auditor: '3' } },
  ],
  [
    'an arbiter',
    of('Arbitration'),
    encodeFunctionData({ abi: arbitrationAbi, functionName: 'appointArbiter', args: [somebody] }),
    { key: 'action.appointArbiter', params: { account: somebody } },
  ],
  [
    'an arbiter that is dismissed',
    of('Arbitration'),
    encodeFunctionData({ abi: arbitrationAbi, functionName: 'dismissArbiter', args: [somebody] }),
    { key: 'action.dismissArbiter', params: { account: somebody } },
  ],
  [
    'a verdict for the claimant',
    of('Arbitration'),
    encodeFunctionData({ abi: arbitrationAbi, functionName: 'overturn', args: [5n, 2] }),
    { key: 'action.overturnForClaimant', params: { case: '5' } },
  ],
  [
    'a verdict for the respondent',
    of('Arbitration'),
    encodeFunctionData({ abi: arbitrationAbi, functionName: 'overturn', args: [5n, 3] }),
    { key: 'action.overturnForRespondent', params: { case: '5' } },
  ],
  [
    'a verdict that no contract takes',
    of('Arbitration'),
    encodeFunctionData({ abi: arbitrationAbi, functionName: 'overturn', args: [5n, 1] }),
    { key: 'action.call', params: { contract: 'Arbitration', call: 'overturn' } },
  ],
  [
    'a new pool',
    of('AllocationPolicy'),
    encodeFunctionData({ abi: allocationPolicyAbi, functionName: 'addPool', args: ['H100', 86_400n] }),
    { key: 'action.addPool', params: { name: 'H100', gpuSeconds: '86400' } },
  ],
  [
    'a budget',
    of('ComputeTreasury'),
    encodeFunctionData({
      abi: computeTreasuryAbi,
      functionName: 'setSchedule',
      args: [2, { gpuSeconds: 3_600n, money: 5n, maxRate: 7n }],
    }),
    { key: 'action.setSchedule', params: { pool: '2', gpuSeconds: '3600', money: '5', rate: '7' } },
  ],
  [
    'the end of a budget',
    of('ComputeTreasury'),
    encodeFunctionData({
      abi: computeTreasuryAbi,
      functionName: 'setSchedule',
      args: [2, { gpuSeconds: 0n, money: 5n, maxRate: 7n }],
    }),
    { key: 'action.endSchedule', params: { pool: '2' } },
  ],
  [
    'a grant of money',
    of('ComputeTreasury'),
    encodeFunctionData({ abi: computeTreasuryAbi, functionName: 'grantMoney', args: [somebody, 5n, 10, 20, 30] }),
    { key: 'action.grantMoney', params: { account: somebody, money: '5', from: '10', cliff: '20', until: '30' } },
  ],
  [
    'money that leaves the treasury',
    of('ComputeTreasury'),
    encodeFunctionData({ abi: computeTreasuryAbi, functionName: 'withdraw', args: [somebody, 5n] }),
    { key: 'action.withdraw', params: { account: somebody, money: '5' } },
  ],
  [
    'a function without a sentence of its own',
    of('StewardGovernor'),
    encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'invalidateBallots' }),
    { key: 'action.call', params: { contract: 'StewardGovernor', call: 'invalidateBallots' } },
  ],
] as const)('says in words what %s does', (_what, target, calldata, sentence) => {
  expect(decode(target, calldata).sentence).toEqual(sentence)
})

test('says that it does not know, rather than guess', () => {
  expect(decode(somebody, '0x12345678').sentence.key).toBe('action.unknown')
  expect(decode(of('ModelRegistry'), '0x12345678').sentence.key).toBe('action.unknown')
  expect(decode(somebody, '0x', 5n).sentence).toEqual({ key: 'action.send', params: { wei: '5', account: somebody } })
  const cut = encodeFunctionData({ abi: modelRegistryAbi, functionName: 'revoke', args: [1] }).slice(0, -2) as Hex
  expect(decode(of('ModelRegistry'), cut)).toMatchObject({ signature: null, release: null })
})

test('never throws, whatever a proposer sends', () => {
  const selectors = ['0x5fce1927', '0x40c10f19', '0xffffffff', '0x']
  const bytes = fc.uint8Array({ maxLength: 200 }).map((list) => Buffer.from(list).toString('hex'))
  fc.assert(
    fc.property(
      fc.constantFrom(...contracts.keys()),
      fc.constantFrom(...selectors),
      bytes,
      (target, selector, rest) => {
        const { sentence } = decode(target as Hex, `${selector}${rest}` as Hex)
        expect(sentenceKeys).toContain(sentence.key)
      },
    ),
  )
})
