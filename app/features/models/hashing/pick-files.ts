import { isReleaseFile } from '~/domain/manifest'

/** A file that a reader picked, by its name below the release's folder. */
export type PickedFile = { name: string; file: File }

/** What a reader picked; `ignored` are the files that are no part of a release. */
export type Picked = { files: PickedFile[]; ignored: string[] }

const sortOut = (all: readonly PickedFile[]): Picked => ({
  files: all.filter(({ name }) => isReleaseFile(name)),
  ignored: all.filter(({ name }) => !isReleaseFile(name)).map(({ name }) => name),
})

// A picked folder is the release's folder: its own name is no part of the files' names.
const nameOf = ({ webkitRelativePath, name }: File): string =>
  webkitRelativePath === '' ? name : webkitRelativePath.split('/').slice(1).join('/')

/** The files of a file or folder input. */
export const listPicked = (list: Iterable<File>): Picked =>
  sortOut([...list].map((file) => ({ name: nameOf(file), file })))

const readBatch = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject))

const listEntries = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  // Browsers hand a folder out in batches, and an empty one at its end.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) entries.push(...batch)
  return entries
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const walk = async (entry: FileSystemEntry, path: string): Promise<PickedFile[]> => {
  if (isFolder(entry)) {
    const below = await Promise.all((await listEntries(entry)).map((one) => walk(one, `${path}${one.name}/`)))
    return below.flat()
  }
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
  return [{ name: path.slice(0, -1), file }]
}

/** The files of a drop: one folder with all that is below it, or single files. */
export const listDropped = async (transfer: DataTransfer): Promise<Picked> => {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const [only] = entries
  if (only !== undefined && entries.length === 1 && isFolder(only)) {
    const below = await Promise.all((await listEntries(only)).map((one) => walk(one, `${one.name}/`)))
    return sortOut(below.flat())
  }
  return sortOut((await Promise.all(entries.map((entry) => walk(entry, `${entry.name}/`)))).flat())
}
