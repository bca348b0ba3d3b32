type IconName = 'for' | 'against' | 'abstain' | 'token' | 'seat' | 'ok' | 'no' | 'wait' | 'ring' | 'sherd'
type IconTone = 'for' | 'against' | 'abstain' | 'good' | 'warn' | 'bad' | 'clay'

type IconProps = { name: IconName; tone?: IconTone; label?: string }

/** A symbol of the sprite; without `label` it is decoration beside a word that says the same. */
export const Icon = ({ name, tone, label }: IconProps) => (
  // biome-ignore lint/a11y/noSvgWithoutTitle: hidden, or labelled, as the next lines say
  <svg
    className={tone === undefined ? 'i' : `i c-${tone}`}
    viewBox="0 0 16 16"
    {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  >
    <use href={`#${name}`} />
  </svg>
)
