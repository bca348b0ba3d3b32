import { expect, test } from 'vitest'
import { describeAction } from '~/features/proposals/components/describe-action'
import { getIntl } from '~/i18n/intl.server'
import { LOCALES } from '~/i18n/locale'

const account = `0x${'Ab'.repeat(20)}`
const grantFrom = (from: string) => ({
  key: 'action.grantMoney',
  params: { account, money: '9', from, cliff: from, until: String(2n ** 48n - 1n) },
})

test('says when a grant of money begins and ends', () => {
  const said = describeAction(getIntl('en'), { sentence: grantFrom('1795646400') })
  expect(said).toContain('2026-11-25 22:40:00 UTC')
})

test.each(LOCALES)('a proposal with a time that no calendar has can still be read, in %s', (locale) => {
  for (const from of ['1795646400000', '8640000000001', String(2n ** 48n - 1n)]) {
    expect(describeAction(getIntl(locale), { sentence: grantFrom(from) })).toContain('9999-12-31 23:59:59 UTC')
  }
})
