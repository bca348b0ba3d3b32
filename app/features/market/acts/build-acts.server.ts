import type { Address } from 'viem'
import { getActTexts } from '~/components/act-texts.server'
import { getAreaText } from '~/i18n/intl.server'
import type { IntlShape } from '~/i18n/intl-context'
import type { MarketActsData, PreparedAct } from '../components/market-acts'

type Given = {
  viewer: Address | null
  acts: readonly PreparedAct[]
  /** What an act changes of what the page shows. */
  shown: unknown
  empty: string
}

/** What the island of acts is handed. */
export const buildActs = ({ locale }: IntlShape, { viewer, acts, shown, empty }: Given): MarketActsData => ({
  viewer,
  acts,
  stamp: JSON.stringify(shown),
  empty,
  texts: { ...getActTexts(locale), ...getAreaText(locale, 'marketActs') },
})
