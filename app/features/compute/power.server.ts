import { listEpochs } from '#db/queries/rounds.server'
import { measureConcentration } from '~/domain/concentration'
import { timesOfEpoch } from '~/domain/epoch'
import { toGpuSeconds, toMoment, toParty } from '~/http/present'
import type { One } from '~/http/shapes'
import { type View, withView } from '~/services.server'
import type { ComputePower } from './power-schema'
import { changesOfRound, statusOf, type WorkedRound, workRounds } from './rounds.server'
import { changesOfRules, getPolicyAt, loadRules } from './rules.server'

/** About half a year of weeks, which a line still shows point by point. */
const SHOWN_EPOCHS = 26

type Amounts = Map<string, { party: bigint; kind: number; amount: bigint }>

/** What each party got in an epoch, over all pools. */
const sumByParty = (rounds: readonly WorkedRound[]): Amounts => {
  const amounts: Amounts = new Map()
  for (const { requests, shared } of rounds) {
    for (const [index, { party, party_kind: kind }] of requests.entries()) {
      const before = amounts.get(String(party))?.amount ?? 0n
      const amount = before + BigInt(shared.shares[index]?.allocation ?? 0)
      amounts.set(String(party), { party, kind, amount })
    }
  }
  return amounts
}

const shareOf = (amount: bigint, total: bigint): number => (total === 0n ? 0 : Number((amount * 10_000n) / total))

const totalOf = (amounts: Amounts): bigint => [...amounts.values()].reduce((sum, { amount }) => sum + amount, 0n)

const toPoint = (view: View, epoch: number, rounds: readonly WorkedRound[]): ComputePower['points'][number] => {
  const amounts = [...sumByParty(rounds).values()].map(({ amount }) => amount)
  const { total, ...measures } = measureConcentration(amounts)
  return {
    epoch,
    starts: toMoment(timesOfEpoch(view.rules, epoch).starts),
    final: rounds.every(({ row }) => statusOf(view, row) === 'final'),
    total: toGpuSeconds(total),
    ...measures,
  }
}

const toShares = (now: Amounts, before: Amounts | null): ComputePower['shares'] => {
  const [total, former] = [totalOf(now), before === null ? 0n : totalOf(before)]
  return [...now.values()]
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount < b.amount ? 1 : -1))
    .map(({ party, kind, amount }) => {
      const old = before?.get(String(party))
      const shareBps = shareOf(amount, total)
      return {
        party: toParty(party, kind),
        amount: toGpuSeconds(amount),
        shareBps,
        changeBps: old === undefined ? null : shareBps - shareOf(old.amount, former),
      }
    })
}

/** Who gets how much of the shared compute over the newest epochs; null where nobody has asked for anything yet. */
export const getComputePower = (): Promise<One<ComputePower | null>> =>
  withView(async (view) => {
    const rules = await loadRules(view)
    const found = await listEpochs(view.sql, { from: null, backwards: false, limit: SHOWN_EPOCHS + 1 })
    // The next epoch is still being asked for: what stands there now is nobody's yet.
    const epochs = found.filter((epoch) => epoch <= view.epoch).slice(0, SHOWN_EPOCHS)
    const worked = await workRounds(view, rules, epochs)
    const ofEpoch = (epoch: number) => worked.filter(({ row }) => row.epoch === epoch)
    const [newest, oldest] = [epochs[0], epochs.at(-1)]
    const asOf = await view.asOf([...changesOfRules(rules), ...worked.flatMap(changesOfRound)])
    if (newest === undefined || oldest === undefined) return { data: null, asOf }
    const before = oldest === newest ? null : sumByParty(ofEpoch(oldest))
    return {
      data: {
        epoch: newest,
        capBps: getPolicyAt(rules, newest).cap_bps,
        points: epochs.toReversed().map((epoch) => toPoint(view, epoch, ofEpoch(epoch))),
        shares: toShares(sumByParty(ofEpoch(newest)), before),
      },
      asOf,
    }
  })
