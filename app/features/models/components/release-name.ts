import type { IntlShape } from '~/i18n/intl-context'

type Named = { version: string; model: { name: string } }

/** A release by model and version, as people call it. */
export const getReleaseName = ({ t }: IntlShape, { model, version }: Named): string =>
  t('release.title', { model: model.name, version })
