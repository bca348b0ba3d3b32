import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createNames } from '~/ens.server'

const HOUR = 3_600_000
const account = (index: number) => `0x${index.toString(16).padStart(40, '0')}`

/** Names by a register that tests change, at a time that they move. */
const open = () => {
  const register = new Map<string, string>()
  const state = { now: 0, fails: false }
  const asked: string[] = []
  const find = async (address: string) => {
    asked.push(address.toLowerCase())
    if (state.fails) throw new Error('the node is away')
    return register.get(address.toLowerCase()) ?? null
  }
  return { register, state, asked, nameOf: createNames(find, () => state.now) }
}

test('a name is found once it was asked for, however the address is written, and the lack of one is kept too', async () => {
  const { register, asked, nameOf } = open()
  register.set(account(10), 'a.eth')
  expect([nameOf(account(10)), nameOf(account(10).toUpperCase().replace('X', 'x')), nameOf(account(2))]).toEqual([
    ...[null, null, null],
  ])
  await sleep(0)
  expect([nameOf(account(10)), nameOf(account(2))]).toEqual(['a.eth', null])
  expect(asked).toEqual([account(10), account(2)])
})

test('after an hour a name is looked up again, and after two it is not shown unless it was', async () => {
  const { register, state, nameOf } = open()
  register.set(account(1), 'old.eth')
  nameOf(account(1))
  await sleep(0)
  register.set(account(1), 'new.eth')
  state.now = HOUR
  expect(nameOf(account(1))).toBe('old.eth')
  await sleep(0)
  expect(nameOf(account(1))).toBe('new.eth')
  state.now = 3 * HOUR
  expect(nameOf(account(1))).toBe(null)
})

test('what fails is tried again after a minute, and a name that was known stays for its time', async () => {
  const { register, state, asked, nameOf } = open()
  register.set(account(1), 'a.eth')
  state.fails = true
  nameOf(account(1))
  await sleep(0)
  nameOf(account(1))
  expect(asked).toHaveLength(1)
  state.now = 60_000
  state.fails = false
  nameOf(account(1))
  await sleep(0)
  expect(nameOf(account(1))).toBe('a.eth')
  state.now = 60_000 + HOUR
  state.fails = true
  nameOf(account(1))
  await sleep(0)
  expect(nameOf(account(1))).toBe('a.eth')
  state.now = 60_000 + 2 * HOUR
  expect(nameOf(account(1))).toBe(null)
})

test('no more than 500 are asked for at once, and no more than 10,000 are known', async () => {
  const { asked, nameOf } = open()
  for (let index = 1; index <= 600; index += 1) nameOf(account(index))
  await sleep(20)
  expect(asked).toHaveLength(500)
  for (let from = 501; from <= 10_001; from += 250) {
    for (let index = from; index < from + 250; index += 1) nameOf(account(index))
    await sleep(5)
  }
  const count = asked.length
  nameOf(account(10_001))
  nameOf(account(1))
  await sleep(5)
  expect(asked.slice(count)).toEqual([account(1)])
})
