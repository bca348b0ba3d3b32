/**
 * Text that others wrote, so that it can only be read: control characters, terminal escapes, line breaks, marks that
 * turn the direction of writing, and invisible format characters become `\u{…}`. Tabs do too.
 */
export const toPlainText = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu,
    (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  )

/** The name of a file in double quotes, as plain text. */
export const quoteName = (name: string): string => `"${toPlainText(name.replace(/["\\]/g, '\\$&'))}"`
