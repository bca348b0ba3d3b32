import { formatUnits, getAddress } from 'viem'
import { listReleaseRowsById } from '#db/queries/models.server'
import { listPoolRows } from '#db/queries/pools.server'
import type { ProposalDetailRow } from '#db/queries/proposals.server'
import { addressOf } from '~/chain/addresses'
import { decodeAction } from '~/chain/decode-action'
import type { Money } from '~/chain/rules.server'
import type { Call } from '~/domain/tier'
import { loadGatesOfCalls } from '~/gates.server'
import { toReleaseRef } from '~/http/present'
import type { View } from '~/services.server'
import type { Action } from './schema'
import { buildTierOf } from './tier.server'

/** The calls of a proposal as the governor takes them. */
export const callsOf = ({
  targets,
  values,
  calldatas,
}: Pick<ProposalDetailRow, 'targets' | 'values' | 'calldatas'>): Call[] =>
  targets.map((target, index) => ({ target, value: values[index] ?? 0n, calldata: calldatas[index] ?? '0x' }))

const HOUR = 3_600n
const RATE_DECIMALS = 6

// Exact, as all of a sentence is: base units of the money token as a decimal number.
const showMoney = (value: bigint, { symbol, decimals }: Pick<Money, 'symbol' | 'decimals'>): string =>
  `${formatUnits(value, decimals)} ${symbol}`

const perMillion = ({ symbol, decimals }: Money) => ({ symbol, decimals: decimals + RATE_DECIMALS })

/** Each call in words and as it will be sent. */
export const listActionsOf = async (
  view: View,
  row: Pick<ProposalDetailRow, 'targets' | 'values' | 'calldatas'>,
): Promise<Action[]> => {
  const calls = callsOf(row)
  const decoded = calls.map((call) => decodeAction(call, view.services.contracts))
  const ids = decoded.flatMap(({ release }) => (release === null ? [] : [release]))
  const releases = new Map((await listReleaseRowsById(view.sql, ids)).map((found) => [found.release_id, found]))
  const gates = await loadGatesOfCalls(view, decoded)
  const tierOf = await buildTierOf(view)
  const poolNames = new Map((await listPoolRows(view.sql)).map(({ pool, name }) => [String(pool), name]))
  const amounts = ['money', 'minStake', 'bidDeposit', 'disputeBond', 'reward'] as const
  const showCompute = ({ pool, rate, ...params }: Record<string, string>) => ({
    ...(pool !== undefined && { poolName: poolNames.get(pool) ?? '?' }),
    ...Object.fromEntries(
      amounts.flatMap((name) => {
        const amount = params[name]
        return amount === undefined ? [] : [[name, showMoney(BigInt(amount), view.rules.money)]]
      }),
    ),
    ...(rate !== undefined && { price: showMoney(BigInt(rate) * HOUR, perMillion(view.rules.money)) }),
  })
  return calls.map((call, index) => {
    const { release: id, ...action } = decoded[index] ?? decodeAction(call, view.services.contracts)
    const release = id === null ? undefined : releases.get(id)
    const { key, params } = action.sentence
    const names = release && { model: release.model_name, version: release.version }
    return {
      index,
      target: getAddress(call.target),
      contract: action.contract,
      value: String(call.value),
      selector: action.selector,
      signature: action.signature,
      arguments: action.arguments,
      calldata: call.calldata,
      tier: tierOf([call]),
      sentence: { key, params: { model: '?', version: '?', ...params, ...names, ...showCompute(params) } },
      release: release === undefined ? null : toReleaseRef(release, view.now),
      gate: gates[index] ?? null,
    }
  })
}

/** Whether every call is to the Council, which then cannot cancel. */
export const onlyTargetsCouncil = (view: View, row: ProposalDetailRow): boolean => {
  const council = addressOf(view.services.deployment, 'Council').toLowerCase()
  return row.targets.every((target) => target.toLowerCase() === council)
}
