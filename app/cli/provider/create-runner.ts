import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { AppError } from '~/domain/errors'
import { createKubernetesRunner } from '~/runner/kubernetes/kubernetes-runner'
import { createLocalRunner } from '~/runner/local/local-runner'
import type { Runner } from '~/runner/runner'
import type { ProviderConfig } from './config'

type Place = { folder: string; unsafeNoSandbox: boolean }

/**
 * The runner that the settings name. Throws `no_sandbox` where none can be made, and `invalid_usage` where the provider
 * would declare more units than there are.
 */
export const createRunner = async (config: ProviderConfig, place: Place): Promise<Runner> => {
  const runner = await open(config, place)
  const { units, kind, reason } = await runner.probe()
  if (config.provider.units <= units) return runner
  const found = `${units} ${kind === 'gpu' ? 'GPUs' : `CPU slots (${reason})`}`
  throw new AppError('invalid_usage', `provider.units is ${config.provider.units}, and the runner has ${found}.`)
}

const open = ({ runner: settings }: ProviderConfig, { folder, unsafeNoSandbox }: Place): Promise<Runner> => {
  if (settings.kind === 'local') {
    const { cpuSlots, user, bubblewrap } = settings
    return createLocalRunner({
      ...{ folder, unsafeNoSandbox },
      ...(cpuSlots !== undefined && { cpuSlots }),
      ...(user !== undefined && { user }),
      ...(bubblewrap !== undefined && { bubblewrap }),
    })
  }
  const { namespace, volume, publish } = settings
  const [program = '', ...args] = publish
  return createKubernetesRunner({
    ...{ namespace, volume },
    kubeconfig: settings.kubeconfig === undefined ? null : readFileSync(settings.kubeconfig, 'utf8'),
    publish: async ({ path, digest }) => (await promisify(execFile)(program, [...args, path, digest])).stdout.trim(),
  })
}
