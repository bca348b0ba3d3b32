import type { ResultGeometry } from '~/components/result-geometry'
import { Sprite } from '~/components/sprite'
import { formatQuantity, formatUtc, formatWhole } from '~/i18n/format'
import { type IntlShape, useIntl } from '~/i18n/intl-context'
import type { Standing } from '../read.server'
import type { HouseTally, ProposalSummary } from '../schema'
import { clockOf } from './clock-of'
import { describeMark, getTallyGeometry } from './describe-tally'
import { nameState, OPEN_STATES } from './name-state'
import { getTitle } from './title'
import { measureText, wrapTitle } from './wrap-title'

/** What link previews take for a large picture. */
export const CARD = { width: 1200, height: 630 } as const

const LEFT = 60
const RIGHT = CARD.width - LEFT
const HOUSE = 510
const [BAR_TOP, BAR_HEIGHT] = [424, 40]
const FILL = { for: 'var(--for)', abstain: 'var(--abstain)', against: 'url(#hatch)' } as const
const CHOICES = ['for', 'against', 'abstain'] as const
const TIERS = ['routine', 'policy', 'charter'] as const
const DIGITS = 2

type TextProps = { x: number; y: number; size: number; children: string } & Partial<{
  fill: string
  weight: number
  anchor: 'start' | 'end'
  /** Where there is no more room, the letters are smaller: a figure that is cut would be another figure. */
  most: number
}>

// Only named it is found in bold; and it is left out where it can be, because it is large and so takes long.
const fontOf = (text: string) => (/\p{sc=Han}/u.test(text) ? { fontFamily: 'Noto Sans S Chinese' } : {})

const Text = ({ x, y, size, children, fill = 'var(--ink)', weight = 400, anchor = 'start', most }: TextProps) => (
  <text
    x={x}
    y={y}
    fill={fill}
    textAnchor={anchor}
    fontWeight={weight}
    {...fontOf(children)}
    fontSize={most === undefined ? size : Math.min(size, most / measureText(children))}
  >
    {children}
  </text>
)

type GlyphProps = { name: string; x: number; y: number; size: number; tone: string }

const Glyph = ({ name, x, y, size, tone }: GlyphProps) => (
  <use href={`#${name}`} x={x} y={y} width={size} height={size} color={tone} />
)

const Top = ({ proposal }: { proposal: ProposalSummary }) => {
  const { t } = useIntl()
  return (
    <>
      <Glyph name="sherd" x={LEFT} y={36} size={48} tone="var(--clay)" />
      <Text x={120} y={73} size={36} weight={700}>
        Ostrakon
      </Text>
      <Text x={RIGHT} y={72} size={28} anchor="end" fill="var(--ink-2)">
        {t('proposal.number', { id: proposal.id })}
      </Text>
      <rect x={LEFT} y={100} width={RIGHT - LEFT} height={3} fill="var(--rule)" />
    </>
  )
}

const Badges = ({ proposal }: { proposal: ProposalSummary }) => {
  const intl = useIntl()
  const { t } = intl
  const { tier, kind, state } = proposal
  return (
    <>
      {TIERS.map((step, index) => (
        <rect
          key={step}
          x={LEFT + index * 11}
          y={150 - (index + 1) * 8}
          width={8}
          height={(index + 1) * 8}
          fill={index <= TIERS.indexOf(tier) ? 'var(--ink)' : 'var(--line)'}
        />
      ))}
      <text x={LEFT + 44} y={150} fontSize={28} fill="var(--ink-2)" {...fontOf(t(`tier.${tier}`))}>
        {t(`tier.${tier}`)}
        <tspan dx={28} fontWeight={700} fill={OPEN_STATES.includes(state) ? 'var(--clay)' : 'var(--ink)'}>
          {nameState(intl, proposal)}
        </tspan>
        <tspan dx={28}>{t(`kind.${kind}`)}</tspan>
      </text>
    </>
  )
}

const Title = ({ proposal }: { proposal: ProposalSummary }) => {
  const { size, lead, lines } = wrapTitle(getTitle(useIntl(), proposal), RIGHT - LEFT)
  return (
    <g clipPath="url(#title)">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one title, which may be the same
        <Text key={index} x={LEFT} y={172 + (index + 1) * lead} size={size} weight={700}>
          {line}
        </Text>
      ))}
    </g>
  )
}

type MarkProps = { x: number; label: string; side: 'above' | 'below' }

/** Above the bar what For must reach, below it the quorum. */
const Mark = ({ x, label, side }: MarkProps) => {
  const at = (x / 100) * HOUSE
  const isLeft = at <= HOUSE / 2
  const [top, tip, base] =
    side === 'above'
      ? [BAR_TOP - 10, `M${at - 9} ${BAR_TOP - 18}h18l-9 12z`, BAR_TOP - 10]
      : [BAR_TOP, `M${at - 9} ${BAR_TOP + BAR_HEIGHT + 18}h18l-9-12z`, BAR_TOP + BAR_HEIGHT + 26]
  return (
    <>
      <rect x={at - 4} y={top} width={8} height={BAR_HEIGHT + 10} fill="var(--ground)" />
      <rect x={at - 1.5} y={top} width={3} height={BAR_HEIGHT + 10} fill="var(--ink)" />
      <path d={tip} fill="var(--ink)" />
      <Text
        x={isLeft ? at + 16 : at - 16}
        y={base}
        size={22}
        anchor={isLeft ? 'start' : 'end'}
        fill="var(--ink-2)"
        most={Math.max(at, HOUSE - at) - 16}
      >
        {label}
      </Text>
    </>
  )
}

const sayMark = (intl: IntlShape, words: string, needed: HouseTally['quorum']): string => {
  const { amount } = describeMark(intl, words, needed)
  return `${words} ${amount}`
}

const Bar = ({ tally, geometry }: { tally: HouseTally; geometry: ResultGeometry }) => {
  const intl = useIntl()
  const { t } = intl
  const cells = tally.house === 'seat' ? Number(tally.total.value) : 0
  return (
    <>
      <rect y={BAR_TOP} width={HOUSE} height={BAR_HEIGHT} fill="var(--sunken)" />
      {geometry.segments.map(({ choice, x, width }) => (
        <rect
          key={choice}
          x={(x / 100) * HOUSE}
          y={BAR_TOP}
          width={(width / 100) * HOUSE}
          height={BAR_HEIGHT}
          fill={FILL[choice]}
        />
      ))}
      {Array.from({ length: Math.max(0, cells - 1) }, (_, index) => ((index + 1) * HOUSE) / cells).map((x) => (
        <rect key={x} x={x - 2} y={BAR_TOP} width={4} height={BAR_HEIGHT} fill="var(--ground)" />
      ))}
      {geometry.quorum !== null && (
        <Mark x={geometry.quorum} label={sayMark(intl, t('result.quorum'), tally.quorum)} side="below" />
      )}
      {geometry.forNeeded !== null && (
        <Mark x={geometry.forNeeded} label={sayMark(intl, t('result.forNeeds'), tally.forNeeded)} side="above" />
      )}
    </>
  )
}

// Cut to what there is room for, never rounded up.
const sayVotes = ({ locale }: IntlShape, { value, decimals }: HouseTally['for']): string => {
  const cut = BigInt(value) / 10n ** BigInt(Math.max(0, decimals - DIGITS))
  return formatQuantity(locale, { value: cut, decimals: Math.min(decimals, DIGITS) })
}

const House = ({ tally, x }: { tally: HouseTally; x: number }) => {
  const intl = useIntl()
  const { t } = intl
  const { house } = tally
  return (
    <g transform={`translate(${x})`}>
      <Glyph name={house} x={0} y={358} size={28} tone="var(--ink)" />
      <Text x={40} y={381} size={28} weight={700}>
        {t(house === 'token' ? 'result.tokenUnit' : 'result.seatUnit', { house: t(`house.${house}`) })}
      </Text>
      <Bar tally={tally} geometry={getTallyGeometry(tally)} />
      {CHOICES.map((choice, index) => (
        <g key={choice} transform={`translate(${index * 176})`}>
          <Glyph
            name={choice}
            x={0}
            y={507}
            size={20}
            tone={choice === 'abstain' ? 'var(--ink-3)' : `var(--${choice})`}
          />
          <Text x={28} y={525} size={22} fill="var(--ink-2)">
            {t(`choice.${choice}`)}
          </Text>
          <Text x={0} y={552} size={24} weight={700} most={164}>
            {sayVotes(intl, tally[choice])}
          </Text>
        </g>
      ))}
    </g>
  )
}

const Bottom = ({ proposal, at }: Standing) => {
  const intl = useIntl()
  const { locale, t } = intl
  const clock = clockOf(proposal)
  return (
    <>
      <rect x={LEFT} y={570} width={RIGHT - LEFT} height={1} fill="var(--line-strong)" />
      <Text x={LEFT} y={604} size={24} weight={700}>
        {`${t(clock.key)} ${formatUtc(clock.at)}`}
      </Text>
      <Text x={RIGHT} y={604} size={20} anchor="end" fill="var(--ink-2)" most={640}>
        {`${t('footer.read', { block: formatWhole(locale, at.block), chain: at.chainId })} · ${formatUtc(at.time)}`}
      </Text>
    </>
  )
}

/** A proposal as one picture that stays true wherever it is kept: absolute times, and the block that it was made at. */
export const ProposalCard = ({ proposal, at }: Standing) => (
  // biome-ignore lint/a11y/noSvgWithoutTitle: nobody is shown the drawing, only the picture made of it
  <svg xmlns="http://www.w3.org/2000/svg" width={CARD.width} height={CARD.height}>
    <Sprite />
    <clipPath id="title">
      <rect x={LEFT} y={168} width={RIGHT - LEFT} height={180} />
    </clipPath>
    <rect width={CARD.width} height={CARD.height} fill="var(--ground)" />
    <Top proposal={proposal} />
    <Badges proposal={proposal} />
    <Title proposal={proposal} />
    <House tally={proposal.tally.token} x={LEFT} />
    <House tally={proposal.tally.seat} x={RIGHT - HOUSE} />
    <Bottom proposal={proposal} at={at} />
  </svg>
)
