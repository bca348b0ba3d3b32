const MOST_EXPONENT = 60

/** A whole number of operations as people write it: `62000`, `6.2e25`; null where it is none. */
export const parseFlop = (text: string): bigint | null => {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]\+?(\d{1,2}))?$/.exec(text) ?? []
  const shift = Number(exponent) - fraction.length
  if (whole === '' || shift < 0 || shift > MOST_EXPONENT) return null
  return BigInt(whole + fraction) * 10n ** BigInt(shift)
}
