/**
 * Puts values into the `{names}` of a text that an island was handed. Plurals and other grammar are the server's work
 * (the browser gets no formatter), so texts for islands are written without them.
 */
export const fillText = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
