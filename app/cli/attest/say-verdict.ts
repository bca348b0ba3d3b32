import type { Objection } from '~/enclave/assess-attestation'
import type { AttestedDevice } from '~/enclave/verify-nvidia'
import type { VerifiedQuote } from '~/enclave/verify-quote'
import type { ReadClaim } from './read-claim'

/** All that one run has found; what was not reached is null. */
export type Findings = {
  quote: VerifiedQuote | null
  devices: readonly AttestedDevice[] | null
  claim: ReadClaim | null
  objections: readonly Objection[]
}

const verdicts = {
  verified: 0,
  refused: 1,
  expired: 1,
  'not allowed': 2,
  'not verified': 3,
} as const

export type Verdict = keyof typeof verdicts

/** The worst objection decides; what was not checked comes before all. */
export const decideVerdict = ({ objections }: Findings): Verdict => {
  const has = (kind: Objection['kind']) => objections.some((objection) => objection.kind === kind)
  if (has('unverified')) return 'not verified'
  if (has('wrong')) return 'refused'
  if (has('expired')) return 'expired'
  return has('not-allowed') ? 'not allowed' : 'verified'
}

export const exitCodeOf = (verdict: Verdict): number => verdicts[verdict]

/** The verdict for programs. */
export const buildVerdictJson = (findings: Findings) => {
  const { quote, devices, claim, objections } = findings
  return {
    verdict: decideVerdict(findings),
    objections: objections.map(({ code, text }) => ({ code, text })),
    quote: quote && {
      kind: quote.kind,
      status: quote.status,
      advisories: quote.advisories,
      measurement: quote.measurement,
      reportData: quote.reportData,
      collateral: quote.collateral,
    },
    enclave: claim && { ...claim.claim, operator: claim.operator, binding: claim.binding, listed: claim.isListed },
    devices,
  }
}

/** The verdict for people, its reasons first. */
export const sayVerdict = (findings: Findings): string => {
  const { quote, devices, claim, objections } = findings
  const lines: [string, string][] = []
  if (claim)
    lines.push(['enclave', `${claim.claim.id}, of release ${claim.claim.releaseId}, claimed by ${claim.operator}`])
  if (quote) {
    const advisories = quote.advisories.length > 0 ? ` (${quote.advisories.join(', ')})` : ''
    lines.push(['kind', quote.kind], ['status', `${quote.status}${advisories}`], ['measured', quote.measurement])
    lines.push(['holds', `until ${new Date(quote.collateral.to * 1000).toISOString()}`])
  }
  for (const { name, model } of devices ?? []) lines.push(['device', `${name}, ${model}`])
  return [
    ...lines.map(([name, value]) => `${name.padEnd(9)} ${value}`),
    ...objections.map(({ text }) => `- ${text}`),
    `verdict   ${decideVerdict(findings)}`,
  ].join('\n')
}
