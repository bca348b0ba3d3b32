import { expect, test } from 'vitest'
import { MOST, solveCase, sumUnits } from '#test/support/allocation-cases'
import type { TenantRequest } from '~/domain/allocation/requests'

const oneClass = [{ reserveBps: 0, weight: 1 }]

const ask = (tenant: string, want: number, given: Partial<TenantRequest> = {}): TenantRequest => ({
  tenant,
  class: 0,
  want,
  weight: 1,
  ...given,
})

const unitsOf = ({ grants }: ReturnType<typeof solveCase>) => grants.map(({ units }) => units)

test('gives small requests all and shares the rest of 1000 equally, at level 1292785156095', () => {
  const policy = { capacity: 1000, capBps: 10_000, classes: oneClass }
  const solved = solveCase({ policy, requests: [ask('a', 100), ask('b', 300), ask('c', 500), ask('d', 700)] })
  expect(unitsOf(solved)).toEqual([100, 300, 300, 300])
  expect(solved).toMatchObject({
    cap: 1000,
    classLevel: 1001n * 2n ** 32n - 1n,
    classes: [{ demand: 1600, reserved: 0, available: 1000, level: 1292785156095n }],
    allocated: 1000,
    dust: 0,
  })
})

test('shares 100 among two classes with reserves, at the levels 249108103167 and 98784247807', () => {
  const policy = {
    capacity: 100,
    capBps: 5000,
    classes: [
      { reserveBps: 1000, weight: 1 },
      { reserveBps: 1000, weight: 1 },
    ],
  }
  const solved = solveCase({ policy, requests: [ask('x', 80), ask('y', 90), ask('q', 90), ask('z', 33, { class: 1 })] })
  expect(unitsOf(solved)).toEqual([22, 22, 22, 33])
  expect(solved).toMatchObject({
    cap: 50,
    classLevel: 249108103167n,
    classes: [
      { demand: 150, reserved: 10, available: 67, level: 98784247807n },
      { demand: 33, reserved: 10, available: 33, level: null },
    ],
    allocated: 99,
    dust: 1,
  })
})

test('I1 a tenant class of its own has its own reserve', () => {
  const classes = [
    { reserveBps: 0, weight: 65_535 },
    { reserveBps: 2000, weight: 1 },
  ]
  const policy = { capacity: 1000, capBps: 10_000, classes }
  const crowd = Array.from({ length: 50 }, (_, index) => ask(`lab${index}`, MOST, { weight: 65_535 }))
  const solved = solveCase({
    policy,
    requests: [...crowd, ask('agent', 150, { class: 1 }), ask('robot', 50, { class: 1 })],
  })
  expect(unitsOf(solved).slice(-2)).toEqual([150, 50])
  const idle = solveCase({ policy, requests: crowd })
  expect(idle.classes.map(({ reserved, available }) => [reserved, available])).toEqual([
    [0, 1000],
    [0, 0],
  ])
})

test('I3 demand and what is granted are counted in GPU-seconds for each class', () => {
  const classes = [
    { reserveBps: 0, weight: 3 },
    { reserveBps: 0, weight: 1 },
  ]
  const policy = { capacity: 4000, capBps: 10_000, classes }
  const solved = solveCase({ policy, requests: [ask('a', 3600), ask('b', 7200), ask('c', 5400, { class: 1 })] })
  expect(solved.classes.map(({ demand, available }) => [demand, available])).toEqual([
    [7600, 3000],
    [4000, 1000],
  ])
})

test('a want of 2^53 - 1 hurts nobody', () => {
  const policy = { capacity: 1000, capBps: 5000, classes: oneClass }
  const others = [ask('a', 100), ask('b', 300), ask('c', 400)]
  const modest = unitsOf(solveCase({ policy, requests: [...others, ask('whale', 500)] }))
  expect(unitsOf(solveCase({ policy, requests: [...others, ask('whale', MOST)] }))).toEqual(modest)
})

test('demands beyond 2^53 in all stop there, and their share is right', () => {
  const policy = { capacity: MOST, capBps: 10_000, classes: oneClass }
  const requests = Array.from({ length: 3000 }, (_, index) => ask(`t${index}`, MOST))
  const solved = solveCase({ policy, requests })
  const each = Math.floor(MOST / 3000)
  expect(solved.classes[0]?.demand).toBe(2 ** 53)
  expect(new Set(unitsOf(solved))).toEqual(new Set([each]))
  expect(BigInt(solved.dust)).toBe(BigInt(MOST) - sumUnits(unitsOf(solved)))
})

test('calls nothing dust where everything fits, or nobody asks', () => {
  const policy = { capacity: 1000, capBps: 10_000, classes: oneClass }
  expect(solveCase({ policy, requests: [ask('a', 100)] })).toMatchObject({ classLevel: null, allocated: 100, dust: 0 })
  expect(solveCase({ policy, requests: [] })).toMatchObject({ classLevel: null, allocated: 0, dust: 0 })
})

test('has levels without a single GPU-second too', () => {
  const policy = { capacity: 0, capBps: 10_000, classes: [{ reserveBps: 10_000, weight: 2 }] }
  const solved = solveCase({ policy, requests: [ask('a', 0, { weight: 2 })] })
  expect(solved).toMatchObject({ cap: 0, classLevel: null, classes: [{ demand: 0, available: 0, level: null }] })
  const little = { capacity: 1, capBps: 10_000, classes: oneClass }
  const starved = solveCase({ policy: little, requests: [ask('a', 1, { weight: 2 }), ask('b', 1, { weight: 2 })] })
  expect(starved).toMatchObject({ classes: [{ level: 2n ** 31n - 1n }], allocated: 0, dust: 1 })
})
