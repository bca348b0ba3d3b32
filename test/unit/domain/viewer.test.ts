import { expect, test } from 'vitest'
import { parseViewer } from '~/domain/viewer'

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

test('reads the account among other cookies, whatever its capitals', () => {
  expect(parseViewer(`lang=en; viewer=${address.toLowerCase()}; theme=dark`)).toBe(address)
  expect(parseViewer(`viewer=${address}`)).toBe(address)
})

test.each([null, '', 'viewer=', 'viewer=0x12', `viewer=${address}00`, `otherviewer=${address}`, `viewer=<script>`])(
  'takes %s for nobody',
  (header) => {
    expect(parseViewer(header)).toBeNull()
  },
)
