import { Icon } from './icon'

type HouseBadgeProps = { house: 'token' | 'seat'; name: string; small?: boolean }

/** A disc for the token house, a bench for the seat house, always with the name. */
export const HouseBadge = ({ house, name, small }: HouseBadgeProps) => (
  <span className={small ? 'house sm' : 'house'}>
    <Icon name={house} />
    {name}
  </span>
)
