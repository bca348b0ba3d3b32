import type { Tally } from './result'
import type { Tier } from './tier'

/**
 * Seconds that dissent adds to the delay: maxDissent x min(1, Against / (For + Against) + seat Against / N), rounded
 * down; none in tier 0 (docs/specification.md 3.4, HouseTally.dissent).
 */
export const dissentSeconds = (
  { tier, seatCapacity, token, seat }: { tier: Tier; seatCapacity: bigint; token: Tally; seat: Tally },
  maxDissent: bigint,
): bigint => {
  if (tier === 'routine') return 0n
  const cast = token.against + token.for
  const votes = cast === 0n ? 1n : cast
  const whole = votes * seatCapacity
  const part = token.against * seatCapacity + votes * seat.against
  return part >= whole ? maxDissent : (maxDissent * part) / whole
}
