import type { IntlShape } from '~/i18n/intl-context'
import type { RoundClass } from '../schema'

/** A class by the kinds of party that it holds: classes have no names on chain. */
export const describeClass = ({ t }: IntlShape, { index, kinds }: Pick<RoundClass, 'index' | 'kinds'>): string =>
  kinds.length === 0
    ? t('compute.emptyClass', { number: index + 1 })
    : kinds.map((kind) => t(`kinds.${kind}`)).join(t('compute.and'))
