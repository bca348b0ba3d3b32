import { people } from './chain'
import { startDao, type TestDao } from './dao'
import { fillIndex, type Size } from './seed/fill-index'

const fill = async ({ chain, database: { sql }, pauseIndexing }: TestDao, size: Size) => {
  await pauseIndexing()
  const [start] = await sql<{ block: number; timestamp: number }[]>`
    select number::integer as block, timestamp::float8 as timestamp from cursor`
  if (start === undefined) throw new Error('nothing was indexed before the history')
  return fillIndex(sql, {
    size,
    start,
    deployment: chain.deployment,
    holders: people.holders.map(({ address }) => address),
    stewards: people.stewards.map(({ address }) => address),
    council: people.council.address,
    held: chain.profile.token.supply / BigInt(people.holders.length),
  })
}

/** A deployed system whose index holds a long history above the chain's blocks; its indexer has ended. */
export const startSeededDao = async (size: Size) => {
  const dao = await startDao({ args: ['--timestamp', '1700000000'] })
  try {
    return { ...dao, now: (await fill(dao, size)).now }
  } catch (error) {
    await dao.stop()
    throw error
  }
}

export type SeededDao = Awaited<ReturnType<typeof startSeededDao>>
