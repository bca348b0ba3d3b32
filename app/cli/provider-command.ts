import { setTimeout as pause } from 'node:timers/promises'
import type { LocalAccount } from 'viem'
import { AppError } from '~/domain/errors'
import { parseArguments, printResult, requireGiven } from './chain/arguments'
import { type ChainView, requireCode, toUnreachable, withChain } from './chain/connect'
import { marketContracts } from './chain/market-contracts'
import { findSigner } from './chain/signer'
import { sentenceOf } from './log'
import { type ProviderConfig, readConfig } from './provider/config'
import { openAgent } from './provider/open-agent'
import { createStopSignal } from './stop-signal'

const options = {
  config: { type: 'string' },
  once: { type: 'boolean' },
  drain: { type: 'boolean' },
  'unsafe-no-sandbox': { type: 'boolean' },
} as const

type Wish = { once: boolean; isDraining: boolean; unsafeNoSandbox: boolean; json: boolean }

/**
 * `ostrakon provider --config FILE --key-file FILE [--once] [--drain]`: registers a provider, bids by its price list,
 * runs what its tenants put, and takes what it earns. `--drain` takes no more, gives notice of every lease and ends with
 * the last of them. 0 told to end or done, 1 refused, 3 usage or network.
 */
export const runProvider = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, options)
  if (positionals.length > 0) {
    throw new AppError('invalid_usage', `provider takes no ${JSON.stringify(positionals[0])}. See \`ostrakon help\`.`)
  }
  const config = readConfig(requireGiven(values.config, '--config FILE'))
  const account = findSigner(values['key-file'])
  if (account === null) {
    throw new AppError('invalid_usage', 'A provider sends transactions: name a key by --key-file or SIGNER_KEY.')
  }
  const wish: Wish = {
    once: values.once === true,
    isDraining: values.drain === true,
    unsafeNoSandbox: values['unsafe-no-sandbox'] === true,
    json: values.json === true,
  }
  return withChain(values, async (view) => {
    await requireCode(view, marketContracts)
    await run(view, { config, account }, wish)
    return 0
  })
}

type Who = { config: ProviderConfig; account: LocalAccount }

const run = async (view: ChainView, who: Who, wish: Wish): Promise<void> => {
  const signal = createStopSignal()
  const agent = await openAgent(view, who, wish)
  try {
    if (wish.once) {
      const left = await agent.pass()
      await agent.settled()
      // What a start changed is seen by the next look; what is left is said for whoever calls again.
      printResult(wish.json, { act: 'done', provider: agent.providerId(), ...left }, ['Done for now.'])
      return
    }
    await agent.serve()
    await watch(agent, { config: who.config, signal, isDraining: wish.isDraining })
  } finally {
    await agent.close()
  }
}

type Watched = { config: ProviderConfig; signal: AbortSignal; isDraining: boolean }

// A node that is away for a while must not end an agent, nor what it runs.
const watch = async (
  agent: Awaited<ReturnType<typeof openAgent>>,
  { config, signal, isDraining }: Watched,
): Promise<void> => {
  while (!signal.aborted) {
    const left = await agent.pass().catch((error: unknown) => {
      const cause = toUnreachable(error)
      if (!(cause instanceof AppError)) throw cause
      process.stderr.write(`${sentenceOf(cause)} Trying again in ${config.pollSeconds} s.\n`)
      return null
    })
    if (isDraining && left?.running === 0) {
      agent.say({ act: 'drained', ...left, sentence: `No lease runs. ${left.unsettled} may be disputed for a while.` })
      return
    }
    // Told to end, it does at once.
    await pause(config.pollSeconds * 1000, undefined, { signal }).catch(() => {})
  }
}
