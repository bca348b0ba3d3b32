import { type AttestationRow, listAttestationRows } from '#db/queries/evaluations.server'
import {
  listOtherHolders,
  listRevokedAncestors,
  listSealBriefs,
  listStopRows,
  type StopRow,
} from '#db/queries/gates.server'
import { listReleaseRowsById, type ReleaseRow } from '#db/queries/models.server'
import { epochOf, loadRules, showStops, toFacts, toKind } from '~/attestations.server'
import type { DecodedAction } from '~/chain/decode-action'
import { findFlopClass, type GateFacts, type GateStage, type GateStatus, judgeGate } from '~/domain/gates'
import { toMoment, toParty, toReleaseRef, toStage } from '~/http/present'
import type { Account, ReleaseRef } from '~/http/shapes'
import type { Gate, Stop } from '~/http/stewardship'
import type { View } from '~/services.server'

const REVOKED = 5
const nextStages = { registered: 'red-team', 'red-team': 'gated', gated: 'open' } as const

const toGateStage = (row: ReleaseRow): GateStage | null => {
  const stage = toStage(row.stage)
  return stage === 'open' || stage === 'revoked' ? null : stage
}

const groupBy = <Row extends { release_id: bigint }>(rows: readonly Row[]) => {
  const groups = new Map<bigint, Row[]>()
  for (const row of rows) groups.set(row.release_id, [...(groups.get(row.release_id) ?? []), row])
  return (id: bigint): Row[] => groups.get(id) ?? []
}

type Judged = {
  row: ReleaseRow
  stage: GateStage
  facts: GateFacts
  status: GateStatus
  attestations: AttestationRow[]
  stops: StopRow[]
}

/** Judges all releases at once, so that a list takes as many queries as one release. */
const judgeAll = async (view: View, rows: readonly ReleaseRow[]): Promise<Judged[]> => {
  const { sql, now } = view
  const ids = rows.map(({ release_id }) => release_id)
  const ruleOf = await loadRules(view)
  const attestationsOf = groupBy(await listAttestationRows(sql, { releases: ids }, epochOf(view)))
  const stopsOf = groupBy(await listStopRows(sql, ids))
  const sealOf = groupBy(await listSealBriefs(sql, ids))
  const ancestorOf = groupBy(await listRevokedAncestors(sql, ids))
  const holderOf = groupBy(await listOtherHolders(sql, ids))
  return rows.flatMap((row) => {
    const stage = toGateStage(row)
    if (stage === null) return []
    const id = row.release_id
    const attestations = attestationsOf(id)
    const stops = stopsOf(id)
    const [seal] = sealOf(id)
    const [holder] = holderOf(id)
    const facts: GateFacts = {
      stage,
      stageSince: row.stage_since,
      party: row.party,
      rule: ruleOf(row),
      attestations: attestations.map(toFacts),
      heldUntil: stops.find(({ kind }) => kind === 'held')?.until ?? 0,
      recalledUntil: stops.find(({ kind }) => kind === 'recalled')?.until ?? 0,
      revokedAncestor: ancestorOf(id)[0]?.ancestor ?? null,
      rootHolder: holder === undefined || holder.holder === id || holder.stage === REVOKED ? null : holder.holder,
      missingAcks: seal === undefined ? 0 : seal.shares - seal.acknowledged,
    }
    return [{ row, stage, facts, status: judgeGate(facts, now), attestations, stops }]
  })
}

type Shown = { accountOf: (address: `0x${string}`) => Account; refOf: (id: bigint | null) => ReleaseRef | null }

const showGate = async (view: View, judged: Judged, { accountOf, refOf }: Shown): Promise<Gate> => {
  const { row, stage, facts, status, attestations } = judged
  const showPass = (uid: bigint) => {
    const made = attestations.filter((one) => one.uid === uid)
    return made.map(({ attester, party, party_kind }) => ({
      uid: String(uid),
      attester: accountOf(attester),
      party: toParty(party, party_kind),
    }))
  }
  const stops = await showStops(view, judged.stops)
  const running = (kind: Stop['kind']) => stops.find((stop) => stop.kind === kind && stop.active) ?? null
  return {
    release: toReleaseRef(row, view.now),
    to: nextStages[stage],
    flopClass: findFlopClass(row.cumulative_flop),
    met: status.met,
    unmet: status.unmet,
    maxReportAgeSeconds: facts.rule?.maxReportAge ?? 0,
    kinds: status.kinds.map(({ needed, by }, kind) => ({
      kind: toKind(kind),
      needed,
      have: by.length,
      met: by.length >= needed,
      by: by.flatMap(({ uid }) => showPass(uid)),
    })),
    fails: status.fails.flatMap(({ uid, kind }) => showPass(uid).map((pass) => ({ ...pass, kind: toKind(kind) }))),
    dwell: { seconds: status.dwellSeconds, until: toMoment(status.dwellUntil), over: view.now >= status.dwellUntil },
    held: running('hold'),
    recalled: running('recall'),
    revokedAncestor: refOf(facts.revokedAncestor),
    rootHolder: refOf(facts.rootHolder),
    missingAcks: facts.missingAcks,
  }
}

/** How releases stand before their next stage now; those at open and revoked have none. */
export const loadGates = async (view: View, rows: readonly ReleaseRow[]): Promise<ReadonlyMap<bigint, Gate>> => {
  const judged = await judgeAll(view, rows)
  const named = judged.flatMap(({ facts }) => [facts.revokedAncestor, facts.rootHolder]).filter((id) => id !== null)
  const others = new Map((await listReleaseRowsById(view.sql, named)).map((row) => [row.release_id, row]))
  const attesters = judged.flatMap(({ attestations }) => attestations.map(({ attester }) => attester))
  const accountOf = await view.loadAccounts(attesters)
  const refOf = (id: bigint | null) => {
    const row = id === null ? undefined : others.get(id)
    return row === undefined ? null : toReleaseRef(row, view.now)
  }
  const gates = new Map<bigint, Gate>()
  for (const one of judged) gates.set(one.row.release_id, await showGate(view, one, { accountOf, refOf }))
  return gates
}

const advances: Partial<Record<string, Gate['to']>> = {
  'advanceToRedTeam(uint32)': 'red-team',
  'advanceToGated(uint32)': 'gated',
  'advanceToOpen(uint32)': 'open',
}

/** For each call that advances a release whose turn it is, its gate now; null for every other call. */
export const loadGatesOfCalls = async (
  view: View,
  calls: readonly Pick<DecodedAction, 'signature' | 'release'>[],
): Promise<(Gate | null)[]> => {
  const ids = calls.flatMap(({ release }) => (release === null ? [] : [release]))
  const gates = await loadGates(view, await listReleaseRowsById(view.sql, [...new Set(ids)]))
  return calls.map(({ signature, release }) => {
    const gate = gates.get(release ?? -1n)
    return gate !== undefined && advances[signature ?? ''] === gate.to ? gate : null
  })
}
