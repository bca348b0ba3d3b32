import { type Address, type LocalAccount, parseEther } from 'viem'
import type { Genesis } from '~/chain/profile'
import { chance, demoAccount, demoKey, demoWallet } from './keys'

/** IPartyRegistry.Kind, by what the demo calls its parties. */
export const kinds = { lab: 1, university: 2, provider: 3, publicInterest: 4, simulation: 5, aggregator: 6 } as const

/** A holder of tokens; `delegate` is whom it delegates to at the start, null for nobody. */
export type Holder = { account: LocalAccount; amount: bigint; delegate: Address | null; isDelegate: boolean }

const SUPPLY = parseEther('100000000')
const HOLDERS = 400
const DELEGATES = 22
const SKEW = 0.85

// Where the demo wallets stand among the holders, by rank: two large, the others as small as most.
const walletRanks = new Map([
  [3, 0],
  [8, 1],
  [24, 8],
  [40, 6],
  [60, 9],
  [80, 2],
  [110, 3],
  [140, 4],
  [170, 5],
])
/** Demo wallets that vote for themselves, and leave the votes under way to the reader. */
const ownVoters = [0, 1, 6, 8]

export const guardian = demoWallet(7)
/** Funds the others and deploys nothing: the deployer must own nothing afterwards. */
export const faucet = demoWallet(9)
export const deployer = demoAccount('deployer')

/** Steward i sits in constituency i % 4 (labs, universities, providers, public interest); the first four are wallets. */
export const stewards: LocalAccount[] = Array.from({ length: 12 }, (_, index) =>
  index < 4 ? demoWallet(index + 2) : demoAccount(`steward ${index}`),
)
const constituencyKinds = [kinds.lab, kinds.university, kinds.provider, kinds.publicInterest]

/** The party that registers the model: the first lab, whose steward is a demo wallet too. */
export const maintainer = stewards[0] as LocalAccount
/** Two universities and a public-interest body evaluate; the first one's key is a demo wallet. */
export const evaluators = [stewards[1], stewards[7], stewards[9]] as [LocalAccount, LocalAccount, LocalAccount]
/** A university that registers a copy of another's weights. */
export const mirror = stewards[5] as LocalAccount

/** The providers among the stewards; the first one's key is a demo wallet. */
export const providerOperators = [stewards[2], stewards[6], stewards[10]] as [LocalAccount, LocalAccount, LocalAccount]
/** A provider that belongs to no party. */
export const unaffiliated = demoAccount('provider without a party')
/** A holder who leases with money of its own: a demo wallet. */
export const marketTenant = demoWallet(1)
/** Public-interest bodies look at nodes; others decide disputes. */
export const auditors = [stewards[7], stewards[3]] as [LocalAccount, LocalAccount]
export const arbiters = [stewards[5], stewards[9], stewards[11]] as [LocalAccount, LocalAccount, LocalAccount]

export const applicant = (name: string): Address => applicantAccount(name).address
export const applicantAccount = (name: string): LocalAccount => demoAccount(`applicant ${name}`)

/** A provider that was admitted by vote, whose node really runs jobs: `npm start` starts its agent with this key. */
export const slotOperator = applicantAccount('provider 1')
export const slotOperatorKey = demoKey('applicant provider 1')

/** Pays for ballots that were signed elsewhere; `npm start` gives the portal this key, and the account what it spends. */
export const relay = demoAccount('relay')
export const relayKey = demoKey('relay')

const accountOfRank = (rank: number): LocalAccount => {
  const wallet = walletRanks.get(rank)
  return wallet === undefined ? demoAccount(`holder ${rank}`) : demoWallet(wallet)
}

const buildAmounts = (): bigint[] => {
  const weights = Array.from({ length: HOLDERS }, (_, rank) => (rank + 1) ** -SKEW)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const amounts = weights.map((weight) => parseEther(String(Math.floor((weight / sum) * 100_000_000))))
  const rest = SUPPLY - amounts.reduce((total, amount) => total + amount, 0n)
  return amounts.map((amount, rank) => (rank === 0 ? amount + rest : amount))
}

const chooseDelegate = (rank: number, delegates: readonly Address[], own: Address): Address | null => {
  const wallet = walletRanks.get(rank)
  if (wallet !== undefined) return ownVoters.includes(wallet) ? own : null
  const draw = chance(`delegation ${rank}`)
  if (draw < 0.12) return null
  if (draw < 0.66) return own
  // Squared, so that the first delegates are the popular ones.
  return delegates[Math.floor(chance(`delegate of ${rank}`) ** 2 * delegates.length)] ?? own
}

/** The token holders, largest first: a few hundred, with the skew that token votes show elsewhere. */
export const buildHolders = (): Holder[] => {
  const amounts = buildAmounts()
  const accounts = amounts.map((_, rank) => accountOfRank(rank))
  const delegates = accounts
    .filter((_, rank) => rank < DELEGATES && !walletRanks.has(rank))
    .map(({ address }) => address)
  return accounts.map((account, rank) => {
    const isDelegate = delegates.includes(account.address)
    const delegate = isDelegate ? account.address : chooseDelegate(rank, delegates, account.address)
    return { account, amount: amounts[rank] ?? 0n, delegate, isDelegate }
  })
}

/** Eleven of twelve seats are taken at the start: the last one is filled by a vote. */
export const buildGenesis = (holders: readonly Holder[], money: Address): Genesis => ({
  tokens: holders.map(({ account, amount }) => ({ account: account.address, amount })),
  parties: stewards.map(({ address }, index) => ({ controller: address, kind: constituencyKinds[index % 4] ?? 0 })),
  seats: stewards.slice(0, 11).map(({ address }, index) => ({
    steward: address,
    party: index + 1,
    constituency: index % 4,
  })),
  council: guardian.address,
  money,
})
