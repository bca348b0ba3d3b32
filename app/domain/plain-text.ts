const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu

/**
 * Text that others wrote, so that it can only be read: control characters, terminal escapes, line breaks, marks that
 * turn the direction of writing, and invisible format characters become `\u{…}`. Tabs do too.
 */
export const toPlainText = (text: string): string =>
  text.replace(HIDDEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`)

/** A value as JSON on one line, its texts unchanged for whoever parses it and yet plain for whoever reads it. */
export const toPlainJson = (value: unknown): string =>
  JSON.stringify(value).replace(HIDDEN, (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  )

/** The name of a file in double quotes, as plain text. */
export const quoteName = (name: string): string => `"${toPlainText(name.replace(/["\\]/g, '\\$&'))}"`
