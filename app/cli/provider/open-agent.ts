import type { LocalAccount } from 'viem'
import { printResult } from '../chain/arguments'
import type { ChainView } from '../chain/connect'
import type { Act, Agent } from './agent'
import type { ProviderConfig } from './config'
import { createRunner } from './create-runner'
import { serveTenants } from './endpoint/serve'
import { openJobStore } from './job-store'
import { buildPass } from './pass'
import { openWorkloads } from './run-workloads'
import { openStateFolder } from './state-folder'

type Who = { config: ProviderConfig; account: LocalAccount }
type Wish = { isDraining: boolean; unsafeNoSandbox: boolean; json: boolean }

/** Opens everything that an agent works with; `close` gives the folder free, and what runs goes on without it. */
export const openAgent = async (view: ChainView, { config, account }: Who, wish: Wish) => {
  const folder = openStateFolder(config.folder, view.deployment)
  try {
    const { unsafeNoSandbox, isDraining, json } = wish
    const runner = await createRunner(config, { folder: folder.runner, unsafeNoSandbox })
    const say = sayOnce(json)
    const store = openJobStore(folder.jobs)
    const agent: Agent = { view, account, config, folder, store, runner, isDraining, providerId: null, say }
    const workloads = openWorkloads(agent)
    let closeEndpoint = async () => {}
    return {
      say,
      pass: buildPass(agent, workloads),
      settled: workloads.settled,
      providerId: () => agent.providerId,
      serve: async () => {
        const { url, close } = await serveTenants(agent)
        closeEndpoint = close
        say({ act: 'serves', url, sentence: `Tenants are served at ${url}.` })
      },
      close: async () => {
        await closeEndpoint()
        folder.unlock()
      },
    }
  } catch (error) {
    folder.unlock()
    throw error
  }
}

const lasting = new Set(['waits', 'refused', 'workload-failed'])

/** Says what happens; what lasts, such as waiting, is said again only when there is something else to say of it. */
const sayOnce = (json: boolean) => {
  const said = new Map<string, string>()
  return ({ sentence, ...facts }: Act): void => {
    const { act, wanted, reason, order, lease } = facts
    const about = JSON.stringify([act, wanted ?? reason, order ?? lease])
    if (lasting.has(act) && said.get(about) === sentence) return
    said.set(about, sentence)
    printResult(json, facts, [sentence])
  }
}
