import type { Tier, TierReason } from '~/domain/tier'
import { TEXT_MAX, TITLE_MAX } from './schema'

/** One call as the linter sees it. */
export type LintAction = {
  target: string
  /** One of our contracts, or null. */
  contract: string | null
  value: string
  calldata: string
  /** Null where the contract has no such function. */
  signature: string | null
  sentence: { key: string }
  tier: Tier
  reason: TierReason
  outcome: 'success' | 'reverted' | 'not-reached'
}

/** A whole draft: its words, its calls, who proposes it, and live proposals that make the same calls. */
export type LintSubject = {
  title: string
  text: string
  actions: readonly LintAction[]
  twins: readonly { id: string }[]
  /** Null where nobody is named. */
  proposer: { votes: bigint; threshold: bigint; hasSeat: boolean } | null
}

/** What a reader or the governor would stumble over. `pointer` names the part of the draft; `values` fill its text. */
export type Finding = {
  code: LintCode
  severity: 'error' | 'warning' | 'note'
  pointer: string
  values: Readonly<Record<string, string | number>>
}

/** `error`: the governor or the wizard refuses it. `warning`: voters should not trust it. `note`: good to know. */
const SEVERITY = {
  'title-missing': 'error',
  'title-too-long': 'error',
  'title-lines': 'error',
  'text-too-long': 'error',
  'text-missing': 'note',
  'hidden-characters': 'warning',
  'raw-html': 'warning',
  'link-hides-target': 'warning',
  'link-scheme': 'warning',
  'promise-unkept': 'warning',
  'address-unused': 'warning',
  'target-forbidden': 'error',
  'target-unknown': 'warning',
  'function-unknown': 'warning',
  'function-unlisted': 'note',
  'value-sent': 'warning',
  'reverts-now': 'warning',
  'call-repeated': 'warning',
  'tiers-mixed': 'warning',
  'proposal-duplicated': 'warning',
  'proposer-too-small': 'error',
} as const satisfies Record<string, Finding['severity']>

export type LintCode = keyof typeof SEVERITY

export const lintCodes = Object.keys(SEVERITY) as LintCode[]

const find = (code: LintCode, pointer: string, values: Finding['values'] = {}): Finding => ({
  code,
  severity: SEVERITY[code],
  pointer,
  values,
})

const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]|(?![\t\n\r])\p{Cc}/u

const lintTitle = ({ title }: LintSubject): Finding[] => [
  ...(title.trim() === '' ? [find('title-missing', '#/title')] : []),
  ...(title.length > TITLE_MAX ? [find('title-too-long', '#/title', { length: title.length, max: TITLE_MAX })] : []),
  ...(/[\r\n]/.test(title) ? [find('title-lines', '#/title')] : []),
]

const lintWords = ({ title, text }: LintSubject): Finding[] => [
  ...(text.trim() === '' ? [find('text-missing', '#/text')] : []),
  ...(text.length > TEXT_MAX ? [find('text-too-long', '#/text', { length: text.length, max: TEXT_MAX })] : []),
  ...[['#/title', title] as const, ['#/text', text] as const]
    .filter(([, words]) => HIDDEN.test(words))
    .map(([pointer]) => find('hidden-characters', pointer)),
  ...(/<\/?[a-z!][^<>]*>/i.test(text.replace(/<https?:\/\/[^\s<>]*>/gi, '')) ? [find('raw-html', '#/text')] : []),
]

const hostOf = (address: string): string | null => {
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`).host
  } catch {
    return null
  }
}

const LINK = /\[([^\]\n]{0,500})\]\(\s*<?([^\s)>]{1,2000})/g
const LOOKS_LIKE_ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?$/i

const lintLinks = ({ text }: LintSubject): Finding[] =>
  [...text.matchAll(LINK)].slice(0, 100).flatMap(([, label = '', target = '']) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(target)?.[1]?.toLowerCase()
    if (scheme !== undefined && !['http', 'https', 'mailto', 'ipfs'].includes(scheme)) {
      return [find('link-scheme', '#/text', { scheme })]
    }
    const shown = label.replace(/[*_`]/g, '').trim()
    if (!LOOKS_LIKE_ADDRESS.test(shown) || hostOf(shown) === hostOf(target)) return []
    return [find('link-hides-target', '#/text', { shown: shown.slice(0, 80), host: hostOf(target) ?? 'none' })]
  })

/** What words promise, and the sentences of actions that keep it. */
const PROMISES: readonly { says: RegExp; what: string; kept: RegExp }[] = [
  { says: /\bmint(s|ed|ing)?\b|增发|铸造/i, what: 'mint', kept: /^action\.mint$/ },
  {
    says: /\brevok(e|es|ing)\b|撤销/i,
    what: 'revoke',
    kept: /^action\.(revoke|revokeGrant|removeMeasurement|removeAudit)$/,
  },
  {
    says: /\b(open(s|ing)? (the |its |these )?weights|open-?sourc(e|es|ing))\b|开放权重|开源/i,
    what: 'open',
    kept: /^action\.advanceToOpen$/,
  },
  {
    says: /\b(pay(s|ing)?|fund(s|ing)?|transfer(s|ring)?|withdraw(s|ing)?|grant(s|ing)? [\d.,]+)\b|支付|拨款|转账/i,
    what: 'pay',
    kept: /^action\.(grantMoney|setSchedule|withdraw|sweep|send|cancelMoneyGrant|endSchedule|setRewards)$/,
  },
  {
    says: /\b(lower|raise|change|set)(s|ing)? the cap\b|(降低|提高|调整)上限/i,
    what: 'cap',
    kept: /^action\.(lowerCap|setPolicy|setTerms)$/,
  },
  {
    says: /\b(admit|seat)(s|ting|ing)? (a |the |another |new )+(steward|party)\b|接纳/i,
    what: 'admit',
    kept: /^action\.(admitSeat|admitParty|admitParties)$/,
  },
]

// What cannot be decoded may keep any promise; it is named on its own.
const isOpaque = ({ sentence: { key } }: LintAction) => key === 'action.unknown' || key === 'action.call'

const lintPromises = ({ title, text, actions }: LintSubject): Finding[] => {
  const words = `${title}\n${text}`
  const calls = actions.map(({ target, calldata }) => `${target} ${calldata}`.toLowerCase())
  const named = [...new Set([...words.matchAll(/0x[0-9a-fA-F]{40}\b/g)].map(([found]) => found.toLowerCase()))]
  const unused = named.filter((address) => !calls.some((call) => call.includes(address.slice(2))))
  return [
    ...unused.slice(0, 10).map((address) => find('address-unused', '#/text', { address })),
    ...(actions.some(isOpaque)
      ? []
      : PROMISES.filter(
          ({ says, kept }) => says.test(words) && !actions.some(({ sentence }) => kept.test(sentence.key)),
        ).map(({ what }) => find('promise-unkept', '#/text', { what }))),
  ]
}

const lintAction = (action: LintAction, index: number, { actions }: LintSubject): Finding[] => {
  const pointer = `#/calls/${index}`
  const { contract, value, calldata, signature, reason } = action
  const isCall = calldata.length >= 10
  const earlier = actions
    .slice(0, index)
    .findIndex((one) => one.target === action.target && one.value === value && one.calldata === calldata)
  return [
    ...(contract === 'TimelockController' ? [find('target-forbidden', pointer)] : []),
    ...(contract === null && isCall ? [find('target-unknown', pointer, { target: action.target })] : []),
    ...(contract !== null && isCall && signature === null
      ? [find('function-unknown', pointer, { contract, selector: calldata.slice(0, 10) })]
      : []),
    ...(reason === 'unlisted' ? [find('function-unlisted', pointer)] : []),
    ...(value !== '0' && (contract !== null || isCall) ? [find('value-sent', pointer, { wei: value })] : []),
    ...(action.outcome === 'reverted' ? [find('reverts-now', pointer)] : []),
    ...(earlier >= 0 ? [find('call-repeated', pointer, { earlier })] : []),
  ]
}

const lintWhole = ({ actions, twins, proposer }: LintSubject): Finding[] => {
  const tiers = [...new Set(actions.map(({ tier }) => tier))]
  const twin = twins[0]
  const small = proposer !== null && !proposer.hasSeat && proposer.votes < proposer.threshold
  return [
    ...(tiers.length > 1 ? [find('tiers-mixed', '#/calls', { tiers: tiers.join(', ') })] : []),
    ...(twin ? [find('proposal-duplicated', '#/calls', { id: twin.id })] : []),
    ...(small
      ? [
          find('proposer-too-small', '#/proposer', {
            votes: String(proposer.votes),
            threshold: String(proposer.threshold),
          }),
        ]
      : []),
  ]
}

/** Everything that a draft could be faulted for, in the order of its parts. Pure: what it cannot know, it is told. */
export const lintDraft = (subject: LintSubject): Finding[] => [
  ...lintTitle(subject),
  ...lintWords(subject),
  ...lintLinks(subject),
  ...lintPromises(subject),
  ...subject.actions.flatMap((action, index) => lintAction(action, index, subject)),
  ...lintWhole(subject),
]
