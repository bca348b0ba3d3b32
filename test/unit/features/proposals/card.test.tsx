import { Resvg } from '@resvg/resvg-js'
import { assert, asyncProperty, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { renderStatic } from '~/components/render-static.server'
import { CARD, ProposalCard } from '~/features/proposals/components/proposal-card.server'
import { measureText, wrapTitle } from '~/features/proposals/components/wrap-title'
import type { HouseTally, ProposalSummary } from '~/features/proposals/schema'
import { getIntl } from '~/i18n/intl.server'
import { LOCALES, type Locale } from '~/i18n/locale'
import { listFonts, renderPng } from '~/render-png.server'

const WIDTH = 1080
const NOW = { block: 8_463_127, time: '2026-11-23T14:02:24Z', chainId: 31_337 }

const house = (name: HouseTally['house'], inFavour: string): HouseTally => {
  const amount = (value: string) =>
    ({ value, decimals: 0, unit: name === 'token' ? 'OST' : 'seat' }) satisfies HouseTally['for']
  return {
    house: name,
    for: amount(inFavour),
    against: amount('2'),
    abstain: amount('1'),
    total: amount('12'),
    notVoted: amount('3'),
    quorum: name === 'token' ? amount('4') : null,
    forNeeded: amount('7'),
    passing: false,
    checks: [],
  }
}

const build = (change: Partial<ProposalSummary> = {}, inFavour = '6'): ProposalSummary => ({
  id: '47',
  title: 'Open the weights',
  kind: 'release',
  tier: 'charter',
  state: 'active',
  phase: 'voting',
  proposer: { address: `0x${'Ab'.repeat(20)}`, party: null, seat: null, contract: null },
  created: { time: NOW.time, block: 1 },
  snapshot: { time: NOW.time, block: 1 },
  deadline: { time: '2026-11-25T09:12:40Z', block: null },
  decided: null,
  eta: null,
  recovery: false,
  tally: { token: house('token', inFavour), seat: house('seat', inFavour), passing: false },
  voters: { token: 3, seat: 3 },
  ...change,
})

const toSvg = (proposal: ProposalSummary, locale: Locale = 'en') =>
  renderStatic(getIntl(locale), <ProposalCard proposal={proposal} at={NOW} />)

const draw = async (proposal: ProposalSummary, locale?: Locale): Promise<Buffer> =>
  Buffer.from(await renderPng(toSvg(proposal, locale)))

const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) })

const HOSTILE = [
  '',
  ' \t\n ',
  'W'.repeat(200),
  '\u202eevil <script>alert(1)</script> &amp; ]]> <!-- "\' \u0000\u0007\u001b[2J\ufffe\uffff\u{1fffe}',
  '😀👨‍👩‍👧🇨🇳 مرحبا بالعالم שלום Привет हिन्दी ไทย 한국어 ﷽',
  `Z${'\u0335\u0321\u0348\u0339\u0308'.repeat(39)}`,
  '开放模型 4 第 2 版的权重，并将其分发给所有已登记的公共利益机构，以便任何人都能在本地核验这些文件的完整性与来源，包括历史版本以及评估报告。',
  '\u2028\u2029\u00ad\u3164\u2800',
  '"var(--ink)" url(#hatch) {title} <for></for>',
]

test.each(HOSTILE)('draws %j at its size, in both languages', async (title) => {
  for (const locale of LOCALES) expect(sizeOf(await draw(build({ title }), locale))).toEqual(CARD)
})

test('a title of any letters is text of a drawing that can be drawn', async () => {
  const titles = string({ unit: 'binary', maxLength: 200 })
  const isDrawn = async (title: string) => sizeOf(await draw(build({ title }))).width === CARD.width
  await assert(asyncProperty(titles, isDrawn), { numRuns: 30 })
  const svg = toSvg(build({ title: '<script>alert(1)</script>\u202e' }))
  expect(svg).not.toContain('<script')
  expect(svg).not.toContain('\u202e')
})

test('a title is never taken for a colour', async () => {
  const [named, plain] = await Promise.all(['"var(--ink)"', '"#17191b"'].map((title) => draw(build({ title }))))
  expect(plain?.equals(named ?? plain)).toBe(false)
})

test('a title has at most three lines, and as few as it can', () => {
  for (const title of HOSTILE) expect(wrapTitle(title, WIDTH).lines.length).toBeLessThanOrEqual(3)
  expect(wrapTitle('Lower the cap', WIDTH).lines).toEqual(['Lower the cap'])
  expect(wrapTitle('word '.repeat(40), WIDTH).lines.at(-1)).toMatch(/word…$/)
})

test('no line is wider than it was measured', () => {
  const printable = string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 })
  const font = { fontFiles: listFonts(), loadSystemFonts: false, defaultFontFamily: 'Noto Sans' }
  const drawnWidth = (text: string) => {
    const escaped = text.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`)
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text font-size="100" font-weight="700">${escaped}</text></svg>`
    return new Resvg(svg, { font }).getBBox()?.width ?? 0
  }
  expect(drawnWidth('W')).toBeGreaterThan(50)
  // Letters lean over their own width by a hair.
  assert(property(printable, (text) => drawnWidth(text) <= measureText(text) * 100 + 5))
})

test('Chinese has letters of its own, in the title and in the words around it', async () => {
  const [first, second, other] = [
    await draw(build({ title: '权' })),
    await draw(build({ title: '重' })),
    await draw(build({ title: '权' }), 'zh-CN'),
  ]
  expect(first.equals(second)).toBe(false)
  expect(first.equals(other)).toBe(false)
})

test('another tally, state, tier or kind is another picture; the same is the same to the byte', async () => {
  const first = await draw(build())
  expect(first.equals(await draw(build()))).toBe(true)
  const others = [build({}, '5'), build({ state: 'queued' }), build({ tier: 'policy' }), build({ kind: 'budget' })]
  for (const other of others) expect(first.equals(await draw(other))).toBe(false)
})

test('an amount that has no room is written smaller, never cut', () => {
  const most = '9'.repeat(40)
  const svg = toSvg(build({}, most))
  expect(svg.replaceAll(',', '')).toContain(most)
})
