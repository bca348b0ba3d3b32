import type { Address } from 'viem'
import { readDeployment } from '~/chain/deployment.server'
import type { Targets } from './find-targets'
import { asking, openChain } from './open-chain'
import { type RegisteredRelease, readRelease } from './read-release'
import { readStanding, type Standing } from './read-standing'

/** What the chain says of a release: what was registered, and, whenever it is asked for, where it stands now. */
export type AskedChain = {
  release: RegisteredRelease
  readStanding: (account: Address | undefined) => Promise<Standing>
}

/** Connects and reads what was registered; throws `rpc_unreachable`, `wrong_chain`, `wrong_code`, `unknown_release`. */
export const askChain = async ({ rpcUrls, deploymentFile }: Targets, id: number): Promise<AskedChain> => {
  const deployment = await readDeployment(deploymentFile)
  const chain = await openChain(rpcUrls, deployment)
  return {
    release: await asking(rpcUrls, () => readRelease(chain, id)),
    readStanding: (account) => asking(rpcUrls, () => readStanding({ ...chain, id, account })),
  }
}
