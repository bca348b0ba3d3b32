import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as client from '@kubernetes/client-node'

type Attribute = { name: string; baseName: string; type: string }
type Model = { getAttributeTypeMap: () => Attribute[] }

// What the client's models say is made from Kubernetes' published OpenAPI by its own generator; which members have to be
// there stands in their declarations alone.
const models = join(dirname(createRequire(import.meta.url).resolve('@kubernetes/client-node')), 'gen/models')
const required = new Map<string, Set<string>>()

const requiredOf = (name: string): Set<string> => {
  const known = required.get(name)
  if (known) return known
  const text = readFileSync(join(models, `${name}.d.ts`), 'utf8')
  const found = new Set([...text.matchAll(/^ {4}'([^']+)': /gm)].map(([, member = '']) => member))
  required.set(name, found)
  return found
}

const isModel = (name: string): boolean => name in client && 'getAttributeTypeMap' in (client as never)[name]

/** What is wrong with a value of JSON as a model of Kubernetes; empty when nothing is. */
export const listProblems = (value: unknown, type: string, at = type): string[] => {
  const list = /^Array<(.+)>$/.exec(type)?.[1]
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${at} is no list`]
    return value.flatMap((one, index) => listProblems(one, list, `${at}[${index}]`))
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1]
  if (map !== undefined) {
    if (!isObject(value)) return [`${at} is no object`]
    return Object.entries(value).flatMap(([key, one]) => listProblems(one, map, `${at}.${key}`))
  }
  if (isModel(type)) return listMemberProblems(value, type, at)
  return isOf(value, type) ? [] : [`${at} is no ${type}: ${JSON.stringify(value)}`]
}

const listMemberProblems = (value: unknown, type: string, at: string): string[] => {
  if (!isObject(value)) return [`${at} is no object`]
  const attributes = ((client as never)[type] as Model).getAttributeTypeMap()
  const byName = new Map(attributes.map((attribute) => [attribute.baseName, attribute]))
  const missing = [...requiredOf(type)].filter((name) => {
    const attribute = attributes.find((one) => one.name === name)
    return value[attribute?.baseName ?? name] === undefined
  })
  return [
    ...missing.map((name) => `${at} lacks ${name}`),
    ...Object.entries(value).flatMap(([key, one]) => {
      const attribute = byName.get(key)
      return attribute ? listProblems(one, attribute.type, `${at}.${key}`) : [`${at} has no member ${key}`]
    }),
  ]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOf = (value: unknown, type: string): boolean => {
  if (type === 'any' || type === 'object') return true
  if (type === 'IntOrString') return typeof value === 'string' || Number.isInteger(value)
  if (type === 'Date' || type === 'V1MicroTime') {
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)
  }
  return typeof value === type
}
