const TIERS = ['routine', 'policy', 'charter'] as const

type TierBadgeProps = { tier: (typeof TIERS)[number]; name: string }

/** Three rising pips and the tier's name; derived from the actions, never a control. */
export const TierBadge = ({ tier, name }: TierBadgeProps) => (
  <span className="badge tier">
    <span className="pips" aria-hidden="true">
      {TIERS.map((step, index) => (
        <i key={step} className={index <= TIERS.indexOf(tier) ? 'on' : undefined} />
      ))}
    </span>
    {name}
  </span>
)
