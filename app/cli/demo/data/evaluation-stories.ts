import type { LocalAccount } from 'viem'
import { appointEvaluators, moveRelease, overrule } from '../calls'
import { evaluators, maintainer, stewards } from '../cast'
import { demoAccount } from '../keys'
import type { Story } from '../story'
import type { ReportName } from './reports'

const [first, second, third] = evaluators
const holder = (rank: number) => demoAccount(`holder ${rank}`)
const steward = (index: number) => stewards[index] ?? maintainer

/** IEvaluations.EvaluationKind, as far as the demo uses it. */
const kinds = { autonomy: 2, safeguards: 3, licence: 5 } as const

/** What an evaluator does; `days` before the end. Attestations count from 1 in the order of their days. */
export type Evaluation =
  | {
      act: 'attest' | 'sign'
      days: number
      evaluator: LocalAccount
      release: number
      kind: number
      verdict: 'pass' | 'fail'
      report: ReportName
    }
  | { act: 'revoke'; days: number; evaluator: LocalAccount; uid: number }

export const evaluations: Evaluation[] = [
  {
    act: 'attest',
    days: 65.2,
    evaluator: first,
    release: 1,
    kind: kinds.licence,
    verdict: 'pass',
    report: 'legacy licence',
  },
  {
    act: 'attest',
    days: 50.6,
    evaluator: third,
    release: 2,
    kind: kinds.safeguards,
    verdict: 'fail',
    report: 'v5 safeguards, first',
  },
  {
    act: 'attest',
    days: 50.2,
    evaluator: second,
    release: 2,
    kind: kinds.licence,
    verdict: 'pass',
    report: 'v5 licence',
  },
  { act: 'revoke', days: 48.4, evaluator: third, uid: 2 },
  {
    act: 'attest',
    days: 36.5,
    evaluator: second,
    release: 4,
    kind: kinds.licence,
    verdict: 'fail',
    report: 'copy licence',
  },
  {
    act: 'attest',
    days: 34.4,
    evaluator: third,
    release: 3,
    kind: kinds.autonomy,
    verdict: 'fail',
    report: 'v6 autonomy',
  },
  { act: 'sign', days: 34.1, evaluator: first, release: 3, kind: kinds.licence, verdict: 'pass', report: 'v6 licence' },
  {
    act: 'attest',
    days: 20.5,
    evaluator: first,
    release: 2,
    kind: kinds.safeguards,
    verdict: 'fail',
    report: 'v5 safeguards',
  },
]

/** What the council does about a release, with its reason. */
export type Stop = { act: 'hold' | 'recall'; days: number; release: number; reason: string }

export const stops: Stop[] = [
  {
    act: 'hold',
    days: 34.2,
    release: 3,
    reason: 'Sample text of the demo: held until the two houses have read the open Fail.',
  },
  {
    act: 'recall',
    days: 8.3,
    release: 2,
    reason: 'Sample text of the demo: reports of missed speech are being looked into; use v6 meanwhile.',
  },
]

/** Proposals about who evaluates, and about what evaluators said. */
export const evaluationStories: Story[] = [
  {
    title: 'Appoint three evaluators',
    body: `Releases need evaluations before they can become *Gated* or *Open*. Three parties without a stake in a model offer
to make them: two universities and a public-interest body.

They are counted by **party**, and none of them may evaluate a release of its own party.`,
    proposer: steward(3),
    days: 69.7,
    calls: appointEvaluators(evaluators.map(({ address }) => address)),
    tokens: { turnout: 0.46, for: 0.94, abstain: 0.03 },
    seats: 'FFFF.FFF.F..',
    ending: 'executed',
  },
  {
    title: 'Overrule the Fail on the autonomy of Silero VAD v6',
    body: `Sample text of the demo. An evaluator failed v6 because nothing describes how it behaves as an agent.

A voice activity detector answers one question about a piece of sound and acts on nothing. Overruling is a charter matter:
the party that is overruled cannot attest to this release and kind again.`,
    proposer: maintainer,
    days: 33,
    calls: overrule(5),
    tokens: { turnout: 0.6, for: 0.9, abstain: 0.04 },
    seats: 'FFFFFFFF..F.',
    ending: 'executed',
  },
  {
    title: 'Open the weights of Silero VAD v5, second attempt',
    body: `Asked again because v5 runs on older devices than v6.

> Its gate is not met: a Fail stands, and the council has recalled it. If both are still so at the execution, the registry
> refuses; this vote cannot change that.`,
    proposer: holder(1),
    days: 2.2,
    calls: moveRelease('advanceToOpen', 2),
    tokens: { turnout: 0.3, for: 0.3, abstain: 0.08 },
    seats: '....AA.FA...',
    ending: 'active',
  },
]
