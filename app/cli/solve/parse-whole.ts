/** A whole number below 2^53 in decimal digits, as text has it; null for any other text. */
export const parseWhole = (text: string): number | null => {
  const value = Number(text)
  return /^(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(value) ? value : null
}
