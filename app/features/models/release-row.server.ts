import { listReleaseRowsById, type ReleaseRow } from '#db/queries/models.server'
import { AppError } from '~/domain/errors'
import type { View } from '~/services.server'

/** The release with this id; throws `release_unknown`. */
export const getReleaseRow = async ({ sql }: View, id: string): Promise<ReleaseRow> => {
  const [row] = /^(0|[1-9][0-9]{0,17})$/.test(id) ? await listReleaseRowsById(sql, [BigInt(id)]) : []
  if (row !== undefined) return row
  throw new AppError('release_unknown', `There is no release ${id}: /api/v1/releases lists them.`)
}
