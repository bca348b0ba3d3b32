import { findManifestText, storeManifest } from '#db/queries/manifests.server'
import type { ReleaseRow } from '#db/queries/models.server'
import { countFiles } from '~/domain/compare-lists'
import { diffLists } from '~/domain/diff-lists'
import { AppError } from '~/domain/errors'
import type { ManifestFile, ManifestShard } from '~/domain/manifest'
import { buildFromList, type ManifestList, parseManifestList } from '~/domain/manifest-list'
import { toReleaseRef } from '~/http/present'
import type { One } from '~/http/shapes'
import { getServices, type View, withView } from '~/services.server'
import { getReleaseRow } from './release-row.server'
import type { Diff, Manifest, ManifestBody } from './schema'
import { changeOfRelease } from './show.server'

const partsOf = (list: ManifestList): readonly (ManifestFile | ManifestShard)[] =>
  list.method === 'files' ? list.files : list.shards

/** The stored list of a release, and its text; null where nobody has brought it. */
export const loadList = async (view: View, row: ReleaseRow): Promise<{ text: string; list: ManifestList } | null> => {
  const text = await findManifestText(view.sql, row.manifest)
  return text === null
    ? null
    : { text, list: parseManifestList(JSON.parse(text), `The list of release ${row.release_id}`) }
}

// Digests bind no sizes: a shard's range is part of its name, and the only file of a release has the release's size.
const sizeOf = (part: ManifestFile | ManifestShard, list: ManifestList, row: ReleaseRow): string | null => {
  if ('start' in part) return String(part.end - part.start)
  return partsOf(list).length === 1 ? String(row.size) : null
}

const nameOf = (part: ManifestFile | ManifestShard): string =>
  'start' in part ? `${part.name}:${part.start}:${part.end}` : part.name

/** The list of a release's files. Throws `manifest_unknown` where nobody has brought it yet. */
export const getManifest = (id: string): Promise<One<Manifest>> =>
  withView(async (view) => {
    const row = await getReleaseRow(view, id)
    const found = await loadList(view, row)
    if (found === null) {
      const hint = `PUT the one whose digest is ${row.manifest} to /api/v1/releases/${id}/manifest.`
      throw new AppError('manifest_unknown', `The list of the files of release ${id} is not stored here: ${hint}`)
    }
    const { text, list } = found
    return {
      data: {
        release: toReleaseRef(row, view.now),
        root: row.root,
        manifest: row.manifest,
        method: list.method,
        files: row.files,
        size: String(row.size),
        resources: partsOf(list).map((part) => ({
          name: nameOf(part),
          digest: part.digest,
          size: sizeOf(part, list, row),
        })),
        canonical: text,
      },
      asOf: await view.asOf([changeOfRelease(row)]),
    }
  })

const refuseOther = (id: string, what: string, given: string, needed: string): never => {
  const message = `The ${what} of the list is ${given}, that of release ${id} on chain is ${needed}: send the list of its files.`
  throw new AppError('wrong_manifest', message)
}

/**
 * Stores the list of a release's files. Nobody has to be trusted: only the list whose digest is on chain is taken, and
 * once. Throws `invalid_manifest`, and `wrong_manifest` for a list of other files.
 */
export const putManifest = async (
  id: string,
  body: ManifestBody,
): Promise<{ isNew: boolean; answer: One<Manifest> }> => {
  const row = await withView((view) => getReleaseRow(view, id))
  const list = parseManifestList(body, 'The body')
  const { root, manifest, json } = buildFromList(list)
  if (manifest !== row.manifest) refuseOther(id, 'digest', manifest, row.manifest)
  if (root !== row.root) refuseOther(id, 'root', root, row.root)
  if (countFiles(list) !== row.files) refuseOther(id, 'number of files', String(countFiles(list)), String(row.files))
  const size = list.method === 'files' ? row.size : list.shards.reduce((sum, { start, end }) => sum + end - start, 0n)
  if (size !== row.size) refuseOther(id, 'size', String(size), String(row.size))
  const { writer } = await getServices()
  const isNew = await storeManifest(writer, { manifest, json })
  return { isNew, answer: await getManifest(id) }
}

const change = <Value>(before: Value, after: Value) => ({ before, after })

/** What differs between a release and another one, or its first parent. Throws `parent_unknown` where it has none. */
export const getDiff = (id: string, given: string | undefined): Promise<One<Diff>> =>
  withView(async (view) => {
    const after = await getReleaseRow(view, id)
    const against = given ?? after.parents[0]?.toString()
    if (against === undefined) {
      throw new AppError('parent_unknown', `Release ${id} has no parent: name another release with ?against=.`)
    }
    const before = await getReleaseRow(view, against)
    const [newer, older] = [await loadList(view, after), await loadList(view, before)]
    const missing = [newer === null ? [after] : [], older === null ? [before] : []].flat()
    return {
      data: {
        release: toReleaseRef(after, view.now),
        against: toReleaseRef(before, view.now),
        licence: change(before.licence, after.licence),
        files: change(before.files, after.files),
        size: change(String(before.size), String(after.size)),
        card: change(before.card, after.card),
        gpuSeconds: change(String(before.gpu_seconds), String(after.gpu_seconds)),
        flop: change(String(before.flop), String(after.flop)),
        cumulativeFlop: change(String(before.cumulative_flop), String(after.cumulative_flop)),
        lists: newer === null || older === null ? null : diffLists(newer.list, older.list),
        missing: missing.map((row) => toReleaseRef(row, view.now)),
      },
      asOf: await view.asOf([changeOfRelease(after), changeOfRelease(before)]),
    }
  })
