import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '~/cli/provider/config'

const good = {
  folder: 'agent',
  provider: { pool: 1, units: 4, serials: ['b', 'a'], endpoint: 'https://provider.example' },
  stake: '500000000',
  prices: [{ pool: 1, rate: '5', floor: '4' }],
}

const read = (config: unknown) => {
  const folder = mkdtempSync(join(tmpdir(), 'ostrakon-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'provider.json')
  writeFileSync(path, typeof config === 'string' ? config : JSON.stringify(config))
  return readConfig(path)
}

test('reads what an agent needs, listening on this machine alone, and knows hardware by its sorted serial numbers', () => {
  const config = read(good)
  expect(config).toMatchObject({
    listen: { host: '127.0.0.1', port: 8790 },
    runner: { kind: 'local' },
    graceSeconds: 10,
  })
  expect(config.prices).toEqual([{ pool: 1, rate: 5n, floor: 4n, undercut: 0n }])
  const again = read({ ...good, provider: { ...good.provider, serials: ['a', 'b', 'a'] } })
  expect(again.hardware).toBe(config.hardware)
  const other = read({ ...good, provider: { ...good.provider, serials: ['a'] } })
  expect(other.hardware).not.toBe(config.hardware)
})

test.each<[string, unknown, string]>([
  ['no JSON', '{', 'cannot be read as JSON'],
  ['a number for money', { ...good, stake: 5 }, 'stake'],
  ['a fraction of money', { ...good, stake: '1.5' }, 'stake: must be a whole number as text'],
  ['a member that nobody knows', { ...good, stakes: '1' }, 'stakes'],
  ['no serial numbers', { ...good, provider: { ...good.provider, serials: [] } }, 'provider.serials'],
  ['an endpoint that is none', { ...good, provider: { ...good.provider, endpoint: 'ftp://x' } }, 'provider.endpoint'],
  ['a rate of nothing', { ...good, prices: [{ pool: 1, rate: '0', floor: '0' }] }, 'prices.0.rate'],
  ['a floor above the rate', { ...good, prices: [{ pool: 1, rate: '5', floor: '6' }] }, 'the floor 6 of pool 1'],
  [
    'no price of its own pool',
    { ...good, prices: [{ pool: 2, rate: '5', floor: '5' }] },
    'no price for its own pool 1',
  ],
  ['a runner that nobody knows', { ...good, runner: { kind: 'none' } }, 'runner'],
])('refuses %s', (_, config, words) => {
  expect(() => read(config)).toThrow(words)
  expect(() => read(config)).toThrow(expect.objectContaining({ code: 'invalid_usage' }))
})

test('the configuration in the documentation is one', () => {
  const [, example = ''] = /```json\n([^`]+)```/.exec(readFileSync('docs/provider.md', 'utf8')) ?? []
  expect(read(example)).toMatchObject({ provider: { pool: 2, units: 8 }, prices: [{ undercut: 5_000n }] })
})
