import { AppError } from '~/domain/errors'
import { readEnv } from '~/env.server'
import { findRunning } from '../up/running'

/** The chain to ask, its deployment file, and a portal that may know the release's list. */
export type Targets = { rpcUrls: string[]; deploymentFile: string; portal: string | undefined }

type Given = { rpc?: string | undefined; deployment?: string | undefined; url?: string | undefined }

/**
 * Flags before settings; with neither, what `npm start` runs on this data folder. Null when there is no trace of a
 * chain; throws `invalid_environment` when there is only half of it.
 */
export const findTargets = ({ rpc, deployment, url }: Given): Targets | null => {
  const env = readEnv()
  const rpcUrl = rpc ?? env.RPC_URL
  const deploymentFile = deployment ?? env.DEPLOYMENT
  if (rpcUrl !== undefined && deploymentFile !== undefined) {
    return { rpcUrls: rpcUrl.split(','), deploymentFile, portal: url }
  }
  if (rpcUrl !== undefined || deploymentFile !== undefined) {
    const missing = rpcUrl === undefined ? '--rpc (or RPC_URL)' : '--deployment (or DEPLOYMENT)'
    throw new AppError('invalid_environment', `${missing} is missing: a chain and its deployment file go together.`)
  }
  const running = findRunning(env.DATA_DIR)
  return (
    running && {
      rpcUrls: running.RPC_URL.split(','),
      deploymentFile: running.DEPLOYMENT,
      portal: url ?? running.url,
    }
  )
}
