import { expect, test } from 'vitest'
import { buildReleaseActs, type ReleaseSituation } from '~/domain/release-acts'

const stages = ['registered', 'red-team', 'gated', 'open', 'revoked'] as const

const actsOf = (given: Partial<ReleaseSituation>) =>
  stages.map((stage) =>
    buildReleaseActs({
      stage,
      isMaintainer: false,
      isCouncil: false,
      heldIn: [],
      isRecalledByApproval: false,
      ...given,
    }).join(),
  )

test('a stranger is offered nothing at any stage', () => {
  expect(actsOf({})).toEqual(['', '', '', '', ''])
})

test('a maintainer may withdraw below Gated and never after', () => {
  expect(actsOf({ isMaintainer: true })).toEqual(['withdraw', 'withdraw', '', '', ''])
})

test('N8 the council may hold below Open and recall from Gated on, and nothing else', () => {
  expect(actsOf({ isCouncil: true })).toEqual(['hold', 'hold', 'hold,recall', 'recall', ''])
})

test('N8 a stage is held once, and a release recalled once per approval', () => {
  expect(actsOf({ isCouncil: true, heldIn: ['red-team', 'gated'] })).toEqual(['hold', '', 'recall', 'recall', ''])
  expect(actsOf({ isCouncil: true, isRecalledByApproval: true })).toEqual(['hold', 'hold', 'hold', '', ''])
})
