import type { IntlShape } from '~/i18n/intl-context'
import { draftKinds } from '../draft-kinds'

/** What a kind of action is called; a raw call is custom. */
export const nameKind = ({ t }: IntlShape, kind: string | undefined): string =>
  t(`draft.kind.${draftKinds.find((known) => known === kind) ?? 'custom'}`)
