import { expect, test } from 'vitest'
import { delegationEffect } from '~/domain/delegation'

const facts = { votes: 40n, balance: 25n, already: false, largestOther: 60n }

test('a delegation moves the whole balance', () => {
  expect(delegationEffect(facts)).toEqual({ before: 40n, after: 65n, becomesLargest: true })
})

test('tokens that already count are not counted twice', () => {
  expect(delegationEffect({ ...facts, already: true })).toEqual({ before: 40n, after: 40n, becomesLargest: false })
})

test('warns only who would newly be the largest', () => {
  expect(delegationEffect({ ...facts, balance: 20n }).becomesLargest).toBe(false)
  expect(delegationEffect({ ...facts, votes: 61n }).becomesLargest).toBe(false)
})
