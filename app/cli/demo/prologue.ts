import { encodeFunctionData, parseEther } from 'viem'
import { modelRegistryAbi, stewardSeatsAbi, votingTokenAbi } from '~/chain/abi/generated'
import type { Addresses } from '~/chain/deploy-plan'
import { faucet, type Holder, maintainer, mirror, stewards } from './cast'
import type { Step } from './chain-writer'
import { chance } from './keys'
import type { Happening } from './timeline'
import { describeRelease, releaseFiles } from './weights'

const DAY = 86_400
const model = 1
const mirrorModel = 2
const source = 'pkg:npm/%40ricky0123/vad-web@0.0.31#dist/'

type Prologue = { at: Addresses; end: number; holders: readonly Holder[] }

/** What happens beside the proposals: gas money, delegations, models and releases, presence of the stewards. */
export const tellPrologue = (options: Prologue): Happening[] => [
  ...fundEveryone(options),
  ...delegateEveryone(options),
  ...changeMinds(options),
  ...registerModels(options),
  ...showPresence(options),
]

const fundEveryone = ({ end, holders }: Prologue): Happening[] => {
  const accounts = [...holders.map(({ account }) => account), ...stewards]
  const unique = new Map(accounts.map((account) => [account.address, account]))
  unique.delete(faucet.address)
  const steps = (): Step[] =>
    [...unique.values()].map(({ address }) => ({
      from: faucet,
      to: address,
      value: parseEther('1'),
      gas: 21_000n,
      label: `gas money for ${address}`,
    }))
  return [{ at: end - 71 * DAY, steps }]
}

const delegateStep = (at: Addresses, { account }: Holder, delegate: `0x${string}`): Step => ({
  from: account,
  to: at.VotingToken,
  gas: 200_000n,
  data: encodeFunctionData({ abi: votingTokenAbi, functionName: 'delegate', args: [delegate] }),
  label: `delegation of ${account.address}`,
})

const delegateEveryone = ({ at, end, holders }: Prologue): Happening[] => {
  const willing = holders.filter(({ delegate }) => delegate !== null)
  return [0, 1, 2, 3].map((day) => ({
    at: end - (71 - 0.3 * (day + 1)) * DAY,
    steps: () =>
      willing
        .filter(({ account }) => Math.floor(chance(`day ${account.address}`) * 4) === day)
        .map((holder) => delegateStep(at, holder, holder.delegate ?? holder.account.address)),
  }))
}

// Small holders who leave their delegate, spread over the weeks, so that power has a history.
const changeMinds = ({ at, end, holders }: Prologue): Happening[] => {
  const followers = holders.filter(({ account, delegate }) => delegate !== null && delegate !== account.address)
  return followers
    .filter((_, index) => index % 9 === 4)
    .map((holder, index) => ({
      at: Math.floor(end - (60 - index * 2.3) * DAY + 3 * 3600),
      steps: () => [delegateStep(at, holder, holder.account.address)],
    }))
}

const registerModels = ({ at, end }: Prologue): Happening[] => {
  const registerModel = (from: Step['from'], name: string): Step => ({
    from,
    to: at.ModelRegistry,
    gas: 400_000n,
    data: encodeFunctionData({ abi: modelRegistryAbi, functionName: 'registerModel', args: [name] }),
    label: `model ${name}`,
  })
  const registerRelease = (release: Release): Step => ({
    from: release.from,
    to: at.ModelRegistry,
    gas: 1_500_000n,
    data: encodeFunctionData({ abi: modelRegistryAbi, functionName: 'registerRelease', args: [buildInput(release)] }),
    label: `release ${release.version}`,
  })
  const { legacy, v5, v6, collection, pair } = releaseFiles
  const own = { from: maintainer, modelId: model, licence: 'MIT' }
  return [
    { at: end - 69.6 * DAY, steps: () => [registerModel(maintainer, 'Silero VAD')] },
    {
      at: end - 69.5 * DAY,
      steps: () => [registerRelease({ ...own, version: 'legacy', parents: [], names: legacy })],
    },
    { at: end - 56 * DAY, steps: () => [registerRelease({ ...own, version: 'v5', parents: [1], names: v5 })] },
    { at: end - 39 * DAY, steps: () => [registerRelease({ ...own, version: 'v6', parents: [2], names: v6 })] },
    { at: end - 37 * DAY, steps: () => [registerModel(mirror, 'VAD mirror')] },
    {
      at: end - 36.9 * DAY,
      steps: () => [
        registerRelease({
          from: mirror,
          modelId: mirrorModel,
          licence: 'Apache-2.0',
          version: 'copy of legacy',
          parents: [],
          names: legacy,
        }),
      ],
    },
    {
      at: end - 6 * DAY,
      steps: () => [registerRelease({ ...own, version: 'collection', parents: [1, 2, 3], names: collection })],
    },
    {
      at: end - 5.9 * DAY,
      steps: () => [registerRelease({ ...own, version: 'v5 and v6', parents: [2, 3], names: pair })],
    },
  ]
}

type Release = {
  from: Step['from']
  modelId: number
  licence: string
  version: string
  parents: number[]
  names: readonly string[]
}

const buildInput = ({ modelId, licence, version, parents, names }: Release) => ({
  ...describeRelease(names),
  modelId,
  licence,
  version,
  parents,
  gpuSeconds: 0n,
  flop: 0n,
  uri: `${source}${names.length === 1 ? names[0] : ''}`,
})

const showPresence = ({ at, end }: Prologue): Happening[] =>
  [25, 9].map((days, round) => ({
    at: end - days * DAY,
    steps: () =>
      stewards
        .filter((_, index) => (index + round) % 3 !== 0)
        .map((from) => ({
          from,
          to: at.StewardSeats,
          gas: 100_000n,
          data: encodeFunctionData({ abi: stewardSeatsAbi, functionName: 'present' }),
          label: `presence of ${from.address}`,
        })),
  }))
