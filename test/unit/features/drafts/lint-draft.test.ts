import { expect, test } from 'vitest'
import { type LintAction, type LintSubject, lintCodes, lintDraft } from '~/features/drafts/lint-draft'

const action = (over: Partial<LintAction> = {}): LintAction => ({
  target: `0x${'a'.repeat(40)}`,
  contract: 'AllocationPolicy',
  value: '0',
  calldata: '0x12345678',
  signature: 'lowerCap(uint16)',
  sentence: { key: 'action.lowerCap' },
  tier: 'routine',
  reason: 'routine-role',
  outcome: 'success',
  ...over,
})

const draft = (over: Partial<LintSubject> = {}): LintSubject => ({
  title: 'Lower the cap',
  text: 'Nobody needs more. See [the figures](https://example.org/a) or <https://example.org/b>.',
  actions: [action()],
  twins: [],
  proposer: { votes: 10n, threshold: 10n, hasSeat: false },
  ...over,
})

const stray = `0x${'c'.repeat(40)}`

const faults: [string, Partial<LintSubject>, string][] = [
  ['title-missing', { title: ' ' }, '#/title'],
  ['title-too-long', { title: 'x'.repeat(121) }, '#/title'],
  ['title-lines', { title: 'one\ntwo' }, '#/title'],
  ['text-too-long', { text: 'x'.repeat(20_001) }, '#/text'],
  ['text-missing', { text: '' }, '#/text'],
  ['hidden-characters', { text: 'pay \u202e1000' }, '#/text'],
  ['hidden-characters', { title: 'Lower\u200b the cap' }, '#/title'],
  ['raw-html', { text: 'see <img src=x onerror=alert(1)>' }, '#/text'],
  ['link-hides-target', { text: '[https://dao.example](https://evil.example)' }, '#/text'],
  ['link-hides-target', { text: '[**dao.example/vote**](<https://dao.example.evil.example/vote>)' }, '#/text'],
  ['link-hides-target', { text: '[dao.example](https://dao.example@evil.example)' }, '#/text'],
  ['link-scheme', { text: '[why](javascript:alert(1))' }, '#/text'],
  ['promise-unkept', { text: 'We mint nothing but this pays everybody.' }, '#/text'],
  ['promise-unkept', { text: '本提案将开放权重。' }, '#/text'],
  ['address-unused', { text: `It goes to ${stray}.` }, '#/text'],
  ['target-forbidden', { actions: [action({ contract: 'TimelockController' })] }, '#/calls/0'],
  ['target-unknown', { actions: [action({ contract: null, sentence: { key: 'action.unknown' } })] }, '#/calls/0'],
  ['function-unknown', { actions: [action({ signature: null })] }, '#/calls/0'],
  ['function-unlisted', { actions: [action({ reason: 'unlisted', tier: 'charter' })] }, '#/calls/0'],
  ['value-sent', { actions: [action({ value: '1' })] }, '#/calls/0'],
  ['reverts-now', { actions: [action(), action({ calldata: '0x87654321', outcome: 'reverted' })] }, '#/calls/1'],
  ['call-repeated', { actions: [action(), action()] }, '#/calls/1'],
  ['tiers-mixed', { actions: [action(), action({ calldata: '0x87654321', tier: 'charter' })] }, '#/calls'],
  ['proposal-duplicated', { twins: [{ id: '7' }] }, '#/calls'],
  ['proposer-too-small', { proposer: { votes: 9n, threshold: 10n, hasSeat: false } }, '#/proposer'],
]

test('finds nothing in a plain draft', () => {
  expect(lintDraft(draft())).toEqual([])
  expect(lintDraft(draft({ proposer: null }))).toEqual([])
  expect(lintDraft(draft({ proposer: { votes: 0n, threshold: 10n, hasSeat: true } }))).toEqual([])
})

test.each(faults)('finds %s', (code, over, pointer) => {
  const found = lintDraft(draft(over)).map((one) => ({ code: one.code, pointer: one.pointer }))
  expect(found).toContainEqual({ code, pointer })
})

test('has a fault above for every code', () => {
  expect(lintCodes.filter((code) => !faults.some(([known]) => known === code))).toEqual([])
})

test('a promise that a call keeps is none, and an address that a call holds is used', () => {
  const pays = action({
    sentence: { key: 'action.grantMoney' },
    calldata: `0x12345678${stray.slice(2).padStart(64, '0')}`,
  })
  expect(lintDraft(draft({ title: 'Pay the team', text: `It pays ${stray}.`, actions: [pays] }))).toEqual([])
})

test('a link whose words are its own address is fine', () => {
  const text =
    '[https://dao.example/a](https://dao.example/a) [dao.example](https://dao.example/) [the minutes](https://x.example)'
  expect(lintDraft(draft({ text }))).toEqual([])
})

test('text that is made to be slow is read in time', () => {
  const started = performance.now()
  for (const part of ['[', '<', '<a ', '[a](', '](', '0x', 'a.'])
    lintDraft(draft({ text: part.repeat(100_000 / part.length) }))
  expect(performance.now() - started).toBeLessThan(5_000)
})
