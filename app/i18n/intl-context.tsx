import { createContext, type ReactNode, useContext } from 'react'
import type { Locale } from './locale'
import type { MessageKey } from './messages'

export type TextValues = Readonly<Record<string, string | number>>
export type RichValues = Record<string, string | number | ReactNode | ((chunks: ReactNode[]) => ReactNode)>

/** What the server's components write their texts with. */
export type IntlShape = {
  locale: Locale
  t: (key: MessageKey, values?: TextValues) => string
  rich: (key: MessageKey, values: RichValues) => ReactNode
  /** Names that accounts gave themselves, as far as they are known; absent where nothing is known of any. */
  nameOf?: (address: string) => string | null
}

const IntlContext = createContext<IntlShape | null>(null)

export const IntlProvider = IntlContext.Provider

/** Only for components that the server alone renders: the browser has no provider. */
export const useIntl = (): IntlShape => {
  const intl = useContext(IntlContext)
  if (intl === null) throw new Error('useIntl needs IntlProvider, which only renderStatic sets up.')
  return intl
}
