import { setTimeout as sleep } from 'node:timers/promises'

type Options = { seconds?: number; every?: number }

/** Asks until `ask` answers something; rejects after `seconds` with what was waited for. `every` is in milliseconds. */
export const waitUntil = async <Result>(
  what: string,
  ask: () => Promise<Result | undefined | false>,
  { seconds = 30, every = 15 }: Options = {},
): Promise<Result> => {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const result = await ask()
    if (result !== undefined && result !== false) return result
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    await sleep(every)
  }
}
