import type { AttestationRow } from '#db/queries/evaluations.server'
import { listGateRules, type StopRow } from '#db/queries/gates.server'
import type { ReleaseRow } from '#db/queries/models.server'
import { type AttestationFacts, EVALUATION_KINDS, findFlopClass, type GateRule, judgeAttestation } from '~/domain/gates'
import { toMoment, toParty, toReleaseRef, toStage } from '~/http/present'
import type { Attestation, EvaluationKind, Stop } from '~/http/stewardship'
import type { View } from '~/services.server'

/** The epoch of a look at the index, as queries of memberships take it. */
export const epochOf = ({ epoch, rules }: View) => {
  const epochStart = rules.epochGenesis + epoch * rules.epochLength
  return { epoch, epochStart, nextStart: epochStart + rules.epochLength }
}

/** What the domain judges of an attestation. */
export const toFacts = (row: AttestationRow): AttestationFacts => ({
  uid: row.uid,
  kind: row.kind,
  verdict: row.verdict === 1 ? 'pass' : 'fail',
  attester: row.attester,
  party: row.party,
  time: row.block_time,
  expirationTime: row.expiration_time,
  end: row.end_kind === 'revoked' && row.replaced_by !== null ? 'replaced' : row.end_kind,
  isEvaluator: row.is_evaluator,
  partyNow: row.party_now,
  partyNext: row.party_next,
})

/** The kind for the registry's number 0 to 5. */
export const toKind = (number: number): EvaluationKind => {
  const kind = EVALUATION_KINDS[number]
  if (kind === undefined) throw new RangeError(`${number} is no kind of evaluation; the registry knows 0 to 5.`)
  return kind
}

type RuleOf = (release: ReleaseRow) => GateRule | null

/** The rule of the stage that is ahead of a release; the step into red team has none. */
export const loadRules = async ({ sql }: View): Promise<RuleOf> => {
  const rules = await listGateRules(sql)
  return ({ cumulative_flop, stage }) => {
    const flopClass = findFlopClass(cumulative_flop)
    const rule = rules.find((one) => one.flop_class === flopClass && one.to_stage === stage + 1)
    return rule === undefined ? null : { passes: rule.passes, dwell: rule.dwell, maxReportAge: rule.max_report_age }
  }
}

/** Attestations as they are now; `releases` holds those that they are about. */
export const showAttestations = async (
  view: View,
  rows: readonly AttestationRow[],
  releases: readonly ReleaseRow[],
): Promise<Attestation[]> => {
  const byId = new Map(releases.map((release) => [release.release_id, release]))
  const ruleOf = await loadRules(view)
  const accountOf = await view.loadAccounts(rows.map(({ attester }) => attester))
  const proposalOf = await view.loadProposals(rows.map(({ end_proposal }) => end_proposal))
  return rows.flatMap((row): Attestation[] => {
    const release = byId.get(row.release_id)
    if (release === undefined) return []
    const facts = toFacts(row)
    const maxReportAge = ruleOf(release)?.maxReportAge ?? null
    return [
      {
        uid: String(row.uid),
        release: toReleaseRef(release, view.now),
        kind: toKind(row.kind),
        verdict: facts.verdict,
        attester: accountOf(row.attester),
        party: toParty(row.party, row.party_kind),
        report: row.report,
        uri: row.uri,
        at: toMoment(row.block_time, row.block_number),
        transaction: row.tx_hash,
        expires: row.expiration_time === 0 ? null : toMoment(row.expiration_time),
        status: judgeAttestation(facts, { releaseParty: release.party, now: view.now, maxReportAge }),
        ended:
          row.end_time === null || row.end_tx === null
            ? null
            : {
                at: toMoment(row.end_time, row.end_block),
                transaction: row.end_tx,
                replacedBy: row.replaced_by === null ? null : String(row.replaced_by),
                proposal: proposalOf(row.end_proposal),
              },
      },
    ]
  })
}

/** Holds and recalls as they are now. */
export const showStops = async (view: View, rows: readonly StopRow[]): Promise<Stop[]> => {
  const accountOf = await view.loadAccounts(rows.map(({ council }) => council))
  return rows.map((row) => ({
    kind: row.kind === 'held' ? 'hold' : 'recall',
    council: accountOf(row.council),
    stage: row.stage === null ? null : toStage(row.stage),
    approval: row.approval === null ? null : String(row.approval),
    from: toMoment(row.block_time, row.block_number),
    until: toMoment(row.until),
    active: row.until > view.now,
    reason: row.reason,
    transaction: row.tx_hash,
  }))
}
