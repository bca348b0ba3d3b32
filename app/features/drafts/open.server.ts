import { getAddress } from 'viem'
import type { DraftViewer } from '#db/queries/drafts.server'
import { AppError } from '~/domain/errors'
import type { KeptDraft } from './components/use-kept-draft'
import { draftKinds } from './draft-kinds'
import { getDraft } from './drafts.server'
import type { DraftKind } from './schema'

/** A saved draft as the form takes it. */
export type OpenedDraft = {
  id: string
  revision: number
  kind: DraftKind
  values: Readonly<Record<string, string>>
  kept: KeptDraft
}

/** Whether the form can hold these actions: it has one of them, of a kind that has fields. */
export const findFormKind = (actions: readonly Readonly<Record<string, string>>[]): DraftKind | null => {
  const [first, ...rest] = actions
  return rest.length > 0 ? null : (draftKinds.find((kind) => kind === first?.['kind']) ?? null)
}

/** Opens a draft that the viewer may read. Throws `draft_unknown`, and `invalid_parameter` for one beyond the form. */
export const openDraft = async (id: string, viewer: DraftViewer): Promise<OpenedDraft> => {
  if (!/^[1-9][0-9]{0,17}$/.test(id)) {
    throw new AppError('draft_unknown', `"${id.slice(0, 40)}" is no draft: their numbers count from 1.`)
  }
  const { data } = await getDraft(id, viewer)
  const { author, etag, visibility, title, text, actions, revision } = data
  const kind = findFormKind(actions)
  if (kind === null) {
    throw new AppError(
      'invalid_parameter',
      `Draft ${id} has other actions than one of a kind with a form: use the API.`,
    )
  }
  const { kind: _, ...fields } = actions[0] ?? {}
  return {
    ...{ id, revision, kind },
    values: { ...fields, title, text },
    kept: { id, author: getAddress(author), etag, visibility, token: null },
  }
}
