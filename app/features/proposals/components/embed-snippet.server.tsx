import { renderToStaticMarkup } from 'react-dom/server'
import type { IntlShape } from '~/i18n/intl-context'

/** As high as a title of a few words needs at 320 pixels. */
export const EMBED = { width: 640, height: 560 } as const

type Snippet = { portal: string; id: string; width?: number; height?: number }

/** The element by which another site shows a proposal in this language. */
export const buildSnippet = ({ locale, t }: IntlShape, { portal, id, ...size }: Snippet): string =>
  renderToStaticMarkup(
    <iframe
      src={`${portal}/embed/proposals/${id}?lang=${locale}`}
      title={t('embed.frame', { id })}
      {...EMBED}
      {...size}
      loading="lazy"
      style={{ border: 0, maxWidth: '100%' }}
    />,
  )
