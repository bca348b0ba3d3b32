import type { Hex } from 'viem'
import type { Sql } from '#db/client.server'
import type { Reader } from './reader.server'

/** The canonical text of a list of files by its digest; null when it is not stored. */
export const findManifestText = async (sql: Reader, manifest: Hex): Promise<string | null> => {
  const [row] = await sql<{ json: string }[]>`select json from manifests where manifest = ${manifest}`
  return row?.json ?? null
}

/** Whether the list of files with this digest is stored. */
export const hasManifest = async (sql: Reader, manifest: Hex): Promise<boolean> => {
  const [row] = await sql<{ there: boolean }[]>`
    select exists (select 1 from manifests where manifest = ${manifest}) as there`
  return row?.there ?? false
}

/** Stores a list of files, once; answers whether it is new. The table refuses a text of another digest. */
export const storeManifest = async (
  sql: Sql,
  { manifest, json }: { manifest: Hex; json: string },
): Promise<boolean> => {
  const { count } = await sql`
    insert into manifests (manifest, json) values (${manifest}, ${json}) on conflict (manifest) do nothing`
  return count === 1
}
