import { AppError } from '~/domain/errors'
import { parseArguments, parseNumber, printResult } from './chain/arguments'
import { type ChainView, requireCode, withChain } from './chain/connect'
import { findSigner } from './chain/signer'
import { sentenceOf } from './log'
import { listUnsettled } from './settle/list-unsettled'
import { type Settled, settleRound } from './settle/settle-round'
import { createStopSignal } from './stop-signal'

const options = {
  pool: { type: 'string' },
  epoch: { type: 'string' },
  batch: { type: 'string' },
  watch: { type: 'boolean' },
} as const

const DEFAULT_BATCH = 2_000
const WATCH_SECONDS = 10

type Options = { pool: number | null; epoch: number | null; batch: number }

/**
 * `ostrakon settle [--pool P] [--epoch E] [--batch N] [--watch]`: solves the rounds of which requests are taken no more,
 * and has the chain verify the levels, in batches of N requests. It goes on where it, or anybody else, ended. Without a
 * key it prints the next transaction. 0 everything that can be settled is, 1 refused, 3 usage or network.
 */
export const runSettle = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArguments(args, options)
  if (positionals.length > 0) {
    throw new AppError('invalid_usage', `settle takes no ${JSON.stringify(positionals[0])}. See \`ostrakon help\`.`)
  }
  const wanted: Options = {
    pool: values.pool === undefined ? null : parseNumber(values.pool, '--pool'),
    epoch: values.epoch === undefined ? null : parseNumber(values.epoch, '--epoch'),
    batch: values.batch === undefined ? DEFAULT_BATCH : parseNumber(values.batch, '--batch'),
  }
  const account = findSigner(values['key-file'])
  if (values.watch && account === null) {
    throw new AppError('invalid_usage', '--watch sends transactions: name a key by --key-file or SIGNER_KEY.')
  }
  const once = () =>
    withChain(values, async (view) => {
      await requireCode(view, ['AllocationPolicy'])
      return settleAll(view, wanted, (round) => settleRound(view, round, { batch: wanted.batch, account }))
    })
  const say = (settled: Settled[]) =>
    printResult(
      values.json,
      { rounds: settled.map(({ result }) => result) },
      settled.length === 0 ? ['Nothing is left to settle.'] : settled.map(({ sentence }) => sentence),
    )
  if (!values.watch) {
    say(await once())
    return 0
  }
  await watch(once, say)
  return 0
}

type Round = Awaited<ReturnType<typeof listUnsettled>>[number]

const settleAll = async (
  view: ChainView,
  { pool, epoch }: Options,
  settle: (round: Round) => Promise<Settled>,
): Promise<Settled[]> => {
  const settled: Settled[] = []
  for (const round of await listUnsettled(view, { pool, epoch })) settled.push(await settle(round))
  return settled
}

// A node that is away for a while, or a refusal that the next epoch mends, must not end a keeper.
const watch = async (once: () => Promise<Settled[]>, say: (settled: Settled[]) => void): Promise<void> => {
  const signal = createStopSignal()
  while (!signal.aborted) {
    const settled = await once().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      process.stderr.write(`${sentenceOf(error)} Trying again in ${WATCH_SECONDS} s.\n`)
      return []
    })
    if (settled.length > 0) say(settled)
    await pause(signal)
  }
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, WATCH_SECONDS * 1000)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        done()
      },
      { once: true },
    )
  })
