import type { IntlShape } from '~/i18n/intl-context'

/** The first line of the proposer's text, or the number where it has none. */
export const getTitle = ({ t }: IntlShape, { id, title }: { id: string; title: string }): string =>
  title.trim() === '' ? t('proposal.untitled', { id }) : title
