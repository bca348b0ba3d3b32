import { requirePolicy } from '~/domain/allocation/policy'
import { createRequestList } from '~/domain/allocation/requests'
import { AppError } from '~/domain/errors'
import { toPlainJson, toPlainText } from '~/domain/plain-text'
import { sentenceOf } from '../log'
import { parseWhole } from './parse-whole'

const policyNames = ['capacity', 'capBps', 'classes', 'requests'] as const
const classNames = ['reserveBps', 'weight'] as const
const requestNames = ['tenant', 'class', 'want', 'weight'] as const

/**
 * Reads policy and requests from JSON; nothing may be missing, and nothing else be there. Throws `invalid_allocation`,
 * which names the field by its JSON pointer, the value, and what to enter.
 */
export const parseJsonRequests = (text: string) => {
  const { capacity, capBps, classes, requests } = requireMembers(parseStrictly(text), '', policyNames)
  const policy = {
    capacity: requireNumber(capacity, '/capacity'),
    capBps: requireNumber(capBps, '/capBps'),
    classes: requireList(classes, '/classes').map((value, index) => {
      const { reserveBps, weight } = requireMembers(value, `/classes/${index}`, classNames)
      return {
        reserveBps: requireNumber(reserveBps, `/classes/${index}/reserveBps`),
        weight: requireNumber(weight, `/classes/${index}/weight`),
      }
    }),
  }
  requirePolicy(policy)
  const list = createRequestList(policy.classes.length)
  for (const [index, value] of requireList(requests, '/requests').entries()) {
    const place = `/requests/${index}`
    const { tenant, class: own, want, weight } = requireMembers(value, place, requestNames)
    if (typeof tenant !== 'string') throw invalid(`${place}/tenant`, tenant, 'enter a name in double quotes')
    list.add({
      tenant,
      class: requireNumber(own, `${place}/class`),
      want: requireNumber(want, `${place}/want`),
      weight: requireNumber(weight, `${place}/weight`),
    })
  }
  return { policy, ...list.build() }
}

/** Stands where the text has a number that is not of plain digits, so that its field can be named. */
type OtherNumber = { number: string }

// Parsing alone would make 1000 of 1e3 and 1.0 of 1. The first pattern tells in one pass whether there may be any.
const MAYBE_OTHER = /[:,[]\s*(?:-|\d+[.eE]|\d{16})/
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const parseStrictly = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text)
    if (!MAYBE_OTHER.test(text)) return value
  } catch (cause) {
    throw new AppError('invalid_allocation', `This is no JSON: ${toPlainText(sentenceOf(cause))}.`, { cause })
  }
  const mark = (token: string) =>
    token.startsWith('"') || parseWhole(token) !== null
      ? token
      : JSON.stringify({ number: token } satisfies OtherNumber)
  return JSON.parse(text.replace(STRING_OR_NUMBER, mark))
}

const requireNumber = (value: unknown, place: string): number => {
  if (typeof value === 'number') return value
  throw invalid(place, value, 'enter a whole number below 2^53 in digits, without quotes')
}

const requireList = (value: unknown, place: string): unknown[] => {
  if (Array.isArray(value)) return value
  throw invalid(place, value, 'enter a list in [ ]')
}

const requireMembers = <Name extends string>(value: unknown, place: string, names: readonly Name[]) => {
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  const rule = `enter { } with ${names.join(', ')}, all of them and nothing else`
  if (members === null) throw invalid(place === '' ? 'The input' : place, value, rule)
  const given = Object.keys(members)
  const unknown = given.find((name) => !names.some((known) => known === name))
  if (unknown !== undefined)
    throw new AppError('invalid_allocation', `${place}/${toPlainText(unknown)} means nothing; ${rule}.`)
  const missing = names.find((name) => !given.includes(name))
  if (missing !== undefined) throw new AppError('invalid_allocation', `${place}/${missing} is missing; ${rule}.`)
  return members as Record<Name, unknown>
}

const invalid = (place: string, value: unknown, rule: string) =>
  new AppError('invalid_allocation', `${place} is ${sayValue(value)}; ${rule}.`)

const LONGEST_VALUE = 60

const sayValue = (value: unknown): string => {
  const text = isOtherNumber(value) ? toPlainText(value.number) : toPlainJson(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

const isOtherNumber = (value: unknown): value is OtherNumber =>
  typeof value === 'object' && value !== null && 'number' in value && typeof value.number === 'string'
