import { type Address, BaseError, ContractFunctionRevertedError, createPublicClient, getAddress, http } from 'viem'
import { mainnet } from 'viem/chains'
import { getEnsName, normalize, toCoinType } from 'viem/ens'
import { boundFetch } from '~/chain/simulation/bounded-fetch'

/** The name of an account as far as it is known by now. To ask begins to find it out, for whoever asks later. */
export type NameOf = (address: string) => string | null

type Find = (address: Address) => Promise<string | null>
type Known = { name: string | null; freshUntil: number; shownUntil: number }

const HOUR = 3_600_000
const MINUTE = 60_000
const MOST_KNOWN = 10_000
const MOST_ASKED = 500
const MOST_AT_ONCE = 4

/**
 * Names by `find`, kept for an hour, the absence of one too; asked again by the first who wants one then, and no more shown
 * after two. What fails is tried again after a minute. All of it is bounded: what does not fit is asked for another time.
 */
export const createNames = (find: Find, now: () => number = Date.now): NameOf => {
  const known = new Map<string, Known>()
  const asked = new Set<string>()
  const queue: string[] = []
  let running = 0

  const learn = async (address: string): Promise<Known> => {
    try {
      const name = await find(getAddress(address))
      return { name, freshUntil: now() + HOUR, shownUntil: now() + 2 * HOUR }
    } catch {
      return { name: null, shownUntil: 0, ...known.get(address), freshUntil: now() + MINUTE }
    }
  }
  const work = async (first: string) => {
    for (let address: string | undefined = first; address !== undefined; address = queue.shift()) {
      const learned = await learn(address)
      asked.delete(address)
      known.delete(address)
      known.set(address, learned)
      const [oldest] = known.keys()
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
    }
    running -= 1
  }
  const begin = (address: string) => {
    if (asked.has(address) || asked.size >= MOST_ASKED) return
    asked.add(address)
    if (running >= MOST_AT_ONCE) return void queue.push(address)
    running += 1
    void work(address)
  }

  return (given) => {
    const address = given.toLowerCase()
    const found = known.get(address)
    if (found === undefined || now() >= found.freshUntil) begin(address)
    return found !== undefined && now() < found.shownUntil ? found.name : null
  }
}

const MOST_LETTERS = 64

// Whoever owns a name chooses its letters: one is shown only as ENSIP-15 writes it, without letters that look like others.
const readName = (told: string | null): string | null => {
  if (told === null || told.length > MOST_LETTERS) return null
  try {
    return normalize(told) === told ? told : null
  } catch {
    return null
  }
}

const TIMEOUT_MS = 5_000
// A resolver is a contract of anybody's.
const MOST_BYTES = 100_000

/**
 * Primary names from ENS on mainnet, by a node of it, of accounts on the chain with this id (ENSIP-19): the universal
 * resolver follows the reverse record and checks that it leads back. Names that need a gateway (CCIP-read) are none: their
 * resolvers would choose which addresses this server asks.
 */
export const createEnsNames = (url: string, chainId: number): NameOf => {
  const transport = http(url, { timeout: TIMEOUT_MS, retryCount: 0, fetchFn: boundFetch(MOST_BYTES) })
  const client = createPublicClient({ chain: mainnet, transport, ccipRead: false })
  const coinType = toCoinType(chainId)
  const isRefusal = (error: unknown) =>
    error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError) !== null
  return createNames(async (address) => {
    try {
      return readName(await getEnsName(client, { address, coinType }))
    } catch (error) {
      if (isRefusal(error)) return null
      throw error
    }
  })
}
