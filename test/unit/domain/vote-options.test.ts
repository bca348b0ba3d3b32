import { expect, test } from 'vitest'
import type { Phase } from '~/domain/proposal-state'
import { type ActSituation, buildBallotOptions, buildProposalActs } from '~/domain/vote-options'

const phases: Phase[] = ['upcoming', 'voting', 'objection', 'queueable', 'delayed', 'executable', 'closed']

const situation = (changes: Partial<ActSituation>): ActSituation => ({
  phase: 'voting',
  tierRaised: false,
  recoveryOver: false,
  isProposer: false,
  isCouncil: false,
  onlyTargetsCouncil: false,
  ...changes,
})

test('offers all three choices while voting is open', () => {
  const options = buildBallotOptions({ phase: 'voting', power: 1n, ballot: null })
  expect(options).toEqual({ allowed: ['for', 'against', 'abstain'], refusal: null })
})

test('offers only Against in the objection period', () => {
  const options = buildBallotOptions({ phase: 'objection', power: 1n, ballot: null })
  expect(options).toEqual({ allowed: ['against'], refusal: null })
})

test('says why there is no ballot', () => {
  const reason = (phase: Phase, power: bigint, ballot: 'for' | null) =>
    buildBallotOptions({ phase, power, ballot }).refusal
  expect(reason('upcoming', 5n, null)).toBe('not-open')
  expect(reason('queueable', 5n, null)).toBe('closed')
  expect(reason('voting', 0n, null)).toBe('no-power')
  expect(reason('voting', 5n, 'for')).toBe('has-voted')
  expect(reason('closed', 5n, 'for')).toBe('has-voted')
})

test('offers a stranger queue and execute only in their phases', () => {
  const offered = phases.map((phase) => [phase, buildProposalActs(situation({ phase }))])
  expect(offered).toEqual([
    ['upcoming', []],
    ['voting', []],
    ['objection', []],
    ['queueable', ['queue']],
    ['delayed', []],
    ['executable', ['execute']],
    ['closed', []],
  ])
})

test('lets the proposer cancel only before the vote', () => {
  const offered = phases.filter((phase) => buildProposalActs(situation({ phase, isProposer: true })).includes('cancel'))
  expect(offered).toEqual(['upcoming'])
})

test('lets the council cancel until the end, but not a proposal about itself', () => {
  const council = (phase: Phase, onlyTargetsCouncil: boolean) =>
    buildProposalActs(situation({ phase, isCouncil: true, onlyTargetsCouncil })).includes('cancel')
  expect(phases.filter((phase) => council(phase, false))).toEqual(phases.filter((phase) => phase !== 'closed'))
  expect(phases.filter((phase) => council(phase, true))).toEqual([])
})

test('offers nothing but cancelling once the tier rose', () => {
  expect(buildProposalActs(situation({ phase: 'queueable', tierRaised: true }))).toEqual(['cancel-retiered'])
  expect(buildProposalActs(situation({ phase: 'executable', tierRaised: true }))).toEqual(['cancel-retiered'])
  expect(buildProposalActs(situation({ phase: 'closed', tierRaised: true }))).toEqual([])
})

test('offers neither queue nor execute once a recovery is over', () => {
  expect(buildProposalActs(situation({ phase: 'queueable', recoveryOver: true }))).toEqual([])
  expect(buildProposalActs(situation({ phase: 'executable', recoveryOver: true }))).toEqual([])
})
