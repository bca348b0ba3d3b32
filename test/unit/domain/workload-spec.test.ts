import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseWorkloadSpec, specDigest } from '~/domain/workload-spec'

const limits = { memoryBytes: 1 << 28, processes: 16, seconds: 60, gpus: 1, outputBytes: 1 << 20 }
const given = {
  image: `0x${'ab'.repeat(32)}`,
  command: ['/bin/job', '--fast', 'é'],
  env: { MODE: 'test', A: '' },
  limits,
}
const parse = (change: object) => parseWorkloadSpec(JSON.stringify({ ...given, ...change }))

describe('parseWorkloadSpec', () => {
  test('reads what it is given and nothing else', () => {
    expect(parse({})).toEqual(given)
  })

  test.each([
    ['no JSON', '{', /not JSON/],
    ['a list', '[]', /The spec must be an object/],
    ['nothing', 'null', /The spec must be an object/],
    ['a spec that is too long', JSON.stringify('x'.repeat(65_536)), /longer than 65536/],
  ])('%s is refused', (_, text, reason) => {
    expect(() => parseWorkloadSpec(text)).toThrow(reason)
  })

  test.each<[string, object, RegExp]>([
    ['a member that nobody knows', { network: true }, /the member "network", which nobody knows/],
    ['a missing member', { env: undefined }, /lacks the member env/],
    ['an image by name', { image: 'debian:12' }, /image must be the SHA-256/],
    ['an image in capitals', { image: `0x${'AB'.repeat(32)}` }, /image must be the SHA-256/],
    ['no command', { command: [] }, /command must be a list/],
    ['a command line', { command: 'ls' }, /command must be a list/],
    ['a program by name alone', { command: ['ls'] }, /command\[0\] must be an absolute path/],
    ['an argument with a zero', { command: ['/bin/ls', 'a\0b'] }, /command\[1\] must be text/],
    ['an argument that is no text', { command: ['/bin/ls', 1] }, /command\[1\] must be text/],
    ['an argument that is not Unicode', { command: ['/bin/ls', '\ud800'] }, /command\[1\] must be text/],
    ['a variable that is no name', { env: { 'A=B': 'c' } }, /is no name of a variable/],
    ['a variable that is no text', { env: { A: 1 } }, /env.A must be text/],
    ['variables as a list', { env: [] }, /env must be an object/],
    ['no limit of memory', { limits: { ...limits, memoryBytes: undefined } }, /lacks the member memoryBytes/],
    ['another limit', { limits: { ...limits, disk: 1 } }, /the member "disk"/],
    ['half a process', { limits: { ...limits, processes: 1.5 } }, /limits.processes must be a whole number from 1/],
    ['no time', { limits: { ...limits, seconds: 0 } }, /limits.seconds must be a whole number from 1/],
    ['memory as text', { limits: { ...limits, memoryBytes: '1' } }, /limits.memoryBytes must be/],
    ['no unit', { limits: { ...limits, gpus: 0 } }, /limits.gpus must be/],
  ])('%s is refused by its name', (_, change, reason) => {
    expect(() => parse(change)).toThrow(expect.objectContaining({ code: 'invalid_spec' }))
    expect(() => parse(change)).toThrow(reason)
  })

  test('a variable cannot reach the prototype of anything', () => {
    const text = JSON.stringify(given).replace('"MODE"', '"__proto__"')
    expect(() => parseWorkloadSpec(text)).toThrow(/is no name of a variable/)
  })
})

describe('specDigest', () => {
  test('is SHA-256 over the RFC 8785 form, in whatever order the tenant wrote it', () => {
    const text = `{"command":["/bin/job","--fast","é"],"env":{"A":"","MODE":"test"},"image":"${given.image}","limits":{"gpus":1,"memoryBytes":268435456,"outputBytes":1048576,"processes":16,"seconds":60}}`
    expect(specDigest(parse({}))).toBe(`0x${createHash('sha256').update(text).digest('hex')}`)
    expect(specDigest(parseWorkloadSpec(text))).toBe(specDigest(parse({})))
  })

  test('differs with every member', () => {
    const changes = [
      { image: `0x${'ac'.repeat(32)}` },
      { command: ['/bin/job'] },
      { env: {} },
      ...Object.entries(limits).map(([name, value]) => ({ limits: { ...limits, [name]: value + 1 } })),
    ]
    expect(new Set([{}, ...changes].map((change) => specDigest(parse(change)))).size).toBe(changes.length + 1)
  })
})
