import { type AbiFunction, toFunctionSignature } from 'viem'
import { toEventSignature } from 'viem/utils'
import { expect, test } from 'vitest'
import {
  allocationPolicyAbi,
  arbitrationAbi,
  computeMarketAbi,
  computeTreasuryAbi,
  custodyAbi,
  milestoneLeasesAbi,
  modelRegistryAbi,
  nodeRewardsAbi,
  orderBookAbi,
  stewardGovernorAbi,
  stewardSeatsAbi,
  usageReceiptsAbi,
  votingTokenAbi,
} from '~/chain/abi/generated'
import {
  allocationCallAbi,
  arbitrationCallAbi,
  bookCallAbi,
  custodyCallAbi,
  governorCallAbi,
  jobsCallAbi,
  marketCallAbi,
  receiptsCallAbi,
  registryCallAbi,
  rewardsCallAbi,
  seatsReadAbi,
  tokenCallAbi,
  treasuryCallAbi,
} from '~/chain/abi/wallet'

type Item = { type: string; name?: string; inputs?: readonly { name?: string | undefined }[] }

const describe = (item: Item) => {
  const names = (item.inputs ?? []).map(({ name }) => name).join(', ')
  if (item.type === 'event') return `event ${toEventSignature(item as never)} (${names})`
  const { outputs, stateMutability } = item as AbiFunction
  const returns = outputs.map(({ type }) => type).join(', ')
  return `${toFunctionSignature(item as AbiFunction)} (${names}) ${stateMutability} returns ${returns}`
}

test.each([
  ['governor', governorCallAbi, stewardGovernorAbi],
  ['token', tokenCallAbi, votingTokenAbi],
  ['seats', seatsReadAbi, stewardSeatsAbi],
  ['registry', registryCallAbi, modelRegistryAbi],
  ['custody', custodyCallAbi, custodyAbi],
  ['allocation policy', allocationCallAbi, allocationPolicyAbi],
  ['treasury', treasuryCallAbi, computeTreasuryAbi],
  ['order book', bookCallAbi, orderBookAbi],
  ['market', marketCallAbi, computeMarketAbi],
  ['arbiters', arbitrationCallAbi, arbitrationAbi],
  ['jobs', jobsCallAbi, milestoneLeasesAbi],
  ['rewards', rewardsCallAbi, nodeRewardsAbi],
  ['receipts', receiptsCallAbi, usageReceiptsAbi],
])('the narrow ABI of the %s says what the generated one says', (_name, narrow, generated) => {
  const known = (generated as readonly Item[])
    .filter(({ type }) => type === 'function' || type === 'event')
    .map(describe)
  expect((narrow as readonly Item[]).map(describe).filter((item) => !known.includes(item))).toEqual([])
})
