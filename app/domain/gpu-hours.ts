const SECONDS_PER_HUNDREDTH = 36n

/** GPU-hours with at most two digits after the point, as whole GPU-seconds; null for anything else. */
export const parseGpuHours = (text: string): bigint | null => {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return null
  return (BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'))) * SECONDS_PER_HUNDREDTH
}
