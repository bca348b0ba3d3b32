import { type Address, encodeFunctionData } from 'viem'
import type { DraftViewer } from '#db/queries/drafts.server'
import { stewardGovernorAbi } from './chain/abi/generated'
import { addressOf } from './chain/addresses'
import type { DraftContent } from './domain/draft'
import type { Refusal } from './domain/refusal'
import type { CallText } from './domain/wallet'
import { buildCalls, buildSteps } from './features/drafts/build-calls.server'
import { buildDescription, checkWords } from './features/drafts/build-description'
import { checkDraft, type DraftCheck } from './features/drafts/check-draft.server'
import { describeFinding } from './features/drafts/describe-finding'
import { getDraftRow, readContent, wordsOf } from './features/drafts/find-draft.server'
import { type Finding, type LintSubject, lintDraft } from './features/drafts/lint-draft'
import type { Draft, FieldErrors } from './features/drafts/schema'
import { describeAction } from './features/proposals/components/describe-action'
import { type DescribedCalls, describeCalls } from './features/proposals/draft-actions.server'
import { simulateDraft } from './features/simulations/read.server'
import type { Simulation } from './features/simulations/schema'
import { InvalidInputError } from './http/problem'
import { getIntl } from './i18n/intl.server'
import type { MessageKey } from './i18n/messages'
import { getServices } from './services.server'

/** Calls that nobody has proposed yet, with all that chain and index say of them. */
export type Prepared = DescribedCalls & { check: DraftCheck; simulation: Simulation; failure: Refusal | null }

/** What executing now would end with; null where it would succeed. */
const findFailure = ({ report }: Simulation): Refusal | null => {
  const revert = report.actions.find(({ outcome }) => outcome === 'reverted')?.revert ?? report.revert
  if (revert === null) return null
  if (revert.error === null) return { code: 'reverted', reason: revert.reason ?? '' }
  const args = Object.fromEntries(revert.arguments.map(({ name, value }) => [name, value]))
  return { code: 'contract', error: revert.error, args }
}

/** The one way from calls to what a proposer should know, for page and API. Throws as `simulateDraft` does. */
export const prepareCalls = async (calls: readonly CallText[], proposer: Address | null): Promise<Prepared> => {
  const [check, described, { data: simulation }] = await Promise.all([
    checkDraft(calls, proposer),
    describeCalls(calls),
    simulateDraft(calls),
  ])
  return { ...described, check, simulation, failure: findFailure(simulation) }
}

type Words = { title: string; text: string }

type Linted = DescribedCalls & {
  /** What executing the calls now would do; null where nobody knows yet. */
  report: Simulation['report'] | null
  proposer: LintSubject['proposer']
}

/** What is to be said against words with calls. */
export const lintCalls = (words: Words, { actions, reasons, twins, report, proposer }: Linted): Finding[] =>
  lintDraft({
    ...words,
    actions: actions.map((action, index) => ({
      ...action,
      reason: reasons[index] ?? 'unlisted',
      outcome: report?.actions[index]?.outcome ?? 'not-reached',
    })),
    twins,
    proposer,
  })

/** The same as the API says it, in English. */
export const lintPrepared = (words: Words, prepared: Prepared) => {
  const { check, simulation } = prepared
  const found = lintCalls(words, { ...prepared, report: simulation.report, proposer: check.proposer })
  return found.map(({ code, severity, pointer, values }) => {
    const message = describeFinding(getIntl('en'), { code, values })
    return { code, severity, pointer, message }
  })
}

type Fault = { pointer: string; code: string; message: string }

const toFaults = (part: string, errors: FieldErrors): Fault[] => {
  const { t } = getIntl('en')
  return Object.entries(errors).map(([field, { key, values }]) => ({
    pointer: `${part}/${field}`,
    code: key,
    message: t(`draftError.${key}` as MessageKey, values),
  }))
}

const getCalls = async (draft: Draft): Promise<CallText[]> => {
  const built = await buildCalls(draft)
  if ('calls' in built) return built.calls
  throw new InvalidInputError(toFaults('#/body/intent', built.errors), 'invalid_draft')
}

const buildPropose = async (calls: readonly CallText[], description: string) => {
  const { deployment } = await getServices()
  const args = [
    calls.map(({ target }) => target),
    calls.map(({ value }) => BigInt(value)),
    calls.map(({ calldata }) => calldata),
    description,
  ] as const
  return {
    chainId: deployment.chainId,
    to: addressOf(deployment, 'StewardGovernor'),
    value: '0',
    data: encodeFunctionData({ abi: stewardGovernorAbi, functionName: 'propose', args }),
    description,
  }
}

const toProposer = ({ proposer }: DraftCheck) =>
  proposer && {
    account: proposer.account,
    votes: String(proposer.votes),
    threshold: String(proposer.threshold),
    hasSeat: proposer.hasSeat,
    mayPropose: proposer.hasSeat || proposer.votes >= proposer.threshold,
  }

const prepare = async (words: Words, calls: CallText[], proposer: Address | null) => {
  const prepared = await prepareCalls(calls, proposer)
  return {
    propose: await buildPropose(calls, buildDescription(words, proposer)),
    tier: prepared.check.tier,
    actions: prepared.actions.map((action, index) => ({
      target: action.target,
      value: action.value,
      calldata: action.calldata,
      tier: action.tier,
      reason: prepared.reasons[index] ?? 'unlisted',
      sentence: { en: describeAction(getIntl('en'), action), zh: describeAction(getIntl('zh-CN'), action) },
    })),
    proposer: toProposer(prepared.check),
    findings: lintPrepared(words, prepared),
    simulation: prepared.simulation,
  }
}

/**
 * The transaction that proposes a typed intent, with everything that its proposer should know first. Throws
 * `invalid_draft` that names each field that is wrong.
 */
export const prepareProposal = async (draft: Draft, proposer: Address | null) =>
  prepare(draft, await getCalls(draft), proposer)

/** The calls that a draft's sponsors saw, or those that its actions stand for now, or what is wrong with which. */
export const findCallsOf = async ({ actions, calls }: DraftContent): ReturnType<typeof buildSteps> =>
  calls === null ? buildSteps(actions) : { calls: [...calls] }

const getCallsOf = async (content: DraftContent): Promise<{ calls: CallText[]; faults: Fault[] }> => {
  if (content.actions.length === 0) {
    const message = 'The draft has no action: a proposal does something.'
    return { calls: [], faults: [{ pointer: '#/actions', code: 'empty', message }] }
  }
  const built = await findCallsOf(content)
  if ('calls' in built) return { calls: built.calls, faults: [] }
  return { calls: [], faults: built.faults.flatMap(({ index, errors }) => toFaults(`#/actions/${index}`, errors)) }
}

/**
 * The same of a draft that is kept here: its newest revision, with the calls that its sponsors saw. Throws
 * `draft_unknown`, and `invalid_draft` that names what is missing.
 */
export const prepareDraft = async (id: string, viewer: DraftViewer, proposer: Address | null) => {
  const { writer } = await getServices()
  const { revision, digest, ...row } = await getDraftRow(writer, id, viewer)
  const content = readContent(row.content)
  const words = wordsOf(content)
  const { calls, faults } = await getCallsOf(content)
  const all = [...toFaults('#', checkWords(words)), ...faults]
  if (all.length > 0) throw new InvalidInputError(all, 'invalid_draft')
  return { revision, digest, ...(await prepare(words, calls, proposer)) }
}
