import { getAreaText } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import type { MessageKey } from '~/i18n/messages'
import { listMovableReleases, listTargets } from '../read.server'
import type { DraftField, DraftKind, FieldErrors } from '../schema'
import type { DraftFormData } from './draft-props'

/** What the form of a kind offers to choose from. */
export const buildDraftForm = async ({ locale, t }: IntlShape, kind: DraftKind): Promise<DraftFormData> => {
  const [releases, targets] = await Promise.all([kind === 'release' ? listMovableReleases() : [], listTargets()])
  return {
    kind,
    releases: releases.map(({ id, name, stage }) => ({ value: id, text: `${name} (${t(`stage.${stage}`)})` })),
    targets: targets.map(({ name, address }) => ({ value: address, text: name })),
    texts: getAreaText(locale, 'draft'),
  }
}

/** The errors of a form in the reader's words. */
export const describeErrors = ({ t }: IntlShape, errors: FieldErrors): Partial<Record<DraftField, string>> =>
  Object.fromEntries(
    Object.entries(errors).map(([field, { key, values }]) => [field, t(`draftError.${key}` as MessageKey, values)]),
  )
