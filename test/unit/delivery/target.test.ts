import { expect, test } from 'vitest'
import { parseTarget } from '~/delivery/target'

const strict = { allowPrivate: false }

test.each([
  ['https://example.org/hook?a=b', 'https://example.org/hook?a=b'],
  ['https://example.org:8443/', 'https://example.org:8443/'],
  ['https://EXAMPLE.org/#part', 'https://example.org/'],
  ['https://1.1.1.1/', 'https://1.1.1.1/'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
])('%s can be sent to', (given, href) => {
  expect(parseTarget(given, strict).href).toBe(href)
})

test.each([
  ['no url', 'absolute URL'],
  ['/hook', 'absolute URL'],
  ['http://example.org/', 'must be https'],
  ['ftp://example.org/', 'must be https'],
  ['javascript:alert(1)', 'must be https'],
  ['https://me:secret@example.org/', 'no user or password'],
  ['https://me@example.org/', 'no user or password'],
  ['https://example.org:22/', 'port must be 443'],
  ['https://example.org:80/', 'port must be 443'],
  ['https://127.0.0.1/', 'no address of the public internet'],
  ['https://2130706433/', 'no address of the public internet'],
  ['https://0x7f.1/', 'no address of the public internet'],
  ['https://0177.0.0.1/', 'no address of the public internet'],
  ['https://１２７.0.0.1/', 'no address of the public internet'],
  ['https://[::1]/', 'no address of the public internet'],
  ['https://[::ffff:10.0.0.1]/', 'no address of the public internet'],
  ['https://169.254.169.254/latest/meta-data', 'no address of the public internet'],
  [`https://example.org/${'ü'.repeat(400)}`, 'longer than 2000'],
])('%s is refused', (given, reason) => {
  expect(() => parseTarget(given, strict)).toThrow(reason)
})

test('in development http and this machine are taken, and a password never', () => {
  expect(parseTarget('http://127.0.0.1:4000/', { allowPrivate: true }).port).toBe('4000')
  expect(() => parseTarget('http://me@127.0.0.1:4000/', { allowPrivate: true })).toThrow('no user or password')
})
