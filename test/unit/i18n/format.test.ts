import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, formatMark } from '~/i18n/amount'
import { formatFlop, formatGpuHours, formatGpuTime, formatHours } from '~/i18n/compute'
import { formatDuration } from '~/i18n/duration'
import { fillText } from '~/i18n/fill-text'
import { formatQuantity, formatShare, formatUtc } from '~/i18n/format'
import { getIntl } from '~/i18n/intl.server'

const en = getIntl('en')
const zh = getIntl('zh-CN')
const OST = 10n ** 18n
const SPACE = '\u00a0'

describe('amounts', () => {
  it('shows all digits, grouped, with at least two after the point', () => {
    expect(formatQuantity('en', { value: 18_412_560n * OST + OST / 4n, decimals: 18 })).toBe('18,412,560.25')
    expect(formatQuantity('en', { value: 0n, decimals: 18 })).toBe('0.00')
  })

  it('marks a cut instead of rounding', () => {
    expect(formatQuantity('en', { value: 1n, decimals: 18 })).toBe('0.000000…')
    expect(formatQuantity('en', { value: OST - 1n, decimals: 18 })).toBe('0.999999…')
  })

  it('never shows more than there is', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), (value) => {
        const shown = formatQuantity('en', { value, decimals: 18 }).replace('…', '').replaceAll(',', '')
        const [whole = '', fraction = ''] = shown.split('.')
        expect(BigInt(whole) * OST + BigInt(fraction.padEnd(18, '0'))).toBeLessThanOrEqual(value)
      }),
    )
  })

  it('rounds the label of a mark up, so that reaching it is enough', () => {
    const needed = { value: String(14_770_006n * OST + 1n), decimals: 18, unit: 'OST' } as const
    expect(formatMark(en, needed)).toBe('14,770,006.01')
  })

  it('counts seats with their plural and votes with their unit', () => {
    expect(formatAmount(en, { value: '1', decimals: 0, unit: 'seat' })).toBe('1 seat')
    expect(formatAmount(en, { value: '7', decimals: 0, unit: 'seat' })).toBe('7 seats')
    expect(formatAmount(zh, { value: '7', decimals: 0, unit: 'seat' })).toBe('7 席')
    expect(formatAmount(en, { value: String(12_500n * OST), decimals: 18, unit: 'OST' })).toBe(`12,500.00${SPACE}OST`)
  })
})

describe('shares', () => {
  it('is cut, so that 59.999% never looks like 60%', () => {
    expect(formatShare(59_999n, 100_000n)).toBe('59.99%')
    expect(formatShare(3n, 5n)).toBe('60.00%')
  })

  it('of nothing is nothing', () => {
    expect(formatShare(0n, 0n)).toBe('0.00%')
  })
})

describe('times', () => {
  it('shows UTC to the second', () => {
    expect(formatUtc('2026-11-25T09:12:40Z')).toBe('2026-11-25 09:12:40 UTC')
  })

  it('shows a length of time in three units and leaves out the empty ones', () => {
    const plain = (text: string) => text.replaceAll(SPACE, ' ')
    expect(plain(formatDuration(en, 155_400))).toBe('1 d 19 h 10 min')
    expect(plain(formatDuration(en, 259_200))).toBe('3 d')
    expect(plain(formatDuration(en, 3_601))).toBe('1 h 1 s')
    expect(plain(formatDuration(en, 0))).toBe('0 s')
    expect(plain(formatDuration(en, -5))).toBe('0 s')
    expect(plain(formatDuration(zh, 3_600))).toBe('1 小时')
  })
})

describe('compute', () => {
  it('shows FLOP with every declared digit', () => {
    expect(formatFlop(en, '62000000000000000000000000')).toBe(`6.2 × 10²⁵${SPACE}FLOP`)
    expect(formatFlop(en, '12345')).toBe(`12,345${SPACE}FLOP`)
  })

  it('shows GPU-hours only where they are exact', () => {
    expect(formatGpuTime(en, '3600')).toBe(`1.0${SPACE}GPU-h`)
    expect(formatGpuTime(en, '3601')).toBe(`3,601${SPACE}GPU-s`)
  })

  it('cuts GPU-hours and says so, and shows more digits of less than one', () => {
    const hours = ['0', '1', '40', '360', '3599', '3600', '3661', '4320000', '9007199254740991']
    expect(hours.map((seconds) => formatHours(en, seconds))).toEqual([
      '0.0',
      '0.000…',
      '0.011…',
      '0.1',
      '0.999…',
      '1.0',
      '1.0…',
      '1,200.0',
      '2,501,999,792,983.6…',
    ])
    expect(formatGpuHours(en, -3601n)).toBe(`−1.0…${SPACE}GPU-h`)
  })
})

describe('fillText', () => {
  it('fills the names that it is given and leaves the others', () => {
    expect(fillText('Vote {choice} with {amount}', { choice: 'For' })).toBe('Vote For with {amount}')
  })

  it('does not read values as texts with names', () => {
    expect(fillText('{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x')
  })
})
