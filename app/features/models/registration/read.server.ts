import type { Address } from 'viem'
import { withView } from '~/services.server'
import { getRelease, listModels } from '../read.server'
import type { ModelSummary } from '../schema'
import { type Parent, parseParents } from './build-registration'

const MOST_MODELS = 200

/** The models of an account's party; all of them while nobody is known, so that the form can be read. */
export const listOwnModels = async (
  viewer: Address | null,
): Promise<{ party: string | null; models: ModelSummary[] }> => {
  const { data } = await listModels({ limit: MOST_MODELS })
  if (viewer === null) return { party: null, models: data }
  const { party } = await withView(async ({ loadAccounts }) => (await loadAccounts([viewer]))(viewer))
  return { party: party?.id ?? null, models: data.filter((model) => model.party.id === party?.id) }
}

const findParent = async (id: string): Promise<Parent | null> => {
  const found = await getRelease(id).catch(() => null)
  if (found === null) return null
  const { model, version, stage, cumulativeFlop } = found.data
  return { id, name: `${model.name} ${version}`, stage, cumulativeFlop }
}

/** The releases that a text names, those that exist. */
export const listNamedParents = async (text: string): Promise<Parent[]> => {
  const found = await Promise.all((parseParents(text) ?? []).slice(0, 8).map(findParent))
  return found.filter((parent) => parent !== null)
}
