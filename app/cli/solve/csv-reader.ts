import { AppError } from '~/domain/errors'

/** Takes the fields of a record, and the number of the line on which it begins. */
type OnRecord = (fields: readonly string[], line: number) => void

// A quote that nobody closes would else take the whole file for one field.
const LONGEST_RECORD = 100_000
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y

/**
 * Reads CSV as RFC 4180 has it, in pieces as they come; lines without a character are left out. `write` and `end` throw
 * `invalid_allocation`, which names the line, on stray or unclosed quotes, lone carriage returns and very long records.
 */
export const createCsvReader = (onRecord: OnRecord) => {
  let text = ''
  let line = 1

  /** Where the record ends that begins at `start`; null when it may go on in what comes. */
  const readRecord = (start: number, isLast: boolean): number | null => {
    const fields: string[] = []
    for (let at = start, lines = 0; ; ) {
      FIELD.lastIndex = at
      const [found, quoted, plain, end] = FIELD.exec(text) ?? []
      if (found === undefined || end === undefined || (end === '' && !isLast)) {
        if (isLast || text.length - start > LONGEST_RECORD) throw malformed(line)
        return null
      }
      at += found.length
      fields.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
      lines += quoted?.includes('\n') ? quoted.split('\n').length - 1 : 0
      if (end === ',') continue
      if (at - start > end.length) onRecord(fields, line)
      line += lines + 1
      return at
    }
  }

  const take = (more: string, isLast: boolean) => {
    text += more
    let at = 0
    while (at < text.length) {
      const next = readRecord(at, isLast)
      if (next === null) break
      at = next
    }
    text = text.slice(at)
  }
  return { write: (more: string) => take(more, false), end: () => take('', true) }
}

const malformed = (line: number) => {
  const rule = 'put a field with quotes, commas or line breaks in double quotes, and each quote in it twice'
  return new AppError('invalid_allocation', `Line ${line} is no CSV record (RFC 4180): ${rule}.`)
}
