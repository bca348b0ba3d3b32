import { expect, test } from 'vitest'
import { buildSecurityHeaders } from '~/cli/security-headers'
import { readEnv } from '~/env.server'

const policyOf = (path: string) =>
  buildSecurityHeaders(readEnv({ NODE_ENV: 'test' }), { nonce: 'n', path })['Content-Security-Policy'] ?? ''

test('only the embed of a proposal may be framed, and no script runs in it', () => {
  expect(policyOf('/embed/proposals/47')).toContain('frame-ancestors *')
  expect(policyOf('/embed/proposals/47')).toContain("default-src 'none'")
  expect(policyOf('/embed/proposals/47')).not.toContain('script-src')
})

test.each([
  '/',
  '/proposals/47',
  '/embed',
  '/embed/proposals',
  '/embed/proposals/',
  '/embed/proposals/47/',
  '/embed/proposals/47.data',
  '/embed/proposals/47/../../../proposals/47',
  '/embed/proposals/../../proposals/47',
  '/embed/proposals/%2e%2e/%2e%2e/proposals/47',
  '//embed/proposals/47',
  '/embed/proposals/47\n',
  '/x/embed/proposals/47',
  '/embed/proposals/47/proposals/47',
])('%j stays as it is, whatever it is spelt like', (path) => {
  expect(policyOf(path)).toContain("frame-ancestors 'none'")
})
