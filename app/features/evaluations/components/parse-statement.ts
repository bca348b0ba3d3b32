import type { Hex } from 'viem'
import { EVALUATION_KINDS } from '~/domain/gates'
import type { SignedStatement, Statement } from '~/domain/wallet'

const PASS = 1
const FAIL = 2
const UINT32_MAX = 2 ** 32 - 1

const isDigest = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)
const isAddress = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value)
const isWhole = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max

type Given = { release: { id: number; root: string } | undefined; form: FormData }

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** The statement that a filled form makes, or null where something is missing. A Fail never expires. */
export const parseStatement = ({ release, form }: Given): Statement | null => {
  const verdict = Number(textOf(form, 'verdict'))
  const kind = Number(textOf(form, 'kind') || '-1')
  const report = textOf(form, 'report').toLowerCase()
  const date = textOf(form, 'expires')
  const expires = date === '' || verdict === FAIL ? 0 : Date.parse(`${date}T00:00:00Z`) / 1000
  const isKnown = kind >= 0 && kind < EVALUATION_KINDS.length && (verdict === PASS || verdict === FAIL)
  if (release === undefined || !isDigest(release.root) || !isKnown || !isDigest(report) || Number.isNaN(expires))
    return null
  return {
    releaseId: release.id,
    root: release.root,
    kind,
    verdict,
    report,
    expirationTime: expires,
    uri: textOf(form, 'uri'),
  }
}

const isStatement = (value: unknown): value is Statement => {
  if (typeof value !== 'object' || value === null) return false
  const { releaseId, root, kind, verdict, report, expirationTime, uri, ...rest } = value as Record<string, unknown>
  return (
    Object.keys(rest).length === 0 &&
    isWhole(releaseId, UINT32_MAX) &&
    isDigest(root) &&
    isWhole(kind, EVALUATION_KINDS.length - 1) &&
    (verdict === PASS || verdict === FAIL) &&
    isDigest(report) &&
    isWhole(expirationTime, 2 ** 48 - 1) &&
    typeof uri === 'string'
  )
}

/** Reads a signed statement that somebody handed on; null where it is none. The chain checks the signature itself. */
export const parseSigned = (text: string): SignedStatement | null => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { chainId, registry, attester, statement, nonce, deadline, signature } = value as Record<string, unknown>
  const isSigned =
    isWhole(chainId, Number.MAX_SAFE_INTEGER) &&
    isAddress(registry) &&
    isAddress(attester) &&
    isStatement(statement) &&
    typeof nonce === 'string' &&
    isWhole(deadline, 2 ** 48 - 1) &&
    typeof signature === 'string' &&
    /^0x([0-9a-f]{2})+$/i.test(signature)
  return isSigned ? (value as SignedStatement) : null
}
