import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { IntlProvider, type IntlShape } from '~/i18n/intl-context'

/** Renders what only reads to HTML, on the server, in one language. */
export const renderStatic = (intl: IntlShape, node: ReactNode): string =>
  renderToStaticMarkup(<IntlProvider value={intl}>{node}</IntlProvider>)
