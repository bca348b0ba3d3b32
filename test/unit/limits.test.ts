import { expect, test } from 'vitest'
import { toNetwork } from '~/limits.server'

test('whoever has a network of addresses is counted once', () => {
  expect(toNetwork('192.0.2.7')).toBe('192.0.2.7')
  expect(toNetwork('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(toNetwork('2001:db8:1:2:3:4:5:6')).toBe(toNetwork('2001:db8:1:2::9'))
  expect(toNetwork('2001:db8:1:3::1')).not.toBe(toNetwork('2001:db8:1:2::1'))
  expect(toNetwork('no address')).toBe('nowhere')
})
