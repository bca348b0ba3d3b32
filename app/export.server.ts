import { type FileStream, openFileStream } from '~/http/file-stream'
import { type View, withView } from '~/services.server'

/** Writes a whole table as CSV, in an order that only its rows decide. */
export type Table = (view: View) => AsyncIterable<string>

/** A table on one coherent state of the index, under a name that tells the block. Throws `too_many_streams` (retryable). */
export const exportTable = (name: string, table: Table): Promise<FileStream> =>
  openFileStream((write) =>
    withView((view) => write(`${name}-${view.cursor.number}-${view.cursor.hash}.csv`, table(view))),
  )
