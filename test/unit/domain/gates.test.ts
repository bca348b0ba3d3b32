import { expect, test } from 'vitest'
import { type AttestationFacts, findFlopClass, type GateFacts, judgeAttestation, judgeGate } from '~/domain/gates'

const DAY = 86_400
const NOW = 1_000 * DAY

const attester = (index: number) => `0x${String(index).padStart(40, '0')}` as const

const pass = (given: Partial<AttestationFacts> = {}): AttestationFacts => ({
  uid: 1n,
  kind: 5,
  verdict: 'pass',
  attester: attester(1),
  party: 2n,
  time: NOW - DAY,
  expirationTime: 0,
  end: null,
  isEvaluator: true,
  partyNow: 2n,
  partyNext: 2n,
  ...given,
})

const rule = { passes: [0, 0, 0, 0, 0, 1], dwell: DAY, maxReportAge: 180 * DAY }

const facts = (given: Partial<GateFacts> = {}): GateFacts => ({
  stage: 'red-team',
  stageSince: NOW - 2 * DAY,
  party: 1n,
  rule,
  attestations: [pass()],
  heldUntil: 0,
  recalledUntil: 0,
  revokedAncestor: null,
  rootHolder: null,
  missingAcks: 0,
  ...given,
})

const judged = { releaseParty: 1n, now: NOW, maxReportAge: 180 * DAY }

test.each<[string, Partial<AttestationFacts>, string]>([
  ['a Pass counts', {}, 'counts'],
  ['a Pass ends with a revocation', { end: 'revoked' }, 'revoked'],
  ['a Pass ends with its successor', { end: 'replaced' }, 'replaced'],
  ['a dismissed evaluator passes nothing', { isEvaluator: false }, 'dismissed'],
  ['another party now is another evaluator', { partyNow: 3n }, 'party-changed'],
  ['no party now is no evaluator', { partyNow: 0n }, 'party-changed'],
  ['the own party next epoch counts as the own one', { partyNext: 1n }, 'own-release'],
  ['an expiry has passed at its second', { expirationTime: NOW }, 'expired'],
  ['an expiry has not passed a second before', { expirationTime: NOW + 1 }, 'counts'],
  ['a report is too old at its greatest age', { time: NOW - 180 * DAY }, 'too-old'],
  ['a report is not too old a second before', { time: NOW - 180 * DAY + 1 }, 'counts'],
  ['a Fail stands whatever became of its author', { verdict: 'fail', isEvaluator: false, partyNow: 0n }, 'stands'],
  ['a Fail ends when it is overruled', { verdict: 'fail', end: 'overruled' }, 'overruled'],
])('%s', (_name, given, expected) => {
  expect(judgeAttestation(pass(given), judged)).toBe(expected)
})

test('without a gate ahead no report is too old', () => {
  const old = pass({ time: 0 })
  expect(judgeAttestation(old, { ...judged, maxReportAge: null })).toBe('counts')
})

test.each<[string, Partial<GateFacts>, string[]]>([
  ['all is there', {}, []],
  ['no Pass', { attestations: [] }, ['passes']],
  ['a Fail of any kind stands', { attestations: [pass(), pass({ uid: 2n, kind: 0, verdict: 'fail' })] }, ['fail']],
  ['the dwell lasts', { stageSince: NOW - DAY + 1 }, ['dwell']],
  ['the dwell is over at its second', { stageSince: NOW - DAY }, []],
  ['a hold runs', { heldUntil: NOW + 1 }, ['held']],
  ['a hold is over at its second', { heldUntil: NOW }, []],
  ['a recall runs', { recalledUntil: NOW + 1 }, ['recalled']],
  ['an ancestor is revoked', { revokedAncestor: 7n }, ['ancestor']],
  ['a share of the seal is not acknowledged', { missingAcks: 1 }, ['acks']],
  ['acknowledgements matter for Gated only', { stage: 'gated', missingAcks: 1 }, []],
  ['the root is of another release, which matters for the first step only', { rootHolder: 3n }, []],
])('a gate where %s', (_name, given, unmet) => {
  const status = judgeGate(facts(given), NOW)
  expect(status).toMatchObject({ met: unmet.length === 0, unmet })
})

test('the step into red team asks for no evaluation, but not past a hold, an ancestor or another holder', () => {
  const first: Partial<GateFacts> = { stage: 'registered', rule: null, stageSince: NOW }
  const failed = [pass({ verdict: 'fail' })]
  expect(judgeGate(facts({ ...first, attestations: failed, missingAcks: 3 }), NOW).unmet).toEqual([])
  expect(judgeGate(facts({ ...first, heldUntil: NOW + 1, rootHolder: 3n }), NOW).unmet).toEqual(['held', 'root'])
})

test('two evaluators of one party count as one', () => {
  const twins = [pass(), pass({ uid: 2n, attester: attester(2) })]
  const two = { ...rule, passes: [0, 0, 0, 0, 0, 2] }
  expect(judgeGate(facts({ attestations: twins, rule: two }), NOW)).toMatchObject({ met: false, unmet: ['passes'] })
  const other = pass({ uid: 3n, attester: attester(3), party: 4n, partyNow: 4n, partyNext: 4n })
  expect(judgeGate(facts({ attestations: [...twins, other], rule: two }), NOW).met).toBe(true)
})

test('classes begin at their number of operations', () => {
  expect([10n ** 23n - 1n, 10n ** 23n, 10n ** 25n - 1n, 10n ** 25n].map(findFlopClass)).toEqual([0, 1, 1, 2])
})
