import { AppError } from '~/domain/errors'
import type { List, One } from '~/http/shapes'
import type { Model, ModelSummary, Release, ReleaseSummary } from './schema'

const later = (): never => {
  throw new AppError('not_built', 'This read is being built.')
}

type PageOf = { limit?: number; cursor?: string }

export const listModels = async (_filters: PageOf = {}): Promise<List<ModelSummary>> => later()
export const getModel = async (_id: string): Promise<One<Model>> => later()
export const listReleases = async (
  _filters: PageOf & { model?: string; stage?: ReleaseSummary['stage'] } = {},
): Promise<List<ReleaseSummary>> => later()
export const getRelease = async (_id: string): Promise<One<Release>> => later()
