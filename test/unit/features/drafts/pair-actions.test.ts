import { expect, test } from 'vitest'
import { diffDrafts } from '~/features/drafts/diff-drafts'
import { pairActions } from '~/features/drafts/pair-actions'

type Action = { kind: string; [field: string]: string }

const pair = (before: Action[], after: Action[]) => {
  const words = { title: '', text: '', calls: null }
  return pairActions(diffDrafts({ ...words, actions: before }, { ...words, actions: after }).actions)
}

const lower = (cap: string): Action => ({ kind: 'policy', move: 'lower', cap })
const release: Action = { kind: 'release', release: '1' }

test('an action that replaced one of its kind is one action with other fields', () => {
  expect(pair([release, lower('10')], [release, lower('9')])).toEqual([
    { before: release, after: release },
    { before: lower('10'), after: lower('9') },
  ])
})

test('an action that replaced one of another kind is one removed and one added', () => {
  expect(pair([release], [lower('9')])).toEqual([
    { before: release, after: null },
    { before: null, after: lower('9') },
  ])
})

test('what stands beside no counterpart was added or removed', () => {
  expect(pair([], [release, lower('9')])).toEqual([
    { before: null, after: release },
    { before: null, after: lower('9') },
  ])
  expect(pair([lower('9'), release], [])).toEqual([
    { before: lower('9'), after: null },
    { before: release, after: null },
  ])
  expect(pair([lower('10')], [lower('9'), lower('8')])).toEqual([
    { before: lower('10'), after: lower('9') },
    { before: null, after: lower('8') },
  ])
})
