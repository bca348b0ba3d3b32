import { describe, expect, it, test } from 'vitest'
import { RecallCallout } from '~/components/recall-callout'
import { renderStatic } from '~/components/render-static.server'
import { UntrustedLink } from '~/components/untrusted-link'
import { EnclavesSection } from '~/features/enclaves/components/enclaves-section.server'
import type { Enclave } from '~/features/enclaves/schema'
import { ReleaseGate } from '~/features/models/components/release-gate.server'
import { GateWarning } from '~/features/proposals/components/gate-warning.server'
import type { Gate, GateReason } from '~/http/stewardship'
import { getIntl } from '~/i18n/intl.server'
import { LOCALES } from '~/i18n/locale'

const NOW = { time: '2026-11-23T14:02:24Z', block: 8_463_127 }
const LATER = { time: '2026-12-25T09:12:40Z', block: null }
const HASH = `0x${'ab'.repeat(32)}`
const party = { id: '2', kind: 'university' } as const
const account = { address: `0x${'Ab'.repeat(20)}`, party, seat: null, contract: null }
const release = {
  id: '3',
  version: 'v6',
  stage: 'red-team',
  model: { id: '1', name: 'A model' },
  recall: null,
} as const
const kinds = ['bio-chem', 'cyber', 'autonomy', 'safeguards', 'weight-security', 'licence'] as const

const gate = (unmet: GateReason[]): Gate => ({
  release,
  to: 'gated',
  flopClass: 0,
  met: unmet.length === 0,
  unmet,
  maxReportAgeSeconds: 15_552_000,
  kinds: kinds.map((kind) => ({ kind, needed: kind === 'licence' ? 1 : 0, have: 0, met: kind !== 'licence', by: [] })),
  fails: [],
  dwell: { seconds: 60, until: LATER, over: false },
  held: null,
  recalled: null,
  revokedAncestor: null,
  rootHolder: null,
  missingAcks: 2,
})

const enclave = (status: Enclave['status']): Enclave => ({
  id: '1',
  release,
  operator: account,
  party,
  quote: HASH,
  collateral: HASH,
  measurement: HASH,
  description: '<b>server</b>',
  serviceKey: HASH,
  nonce: HASH,
  attested: NOW,
  transaction: HASH,
  expires: NOW,
  status,
  revoked: null,
})

describe.each(LOCALES)('in %s', (locale) => {
  const intl = getIntl(locale)
  const { t } = intl

  it('the gate names each condition with what it needs and what there is', () => {
    const html = renderStatic(intl, <ReleaseGate gate={gate(['passes', 'dwell', 'acks'])} />)
    expect(html).toContain(t('gate.title', { stage: t('stage.gated') }))
    expect(html).toContain(t('evaluation.licence'))
    expect(html).not.toContain(t('evaluation.cyber'))
    expect(html).toContain(t('gate.acksMissing', { count: 2 }))
    expect(html.split(t('a11y.unmet')).length - 1).toBe(3)
  })

  it('a proposal whose gates are not met says so with every reason, and else nothing', () => {
    const reasons = ['passes', 'fail', 'dwell', 'held', 'recalled', 'ancestor', 'acks', 'root'] as const
    const html = renderStatic(intl, <GateWarning gate={gate([...reasons])} />)
    for (const reason of reasons) expect(html).toContain(t(`gate.reason.${reason}`))
    expect(renderStatic(intl, <GateWarning gate={gate([])} />)).toBe('')
  })

  it('T4 an enclave past its collateral shows as expired, and that the chain holds only digests', () => {
    const html = renderStatic(intl, <EnclavesSection enclaves={[enclave('expired')]} />)
    expect(html).toContain(t('enclave.expired'))
    expect(html).not.toContain(`> ${t('enclave.live')}<`)
    expect(html).toContain(t('enclave.only'))
    expect(html).toContain('&lt;b&gt;server')
    expect(renderStatic(intl, <EnclavesSection enclaves={[enclave('live')]} />)).toContain(t('enclave.live'))
  })

  it('a recall warns in the words of the council, which stay text', () => {
    const recall = { until: LATER, reason: '<script>alert(1)</script>' }
    const html = renderStatic(intl, <RecallCallout release={{ ...release, recall }} />)
    expect(html).toContain('2026-12-25 09:12:40 UTC')
    expect(html).toContain('&lt;script&gt;')
    expect(renderStatic(intl, <RecallCallout release={release} />)).toBe('')
  })
})

test.each(['javascript:alert(1)', 'data:text/html,<b>x</b>', 'https://a b', 'ipfs://bafy', ' https://example.org'])(
  'G6 %s is shown and never a link',
  (uri) => {
    expect(renderStatic(getIntl('en'), <UntrustedLink uri={uri} />)).not.toContain('<a ')
  },
)

test('G6 a web address is a link that says that nobody checked it', () => {
  const html = renderStatic(getIntl('en'), <UntrustedLink uri="https://example.org/a?b=1&c" />)
  expect(html).toContain('href="https://example.org/a?b=1&amp;c"')
  expect(html).toContain('noopener')
  expect(html).toContain('not checked')
})
